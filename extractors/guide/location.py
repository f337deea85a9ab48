"""The place that a page is about, with a confidence that tells right from wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

import msgspec

from extractors.guide.about import Source
from extractors.guide.parts import Context
from extractors.metadata import Metadata
from extractors.records import Evidence, Location
from extractors.values.occupations import find_occupation
from extractors.values.places import Place, Stated, find_places, labelled_place, stated_places, with_hints

_DASHES = re.compile(r"[-_+]+")
_MANY_PLACES = 3
"""A text that lists so many cities is about none of them."""
_LEAST = 0.1
_TITLES, _AHEAD = ("title", "head", "label"), 0.3
"""What a title says goes before what is more likely by less than this elsewhere."""
_HOME = {"es": "ES", "pt": "PT", "nl": "NL", "de": "DE", "fr": "FR", "it": "IT", "pl": "PL"}
"""The country that a language is at home in, where nothing else tells."""
_WEIGHTS: Mapping[str, float] = {
    "bias": -0.4,
    "title": -1.1,
    "head": 0.8,
    "address": -0.2,
    "breadcrumb": -0.2,
    "label": 0.8,
    "subtitle": -0.2,
    "description": -0.3,
    "preposition": 0.8,
    "apart": 0.0,
    "edge": -1.2,
    "whole": -0.1,
    "with an occupation": 1.6,
    "cued": 1.8,
    "again": 1.8,
    "several places": -0.7,
    "signed and dated": -0.9,
    "long": -2.4,
}
"""A logistic model of a handful of features; `training/subject.py` says how it was fitted."""


class Chosen(msgspec.Struct, frozen=True):
    """A place and its evidence."""

    location: Location
    evidence: Evidence


def choose_location(sources: Sequence[Source], context: Context, metadata: Metadata) -> Chosen | None:
    """The place that the most telling text states by its form; None where none is likely.

    Where the city's country is told elsewhere, a namesake there is meant.
    """
    named = [(_probability(features), source, stated) for source, stated, features in candidates(sources, context)]
    likely = [one for one in named if one[0] >= _LEAST]
    if not likely:
        return None
    confidence, source, stated = max(likely, key=lambda one: one[0] + (_AHEAD if one[1].rule in _TITLES else 0))
    place = stated.place
    chosen = _with_country(with_hints(place, _hints(metadata, context)), sources)
    quote = source.written or place.name
    evidence = Evidence(quote=quote, path=source.path, rule=f"location.{source.rule}", confidence=round(confidence, 2))
    return Chosen(Location(name=chosen.name, city=chosen.city, region=chosen.region, country=chosen.country), evidence)


def candidates(sources: Sequence[Source], context: Context) -> list[tuple[Source, Stated, dict[str, float]]]:
    """What each source states, with the features of it."""
    named = [(source, stated) for source in sources if (stated := _stated(source, context.language))]
    return [(source, stated, _features(source, stated, named, context)) for source, stated in named]


def _stated(source: Source, language: str | None) -> Stated | None:
    if source.rule == "label":
        place = labelled_place(source.text)
        return Stated(place, "apart") if place else None
    if source.rule == "address":
        # A part of the address that is nothing but a place: "/hire/welders/new-york".
        text = _DASHES.sub(" ", source.text).title()
        place = next((one for one in find_places(text) if one.start == 0 and len(one.name) == len(text)), None)
        return Stated(place, "apart") if place else None
    found = [one for one in stated_places(source.text, language) if one.form != "named"]
    if source.rule in ("subtitle", "description"):
        found = [one for one in found if one.form == "preposition"]
    if source.rule == "breadcrumb":
        found = sorted(found, key=lambda one: -one.place.start)
    if len({one.place.city for one in found if one.place.city}) >= _MANY_PLACES and source.rule != "breadcrumb":
        return None
    return found[0] if found else None


def _features(
    source: Source, stated: Stated, named: Sequence[tuple[Source, Stated]], context: Context
) -> dict[str, float]:
    occupation = find_occupation(source.text, context.language)
    others = [other for other in find_places(source.text) if other.country != stated.place.country]
    return {
        "bias": 1.0,
        source.rule: 1.0,
        stated.form: 1.0,
        "whole": float(len(source.text.strip()) == len(stated.place.name)),
        "with an occupation": float(occupation is not None),
        "cued": float(occupation is not None and occupation.cued),
        "again": float(any(other is not source and _same(one, stated) for other, one in named)),
        "several places": float(bool(others)),
        "signed and dated": float(context.signed and context.dated),
        "long": float(len(source.text) > 70),
    }


def _same(one: Stated, other: Stated) -> bool:
    return (one.place.city, one.place.country) == (other.place.city, other.place.country)


def _with_country(place: Place, sources: Sequence[Source]) -> Place:
    """The country that a source names after a comma or in brackets."""
    if not place.city:
        return place
    for source in sources:
        for other in find_places(source.text):
            told = other.city is None and other.country
            if told and source.text[: other.start].rstrip().endswith((",", "(")) and source.rule != "description":
                return place._replace(country=other.country)
    return place


def _hints(metadata: Metadata, context: Context) -> list[str]:
    """Countries that the page's address, locale and language point to, the surest first."""
    hints: list[str] = []
    host = urlsplit(context.url or "").hostname or ""
    hints.append(host.rpartition(".")[2].upper())
    locale = metadata.first("og:locale")
    for tag in (locale.text if locale else "", context.language or ""):
        _, _, region = tag.replace("-", "_").partition("_")
        hints.append(region.upper())
    hints.append(_HOME.get((context.language or "")[:2], ""))
    return [hint for hint in hints if len(hint) == len("XX")]


def _probability(features: Mapping[str, float]) -> float:
    score = sum(_WEIGHTS[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-score))
