"""What differs between two readings of a page, field by field."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from guidepost.cases.case import Bare

Kind = Literal["gained", "lost", "changed", "order"]
_NAMES = ("name", "heading", "title", "label", "code", "quantity", "raw", "text", "url")
"""What to call a child record: the first of these that it has."""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One value that was gained, lost or changed."""

    field: str
    """The record's field; of a child record with its own field after a point, such as `salaries.max_value`."""
    kind: Kind
    about: str = ""
    """Which child record, in a few words."""
    before: Any = None
    after: Any = None


def differences(before: Bare, after: Bare) -> list[Difference]:
    """What turns one reading into the other, in the order of the record's fields."""
    fields = [*after, *(field for field in before if field not in after)]
    return [one for field in fields for one in _field(field, before.get(field), after.get(field))]


def _field(field: str, before: Any, after: Any, about: str = "") -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before or after, list):
        yield from _lists(field, before or [], after or [], about)
    elif isinstance(before, dict) and isinstance(after, dict):
        for name in [*after, *(name for name in before if name not in after)]:
            yield from _field(f"{field}.{name}", before.get(name), after.get(name), about)
    else:
        kind: Kind = "gained" if before is None else "lost" if after is None else "changed"
        yield Difference(field=field, kind=kind, about=about, before=before, after=after)


def _lists(field: str, before: Sequence[Any], after: Sequence[Any], about: str) -> Iterator[Difference]:
    gone, new = _without(before, after), _without(after, before)
    if not gone and not new:
        yield Difference(field=field, kind="order", about=about, before=_calls(before), after=_calls(after))
        return
    for item in gone:
        name = _call(item)
        other = next((one for one in new if isinstance(one, Mapping) and _call(one) == name), None)
        if isinstance(item, Mapping) and other is not None:
            new.remove(other)
            for part in [*other, *(part for part in item if part not in other)]:
                if part != "position":  # moves with whatever comes before it
                    yield from _field(f"{field}.{part}", item.get(part), other.get(part), name)
        else:
            yield Difference(field=field, kind="lost", about=name or about, before=item)
    for item in new:
        yield Difference(field=field, kind="gained", about=_call(item) or about, after=item)


def _without(items: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """The items that the others do not have, each as often as it is missing."""
    left, kept = Counter(map(_key, others)), []
    for item in items:
        if left[_key(item)]:
            left[_key(item)] -= 1
        else:
            kept.append(item)
    return kept


def _key(item: Any) -> str:
    if isinstance(item, Mapping):
        item = {name: value for name, value in item.items() if name != "position"}
    return json.dumps(item, sort_keys=True, ensure_ascii=False)


def _call(item: Any) -> str:
    if isinstance(item, Mapping):
        return next((str(item[name]) for name in _NAMES if item.get(name)), "")
    return str(item)


def _calls(items: Sequence[Any]) -> list[str]:
    return [_call(item) for item in items]
