"""The occupation that a page is about, with a confidence that tells right from wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

import msgspec

from extractors.guide.about import Source
from extractors.guide.parts import Context
from extractors.records import Evidence
from extractors.values.names.wording import has_given_name
from extractors.values.occupations import Found, find_occupation
from extractors.values.places import stated_places

_WORD = re.compile(r"[^\W\d_]+")
_DASHES = re.compile(r"[-_+.]+")
_SHORTEST_STEM = 4
_LEAST = 0.1
"""Below this an occupation is not worth a mention."""
_TITLES, _AHEAD = ("title", "head"), 0.3
"""What a title says goes before what is more likely by less than this elsewhere: its wording is the page's own."""
_WEIGHTS: Mapping[str, float] = {
    "bias": -1.2,
    "title": -0.3,
    "head": -0.8,
    "address": -0.3,
    "breadcrumb": -0.3,
    "subtitle": 0.6,
    "description": -0.0,
    "cued": 1.5,
    "again": 1.6,
    "opens": 1.7,
    "alone": 1.1,
    "with a place": 1.9,
    "several words": 0.7,
    "signed and dated": -1.4,
    "long": -1.7,
}
"""A logistic model of a handful of features; `training/subject.py` says how it was fitted."""


class Chosen(msgspec.Struct, frozen=True):
    """An occupation as worded, and its evidence."""

    name: str
    evidence: Evidence


def choose_occupation(sources: Sequence[Source], context: Context) -> Chosen | None:
    """The occupation that the most telling text names; None where none is likely."""
    named = [(_probability(features), source, found) for source, found, features in candidates(sources, context)]
    likely = [one for one in named if one[0] >= _LEAST]
    if not likely:
        return None
    confidence, source, found = max(likely, key=lambda one: one[0] + (_AHEAD if one[1].rule in _TITLES else 0))
    rule = f"occupation.{source.rule}"
    quote = source.written or found.name
    return Chosen(found.name, Evidence(quote=quote, path=source.path, rule=rule, confidence=round(confidence, 2)))


def candidates(sources: Sequence[Source], context: Context) -> list[tuple[Source, Found, dict[str, float]]]:
    """What each source names, with the features of it."""
    named = [(source, found) for source in sources if (found := _found(source, context.language))]
    return [(source, found, _features(source, found, named, context)) for source, found in named]


def _found(source: Source, language: str | None) -> Found | None:
    if source.rule == "label":
        return None
    text = _DASHES.sub(" ", source.text) if source.rule == "address" else source.text
    found = find_occupation(text, language)
    if found and found.person and _is_surname(text, found):
        return None
    return found


def _is_surname(text: str, found: Found) -> bool:
    """ "Tim Cook": a given name right before a word in capitals."""
    before = text[: found.start].split()
    return bool(before) and found.name[0].isupper() and has_given_name(before[-1]) and before[-1][0].isupper()


def _features(
    source: Source, found: Found, named: Sequence[tuple[Source, Found]], context: Context
) -> dict[str, float]:
    text = source.text.strip()
    rest = [word for word in _WORD.findall(text) if word.lower() not in found.name.lower()]
    again = any(other is not source and _alike(one.name, found.name) for other, one in named)
    return {
        "bias": 1.0,
        source.rule: 1.0,
        "cued": float(found.cued),
        "again": float(again),
        "opens": float(found.start <= 1),
        "alone": float(not rest),
        "with a place": float(any(one.form == "preposition" for one in stated_places(text, context.language))),
        "several words": float(" " in found.name),
        "signed and dated": float(context.signed and context.dated),
        "long": float(len(text) > 70),
    }


def _alike(one: str, other: str) -> bool:
    """Whether two wordings share the beginning of their last words: "welder", "Welders"."""
    first, second = (
        {word[: max(_SHORTEST_STEM, len(word) - 2)].lower() for word in _WORD.findall(name)} for name in (one, other)
    )
    return any(a.startswith(b) or b.startswith(a) for a in first for b in second)


def _probability(features: Mapping[str, float]) -> float:
    score = sum(_WEIGHTS[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-score))
