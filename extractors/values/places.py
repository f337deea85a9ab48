"""Places in headlines: "Hire Accountants in Lyon" is about Lyon, France.

Cities and their names in other languages come from GeoNames (`extractors/gazetteer/`), countries from CLDR (package
babel). Both are read at the first question and kept for the process.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from extractors.gazetteer.cities import read_cities, read_states

_WORD = re.compile(r"[^\W\d_](?:[\w’'.-]*\w)?", re.UNICODE)
_PREPOSITION = re.compile(
    r"(?<!\w)(?:in|near|around|from|to|across|at|te|rond|naar|à|a|au|aux|en|dans|de|bei|rund um|nach|aus"
    r"|w|we|em|no|na|di|ad)\s+(?:(?:the|de|het|la|le|les|der|die|den|dem|los|las|el|gli|i|os?|as)\s+)?$",
    re.IGNORECASE,
)
_STATE = re.compile(r"^,?\s*([A-Z]{2})\b")
_LANGUAGES = ("en", "nl", "fr", "de", "es", "it", "pl", "pt")
_SHORTEST = 3
_EXTRA = {
    "usa": "US", "us": "US", "u.s.": "US", "uk": "GB", "u.k.": "GB", "uae": "AE", "england": "GB", "scotland": "GB",
    "wales": "GB", "holland": "NL", "czech republic": "CZ", "america": "US", "korea": "KR",
}  # fmt: skip
"""Everyday names that CLDR does not list."""


class Place(NamedTuple):
    """A place as worded, and what is known of it."""

    name: str
    start: int
    city: str | None = None
    region: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""


class _Known(NamedTuple):
    population: int
    country: str
    region: str


class _Gazetteer(NamedTuple):
    cities: dict[str, _Known]
    """The most populous city of each name, in lower case."""
    namesakes: dict[str, dict[str, int]]
    """People of the largest city of each country, for names that cities of several countries bear."""


@cache
def _gazetteer() -> _Gazetteer:
    known: dict[str, _Known] = {}
    largest: dict[str, _Known] = {}
    alike: dict[str, dict[str, int]] = {}
    for city in read_cities():
        here = _Known(city.population, city.country, city.region)
        own = city.name.lower()
        first = largest.setdefault(own, here)
        if first.country != here.country:
            alike.setdefault(own, {first.country: first.population}).setdefault(here.country, here.population)
        for name in (city.name, *city.aliases):
            if len(name) >= _SHORTEST and name <= "ɏ" and not name.isupper():
                known.setdefault(name.lower(), here)
    return _Gazetteer(known, alike)


def _cities() -> dict[str, _Known]:
    return _gazetteer().cities


_RIVAL = 0.2
"""A namesake counts where it has at least this share of the largest one's people."""


def with_hints(place: Place, hints: Sequence[str]) -> Place:
    """A city in the first country that the page hints at, where a namesake of about its size lies there.

    `hints` are ISO 3166-1 codes, the surest first, such as those of the address and of the page's locale.
    """
    if place.city is None or place.region is not None:
        return place
    people = _gazetteer().namesakes.get(place.name.lower(), {})
    rivals = [country for country, number in people.items() if number >= _RIVAL * max(people.values())]
    return next((place._replace(country=country) for country in hints if country in rivals), place)


@cache
def _countries() -> dict[str, str]:
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
def _states() -> tuple[dict[str, str], frozenset[str]]:
    """States of the USA: code by name in lower case, and all codes."""
    states = read_states()
    return {name.lower(): code for code, name in states.items()}, frozenset(states)


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
        country = _countries().get(lower)
        if country and (len(name) > 2 or name.isupper()):
            return Place(name, start, country=country), after
        states, codes = _states()
        city = _cities().get(lower)
        if (
            city
            and not (len(name) == _SHORTEST and name.isupper())
            and not (lower in states and lower not in ("new york", "washington"))
        ):
            state = _STATE.match(text[start + len(name) :])
            if state and state[1] in codes:
                return Place(name, start, name, state[1], "US"), after + 1
            return Place(name, start, name, None, city.country), after
        if lower in states:
            return Place(name, start, None, name, "US"), after
    return None


def _spans(text: str, words: Sequence[tuple[str, int, int]], place: int) -> Iterator[tuple[str, int]]:
    """The texts of up to four words from a word on, the longest first; words apart by blanks or hyphens only."""
    last = place
    while last + 1 < len(words) and last - place < 3 and text[words[last][2] : words[last + 1][1]] in (" ", "-", " - "):
        last += 1
    for stop in range(last, place - 1, -1):
        yield text[words[place][1] : words[stop][2]], stop + 1


def read_place(text: str, *, strict: bool = False) -> Place | None:
    """The place that a headline is about: the one after a preposition, or else the last one named.

    With `strict` only a place after a preposition, a colon or a comma, or one that is all of the text, counts: single
    words of running text are too often the name of some town.
    """
    places = [place for place in find_places(text) if not _qualifies(text, place)]
    for place in places:
        if _PREPOSITION.search(_before(text, place)):
            return _with_country(place, places)
    for place in reversed(places):
        before, after = text[: place.start].rstrip(), text[place.start + len(place.name) :].lstrip()
        opens, closes = not before or before[-1] in ":,|–—-(/", not after or after[0] in ":,|–—-)?/"
        apart = opens or closes
        if _is_word(place) and not (opens and closes):
            continue
        if (apart or not strict) and not _common(place):
            return _with_country(place, places)
    return None


def labelled_place(line: str) -> Place | None:
    """The place that a line of its own gives: "Location: Leeds", "📍 Leeds · full-time". None for any other line."""
    found = _label().match(line)
    if found is None:
        return None
    named = line[found.end() :].split("·")[0].split("|")[0].strip()
    return next((place for place in find_places(named) if place.start == 0), None)


def _qualifies(text: str, place: Place) -> bool:
    """ "Metro Leeds": a word before the name of a place, which happens to be a town as well."""
    rest = text[place.start + len(place.name) :]
    return _is_word(place) and rest[:1] == " " and any(other.start == 0 for other in find_places(rest[1:]))


def _before(text: str, place: Place) -> str:
    """What stands before the place and the word that qualifies it."""
    before = text[: place.start]
    head, _, last = before.rstrip().rpartition(" ")
    return f"{head} " if last.lower() in _words() else before


def _is_word(place: Place) -> bool:
    return place.city is not None and place.name.lower() in _words()


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("extractors.lexicon").joinpath("places.toml").read_text(encoding="utf-8"))


@cache
def _words() -> frozenset[str]:
    return frozenset(word for words in _data()["words"].values() for word in words)


@cache
def _label() -> re.Pattern[str]:
    labels = sorted({label for labels in _data()["labels"].values() for label in labels}, key=len, reverse=True)
    return re.compile(rf"\s*(?:[📍🌍🌎🌏🗺]\ufe0f?\s*|(?:{'|'.join(map(re.escape, labels))})\s*:\s*)+", re.IGNORECASE)


def _with_country(place: Place, places: Sequence[Place]) -> Place:
    """ "Ghent, Belgium": the country that is named right after the city."""
    following = [other for other in places if other.start > place.start and other.city is None and other.country]
    if place.city and following and following[0].start - place.start - len(place.name) <= 4:
        return place._replace(country=following[0].country, region=following[0].region or place.region)
    return place


def _common(place: Place) -> bool:
    """A small town whose name is a word of headlines: its name alone tells nothing."""
    known = _cities().get(place.name.lower())
    return place.city is not None and known is not None and known.population < 100_000
