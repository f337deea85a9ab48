"""What a short text can be the name of: a firm, a place where people meet, a school, a skill, a tool, a step, none."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from extractors.gazetteer import Kind, cues_of, kinds_of
from extractors.guide.shapes import is_tool
from extractors.scoring.linear import model
from extractors.values.occupations import names_occupation

ITEM_KINDS = ("none", "key_companies", "hubs", "universities", "skills", "tools", "career_path")
_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")
_MOST_WORDS = 9
_MARKS = "+#/.&()@%€$£"
_KNOWN = {kind: (f"known:{kind.name}", f"cued:{kind.name}") for kind in Kind}


def item_features(text: str) -> dict[str, float]:
    """Words and parts of words, capitals, marks, and what the gazetteer says."""
    words = _WORD.findall(text)[:_MOST_WORDS]
    small = [word.lower() for word in words]
    found: dict[str, float] = {}
    for word in small:
        found[f"w:{word}"] = 1.0
        if len(word) > 5:
            found[f"p:{word[:5]}"] = 0.5
            found[f"s:{word[-4:]}"] = 0.6
        elif len(word) > 3:
            found[f"s:{word[-3:]}"] = 0.4
    for first, second in itertools.pairwise(small):
        found[f"b:{first} {second}"] = 0.6
    if small:
        found[f"first:{small[0]}"] = 0.5
        found[f"last:{small[-1]}"] = 0.7
    found[f"caps:{''.join(map(_capitals, words[:4]))}"] = 0.7
    found[f"n:{min(len(words), 7)}"] = 0.5
    for mark in _MARKS:
        if mark in text:
            found[f"c:{mark}"] = 0.5
    known, cued = kinds_of(text), cues_of(text)
    for kind, (knows, tells) in _KNOWN.items():
        if kind in known:
            found[knows] = 1.0
        if kind in cued:
            found[tells] = 1.0
    if not known:
        found["known:no"] = 0.5
    if names_occupation(text):
        found["occ"] = 1.0
    if is_tool(text):
        found["tool"] = 1.0
    return found


def _capitals(word: str) -> str:
    if word.isupper() and len(word) > 1:
        return "A"
    return "X" if word[0].isupper() else "9" if word[0].isdigit() else "x"


@lru_cache(maxsize=16384)
def item_chances(text: str) -> tuple[float, ...]:
    """The chance of each of `ITEM_KINDS`."""
    return tuple(model("items").chances(item_features(text)))
