"""What a heading, a label or a sentence that leads in promises: the chance of each kind of section."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from functools import lru_cache

from extractors.guide.wording import plain, read_heading
from extractors.scoring.linear import model

_MOST_WORDS = 14
_GRAM = 4
_LONGEST = 160


def heading_features(text: str, language: str | None) -> dict[str, float]:
    """Words, parts of words, pairs, first and last word, marks, length, and what the lexicon of headings says."""
    text = text[:_LONGEST]
    words = plain(text).split()[:_MOST_WORDS]
    found: dict[str, float] = {}
    for word in words:
        found[f"w:{word}"] = 1.0
        framed = f"^{word}$"
        for place in range(len(framed) - _GRAM + 1):
            found[f"g:{framed[place : place + _GRAM]}"] = 0.4
    for first, second in itertools.pairwise(words):
        found[f"b:{first} {second}"] = 0.7
    if words:
        found[f"first:{words[0]}"] = found[f"last:{words[-1]}"] = 0.7
    ending = text.rstrip()[-1:]
    if ending in ("?", ":"):
        found[ending] = 0.7
    found[f"len:{min(len(words), 8)}"] = 0.4
    reading = read_heading(text, language)
    if reading is not None:
        found[f"lex:{reading.kind}:{reading.strength}"] = 1.5
    else:
        found["lex:none"] = 1.0
    return found


@lru_cache(maxsize=4096)
def heading_chances(text: str, language: str | None) -> Mapping[str, float]:
    """The chance of each kind of section, by kind."""
    known = model("headings")
    return dict(zip(known.labels, known.chances(heading_features(text, language)), strict=True))
