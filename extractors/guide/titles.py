"""What a page's title speaks of: hiring, pay, careers, companies; or listings and services. Words are data."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files


@lru_cache(maxsize=4096)
def speaks_of(subject: str, title: str) -> bool:
    """Whether the title has a word of the subject (a table of `lexicon/kinds.toml`)."""
    return bool(_pattern(subject).search(title.lower().replace("'", "’")))


@cache
def _pattern(subject: str) -> re.Pattern[str]:
    data = tomllib.loads(files("extractors.lexicon").joinpath("kinds.toml").read_text(encoding="utf-8"))
    words = sorted(map(re.escape, data[subject]["words"]), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])")
