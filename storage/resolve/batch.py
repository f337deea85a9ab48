"""Resolution as a batch over all that is true now: names that name the same.

It reads everything and writes the outcome in one transaction, so that neither the order of arrival nor an earlier
outcome shows. `refresh` does it only where rows have changed since.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, select, text

from extractors.errors import UsageError
from storage import schema
from storage.resolve import names
from storage.resolve.clusters import ALONE, Alias, Decision, Mention, resolve
from storage.store import Store, mark_resolved, needs_resolving
from storage.times import stamp

_LOG = logging.getLogger(__name__)


class Outcome(NamedTuple):
    """What resolution found."""

    names: int
    entities: int


def refresh(store: Store) -> Outcome | None:
    """Resolve anew where rows have changed since the last time; None where none have."""
    with store.reading() as connection:
        stale = needs_resolving(connection, "entities")
    return run(store) if stale else None


def run(store: Store) -> Outcome:
    """Resolve anew."""
    with store.reading() as connection:
        aliases = resolve(_mentions(connection), _decisions(connection))

    def put(connection: Connection) -> None:
        _replace(connection, schema.aliases, [_alias_row(one) for one in aliases])
        mark_resolved(connection, "entities")

    store.transact(put)
    outcome = Outcome(len(aliases), len({(one.type, one.entity) for one in aliases}))
    _LOG.info("%d names of %d entities", *outcome)
    return outcome


def _mentions(connection: Connection) -> list[Mention]:
    now = "valid_from IS NOT NULL AND valid_to IS NULL"
    found = []
    for query in (
        f"SELECT type, name, count(DISTINCT page_id) FROM entities_history WHERE {now} GROUP BY type, name",  # noqa: S608
        f"SELECT 'author', name, count(DISTINCT page_id) FROM authors_history WHERE {now} GROUP BY name",  # noqa: S608
    ):
        found += [Mention(of_type, name, number) for of_type, name, number in connection.execute(text(query)) if name]
    return sorted(found)


def _decisions(connection: Connection) -> list[Decision]:
    table = schema.decisions
    columns = [table.c.type, table.c.alias, table.c.other, table.c.decision]
    return [Decision(*row) for row in connection.execute(select(*columns))]


def _alias_row(one: Alias) -> dict[str, Any]:
    return one._asdict() | {"score": Decimal(str(one.score))}


def _replace(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    connection.execute(table.delete())
    if rows:
        connection.execute(table.insert(), rows)


def alias_of(connection: Connection, of_type: str, name: str) -> str:
    """The alias that a name, as a user types it, goes by. `UsageError` where the store has none such."""
    if of_type not in names.TYPES:
        raise UsageError(f"no such type: {of_type}; there are {', '.join(names.TYPES)}")
    alias = names.key(of_type, name)
    table = schema.aliases
    if connection.execute(select(table.c.alias).where(table.c.type == of_type, table.c.alias == alias)).first() is None:
        raise UsageError(f"no {of_type} is called {name!r}; `guidepost entities list --type {of_type}` shows who is")
    return alias


def decide(store: Store, of_type: str, name: str, other: str | None, decision: str) -> Outcome:
    """Keep what a user has decided (`same`, `apart`, or `undo`) of two names, and resolve anew.

    `apart` without another name takes the name out of its entity. `UsageError` for names that the store has not.
    """
    refresh(store)
    with store.reading() as connection:
        alias = alias_of(connection, of_type, name)
        second = ALONE if other is None else alias_of(connection, of_type, other)
    if alias == second:
        raise UsageError(f"{name!r} and {other!r} are one name; nothing to decide")
    one, two = (alias, second) if second == ALONE else sorted((alias, second))

    def put(connection: Connection) -> None:
        table = schema.decisions
        same_pair = (table.c.type == of_type) & (table.c.alias == one) & (table.c.other == two)
        if decision == "same":  # a merge takes back an earlier split of either
            same_pair |= (table.c.type == of_type) & table.c.alias.in_((alias, second)) & (table.c.other == ALONE)
        connection.execute(table.delete().where(same_pair))
        if decision != "undo":
            row = {"type": of_type, "alias": one, "other": two, "decision": decision}
            connection.execute(table.insert(), row | {"decided_at": stamp(datetime.now(UTC))})

    store.transact(put)
    return run(store)
