"""The store's rows in the order of every export: by page key, within a page as the page has them.

Pages are read a few hundred at a time, so that memory is bounded whatever the store holds. Nothing that comes out
derives from row numbers, ids or the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, collate, or_, select, text
from sqlalchemy.exc import SQLAlchemyError

from extractors.errors import UsageError
from storage import fields, schema, views
from storage.entities import entity_ids
from storage.export.columns import COLUMNS, EVIDENCE, entity_type
from storage.loading import extractor_names, states_of, within
from storage.rows import Entry
from storage.state import PageState
from storage.timeline import entries_of

_PAGES_AT_ONCE = 400
_SHOWN = {table.name: table for table in fields.SHOWN}
_BOOLEANS = {table.name: [at for at, one in enumerate(table.fields) if one.type == "boolean"] for table in fields.SHOWN}
Cells = list[Any]


class Selection(NamedTuple):
    """What to export."""

    tables: tuple[str, ...]
    at: str | None = None
    """The moment to show, as `times.stamp` writes it; None for now."""
    where: Mapping[str, str] = {}
    """By table, an SQL condition on its columns; one on `pages` holds for every table."""
    terms: Mapping[str, str] = {}
    """By site, its terms of use."""


class PageRows(NamedTuple):
    """One page's rows of every table selected."""

    page: str
    tables: dict[str, list[Cells]]


def pages(connection: Connection, selection: Selection) -> Iterator[PageRows]:
    """Page by page; `UsageError` where a condition is not one that the database understands."""
    last = ""
    keys = schema.pages
    entities = entity_ids(connection) if any(entity_type(_SHOWN[name]) for name in _of_pages(selection)) else None
    order = collate(keys.c.page, "C") if connection.dialect.name == "postgresql" else keys.c.page
    while True:
        query = select(keys).where(order > last).order_by(order).limit(_PAGES_AT_ONCE)
        found = [dict(row._mapping) for row in connection.execute(query)]
        if not found:
            return
        last = found[-1]["page"]
        yield from _Chunk(connection, selection, found, entities).rows()


def _of_pages(selection: Selection) -> list[str]:
    return [name for name in selection.tables if name in _SHOWN]


_Entities = Callable[[str, str | None, str | None], str | None]


class _Chunk:
    """A few hundred pages."""

    def __init__(
        self, connection: Connection, selection: Selection, found: list[dict[str, Any]], entities: _Entities | None
    ) -> None:
        self._connection, self._selection, self._entities = connection, selection, entities
        self._facts = {row["page_id"]: row for row in found}
        self._duplicates: dict[str, list[Any]] | None = None
        if selection.at is not None or EVIDENCE in selection.tables:
            self._states = states_of(connection, self._facts)
        if selection.at is not None:
            self._facts = {page_id: self._facts_then(state) for page_id, state in self._states.items()}

    def _facts_then(self, state: PageState) -> dict[str, Any]:
        assert self._selection.at is not None
        return state.until(self._selection.at).facts(extractor_names(self._connection))

    def rows(self) -> Iterator[PageRows]:
        ids = list(self._facts)
        if condition := self._selection.where.get("pages"):
            ids = [row.page_id for row in self._matching(_SHOWN["pages"], ids, condition)]
        tables: dict[str, dict[str, list[Cells]]] = {}
        for name in _of_pages(self._selection):
            tables[name] = self._table(_SHOWN[name], ids)
        if EVIDENCE in self._selection.tables:
            tables[EVIDENCE] = {page_id: self._evidence(page_id) for page_id in ids}
        wanted = set(ids)
        for page_id, facts in self._facts.items():
            if page_id in wanted:
                own = {name: rows[page_id] for name, rows in tables.items() if page_id in rows}
                yield PageRows(facts["page"], own)

    def _table(self, table: fields.Table, ids: Sequence[str]) -> dict[str, list[Cells]]:
        history = schema.history[table.base]
        columns = [history.c.page_id, history.c.record_key, history.c.valid_from, history.c.position]
        columns += [history.c[name] for name in table.names]
        query = select(*columns).where(history.c.page_id.in_(ids), self._valid(history))
        if table.only:
            query = query.where(history.c[table.only[0]] == table.only[1])
        condition = self._selection.where.get(table.name) if table.name != "pages" else None
        allowed = {tuple(row) for row in self._matching(table, ids, condition)} if condition else None
        found: dict[str, list[Any]] = {}
        for row in self._connection.execute(query):
            if allowed is None or (row[0], row[1]) in allowed:
                found.setdefault(row[0], []).append(row)
        for rows in found.values():
            rows.sort(key=lambda row: (row[3], row[1]))
        return {page_id: [self._cells(table, row) for row in rows] for page_id, rows in found.items()}

    def _valid(self, history: Any) -> Any:
        if self._selection.at is None:
            return and_(history.c.valid_from.is_not(None), history.c.valid_to.is_(None))
        at = self._selection.at
        return and_(history.c.valid_from <= at, or_(history.c.valid_to.is_(None), history.c.valid_to > at))

    def _cells(self, table: fields.Table, row: Any) -> Cells:
        facts, values = self._facts[row[0]], list(row[4:])
        for at in _BOOLEANS[table.name]:
            values[at] = None if values[at] is None else bool(values[at])
        terms = self._selection.terms.get(facts["site"])
        source = [facts["site"], facts["url"], facts["last_fetched"], terms]
        if table.base == "pages":
            about = [facts[name] for name in ("first_fetched", "digest", "status", "extractor_version")]
            return [facts["page"], *values, row[2], *about, *self._same_as(row[0]), *source]
        if self._entities is not None and (of_type := entity_type(table)) is not None:
            cell = dict(zip(table.names, values, strict=True))
            values.append(self._entities(of_type, cell["name"], cell.get("qualifier")))
        return [facts["page"], row[1], *values, row[2], *source]

    def _same_as(self, page_id: str) -> list[Any]:
        """The page that this one repeats, and why; known only of what is true now."""
        if self._duplicates is None:
            table, keys = schema.duplicates, schema.pages
            query = select(table.c.page_id, keys.c.page, table.c.reason).join(
                keys, keys.c.page_id == table.c.of_page_id
            )
            listed = [] if self._selection.at else list(self._facts)
            self._duplicates = {
                row[0]: [row[1], row[2]] for row in within(self._connection, query, table.c.page_id, listed)
            }
        return self._duplicates.get(page_id, [None, None])

    def _matching(self, table: fields.Table, ids: Sequence[str], condition: str) -> Iterable[Any]:
        inner = views.select(table, self._connection.dialect.name, when="then" if self._selection.at else "now")
        names = {f"id{number}": page_id for number, page_id in enumerate(ids)}
        if not names:
            return []
        listed = ", ".join(f":{name}" for name in names)
        # The condition is the user's own, on the user's own store, over a connection that can only read.
        query = f"SELECT v.page_id, v.record FROM ({inner}) v WHERE v.page_id IN ({listed}) AND ({_bare(condition)})"  # noqa: S608
        parameters = names | ({"at": self._selection.at} if self._selection.at else {})
        try:
            return list(self._connection.execute(text(query), parameters))
        except SQLAlchemyError as error:
            cause = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise UsageError(f"--where {table.name}: {condition!r} is no condition on that table: {cause}") from error

    def _evidence(self, page_id: str) -> list[Cells]:
        state, facts = self._states[page_id], self._facts[page_id]
        if self._selection.at is not None:
            state = state.until(self._selection.at)
        history = state.history()
        entries: Sequence[Entry] = (entries_of(history[-1], state.best()) or ()) if history else ()
        words = self._words(page_id)
        source = [facts["site"], facts["url"], facts["last_fetched"]]
        rows = []
        for entry in sorted(entries, key=lambda one: (one.base, one.position, one.record_key)):
            shown, own_words = words.get((entry.base, entry.record_key), (fields.BASES[entry.base].name, None))
            for field, path, start, rule, confidence, quote in entry.proofs:
                told = own_words if quote is None else quote
                rows.append(
                    [facts["page"], shown, entry.record_key, field, told, path, start, rule, confidence, *source]
                )
        return rows

    def _words(self, page_id: str) -> dict[tuple[int, str], tuple[str, str | None]]:
        """By base table and record key: the table as exported, and the words that evidence may leave out."""
        found: dict[tuple[int, str], tuple[str, str | None]] = {}
        for number, base in enumerate(fields.BASES):
            history = schema.history[base.name]
            words = history.c[base.words_of_evidence] if base.words_of_evidence else history.c.record_key
            kind = history.c.type if base.name == "entities" else history.c.record_key
            query = select(history.c.record_key, words, kind)
            for key, own, of_type in self._connection.execute(
                query.where(history.c.page_id == page_id, self._valid(history))
            ):
                shown = _BY_TYPE[of_type] if base.name == "entities" else base.name
                found[number, key] = shown, own
        return found


_BY_TYPE = {table.only[1]: table.name for table in fields.SHOWN if table.base == "entities" and table.only}


def _bare(condition: str) -> str:
    """The condition with colons kept from being taken for parameters."""
    return condition.replace(":", "\\:")


def header(table: str) -> list[str]:
    """The names of a table's columns."""
    return [column.name for column in COLUMNS[table]]
