"""What a page says as a guide: sections, companies, hubs, schools, skills, tools, career path, pay, links.

`read.read_guide` reads all of it. Nothing is imported here: modules beside this package build on modules within it.
"""
