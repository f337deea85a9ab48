"""The people that a value of schema.org's `author` names, in whatever shape a page states them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from extractors.things import values_of
from extractors.values.names import has_given_name, is_agency, is_credential, is_organization, lexicon

_DEEPEST = 8
"""Lists in lists, roles in roles: hostile pages nest without end."""
_LISTS = ("@list", "@set", "itemListElement", "item")
_PARTS = ("givenName", "additionalName", "familyName")
_LONGEST_PART = 3


class Stated(NamedTuple):
    """A text that names one or several authors, and the object that tells more of them."""

    text: str
    about: Mapping[str, Any]
    role: str | None = None


def people_in(value: Any, resolve: Callable[[Any], Any], prop: str = "author") -> Iterator[Stated]:
    """Everyone whom the value names: texts, objects, lists of lists, roles that hold a person, names in parts.

    `resolve` gives the object that a bare reference points to. Values that name nobody are passed over.
    """
    yield from _people(value, resolve, prop, None, 0)


def _people(value: Any, resolve: Callable[[Any], Any], prop: str, role: str | None, depth: int) -> Iterator[Stated]:
    value = resolve(value)
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _people(one, resolve, prop, role, depth + 1)
    elif isinstance(value, str):
        yield Stated(value, {}, role)
    elif isinstance(value, Mapping):
        yield from _object(value, resolve, prop, role, depth)


def _object(
    value: Mapping[str, Any], resolve: Callable[[Any], Any], prop: str, role: str | None, depth: int
) -> Iterator[Stated]:
    names = [text for text in _texts(value.get("name")) if text.strip()]
    if not names and (whole := " ".join(text for part in _PARTS for text in _texts(value.get(part)) if text.strip())):
        names = [whole]
    if names:
        person = "Organization" not in str(value.get("@type"))
        yield from (Stated(turned(name) if person else name, value, role) for name in names)
        return
    if isinstance(text := value.get("@value"), str):
        yield Stated(text, {}, role)
        return
    role = next(_texts(value.get("roleName")), role)
    for name in (*_LISTS, prop, "author", "creator"):
        if name in value:
            yield from _people(value[name], resolve, prop, role, depth + 1)
            return


def _texts(value: Any) -> Iterator[str]:
    """The texts of a value, which JSON-LD may wrap with their language."""
    for one in values_of(value):
        text = one.get("@value") if isinstance(one, Mapping) else one
        if isinstance(text, str):
            yield text


def turned(entry: str, *, catalogue: bool = False) -> str:
    """A name as catalogues write it (`Doe, Jane`), the given name first; other texts as they are.

    Two names apart by a comma (`Jane Doe, Richard Roe`; outside a `catalogue` also `Jane, Richard`), a role, a
    credential and an organisation after one are left alone.
    """
    last, comma, first = entry.strip().partition(", ")
    if not comma or "," in first or " " in last.strip() or len(first.split()) > _LONGEST_PART:
        return entry
    if is_credential(first) or lexicon().roles.search(first) or is_organization(entry) or is_organization(first):
        return entry
    if is_agency(last) or (not catalogue and has_given_name(last)):
        return entry
    return f"{first} {last}"
