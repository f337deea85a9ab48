"""Sentences and cards that speak of conditions and fees: their amounts are no pay. Words are data."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from extractors.values.words import Vocabulary

_SHORT_HEAD = 60


@lru_cache(maxsize=2048)
def names_rival(text: str) -> bool:
    """Whether the text has a word of visas, taxes, deposits, fees per head or the like."""
    lower = text.lower()
    words, pattern = _words()
    return words.may_stand_in(lower) and pattern.search(lower) is not None


@cache
def _words() -> tuple[Vocabulary, re.Pattern[str]]:
    data = tomllib.loads(files("extractors.lexicon").joinpath("columns.toml").read_text(encoding="utf-8"))
    phrases = data["rivals"]["words"]
    words = sorted(map(re.escape, phrases), key=len, reverse=True)
    return Vocabulary(phrases), re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")


@lru_cache(maxsize=2048)
def names_teasers(text: str) -> bool:
    """Whether a short text is the head of a box that teases single vacancies."""
    return len(text) <= _SHORT_HEAD and text.lower().strip(" :.").startswith(_teasers())


@cache
def _teasers() -> tuple[str, ...]:
    data = tomllib.loads(files("extractors.lexicon").joinpath("columns.toml").read_text(encoding="utf-8"))
    return tuple(data["teasers"]["words"])
