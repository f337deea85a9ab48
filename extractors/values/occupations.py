"""Occupations in headlines: "Recruiting Backend Developers in Brussels" is about backend developers.

A title has a head ("developers") with modifiers before it (English, Dutch, German) or after it (Romance languages).
Words are data (`lexicon/occupations.toml`).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from extractors.values.words import Vocabulary

_WORD = re.compile(r"[^\s,;:!?()\[\]|·–—\"“”]+")
_PAY = re.compile(r"\b(?:salar(?:y|ies)|pay|compensation|wages|hourly rates?|career path)\b", re.IGNORECASE)
_EDGE = ".'’/&"
_MAX_BEFORE = 4
_MAX_AFTER = 3


@dataclass(frozen=True)
class _Words:
    head: re.Pattern[str]
    """Over text in lower case: a pattern that need not mind case takes a tenth of the time."""
    heads: Vocabulary
    modifiers: frozenset[str]
    fields: frozenset[str]
    breaks: frozenset[str]
    links: frozenset[str]
    anyone: frozenset[str]
    """Words for anybody who works, which alone name no trade."""


@cache
def _words() -> _Words:
    data = tomllib.loads(files("extractors.lexicon").joinpath("occupations.toml").read_text(encoding="utf-8"))
    heads = sorted(data["heads"], key=len, reverse=True)
    stems = "|".join(re.escape(head).replace(r"\*", r"[\w-]*") for head in heads)
    return _Words(
        re.compile(rf"(?<!\w)(?:{stems})(?::in(?:nen)?|\*in(?:nen)?|·e·?s?|\(e\)|\(in\))?(?![\w-])"),
        Vocabulary(heads),
        *(frozenset(data[name]) for name in ("modifiers", "fields", "breaks", "links", "anyone")),
    )


@lru_cache(maxsize=16384)
def names_occupation(text: str) -> bool:
    """Whether the text has a word for a person by trade."""
    words = _words()
    lower = text.lower()
    return words.heads.may_stand_in(lower) and words.head.search(lower) is not None


@lru_cache(maxsize=2048)
def read_occupation(text: str, language: str | None = None) -> str | None:
    """The occupation that a headline is about, as worded; None where it names none."""
    words = _words()
    lower = text.lower()
    if len(lower) != len(text):  # "İ"
        lower = "".join(one if len(one.lower()) > 1 else one.lower() for one in text)
    if not words.heads.may_stand_in(lower):
        return _field(text, words)
    tokens = [(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]
    best: tuple[int, int] | None = None
    for found in words.head.finditer(lower):
        span = _around(
            text, tokens, found.start(), found.end(), words, (language or "")[:2] in ("fr", "es", "it", "pt", "pl")
        )
        if best is None or span[0] < best[1] + 2:
            best = (best[0], span[1]) if best and span[0] <= best[1] + 1 else best or span
    title = text[best[0] : best[1]].strip(_EDGE + " ") if best else ""
    if title and title.lower() not in words.anyone:
        return title
    return _field(text, words)


def _around(
    text: str, tokens: list[tuple[str, int, int]], start: int, end: int, words: _Words, romance: bool
) -> tuple[int, int]:
    """The span of the whole title around its head."""
    first = next((place for place, token in enumerate(tokens) if token[2] > start), 0)
    last = next((place for place, token in enumerate(tokens) if token[2] >= end), len(tokens) - 1)
    left, right = tokens[first][1], tokens[last][2]
    for place in range(first - 1, max(-1, first - 1 - _MAX_BEFORE), -1):
        token, begin, stop = tokens[place]
        if text[stop : tokens[place + 1][1]].strip() or not _belongs(token, place, words, romance):
            break
        left = begin
    for place in range(last + 1, min(len(tokens), last + 1 + _MAX_AFTER)):
        token, begin, stop = tokens[place]
        if text[tokens[place - 1][2] : begin].strip():
            break
        lower = token.lower()
        if lower in words.links:
            following = tokens[place + 1][0].lower() if place + 1 < len(tokens) else ""
            if following not in words.modifiers:
                break
            continue
        if lower not in words.modifiers or not romance:
            break
        right = stop
    return left, right


def _belongs(token: str, place: int, words: _Words, romance: bool) -> bool:
    lower = token.lower().strip(_EDGE)
    if lower in words.modifiers or token.lower() in words.modifiers:
        return True
    if lower in words.breaks or romance or not lower or lower[0].isdigit():
        return False
    # An unknown word belongs to the title where it is written as a name is and opens no headline.
    return place > 0 and token[0].isupper() and not lower.endswith(("ing", "ed", "'s", "’s"))


def _field(text: str, words: _Words) -> str | None:
    """A trade before a word of pay: "Sales Salaries in New York"."""
    found = _PAY.search(text)
    if not found:
        return None
    before = text[: found.start()].split()
    for length in (2, 1):
        name = " ".join(before[-length:])
        if len(before) >= length and name.lower() in words.fields:
            return name
    return None
