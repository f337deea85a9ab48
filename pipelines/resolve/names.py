"""What goes into resolution and what comes out."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

EntityType = Literal["company", "hub", "university", "skill", "tool", "author"]
TYPES: tuple[EntityType, ...] = ("company", "hub", "university", "skill", "tool", "author")

SCORES: dict[str, str] = {
    "user": "1",
    "spelling": "0.99",
    "legal_form": "0.97",
    "other_name": "0.97",
    "wording": "0.95",
    "acronym_stated": "0.95",
    "maker": "0.95",
    "remark": "0.93",
    "place": "0.93",
    "domain": "0.93",
    "translation": "0.92",
    "swapped_letters": "0.9",
    "middle_name": "0.88",
    "initials": "0.85",
    "acronym": "0.85",
}
"""The rules by name, with how sure each is; the weaker of two rules gives a link its score."""

RULES: dict[str, str] = {
    "user": "A user merged them.",
    "spelling": "Equal but for case, accents, spaces and punctuation.",
    "legal_form": "Equal but for a legal form, an article, or a word such as group in another language.",
    "other_name": "Names that are known for the same thing.",
    "wording": "Equal but for words that frame a skill, a plural, or British spelling.",
    "acronym_stated": "A short name that stands beside the long one somewhere.",
    "maker": "The same product with and without its maker's name.",
    "remark": "Equal but for a remark in brackets.",
    "place": "Equal but for a place beside the name, and no other place is known for it.",
    "domain": "Equal but for .com.",
    "translation": "The same words in another language or order.",
    "swapped_letters": "Equal but for two neighbouring letters that changed places.",
    "middle_name": "People of one site whose names differ in a middle name that one of them lacks.",
    "initials": "People of one site of whom one is named by initials that fit no one else.",
    "acronym": "The initials of the only long name that they fit.",
}


class Name(NamedTuple):
    """A name as pages word it."""

    type: EntityType
    text: str
    """With its qualifier in brackets, where it has one: `written`."""
    mentions: int = 1
    sites: frozenset[str] = frozenset()
    organization: bool = False
    """Of an author: not a person."""


class Decision(NamedTuple):
    """What a user decided on two names, by their aliases."""

    type: EntityType
    alias: str
    other: str
    same: bool


class Alias(NamedTuple):
    """A name and the entity that it was resolved to."""

    type: EntityType
    alias: str
    """The name in its normal form: the key."""
    name: str
    """As it is worded most often."""
    mentions: int
    entity: str
    """Id of the entity: 16 hexadecimal digits."""
    entity_name: str
    rule: str
    """Which rule links it to `like_alias`, a name of `RULES`; empty for the one that the others hang on."""
    score: Decimal
    like_alias: str | None


def written(name: str, qualifier: str | None) -> str:
    """A name with its qualifier, as resolution takes it."""
    return f"{name} ({qualifier})" if qualifier and qualifier.strip() else name
