"""The word lists of `lexicon/`, ready to be looked up; each is read at the first question."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import product, takewhile
from typing import Any

from extractors.gazetteer.cities import read_cities
from pipelines.resolve.text import joined, words

Words = tuple[str, ...]
_FEWEST_PEOPLE = 50_000
_CITIES_OF_A_NAME = 3
_MOST_READINGS = 4
_LONGEST_CAPITALS = 5


@cache
def lexicon(name: str) -> Mapping[str, Any]:
    """A file of `lexicon/`."""
    return tomllib.loads(files("pipelines.resolve").joinpath("lexicon", f"{name}.toml").read_text("utf-8"))


@cache
def legal_forms() -> tuple[frozenset[Words], frozenset[Words]]:
    """Legal forms at the end and in front of a name, as words; those of the package cleanco among them."""
    from cleanco import termdata  # type: ignore[import-untyped]

    ours = lexicon("company")
    theirs = (term for terms in termdata.terms_by_country.values() for term in terms)
    at_end = {words(form) for form in (*ours["legal_forms"], *theirs)} - {()}
    # What is a country, or too much of a word to be a form alone.
    at_end -= {("uk",), ("nl",), ("private",), ("et",), ("at",), ("ok",), ("sp",), ("fa",), ("ep",), ("et", "al")}
    return frozenset(at_end), frozenset(words(form) for form in ours["leading_forms"])


def without_legal_form(parts: Words) -> Words:
    """The words without legal forms, as often as they stand there; all of them where nothing else would be left."""
    at_end, in_front = legal_forms()
    conjunctions = _set("company", "conjunctions")
    kept = parts
    while (shorter := _without_end(kept, at_end)) != kept:
        kept = shorter
        while kept and kept[-1] in conjunctions:
            kept = kept[:-1]
    if len(kept) > 1 and kept[:1] in in_front:
        kept = kept[1:]
    return kept or parts


def _without_end(parts: Words, forms: frozenset[Words]) -> Words:
    for length in range(min(6, len(parts) - 1), 0, -1):
        if parts[-length:] in forms:
            return parts[:-length]
    return parts


def without_article(parts: Words, name: str) -> Words:
    """The words without an article in front, if others are left."""
    return parts[1:] if len(parts) > 1 and parts[0] in _set(name, "articles") else parts


def with_and(parts: Words) -> Words:
    """The words with "und", "et", "y" and the like between others as "and"."""
    conjunctions = _set("company", "conjunctions")
    last = len(parts) - 1
    return tuple("and" if part in conjunctions and 0 < at < last else part for at, part in enumerate(parts))


@cache
def _set(name: str, key: str, inner: str = "") -> frozenset[str]:
    found = lexicon(name)[key]
    return frozenset(found[inner] if inner else found)


def noise() -> frozenset[str]:
    """Words that carry nothing in the name of a university, and have no letter in an acronym."""
    return _set("university", "noise", "words")


@cache
def one_word(name: str) -> Mapping[Words, Words]:
    """Words and phrases of a lexicon with the words that stand for them."""
    found = lexicon(name)
    pairs = {words(other): words(word) for word, others in found["same_words"].items() for other in others}
    for word, others in found.get("phrases", {}).items():
        pairs |= {words(other): words(word) for other in others}
    for word in found.get("never_translated", {}).get("words", ()):
        pairs.pop(words(word), None)
    return pairs


def replaced(parts: Words, table: Mapping[Words, Words], longest: int = 3) -> Words:
    """The words with those of the table replaced, longer phrases first."""
    out: list[str] = []
    place = 0
    while place < len(parts):
        for length in range(min(longest, len(parts) - place), 0, -1):
            if (found := table.get(parts[place : place + length])) is not None:
                out += found
                place += length
                break
        else:
            out.append(parts[place])
            place += 1
    return tuple(out)


@cache
def also_known(name: str) -> Mapping[str, str]:
    """By a name's letters, the letters of the first of the names that mean the same."""
    found = lexicon(name).get("also_known", ())
    groups: Iterable[Sequence[str]] = found["names"] if isinstance(found, Mapping) else [one["names"] for one in found]
    return {joined(words(other)): joined(words(names[0])) for names in groups for other in names}


@cache
def _cities() -> Mapping[Words, tuple[str, ...]]:
    """By a city's name in any language of Latin letters, the cities of that name, largest first (GeoNames)."""
    known: dict[Words, dict[str, int]] = {}
    for city in takewhile(lambda city: city.population >= _FEWEST_PEOPLE, read_cities()):
        for name in {city.name, *city.aliases}:
            if len(name) > 2 and name < "ɏ" and not name.isupper():
                known.setdefault(words(name), {})[f"@{city.key}"] = city.population
    return {
        name: tuple(sorted(ids, key=lambda one, ids=ids: (-ids[one], one))[:_CITIES_OF_A_NAME])  # type: ignore[misc]
        for name, ids in known.items()
        if name
    }


def cities(text: str) -> tuple[str, ...]:
    """The cities that a text names in whole, as ids."""
    return _cities().get(words(text), ())


def with_cities(parts: Words) -> Iterator[Words]:
    """The words with cities' names as ids, in each reading that a name of several cities allows."""
    known = _cities()
    choices: list[tuple[str, ...]] = []
    place = 0
    while place < len(parts):
        for length in (3, 2, 1):
            if len(parts) - place >= length and (ids := known.get(parts[place : place + length])):
                choices.append(ids)
                place += length
                break
        else:
            choices.append((parts[place],))
            place += 1
    for number, reading in enumerate(product(*choices)):
        if number >= _MOST_READINGS:
            return
        yield reading


@cache
def countries() -> frozenset[Words]:
    """Countries' names in the languages that guides are read in."""
    from babel import Locale

    names = {
        words(name)
        for code in ("en", "nl", "fr", "de", "es", "it", "pl", "pt")
        for name in Locale(code).territories.values()
    }
    return frozenset(names - {()})


def is_place(text: str) -> bool:
    """Whether a remark names a city or a country, or several ("Brussels, Ghent")."""
    named = [part for part in text.replace("/", ",").replace(" and ", ",").split(",") if part.strip()]
    if text.isupper() and text.isalpha() and len(text) <= _LONGEST_CAPITALS:
        return False  # an acronym; some town somewhere is spelled so
    return bool(named) and all(cities(part) or words(part) in countries() for part in named)


def is_form(parts: Words) -> bool:
    """Whether these words are a legal form and nothing else."""
    return bool(parts) and parts in legal_forms()[0]
