"""Cities, states of the USA and countries' codes from GeoNames, in one squeezed file (`places.bin`).

A header line, then, squeezed by zlib, four parts apart by a NUL: cities, the most populous first, a line each of
fields apart by tabs; states of the USA, code and name; codes of countries, apart by blanks; names of cities that are
English words as well, a line each.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import NamedTuple

from .table import GazetteerError

_HEADER = b"guidepost-places 2\n"
_PARTS = 4


class City(NamedTuple):
    """A city of 15,000 people or more."""

    key: str
    """GeoNames' number."""
    name: str
    country: str
    """ISO 3166-1 alpha-2."""
    region: str
    population: int
    aliases: tuple[str, ...]
    """Its names in languages of Latin letters that are no English words; only of cities of 50,000 people or more."""


def read_cities() -> Iterator[City]:
    """All cities, the most populous first. Nothing is kept: whoever asks often keeps what he needs."""
    for line in _parts()[0].split("\n"):
        key, name, country, region, population, *aliases = line.split("\t")
        yield City(key, name, country, region, int(population), tuple(aliases))


def read_states() -> dict[str, str]:
    """Names of the states of the USA by their two letters."""
    return dict(line.split("\t") for line in _parts()[1].split("\n"))


def country_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-2."""
    return frozenset(_parts()[2].split(" "))


def city_words() -> frozenset[str]:
    """Names of cities, in small letters, that are English words as well: "reading", "mobile"."""
    return frozenset(_parts()[3].split("\n"))


def pack_places(
    cities: Iterable[City], states: Mapping[str, str], countries: Iterable[str], words: Iterable[str]
) -> bytes:
    """The bytes of a file with these."""
    lines = [
        "\t".join((city.key, city.name, city.country, city.region, str(city.population), *city.aliases))
        for city in cities
    ]
    named = "\n".join("\t".join(state) for state in sorted(states.items()))
    parts = ("\n".join(lines), named, " ".join(countries), "\n".join(words))
    return _HEADER + zlib.compress("\0".join(parts).encode(), 9)


def _parts() -> list[str]:
    try:
        raw = files("extractors.gazetteer").joinpath("places.bin").read_bytes()
    except OSError as error:
        raise GazetteerError(f"the table of places cannot be read ({error}): install Guidepost anew") from error
    return unpack_places(raw)


def unpack_places(raw: bytes) -> list[str]:
    """The four parts of a file; `GazetteerError` where it is no such file."""
    if not raw.startswith(_HEADER):
        head = f"it begins with {raw[:24]!r}"
        raise GazetteerError(
            f"the table of places is another one than this program reads ({head}): install Guidepost anew"
        )
    try:
        parts = zlib.decompress(raw[len(_HEADER) :]).decode().split("\0")
    except (zlib.error, ValueError) as error:
        raise GazetteerError(f"the table of places is damaged ({error}): install Guidepost anew") from error
    if len(parts) != _PARTS:
        raise GazetteerError("the table of places is damaged: install Guidepost anew")
    return parts
