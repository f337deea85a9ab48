"""Entities: which names, across pages and sites, mean the same company, hub, university, skill, tool or author.

Resolution is a batch over the sorted set of all names in the store, so that the order in which pages came never shows.
Every link between two names keeps the rule that made it and a score; what a user merged or split stands above the
rules, is data keyed by alias and type, and holds again after every re-parse.
"""
