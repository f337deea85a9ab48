"""What a page's title speaks of: hiring, pay, careers, companies; or listings and services. Words are data."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from extractors.values.words import Vocabulary


@lru_cache(maxsize=4096)
def speaks_of(subject: str, title: str) -> bool:
    """Whether the title has a word of the subject (a table of `lexicon/kinds.toml`)."""
    lower = title.lower().replace("'", "’")
    words, pattern = _words(subject)
    return words.may_stand_in(lower) and bool(pattern.search(lower))


@cache
def _words(subject: str) -> tuple[Vocabulary, re.Pattern[str]]:
    phrases = _data()[subject]["words"]
    words = sorted(map(re.escape, phrases), key=len, reverse=True)
    return Vocabulary(phrases), re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("extractors.lexicon").joinpath("kinds.toml").read_text(encoding="utf-8"))
