"""The same claim twice on one page (table and prose, desktop and mobile mark-up) becomes one record."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

import msgspec

from extractors.records import AlsoStated, PageRecord, Salary
from storage.rows import normal

_T = TypeVar("_T")
_SOURCES = {"table": 0, "list": 1, "json-ld": 2, "prose": 3}


def once_each(record: PageRecord) -> PageRecord:
    """The record with every claim once; other statements of the same pay go into `also_stated` of one."""
    changed: dict[str, Any] = {}
    for name in ("companies", "hubs", "universities", "skills", "tools"):
        _keep(changed, record, name, lambda e: (normal(e.name), normal(e.qualifier), e.url or ""))
    _keep(changed, record, "authors", lambda a: (a.type, normal(a.name)))
    _keep(changed, record, "links", lambda k: (k.rel, k.url, normal(k.text)))
    _keep(changed, record, "issues", lambda i: (i.code, i.message, i.path))
    _keep(changed, record, "statistics", lambda s: (normal(s.quantity), s.value, s.unit, s.currency, s.as_of))
    salaries = _salaries(record.salaries)
    if len(salaries) != len(record.salaries):
        changed["salaries"] = salaries
    return msgspec.structs.replace(record, **changed) if changed else record


def _keep(changed: dict[str, Any], record: PageRecord, name: str, key: Callable[[Any], Hashable]) -> None:
    things = getattr(record, name)
    if len(things) > 1:
        kept = tuple(_first_of_each(things, key))
        if len(kept) != len(things):
            changed[name] = kept


def _first_of_each(things: Iterable[_T], key: Callable[[_T], Hashable]) -> Iterable[_T]:
    seen = set()
    for thing in things:
        name = key(thing)
        if name not in seen:
            seen.add(name)
            yield thing


def _salaries(salaries: tuple[Salary, ...]) -> tuple[Salary, ...]:
    """Equal claims about the same subject as one, in the place of the first; that of the better source speaks."""
    groups: dict[Hashable, list[Salary]] = {}
    for pay in salaries:
        groups.setdefault(_claim(pay), []).append(pay)
    return tuple(_joined(group) for group in groups.values())


def _claim(pay: Salary) -> Hashable:
    return (
        *(normal(text) for text in (pay.label, pay.occupation, pay.location)),
        pay.level,
        pay.min_value,
        pay.max_value,
        pay.currency,
        pay.unit_text,
        pay.basis,
        pay.component,
        pay.statistic,
        pay.percentile,
        pay.as_of,
        pay.employment_type,
        pay.origin,
    )


def _joined(group: list[Salary]) -> Salary:
    if len(group) == 1:
        return group[0]
    best = min(group, key=lambda pay: _SOURCES[pay.source])  # the first of the best kind of source
    others = [AlsoStated(raw=pay.raw, path=pay.evidence.path) for pay in group if pay is not best]
    told = [stated for pay in group for stated in pay.also_stated]
    also = tuple(dict.fromkeys((*told, *others)))
    return msgspec.structs.replace(best, also_stated=also)
