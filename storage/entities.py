"""Entities in the store: the names to resolve, what they were resolved to, and what users decided.

`entity_aliases` has a row a name in its normal form, `entity_wordings` a row a name just as pages word it, so that SQL
can join it to `companies` and the like; both are made anew as a whole by resolution. `entity_decisions` is the user's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, String, Table, Text, case, collate, delete, func, literal, select

from storage import schema
from storage.schema import aliases, decisions, metadata

__all__ = [
    "EXPORTED",
    "Named",
    "Shown",
    "Wording",
    "aliases",
    "decisions",
    "entity_ids",
    "names",
    "replace",
    "wordings",
]

_ROWS_AT_ONCE = 5_000
_LONGEST_NAME = 300

wordings = Table(
    "entity_wordings",
    metadata,
    Column("type", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("qualifier", Text, primary_key=True),
    Column("alias", Text, nullable=False),
    Column("entity", String(16), nullable=False, index=True),
)


class Named(NamedTuple):
    """A name as pages of a site word it."""

    type: str
    """`company`, `hub`, `university`, `skill`, `tool` or `author`."""
    name: str
    qualifier: str
    site: str
    organization: bool
    mentions: int
    """Pages of the site that have it now; 0 where it stands only in their past."""


class Wording(NamedTuple):
    """A name as worded, and what it was resolved to."""

    type: str
    name: str
    qualifier: str
    alias: str
    entity: str


def names(connection: Connection) -> Iterator[Named]:
    """Every name that a page states or once stated; longer ones than 300 characters are no names and left out."""
    listed, signed, pages = schema.history["entities"], schema.history["authors"], schema.pages
    for table, of_type, qualifier, kind in (
        (listed, listed.c.type, func.coalesce(listed.c.qualifier, ""), literal("")),
        (signed, literal("author"), literal(""), signed.c.type),
    ):
        now = func.count(case((table.c.valid_to.is_(None), table.c.page_id)).distinct())
        query = (
            select(of_type, table.c.name, qualifier, pages.c.site, kind, now)
            .join(pages, pages.c.page_id == table.c.page_id)
            .where(
                table.c.valid_from.is_not(None), table.c.name.is_not(None), func.length(table.c.name) <= _LONGEST_NAME
            )
            .where(func.length(qualifier) <= _LONGEST_NAME)
            .group_by(of_type, table.c.name, qualifier, pages.c.site, kind)
        )
        for row in connection.execute(query):
            yield Named(row[0], row[1], row[2], row[3], row[4] == "organization", int(row[5]))


def replace(connection: Connection, found: Iterable[Mapping[str, Any]], worded: Iterable[Wording]) -> None:
    """Put the outcome of a resolution in the place of the one before."""
    for table, rows in ((aliases, list(found)), (wordings, [one._asdict() for one in worded])):
        connection.execute(delete(table))
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            connection.execute(table.insert(), rows[start : start + _ROWS_AT_ONCE])


def entity_ids(connection: Connection) -> Callable[[str, str | None, str | None], str | None]:
    """A look-up from type, name and qualifier, as a row of `companies` and the like has them, to the entity's id."""
    query = select(wordings.c.type, wordings.c.name, wordings.c.qualifier, wordings.c.entity)
    known = {(row[0], row[1], row[2]): row[3] for row in connection.execute(query)}
    return lambda of_type, name, qualifier: known.get((of_type, name or "", qualifier or ""))


class Exported(NamedTuple):
    """A column of an exported table."""

    name: str
    doc: str
    type: str = "text"


class Shown(NamedTuple):
    """A table of entities for exports, as `storage.export.columns` describes others."""

    name: str
    doc: str
    key: tuple[str, ...]
    columns: tuple[Exported, ...]
    """Name, documentation and type."""
    rows: Callable[[Connection], Iterator[Sequence[Any]]]


_ID = Exported("entity_id", "Id of the entity; the same for all names that mean it.")
_TYPE = Exported("type", "`company`, `hub`, `university`, `skill`, `tool` or `author`.")


def _ordered(connection: Connection, column: Any) -> Any:
    return collate(column, "C") if connection.dialect.name == "postgresql" else column


def _entity_rows(connection: Connection) -> Iterator[Sequence[Any]]:
    query = select(
        aliases.c.entity, aliases.c.type, aliases.c.entity_name, func.count(), func.sum(aliases.c.mentions)
    ).group_by(aliases.c.entity, aliases.c.type, aliases.c.entity_name)
    query = query.order_by(_ordered(connection, aliases.c.type), _ordered(connection, aliases.c.entity))
    yield from (tuple(row) for row in connection.execute(query.execution_options(yield_per=_ROWS_AT_ONCE)))


def _alias_rows(connection: Connection) -> Iterator[Sequence[Any]]:
    shown = ("type", "alias", "name", "entity", "mentions", "rule", "score", "like_alias")
    query = select(*(aliases.c[name] for name in shown))
    query = query.order_by(_ordered(connection, aliases.c.type), _ordered(connection, aliases.c.alias))
    yield from (tuple(row) for row in connection.execute(query.execution_options(yield_per=_ROWS_AT_ONCE)))


EXPORTED = (
    Shown(
        "entities",
        "One row an entity: a company, hub, university, skill, tool or author, resolved across pages and sites.",
        ("entity_id",),
        (
            _ID,
            _TYPE,
            Exported("name", "The name that most pages use."),
            Exported("aliases", "How many names mean it.", "integer"),
            Exported("mentions", "Pages that name it, counted once for each name.", "integer"),
        ),
        _entity_rows,
    ),
    Shown(
        "entity_aliases",
        "One row a name in its normal form, with the entity that it means and the rule that says so.",
        ("type", "alias"),
        (
            _TYPE,
            Exported("alias", "The name, case and white space folded, its qualifier in brackets."),
            Exported("name", "As worded most often."),
            _ID,
            Exported("mentions", "Pages that have it now.", "integer"),
            Exported("rule", "Which rule links it to like_alias; empty for the name that the others hang on."),
            Exported("score", "How sure the rule is, 0 to 1.", "decimal"),
            Exported("like_alias", "The alias that it was linked to."),
        ),
        _alias_rows,
    ),
)
"""For exports: the tables, their columns and their rows in a stable order."""
