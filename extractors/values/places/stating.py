"""Which of the places that a text names it is about: told by prepositions, commas and lines of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from extractors.values.places.finding import Place, find_places
from extractors.values.places.table import cities, data, gazetteer, words

_RIVAL = 0.2
"""A namesake counts where it has at least this share of the largest one's people."""
_SMALL_TOWN = 100_000
_OPEN, _CLOSE = ":,|–—-(/", ":,|–—-)?/"
Form = Literal["preposition", "apart", "edge", "named"]
_FORMS: tuple[Form, ...] = ("preposition", "apart", "edge", "named")


class Stated(NamedTuple):
    """A place and how the text states it: after a preposition, apart from other words on both sides or on one."""

    place: Place
    form: Form


def stated_places(text: str, language: str | None = None) -> list[Stated]:
    """The places of a headline, the surest form first; single words of running text are too often the name of a town.

    `language` (BCP 47) tells which prepositions count: "a" is one in Italian, "to" in English.
    """
    places = [place for place in find_places(text) if not _qualifies(text, place)]
    found = [Stated(_with_country(place, places), form) for place in places if (form := _form(text, place, language))]
    return sorted(found, key=lambda one: _FORMS.index(one.form))


def read_place(text: str, *, strict: bool = False, language: str | None = None) -> Place | None:
    """The place that a headline is about: the one after a preposition, or else the last one named.

    With `strict` only a place after a preposition, a colon or a comma, or one that is all of the text, counts.
    """
    found = stated_places(text, language)
    if found and found[0].form == "preposition":
        return found[0].place
    others = [one.place for one in found if not strict or one.form != "named"]
    return max(others, key=lambda place: place.start, default=None)


def _form(text: str, place: Place, language: str | None) -> Form | None:
    if _preposition(language, place_is_word(place)).search(_before(text, place)):
        return "preposition"
    before, after = text[: place.start].rstrip(), text[place.start + len(place.name) :].lstrip()
    opens, closes = not before or before[-1] in _OPEN, not after or after[0] in _CLOSE
    if _common(place):
        return None
    if opens and closes:
        return "apart"
    if place_is_word(place):
        return None
    return "edge" if opens or closes else "named"


def place_is_word(place: Place) -> bool:
    """Whether a place's name is an everyday word as well."""
    return place.city is not None and place.name.lower() in words()


@cache
def _preposition(language: str | None, word: bool) -> re.Pattern[str]:
    """What ends before a place; before a `word`, nothing that stands before other words just as well ("to")."""
    known = data()["prepositions"]
    own = known.get((language or "")[:2].lower())
    if language is None:
        chosen = {one for each in known.values() for one in each}
    else:
        chosen = {*own, "in"} if own else set(known["elsewhere"])
    if word:
        chosen &= set(data()["sure"]["prepositions"])
    listed = "|".join(re.escape(one) for one in sorted(chosen, key=len, reverse=True))
    articles = "the|de|het|la|le|les|der|die|den|dem|los|las|el|gli|i|os?|as"
    return re.compile(rf"(?<!\w)(?:{listed})\s+(?:(?:{articles})\s+)?$", re.IGNORECASE)


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
    return place_is_word(place) and rest[:1] == " " and any(other.start == 0 for other in find_places(rest[1:]))


def _before(text: str, place: Place) -> str:
    """What stands before the place and the word that qualifies it."""
    before = text[: place.start]
    head, _, last = before.rstrip().rpartition(" ")
    return f"{head} " if last.lower() in words() else before


def with_hints(place: Place, hints: Sequence[str]) -> Place:
    """A city in the first country that the page hints at, where a namesake of about its size lies there.

    `hints` are ISO 3166-1 codes, the surest first, such as those of the address and of the page's locale.
    """
    if place.city is None or place.region is not None:
        return place
    people = gazetteer().namesakes.get(place.name.lower(), {})
    rivals = [country for country, number in people.items() if number >= _RIVAL * max(people.values())]
    return next((place._replace(country=country) for country in hints if country in rivals), place)


@cache
def _label() -> re.Pattern[str]:
    labels = sorted({label for labels in data()["labels"].values() for label in labels}, key=len, reverse=True)
    return re.compile(rf"\s*(?:[📍🌍🌎🌏🗺]\ufe0f?\s*|(?:{'|'.join(map(re.escape, labels))})\s*:\s*)+", re.IGNORECASE)


def _with_country(place: Place, places: Sequence[Place]) -> Place:
    """ "Ghent, Belgium": the country that is named right after the city."""
    following = [other for other in places if other.start > place.start and other.city is None and other.country]
    if place.city and following and following[0].start - place.start - len(place.name) <= 4:
        return place._replace(country=following[0].country, region=following[0].region or place.region)
    return place


def _common(place: Place) -> bool:
    """A small town whose name is a word of headlines: its name alone tells nothing."""
    known = cities().get(place.name.lower())
    return place.city is not None and known is not None and known.population < _SMALL_TOWN
