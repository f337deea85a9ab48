"""The small words of enumerations and of names (`lexicon/enumerations.toml`), as patterns over all languages."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def small_words(kind: str) -> frozenset[str]:
    """The words of a table, all languages together."""
    text = files("extractors.lexicon").joinpath("enumerations.toml").read_text(encoding="utf-8")
    return frozenset(word for words in tomllib.loads(text)[kind].values() for word in words.split())


def any_of(kind: str) -> str:
    """The words of a table as the inside of a group, the longest first."""
    return "|".join(sorted(map(re.escape, small_words(kind)), key=len, reverse=True))


@cache
def joint() -> re.Pattern[str]:
    """ "and" or "or" between two words, in any language, with a comma or an article beside it."""
    return re.compile(rf",?\s+(?:{any_of('and')})\s+(?:the\s+|in\s+)?", re.IGNORECASE)


@cache
def opening_joint() -> re.Pattern[str]:
    """The same at the start of a part: "and Kibana" after the last comma."""
    return re.compile(rf"^(?:{any_of('and')})\s+", re.IGNORECASE)


@cache
def both() -> re.Pattern[str]:
    """What joins two names written with capitals."""
    return re.compile(rf"\s+(?:{any_of('both')})\s+(?:the\s+)?")


@cache
def belongs() -> re.Pattern[str]:
    """What opens a part that belongs to a name."""
    return re.compile(rf"\b(?:{any_of('of')})\b")


@cache
def article() -> re.Pattern[str]:
    """An article before a name; small letters alone: "Le Wagon" keeps its own."""
    return re.compile(rf"^(?:{any_of('article')})\s*(?=[A-ZÀ-Þ])")


@cache
def rest() -> re.Pattern[str]:
    """ "and 40 more", "+12", "…": what stands for the rest of a list."""
    more = any_of("more")
    return re.compile(
        rf"^(?:\+\s*\d+|(?:{any_of('and')})\s+(?:\w+\s+)?(?:\d+|{more})\b.*|\d+\s*(?:{more})\b.*|etc\.?|…|\.\.\.|(?:{more}))$",
        re.IGNORECASE,
    )
