"""Cities, states of the USA and countries' codes from GeoNames, in one squeezed file (`places.bin`).

A header line, then, squeezed by zlib, three parts apart by a NUL: cities, the most populous first, a line each of
fields apart by tabs; states of the USA, code and name; codes of countries apart by blanks.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import NamedTuple

from .table import GazetteerError

_HEADER = b"guidepost-places 1\n"


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
    """Its names in languages of Latin letters; only of cities of 50,000 people or more."""


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


def pack_places(cities: Iterable[City], states: Mapping[str, str], countries: Iterable[str]) -> bytes:
    """The bytes of a file with these."""
    lines = [
        "\t".join((city.key, city.name, city.country, city.region, str(city.population), *city.aliases))
        for city in cities
    ]
    parts = ("\n".join(lines), "\n".join("\t".join(state) for state in sorted(states.items())), " ".join(countries))
    return _HEADER + zlib.compress("\0".join(parts).encode(), 9)


def _parts() -> list[str]:
    try:
        raw = files("extractors.gazetteer").joinpath("places.bin").read_bytes()
    except OSError as error:
        raise GazetteerError(f"the table of places cannot be read ({error}): install Guidepost anew") from error
    return unpack_places(raw)


def unpack_places(raw: bytes) -> list[str]:
    """The three parts of a file; `GazetteerError` where it is no such file."""
    if not raw.startswith(_HEADER):
        head = f"it begins with {raw[:24]!r}"
        raise GazetteerError(
            f"the table of places is another one than this program reads ({head}): install Guidepost anew"
        )
    try:
        parts = zlib.decompress(raw[len(_HEADER) :]).decode().split("\0")
    except (zlib.error, ValueError) as error:
        raise GazetteerError(f"the table of places is damaged ({error}): install Guidepost anew") from error
    if len(parts) != 3:
        raise GazetteerError("the table of places is damaged: install Guidepost anew")
    return parts
