"""Occupations in headlines: "Recruiting Backend Developers in Brussels" is about backend developers.

A title has a head ("developers") with words before it (English, Dutch, German) or after it (Romance languages, Polish).
Words are data, a file a language (`lexicon/occupations/`).
"""

from __future__ import annotations

from .reading import Found, find_occupation, names_occupation, read_occupation

__all__ = ["Found", "find_occupation", "names_occupation", "read_occupation"]
