"""A batch on its way into the tables: what is known is loaded, the difference reckoned, and only that written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from storage import claims, fields, loading, schema
from storage.prepared import Prepared, by_itself
from storage.rows import page_id
from storage.state import Change, Extraction, PageState, changes
from storage.timeline import ContentId, Spell
from storage.times import stamp

_ENCODER = msgspec.json.Encoder()
_KEY = ("page_id", "record_key", "content_hash", "spell")
_MOVING = ("valid_from", "valid_to", "position")
"""What may change of a row whose content stays; in the order of `Spell`."""


class Session:
    """Writes batches within one transaction."""

    def __init__(self, connection: Connection, run_id: str) -> None:
        self._connection, self._run_id = connection, run_id
        self._insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert

    def store(self, batch: Sequence[Prepared], written: Counter[str]) -> None:
        """Store every event of the batch; counts rows by table into `written`."""
        pages = [one for one in batch if one.event == "page"]
        told = [one for one in batch if one.event in ("revisit", "failure")]
        ordinals = self._extractors({one.extractor_version for one in pages})
        states = self._load(batch, pages)
        before = {state.page_id: _Before(state, self._names) for state in states.values()}
        owners: dict[str, list[PageState]] = {}
        for state in states.values():
            for url_id in state.urls:
                owners.setdefault(url_id, []).append(state)
        for one in pages:
            home, taken = _home(states, one)
            others = [state for state in owners.get(one.url_id, ()) if state is not home]
            _add(home, others, taken, self._run_id, ordinals[one.extractor_version])
        self._settle_claims(states)
        _cross(states.values(), {one.url_id for one in pages})
        for one in told:
            for state in states.values():
                if one.url_id in state.urls:
                    state.add_told(one)
        self._put_told(told)
        self._put_states(states.values(), before)
        self._put_rows(states.values(), before, written)
        self.store_offsets(batch)

    def revise(self, page_ids: Iterable[str], change: Callable[[PageState], None], written: Counter[str]) -> None:
        """Have `change` take something out of what is known of pages, and make their rows follow."""
        states = loading.states_of(self._connection, page_ids)
        self._names = loading.extractor_names(self._connection)
        before = {known: _Before(state, self._names) for known, state in states.items()}
        for state in states.values():
            change(state)
        self._put_states(states.values(), before)
        self._put_rows(states.values(), before, written)

    def reckon_anew(self, page_ids: Iterable[str], written: Counter[str]) -> None:
        """Bring rows to what follows from what was seen, whatever rules made them."""
        states = loading.states_of(self._connection, page_ids)
        self._names = loading.extractor_names(self._connection)
        before = {known: _Before(state, self._names) for known, state in states.items()}
        stored = loading.spells_of(self._connection, states)
        for known, one in before.items():
            one.spells, one.facts = stored.get(known, {}), None
        self._put_states(states.values(), before)
        self._put_rows(states.values(), before, written)

    def store_offsets(self, batch: Iterable[Prepared]) -> None:
        """Note how far the archive's segments are stored."""
        ends: dict[str, int] = {}
        for one in batch:
            if one.segment is not None and one.end is not None:
                ends[one.segment] = max(one.end, ends.get(one.segment, 0))
        if not ends:
            return
        table = schema.segments
        statement = self._insert(table)
        statement = statement.on_conflict_do_update(
            index_elements=["segment"],
            set_={"committed": statement.excluded.committed},
            where=statement.excluded.committed > table.c.committed,
        )
        rows = [{"segment": segment, "committed": end} for segment, end in sorted(ends.items())]
        self._connection.execute(statement, rows)

    def _extractors(self, versions: set[str]) -> dict[str, int]:
        """The ordinals under which this run's readings are kept, by the extractors' versions.

        An extractor that comes back after another was used, as after a change that was taken back, is the newest again:
        what it reads counts. Not so for a run that was under way before: two workers of different versions would
        otherwise outdo each other with every batch.
        """
        table = schema.extractors
        known = sorted(
            self._connection.execute(select(table.c.ordinal, table.c.extractor_version, table.c.first_used_at))
        )
        self._names = {ordinal: version for ordinal, version, _ in known}
        found = {version: ordinal for ordinal, version, _ in known}
        last = known[-1] if known else (0, "", "")
        for version in sorted(versions):
            if version not in found or (version != last[1] and self._began_after(last[2])):
                last = (last[0] + 1, version, stamp(datetime.now(UTC)))
                row = dict(zip(("ordinal", "extractor_version", "first_used_at"), last, strict=True))
                self._connection.execute(table.insert(), row)
                found[version], self._names[last[0]] = last[0], version
        return found

    def _began_after(self, moment: str) -> bool:
        table = schema.runs
        began = self._connection.execute(select(table.c.started_at).where(table.c.run_id == self._run_id)).scalar()
        return began is not None and began > moment

    def _put_told(self, told: Sequence[Prepared]) -> None:
        revisits: dict[tuple[str, str], dict[str, Any]] = {}
        failures: dict[tuple[str, str], dict[str, Any]] = {}
        for one in told:
            if one.event == "revisit":
                row: dict[str, Any] = {
                    "url_id": one.url_id,
                    "fetched_at": one.at,
                    "input_id": one.input_id,
                    "run_id": self._run_id,
                }
                revisits[one.url_id, one.at] = row | {"segment": one.segment, "segment_offset": one.offset}
            else:
                row = {"url_id": one.url_id, "at": one.at, "url": one.url, "code": one.code, "message": one.message}
                failures[one.url_id, one.at] = row | {
                    "status": one.status,
                    "attempts": one.attempts,
                    "run_id": self._run_id,
                    "target": one.target,
                }
        self._put_new(schema.revisits, revisits.values())
        self._put_new(schema.failures, failures.values())

    def _put_new(self, table: Table, rows: Iterable[dict[str, Any]]) -> None:
        if listed := list(rows):
            self._connection.execute(self._insert(table).on_conflict_do_nothing(), listed)

    def _load(self, batch: Sequence[Prepared], pages: Sequence[Prepared]) -> dict[str, PageState]:
        """The state of every page that the batch may touch."""
        states = {one.page_id: PageState(one.page_id, one.page, one.site) for one in pages}
        named = {one.url_id for one in batch if one.event != "aside"}
        table = schema.addresses
        for row in loading.within(self._connection, select(table.c.page_id), table.c.url_id, named):
            states.setdefault(row.page_id, PageState(row.page_id, "", ""))
        loading.load(self._connection, states, [(one.url_id, one.page_id) for one in pages])
        self._load_claims(states, pages)
        return states

    def _load_claims(self, states: dict[str, PageState], pages: Sequence[Prepared]) -> None:
        """Note who names the pages as its own, and load what each would be by itself."""
        self._claims = loading.claims_of(self._connection, {one.page_id for one in pages})
        new = [one for one in pages if one.own]
        for one in new:
            self._claims.setdefault(one.page_id, {})[one.input_id] = one.own
        rows = [{"page_id": one.page_id, "input_id": one.input_id, "own": one.own} for one in new]
        self._put_new(schema.claims, {(row["page_id"], row["input_id"]): row for row in rows}.values())
        alone: dict[str, PageState] = {}
        for key, noted in self._claims.items():
            for claim in claims.claims_on(states[key], noted):
                if page_id(claim.own) not in states:
                    alone[page_id(claim.own)] = PageState(page_id(claim.own), claim.own, states[key].site)
        loading.load(self._connection, alone)
        states |= alone

    def _settle_claims(self, states: Mapping[str, PageState]) -> None:
        by_key = {state.page: state for state in states.values()}
        for key, noted in self._claims.items():
            page = states[key]
            listed = claims.claims_on(page, noted)
            involved = [page, *(by_key[one.own] for one in listed if one.own in by_key)]
            inputs = {one.input_id for one in listed} | {known for _, known in page.fetches}
            texts = {known: loading.text_of(self._connection, involved, known) for known in sorted(inputs)}
            claims.settle(page, listed, by_key, texts, partial(loading.fetch_cells, self._connection))

    def _put_states(self, states: Iterable[PageState], before: Mapping[str, _Before]) -> None:
        """Write what decides the history: pages, addresses, fetches, extractions."""
        pages, addresses, fetches, extractions = [], [], [], []
        for state in states:
            old, page_id = before[state.page_id], state.page_id
            if not state.fetches:
                self._connection.execute(schema.pages.delete().where(schema.pages.c.page_id == page_id))
            elif (facts := state.facts(self._names)) != old.facts:
                pages.append(facts)
            addresses += [
                {"url_id": url_id, "page_id": page_id, "url": url}
                for url_id, url in state.urls.items()
                if url_id not in old.urls
            ]
            fetches += [
                {"page_id": page_id, **fetch._asdict()}
                for key, fetch in state.fetches.items()
                if old.fetches.get(key) != fetch
            ]
            extractions += [
                self._extraction_row(page_id, key, extraction)
                for key, extraction in state.extractions.items()
                if old.extractions.get(key) != extraction
            ]
            self._drop_superseded(state, old)
        self._upsert(schema.pages, pages)
        self._put_new(schema.addresses, addresses)
        self._upsert(schema.fetches, fetches)
        self._upsert(schema.extractions, extractions)

    def _extraction_row(self, page_id: str, key: tuple[str, int], extraction: Extraction) -> dict[str, Any]:
        return {
            "page_id": page_id,
            "input_id": key[0],
            "extractor": key[1],
            "read_from": extraction.read_from,
            "manifest": _ENCODER.encode(extraction.entries).decode("utf-8"),
        }

    def _drop_superseded(self, state: PageState, old: _Before) -> None:
        fetches, extractions, addresses = schema.fetches, schema.extractions, schema.addresses
        for url_id in old.urls.keys() - state.urls.keys():
            same = (addresses.c.url_id == url_id) & (addresses.c.page_id == state.page_id)
            self._connection.execute(addresses.delete().where(same))
        for at, input_id in old.fetches.keys() - state.fetches.keys():
            self._connection.execute(
                fetches.delete().where(
                    fetches.c.page_id == state.page_id, fetches.c.fetched_at == at, fetches.c.input_id == input_id
                )
            )
        for input_id, ordinal in old.extractions.keys() - state.extractions.keys():
            self._connection.execute(
                extractions.delete().where(
                    extractions.c.page_id == state.page_id,
                    extractions.c.input_id == input_id,
                    extractions.c.extractor == ordinal,
                )
            )

    def _upsert(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            statement = self._insert(table)
            keys = [column.name for column in table.primary_key]
            others = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
            self._connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=others), rows)

    def _put_rows(self, states: Iterable[PageState], before: Mapping[str, _Before], written: Counter[str]) -> None:
        work: dict[tuple[str, int], list[Any]] = {}
        for state in states:
            for change in changes(before[state.page_id].spells, state):
                row = _cells(state, change) if change.what == "put" else _row(state, change)
                work.setdefault((change.what, change.content[0]), []).append(row)
        for what in ("delete", "copy", "set", "put"):  # a copy is made before its original may change
            for (kind, base), rows in work.items():
                if kind == what:
                    self._apply(what, base, rows)
                    written[fields.BASES[base].name] += len(rows)

    def _apply(self, what: str, base: int, rows: list[Any]) -> None:
        if what == "copy":
            for row in rows:
                self._copy(schema.history[fields.BASES[base].name], row)
            return
        # Straight to the driver: building a dict and processing its values a row costs more than the change itself.
        self._connection.exec_driver_sql(_statement(what, base, self._connection.dialect.name), rows)

    def _copy(self, table: Table, row: tuple[Any, ...]) -> None:
        """A further spell of a content whose cells only the store has."""
        new = dict(zip((*_MOVING, *_KEY), row, strict=True))
        cells = [literal(new[column.name], column.type) if column.name in new else column for column in table.c]
        original = [table.c[name] == new[name] for name in ("page_id", "record_key", "content_hash")]
        source = select(*cells).where(*original, table.c.spell == 0)
        self._connection.execute(table.insert().from_select([column.name for column in table.c], source))


def _home(states: Mapping[str, PageState], one: Prepared) -> tuple[PageState, Prepared]:
    """Where a page is put, and under what name: where its bytes lie already, else in the page that it is by itself."""
    alone = by_itself(one)
    named = states[one.page_id]
    if not one.own or any(known == one.input_id for _, known in named.fetches):
        return named, one
    return states[alone.page_id], alone


def _add(to: PageState, others: Iterable[PageState], one: Prepared, run_id: str, ordinal: int) -> None:
    """Take a page in; the same fetch under another page key, as another extractor read it, gives way to the newer."""
    others = [state for state in others if (one.at, one.input_id) in state.fetches]
    if any(known > ordinal for state in others for input_id, known in state.extractions if input_id == one.input_id):
        return
    for state in others:
        state.drop_fetch(one.at, one.input_id)
    to.add_page(one, run_id, ordinal)


def _cross(states: Iterable[PageState], url_ids: set[str]) -> None:
    """Tell pages that share an address what became of it; all of them are among the states."""
    owners: dict[str, list[PageState]] = {}
    for state in states:
        for url_id in url_ids & state.urls.keys():
            owners.setdefault(url_id, []).append(state)
    for url_id, several in owners.items():
        for state in several if len(several) > 1 else ():
            state.add_elsewhere(url_id, [other for other in several if other is not state])


class _Before:
    """What was stored of a page before the batch."""

    def __init__(self, state: PageState, names: Mapping[int, str]) -> None:
        self.fetches = dict(state.fetches)
        self.extractions = dict(state.extractions)
        self.urls = dict(state.urls)
        self.spells: Mapping[ContentId, Sequence[Spell]] = state.spells()
        self.facts = state.facts(names) if state.fetches else None


@cache
def _statement(what: str, base: int, dialect: str) -> str:
    """The statement of a `put`, `set` or `delete`, its places in the order of `_cells` and `_row`."""
    spec = fields.BASES[base]
    place = "%s" if dialect == "postgresql" else "?"
    table, same = f'"{spec.name}_history"', " AND ".join(f'"{name}" = {place}' for name in _KEY)
    if what == "delete":
        return f"DELETE FROM {table} WHERE {same}"  # noqa: S608 - names of our own tables, here and below
    if what == "set":
        return f"UPDATE {table} SET {', '.join(f'{name} = {place}' for name in _MOVING)} WHERE {same}"  # noqa: S608
    columns = [*_KEY, *_MOVING, *(name for name in spec.names if name != "position")]
    listed = ", ".join(f'"{name}"' for name in columns)
    moved = ", ".join(f'"{name}" = excluded."{name}"' for name in _MOVING)
    return (
        f"INSERT INTO {table} ({listed}) VALUES ({', '.join([place] * len(columns))}) "  # noqa: S608
        f"ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET {moved}"
    )


@cache
def _position_of(base: int) -> int | None:
    names = fields.BASES[base].names
    return names.index("position") if "position" in names else None


def _cells(state: PageState, change: Change) -> tuple[Any, ...]:
    """A row to put: what names it, its validity and position, and its other cells."""
    cells, at = state.cells[change.content], _position_of(change.content[0])
    if at is not None:
        cells = cells[:at] + cells[at + 1 :]
    _, record_key, content_hash = change.content
    return (state.page_id, record_key, content_hash, change.number, *(change.spell or (None, None, None)), *cells)


def _row(state: PageState, change: Change) -> tuple[Any, ...]:
    """A row to set, copy or delete: its validity and position (not for a deletion), and what names it."""
    _, record_key, content_hash = change.content
    return (*(change.spell or ()), state.page_id, record_key, content_hash, change.number)
