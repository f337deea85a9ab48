"""Commands that `scrapy` knows in this project, beyond or in place of its own."""
