"""What is known of places: cities and states by name, countries in many languages, names that are words as well.

Cities and their names in other languages come from GeoNames (`extractors/gazetteer/`), countries from CLDR (package
babel). Both are read at the first question and kept for the process.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from extractors.gazetteer.cities import City, city_words, read_cities, read_states

_LANGUAGES = ("en", "nl", "fr", "de", "es", "it", "pl", "pt")
SHORTEST = 3
_EXTRA = {
    "usa": "US", "us": "US", "u.s.": "US", "uk": "GB", "u.k.": "GB", "uae": "AE", "england": "GB", "scotland": "GB",
    "wales": "GB", "holland": "NL", "czech republic": "CZ", "america": "US", "korea": "KR",
}  # fmt: skip
"""Everyday names that CLDR does not list."""


class Known(NamedTuple):
    population: int
    country: str
    region: str


class Gazetteer(NamedTuple):
    cities: dict[str, Known]
    """The most populous city of each name, in lower case."""
    namesakes: dict[str, dict[str, int]]
    """People of the largest city of each country, for names that cities of several countries bear."""


@cache
def gazetteer() -> Gazetteer:
    known: dict[str, Known] = {}
    largest: dict[str, Known] = {}
    alike: dict[str, dict[str, int]] = {}
    for city in read_cities():
        here = Known(city.population, city.country, city.region)
        own = city.name.lower()
        first = largest.setdefault(own, here)
        if first.country != here.country:
            alike.setdefault(own, {first.country: first.population}).setdefault(here.country, here.population)
        for name in (city.name, *city.aliases, *_inflected(city)):
            if len(name) >= SHORTEST and name <= "ɏ" and not name.isupper():
                known.setdefault(name.lower(), here)
    return Gazetteer(known, alike)


def _inflected(city: City) -> Iterator[str]:
    """A larger city's names as they stand after a preposition: "w Gliwicach"."""
    if city.aliases and city.country in data()["inflected"]:
        for ending, other in data()["inflected"][city.country]:
            yield from (name[: -len(ending)] + other for name in (city.name, *city.aliases) if name.endswith(ending))


def cities() -> dict[str, Known]:
    return gazetteer().cities


@cache
def countries() -> dict[str, str]:
    """Countries by name in lower case, in all languages that guides are read in."""
    from babel import Locale

    known: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "UN", "EZ", "ZZ", "XA", "XB"):
                known.setdefault(name.lower(), code)
    known.update(_EXTRA)
    return known


@cache
def states() -> tuple[dict[str, str], frozenset[str]]:
    """States of the USA: code by name in lower case, and all codes."""
    by_code = read_states()
    return {name.lower(): code for code, name in by_code.items()}, frozenset(by_code)


@cache
def data() -> dict[str, dict[str, Any]]:
    """`places.toml`."""
    return tomllib.loads(files("extractors.lexicon").joinpath("places.toml").read_text(encoding="utf-8"))


@cache
def words() -> frozenset[str]:
    """Names of towns, in small letters, that are everyday words as well."""
    return city_words() | {word for words in data()["words"].values() for word in words}
