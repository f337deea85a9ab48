"""What changed: between two versions of a page read by one extractor, or between two readings of one version.

    for change in changes(store, since="2026-03-01T00:00:00.000000Z"):
        print(change.kind, change.name, [(one.name, one.before, one.after) for one in change.fields])

A record is followed by its key, so that a raise is a change of a field and not a departure and an arrival.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Literal, NamedTuple

import msgspec
from sqlalchemy import Connection, collate, func, or_, select

from extractors.errors import UsageError
from storage import fields, schema
from storage.export import moment_of
from storage.guard import Doubt
from storage.loading import states_of
from storage.rows import Cell, Entry
from storage.state import PageState
from storage.store import Store
from storage.timeline import ContentId, Version, entries_of
from storage.times import stamp

Kind = Literal["appeared", "went", "changed", "doubted"]
Cause = Literal["page", "extractor", "page_or_extractor"]
_PAGES_AT_ONCE = 200
_SHOWN_TYPE = {table.only[1]: table.name for table in fields.SHOWN if table.base == "entities" and table.only}
# What to call a record: the first of these that it has.
_NAMES = ("name", "label", "heading", "title", "quantity", "text", "code", "level", "raw")


class Proof(msgspec.Struct, frozen=True):
    """Where a value stood."""

    quote: str | None
    path: str
    rule: str
    fetched_at: str


class FieldChange(msgspec.Struct, frozen=True):
    """A column of a record before and after, as text."""

    name: str
    before: str | None
    after: str | None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """The change of a record, or the coming or going of one or of a page; or a loss that is not believed yet."""

    page: str
    site: str
    table: str
    record: str
    name: str
    """What the record is about, in a few words."""
    kind: Kind
    fields: tuple[FieldChange, ...] = ()
    """For `changed`: what differs. For `doubted`: by table, how many records stand and how many were seen last."""
    reason: str = ""
    """For a page that `went`: the code of what ended it, such as `http_404`, `moved` or `joined`."""
    to: str = ""
    """Where it went, where that is known."""
    cause: Cause = "page"
    """`extractor`: the same bytes, read anew by a newer extractor. `page_or_extractor`: two versions that no extractor
    has both read; re-parse the archive to tell."""
    before_at: str = ""
    at: str = ""
    """Fetch times of the version before and of the one that differs."""
    before_evidence: Proof | None = None
    after_evidence: Proof | None = None


def since_moment(store: Store, since: str) -> str:
    """The moment that a run's id, a day (its start, UTC) or an ISO 8601 time names. `UsageError` for none of them."""
    with store.reading() as connection:
        runs = schema.runs
        found = connection.execute(select(runs.c.started_at).where(runs.c.run_id == since)).scalar()
    if found:
        return str(found)
    try:
        return f"{since}T00:00:00.000000Z" if len(since) == len("2026-03-01") and moment_of(since) else moment_of(since)
    except UsageError:
        raise UsageError(f"not a run, a day or a time: {since}; `guidepost runs` lists the runs") from None


def until_moment(store: Store, until: str) -> str:
    """The end of a run or day, or the moment, that the text names. `UsageError` for none of them."""
    with store.reading() as connection:
        runs = schema.runs
        found = connection.execute(select(runs.c.ended_at, runs.c.started_at).where(runs.c.run_id == until)).first()
    if found:
        return str(found.ended_at or stamp(datetime.now(UTC)))
    try:
        return moment_of(until)
    except UsageError:
        raise UsageError(f"not a run, a day or a time: {until}; `guidepost runs` lists the runs") from None


def changes(
    store: Store, *, since: str | None = None, until: str | None = None, site: str | None = None
) -> Iterator[Change]:
    """Changes from the moment `since` to the moment `until` (as `times.stamp` writes them), by page and time."""
    with store.reading() as connection:
        extractors = schema.extractors
        first_used = {row.ordinal: row.first_used_at for row in connection.execute(select(extractors))}
        for page_ids in _changed_pages(connection, since, site, first_used):
            states = states_of(connection, page_ids)
            for state in sorted(states.values(), key=lambda one: one.page):
                yield from _PageChanges(connection, state, (since or "", until or "~"), first_used).all()


def _changed_pages(
    connection: Connection, since: str | None, site: str | None, first_used: dict[int, str]
) -> Iterator[list[str]]:
    """Pages fetched, gone or read anew since then, a few hundred at a time by key."""
    keys = schema.pages
    order = collate(keys.c.page, "C") if connection.dialect.name == "postgresql" else keys.c.page
    query = select(keys.c.page_id, keys.c.page).order_by(order).limit(_PAGES_AT_ONCE)
    if site:
        query = query.where(keys.c.site == site)
    if since and not any(used >= since for used in first_used.values()):
        told = func.coalesce(keys.c.gone_at, keys.c.last_fetched) >= since
        query = query.where(or_(told, keys.c.doubted_at >= since))
    last = ""
    while found := connection.execute(query.where(order > last)).all():
        last = found[-1].page
        yield [row.page_id for row in found]


class _Side(NamedTuple):
    """One reading of one version."""

    version: Version
    entries: Sequence[Entry]


class _PageChanges:
    def __init__(
        self, connection: Connection, state: PageState, span: tuple[str, str], first_used: dict[int, str]
    ) -> None:
        self._connection, self._state, self._first_used = connection, state, first_used
        self._since, self._until = span
        self._cells: dict[ContentId, tuple[Cell, ...]] | None = None

    def all(self) -> Iterator[Change]:
        history, doubt = self._state.believed()
        for number, version in enumerate(history):
            if self._since <= version.first <= self._until:
                yield from self._between(history[number - 1] if number else None, version)
            yield from self._read_anew(version)
        if doubt is not None and self._since <= doubt.since <= self._until:
            yield self._doubted(history[-1], doubt)

    def _doubted(self, standing: Version, doubt: Doubt) -> Change:
        lost = tuple(FieldChange(name, str(number), "0") for name, number in doubt.lost)
        change = self._page_change("appeared", None, standing)
        return msgspec.structs.replace(
            change, kind="doubted", fields=lost, before_at=standing.last, at=doubt.since, reason="", to=""
        )

    def _between(self, old: Version | None, new: Version) -> Iterator[Change]:
        if old is None or not old.input_id:
            if new.input_id:
                yield self._page_change("appeared", old, new)
            return
        if not new.input_id:
            yield self._page_change("went", old, new)
            return
        common = self._ordinals(old) & self._ordinals(new)
        ordinals = (max(common), max(common)) if common else (self._newest(old), self._newest(new))
        if ordinals[0] is None or ordinals[1] is None:
            return
        left, right = _Side(old, self._entries(old, ordinals[0])), _Side(new, self._entries(new, ordinals[1]))
        yield from self._compare(left, right, "page" if common else "page_or_extractor")

    def _read_anew(self, version: Version) -> Iterator[Change]:
        ordinals = sorted(self._ordinals(version))
        for older, newer in pairwise(ordinals):
            if self._since <= self._first_used[newer] <= self._until:
                left, right = (self._state.extractions[version.input_id, one].entries for one in (older, newer))
                yield from self._compare(_Side(version, left), _Side(version, right), "extractor")

    def _entries(self, version: Version, ordinal: int) -> Sequence[Entry]:
        """What an extractor has read of a version; what stands from before as it was read best."""
        manifests = {**self._state.best(), version.input_id: self._state.extractions[version.input_id, ordinal].entries}
        return entries_of(version, manifests) or ()

    def _ordinals(self, version: Version) -> set[int]:
        return {ordinal for input_id, ordinal in self._state.extractions if input_id == version.input_id}

    def _newest(self, version: Version) -> int | None:
        return max(self._ordinals(version), default=None)

    def _page_change(self, kind: Kind, old: Version | None, new: Version) -> Change:
        stated = new if kind == "appeared" else old
        name = self._state.page
        ordinal = self._newest(stated) if stated is not None else None
        if stated is not None and ordinal is not None:
            entries = self._state.extractions[stated.input_id, ordinal].entries
            entry = next((one for one in entries if one.base == 0), None)
            name = (self._name(entry) if entry else "") or name
        return Change(
            page=self._state.page,
            site=self._state.site,
            table="pages",
            record="",
            name=name,
            kind=kind,
            before_at=old.last if old else "",
            at=new.first,
            reason=new.why,
            to=new.to,
        )

    def _compare(self, left: _Side, right: _Side, cause: Cause) -> Iterator[Change]:
        old = {(entry.base, entry.record_key): entry for entry in left.entries}
        new = {(entry.base, entry.record_key): entry for entry in right.entries}
        keys = [*new, *(key for key in old if key not in new)]
        keys.sort(key=lambda key: (key[0], (new.get(key) or old[key]).position))
        for key in keys:
            before, after = old.get(key), new.get(key)
            if before is None or after is None:
                yield self._change("went" if after is None else "appeared", before, after, left, right, cause)
            elif before.content_hash != after.content_hash:
                yield self._fields(before, after, left, right, cause)

    def _fields(self, before: Entry, after: Entry, left: _Side, right: _Side, cause: Cause) -> Change:
        spec = fields.BASES[after.base]
        pairs = zip(spec.fields, self._row(before), self._row(after), strict=True)
        differing = [FieldChange(one.name, _text(a), _text(b)) for one, a, b in pairs if one.is_value and a != b]
        # A page has a proof for each field, a record one for all.
        field = differing[0].name if differing else ""
        change = self._change("changed", before, after, left, right, cause, field)
        return msgspec.structs.replace(change, fields=tuple(differing))

    def _change(
        self,
        kind: Kind,
        before: Entry | None,
        after: Entry | None,
        left: _Side,
        right: _Side,
        cause: Cause,
        field: str = "",
    ) -> Change:
        entry = after or before
        assert entry is not None
        return Change(
            page=self._state.page,
            site=self._state.site,
            table=self._table(entry),
            record=entry.record_key,
            name=self._name(entry),
            kind=kind,
            cause=cause,
            before_at=left.version.last,
            at=right.version.first,
            before_evidence=self._proof(before, field, left.version.last) if before else None,
            after_evidence=self._proof(after, field, right.version.first) if after else None,
        )

    def _proof(self, entry: Entry, field: str, at: str) -> Proof | None:
        proofs = {proof[0]: proof for proof in entry.proofs}
        found = proofs.get(field) or proofs.get("")
        if found is None:
            return None
        _, path, _, rule, _, quote = found
        spec = fields.BASES[entry.base]
        if quote is None and spec.words_of_evidence:
            quote = _text(self._row(entry)[spec.names.index(spec.words_of_evidence)])
        return Proof(quote, path, rule, at)

    def _table(self, entry: Entry) -> str:
        base = fields.BASES[entry.base]
        if base.name != "entities":
            return base.name
        return _SHOWN_TYPE[str(self._row(entry)[0])]

    def _name(self, entry: Entry) -> str:
        names = fields.BASES[entry.base].names
        row = self._row(entry)
        return next((str(row[names.index(name)]) for name in _NAMES if name in names and row[names.index(name)]), "")

    def _row(self, entry: Entry) -> tuple[Cell, ...]:
        if self._cells is None:
            self._cells = dict(self._load())
        blank: tuple[Cell, ...] = (None,) * len(fields.BASES[entry.base].fields)
        return self._cells.get((entry.base, entry.record_key, entry.content_hash), blank)

    def _load(self) -> Iterator[tuple[ContentId, tuple[Cell, ...]]]:
        for number, base in enumerate(fields.BASES):
            table = schema.history[base.name]
            columns = [table.c.record_key, table.c.content_hash, *(table.c[name] for name in base.names)]
            for row in self._connection.execute(select(*columns).where(table.c.page_id == self._state.page_id)):
                yield (number, row[0], row[1]), tuple(row[2:])


def _text(cell: Cell) -> str | None:
    return None if cell is None else str(cell)
