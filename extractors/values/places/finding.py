"""The places that a short text names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from extractors.values.places.table import SHORTEST, cities, countries, states

_WORD = re.compile(r"[^\W\d_](?:[\w’'.-]*\w)?", re.UNICODE)
_STATE = re.compile(r"^,?\s*([A-Z]{2})\b")


class Place(NamedTuple):
    """A place as worded, and what is known of it."""

    name: str
    start: int
    city: str | None = None
    region: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""


@lru_cache(maxsize=1024)
def find_places(text: str) -> tuple[Place, ...]:
    """The places that a short text names, in its order."""
    words = [(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]
    found: list[Place] = []
    place = 0
    while place < len(words):
        hit = _at(text, words, place)
        if hit is None:
            place += 1
            continue
        found.append(hit[0])
        place = hit[1]
    return tuple(found)


def _at(text: str, words: Sequence[tuple[str, int, int]], place: int) -> tuple[Place, int] | None:
    """The longest place name that starts at a word, and the word after it."""
    first = words[place][0]
    if not first[0].isupper():
        return None
    for name, after in _spans(text, words, place):
        start = words[place][1]
        lower = name.lower().replace("’", "'")
        country = countries().get(lower)
        if country and (len(name) > 2 or name.isupper()):
            return Place(name, start, country=country), after
        by_name, codes = states()
        city = cities().get(lower)
        if (
            city
            and not (len(name) == SHORTEST and name.isupper())
            and not (lower in by_name and lower not in ("new york", "washington"))
        ):
            state = _STATE.match(text[start + len(name) :])
            if state and state[1] in codes:
                return Place(name, start, name, state[1], "US"), after + 1
            return Place(name, start, name, None, city.country), after
        if lower in by_name:
            return Place(name, start, None, name, "US"), after
    return None


def _spans(text: str, words: Sequence[tuple[str, int, int]], place: int) -> Iterator[tuple[str, int]]:
    """The texts of up to four words from a word on, the longest first; words apart by blanks or hyphens only."""
    last = place
    while last + 1 < len(words) and last - place < 3 and text[words[last][2] : words[last + 1][1]] in (" ", "-", " - "):
        last += 1
    for stop in range(last, place - 1, -1):
        yield text[words[place][1] : words[stop][2]], stop + 1
