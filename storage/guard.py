"""What a page stated before and suddenly states no more is not believed at once. Pure.

A site that breaks answers 200: an empty application shell, a consent wall, a page for maintenance, a template that is
read no longer. So where a page loses all of a kind of record that it had, the records of before stand until the loss
has been seen again `grace` seconds after it was first seen. Where it loses everything and its sections too, these bytes
are not taken for a version of the page at all until then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from storage import fields
from storage.rows import Entry
from storage.times import moment

Held = tuple[tuple[str, str], ...]
"""By field, the input that it stands from."""
ANY_ENTITY = "entities"
"""Entities of manifests that do not tell their types yet."""
_OF_TYPE = {table.only[1]: table.name for table in fields.SHOWN if table.base == "entities" and table.only}
_PAGES, _SECTIONS, _ENTITIES = (fields.BASES.index(one) for one in (fields.PAGES, fields.SECTIONS, fields.ENTITIES))
_ENTITY_FIELDS = frozenset((*_OF_TYPE.values(), ANY_ENTITY))
_STRONG = _ENTITY_FIELDS | {"career_steps", "salaries"}
"""What a guide is read for. The loss of one of these alone is doubted, too."""
_WEAK = frozenset({"authors", "statistics", "sections", "body"})
"""What speaks for a page that has none of those: it is doubted where all of it is lost."""
_SAME_SECTIONS = 0.5
"""Share of its sections that a page keeps when it is edited rather than broken."""


class Doubt(NamedTuple):
    """What was seen and is not believed yet."""

    since: str
    """When it was first seen so."""
    lost: tuple[tuple[str, int], ...]
    """Fields with the number of records that stand."""


class _Stated(NamedTuple):
    counts: Counter[str]
    sections: frozenset[str]


def field_of(entry: Entry) -> str:
    """The table, as it is exported, that the entry belongs to."""
    if entry.base == _ENTITIES:
        return _OF_TYPE.get(entry.type, ANY_ENTITY)
    return fields.BASES[entry.base].name


def seconds_between(earlier: str, later: str) -> float:
    """Seconds from one time to another, as the store keeps them; a time that is not known is as early as can be."""
    first, second = moment(earlier), moment(later)
    return (second - first).total_seconds() if first and second else float("inf")


class Guard:
    """Judges the sightings of one page, in order of time."""

    def __init__(self, manifests: Mapping[str, Sequence[Entry]], grace: float) -> None:
        self._manifests, self._grace = manifests, grace
        self._missed: dict[str, str] = {}
        """By field, when it was first missed."""
        self._known: dict[str, _Stated] = {}
        self.doubt: Doubt | None = None

    def judged(self, at: str, input_id: str, before: tuple[str, Held] | None) -> Held | None:
        """What still stands from before beside this input; None where the input is not believed at all.

        `before` is the version in force: its input, and what it holds.
        """
        if self._grace <= 0 or not before or not before[0] or before == (input_id, ()):
            self.forget()
            return ()
        if input_id not in self._manifests or before[0] not in self._manifests:
            return ()  # nobody has read it: there is nothing to judge by
        shown, now = self._shown(*before), self._stated(input_id)
        missing = {name for name in _fields(shown) if not _has(now, name)}
        whole = bool(missing) and _is_broken(shown, now, missing)
        missing &= _STRONG if not whole else missing
        self._missed = {name: self._missed.get(name, at) for name in missing}
        doubted = {name for name, since in self._missed.items() if seconds_between(since, at) < self._grace}
        if not doubted:
            self.forget()
            return ()
        lost = tuple((name, shown.counts[name]) for name in sorted(doubted))
        self.doubt = Doubt(min(self._missed[name] for name in doubted), lost)
        if whole:
            return None
        sources = dict(before[1])
        return tuple((name, sources.get(name, before[0])) for name in sorted(doubted))

    def doubt_of(self, input_id: str, held: Held, since: str) -> Doubt:
        """The doubt about everything that a version states."""
        shown = self._shown(input_id, held)
        return Doubt(since, tuple((name, shown.counts[name]) for name in sorted(_fields(shown))))

    def forget(self) -> None:
        """Nothing is in doubt any more."""
        self._missed.clear()
        self.doubt = None

    def _stated(self, input_id: str) -> _Stated:
        if input_id not in self._known:
            entries = self._manifests.get(input_id, ())
            counts = Counter(map(field_of, entries))
            told = any(proof[0] == "body" for entry in entries if entry.base == _PAGES for proof in entry.proofs)
            counts["body"] = int(told)
            sections = frozenset(entry.record_key for entry in entries if entry.base == _SECTIONS)
            self._known[input_id] = _Stated(counts, sections)
        return self._known[input_id]

    def _shown(self, input_id: str, held: Held) -> _Stated:
        own = self._stated(input_id)
        counts = Counter(own.counts)
        for name, source in held:
            counts[name] = self._stated(source).counts[name]
        return _Stated(counts, own.sections)


def _fields(shown: _Stated) -> set[str]:
    """What a page is held to: what it is read for, else whatever else it states."""
    stated = {name for name, number in shown.counts.items() if number}
    return stated & _STRONG or stated & _WEAK


def _has(now: _Stated, name: str) -> bool:
    if name == ANY_ENTITY:
        return any(now.counts[one] for one in _ENTITY_FIELDS)
    return bool(now.counts[name] or (name in _ENTITY_FIELDS and now.counts[ANY_ENTITY]))


def _is_broken(shown: _Stated, now: _Stated, missing: set[str]) -> bool:
    if missing != _fields(shown):
        return False
    return len(shown.sections & now.sections) <= len(shown.sections) * _SAME_SECTIONS or missing <= _WEAK
