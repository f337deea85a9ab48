"""The words of occupations by language, unfolded into the forms in which they stand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "nl", "fr", "de", "es", "pt", "it", "pl")
_GENDERS = ("o", "a", "os", "as")
_SHORTEST_STEM, _LONGEST_STEM, _MOST_MORE = 4, 14, 4
_SHORTEST_COMPOUND, _SHORTEST_REST = 3, 3
_LISTS = ("before", "after", "links", "breaks", "anyone", "never", "cues", "fields", "after_endings")


@dataclass(frozen=True, eq=False)
class Words:
    """What tells occupations in one language, or in several."""

    forms: frozenset[str]
    """Words for people by trade, in every form."""
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    """Such names of several words, the longest first, by their first word."""
    compounds: frozenset[str]
    """Forms that may also end a longer word."""
    stems: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    links: frozenset[str]
    breaks: frozenset[str]
    anyone: frozenset[str]
    """Words for anybody who works, which alone name no trade."""
    never: frozenset[str]
    cues: frozenset[str]
    fields: frozenset[str]
    after_endings: tuple[str, ...]

    def is_person(self, word: str) -> bool:
        """Whether a word in small letters is one for a person by trade."""
        if word in self.never:
            return False
        return word in self.forms or self._has_stem(word) or self._is_compound(word)

    def _has_stem(self, word: str) -> bool:
        shortest = max(_SHORTEST_STEM, len(word) - _MOST_MORE)
        return any(word[:length] in self.stems for length in range(shortest, min(_LONGEST_STEM, len(word)) + 1))

    def _is_compound(self, word: str) -> bool:
        return any(
            word[start:] in self.compounds for start in range(_SHORTEST_REST, len(word) - _SHORTEST_COMPOUND + 1)
        )


@lru_cache(maxsize=16)
def words_for(language: str | None) -> Words:
    """The words of a page's language and of English, which headlines everywhere borrow; of all if it is unknown."""
    known = (language or "")[:2].lower()
    return _joined([known, "en"] if known in LANGUAGES else LANGUAGES)


def language_data(language: str) -> dict[str, Any]:
    """A file of the lexicon."""
    return tomllib.loads(
        files("extractors.lexicon").joinpath("occupations").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    )


@cache
def _joined_forms(language: str) -> tuple[frozenset[str], frozenset[str]]:
    data = language_data(language)
    endings = data["endings"]
    forms = {form for head in data["heads"] for form in _forms(head.lower(), endings)}
    compounds = {form for head in data["compounds"] for form in _forms(head.lower(), endings)}
    return frozenset(forms | {word.lower() for word in data["exact"]}), frozenset(compounds)


def _joined(languages: Iterable[str]) -> Words:
    chosen = list(dict.fromkeys(languages))
    forms = frozenset().union(*(_joined_forms(language)[0] for language in chosen))
    compounds = frozenset().union(*(_joined_forms(language)[1] for language in chosen))
    data = [language_data(language) for language in chosen]
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for form in forms:
        if " " in form:
            phrase = tuple(form.split(" "))
            phrases.setdefault(phrase[0], []).append(phrase)
    lists: dict[str, frozenset[str]] = {
        name: frozenset(word.lower() for one in data for word in one.get(name, ()))
        for name in _LISTS
        if name != "after_endings"
    }
    lists["anyone"] |= {word.lower() + end for one in data for word in one["anyone"] for end in one["endings"]}
    return Words(
        forms,
        {first: tuple(sorted(found, key=len, reverse=True)) for first, found in phrases.items()},
        compounds,
        frozenset(stem for one in data for stem in one["stems"]),
        after_endings=tuple(ending for one in data for ending in one.get("after_endings", ())),
        **lists,
    )


def _forms(head: str, endings: Iterable[str]) -> Iterator[str]:
    """The forms of a head: "@" takes the genders of Spanish and Portuguese, "|" ends a form that takes no ending.

    In a name of several words the first is inflected: "jef@ de obra", "chef de projet".
    """
    if head.endswith("|"):
        yield head[:-1]
        return
    first, blank, rest = head.partition(" ")
    if "@" in head:
        yield from (head.replace("@", gender) for gender in _GENDERS)
        return
    for ending in endings:
        yield f"{first}{ending}{blank}{rest}" if blank else first + ending
        if blank:
            yield head + ending
