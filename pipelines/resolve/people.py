"""People's names taken apart: titles and degrees off, given names and surname; by the package nameparser."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from pipelines.resolve.text import joined, words
from pipelines.resolve.words import lexicon

_GENERATIONS = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
_MOST_JOINED_INITIALS = 3


class Person(NamedTuple):
    """A person's name."""

    given: tuple[str, ...]
    """Given names and initials, folded."""
    surname: str
    given_umlauts: tuple[str, ...]
    surname_umlauts: str
    generation: str
    """`jr`, `sr`, `ii`, … or empty."""

    def letters(self) -> tuple[str, ...]:
        """What the name is recognised by."""
        plain = joined((*self.given, self.surname, self.generation))
        return tuple(dict.fromkeys((joined((*self.given_umlauts, self.surname_umlauts, self.generation)), plain)))


@cache
def _around() -> tuple[frozenset[str], frozenset[str]]:
    found = lexicon("author")
    return (
        frozenset(joined(words(one)) for one in found["titles"]),
        frozenset(joined(words(one)) for one in found["degrees"]),
    )


def read_person(text: str) -> Person | None:
    """The parts of a name; None where it has no letters."""
    from nameparser import HumanName

    text = _without_titles(text)
    read = HumanName(text)
    given, surname = f"{read.first} {read.middle}".split(), str(read.last)
    if not surname and given:
        given, surname = given[:-1], given[-1]
    if not surname:
        given, surname = [], text
    capitals = text.isupper()
    plain = tuple(part for one in given for part in _given(one, capitals=capitals, umlauts=False))
    folded = joined(words(surname))
    if not folded:
        return None
    written_out = tuple(part for one in given for part in _given(one, capitals=capitals, umlauts=True))
    generation = next((_GENERATIONS[key] for key in words(str(read.suffix)) if key in _GENERATIONS), "")
    return Person(plain, folded, written_out, joined(words(surname, umlauts=True)), generation)


def _without_titles(text: str) -> str:
    titles, degrees = _around()
    head, *rest = (part.strip() for part in text.split(","))
    kept = [head, *(part for part in rest if part and not _all(part.split(), degrees))]
    parts = kept[0].split()
    while (
        len(parts) > 1
        and (joined(words(parts[0])) in titles or parts[0].casefold() == "the")
        and not _is_initial(parts[0])
    ):
        parts = parts[1:]
    while len(parts) > 2 and joined(words(parts[-1])) in degrees and parts[-1][0].isupper():
        parts = parts[:-1]
    kept[0] = " ".join(parts)
    return ", ".join(kept)


def _all(parts: Sequence[str], known: frozenset[str]) -> bool:
    return bool(parts) and all(joined(words(part)) in known for part in parts)


def _is_initial(part: str) -> bool:
    return len(part.rstrip(".")) == 1


def _given(name: str, *, capitals: bool, umlauts: bool) -> tuple[str, ...]:
    """A given name in one piece ("Jean-Paul"), or its initials one by one ("J.K.", "JK")."""
    letters = name.replace(".", "")
    pointed = name.count(".") > 1
    together = letters.isupper() and 1 < len(letters) <= _MOST_JOINED_INITIALS and not capitals
    if pointed or together:
        return tuple(joined(words(letter, umlauts=umlauts)) for letter in letters if letter.isalpha())
    folded = joined(words(name, umlauts=umlauts))
    return (folded,) if folded else ()


def compatible(one: Person, other: Person) -> bool:
    """Whether two names can be one person's: initials fit names, and a middle name may be missing."""
    if one.surname != other.surname or one.generation != other.generation or not one.given or not other.given:
        return False
    return all(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in zip(one.given, other.given, strict=False))
