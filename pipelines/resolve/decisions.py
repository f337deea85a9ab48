"""A user's say: merges and splits, kept as data by alias and type, and applied at every resolution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal, cast

from sqlalchemy import Connection, delete, select

from extractors.errors import UsageError
from pipelines.resolve.batch import Outcome, find, known_type, members, refresh, resolve_store
from pipelines.resolve.engine import alias_of
from storage import entities
from storage.marks import mark_changed
from storage.store import Store
from storage.times import stamp

Verdict = Literal["same", "apart"]


def merge(store: Store, of_type: str, names: Sequence[str]) -> Outcome:
    """Make these names, with all that mean the same, one entity; kept, and applied at every resolution to come.

    A name is an alias or an entity's id. What was split between the entities before is taken back. `UsageError` for a
    name that the store has not, and for fewer than two.
    """
    refresh(store)
    with store.reading() as connection:
        asked = [find(connection, of_type, name) for name in names]
        whole = {alias.alias for one in asked for alias in members(connection, one)}
    first, *others = dict.fromkeys(one.alias for one in asked)
    if not others:
        raise UsageError("name two or more that are to be one; these are one name already")

    def put(connection: Connection) -> None:
        _take_back(connection, of_type, whole, whole, "apart")
        _keep(connection, of_type, ((first, other) for other in others), "same")

    store.transact(put)
    return resolve_store(store)


def split(store: Store, of_type: str, names: Sequence[str]) -> Outcome:
    """Take these names out of their entities, each with nothing but the others named here; kept as with `merge`.

    `UsageError` for a name that the store has not, and where nothing would be left to split from.
    """
    refresh(store)
    with store.reading() as connection:
        asked = [find(connection, of_type, name) for name in names]
        whole = {alias.alias for one in asked for alias in members(connection, one)}
    leaving = list(dict.fromkeys(one.alias for one in asked))
    staying = whole - set(leaving)
    if not staying:
        raise UsageError("these names are all that their entity has; name those that are to leave it")

    def put(connection: Connection) -> None:
        _take_back(connection, of_type, set(leaving), staying, "same")
        _keep(connection, of_type, ((one, other) for one in leaving for other in sorted(staying)), "apart")
        _keep(connection, of_type, ((leaving[0], other) for other in leaving[1:]), "same")

    store.transact(put)
    return resolve_store(store)


def undo(store: Store, of_type: str, names: Sequence[str]) -> int:
    """Take back every decision on these names; how many there were. Names need not stand in the store."""
    known_type(of_type)
    wanted = [alias_of(name) for name in names]
    table, taken = entities.decisions, 0

    def put(connection: Connection) -> None:
        nonlocal taken
        about = (table.c.type == of_type) & (table.c.alias.in_(wanted) | table.c.other.in_(wanted))
        mark_changed(connection)
        taken = connection.execute(delete(table).where(about)).rowcount

    store.transact(put)
    resolve_store(store)
    return taken


def apply(store: Store, decided: Sequence[tuple[str, str, str, str]]) -> Outcome:
    """Take in decisions as `guidepost entities decisions --json` prints them: type, alias, other, `same` or `apart`."""
    for of_type, _, _, verdict in decided:
        known_type(of_type)
        if verdict not in ("same", "apart"):
            raise UsageError(f"no such decision: {verdict!r}; there are same and apart")

    def put(connection: Connection) -> None:
        for of_type, alias, other, verdict in decided:
            _keep(connection, of_type, [(alias_of(alias), alias_of(other))], cast("Verdict", verdict))

    store.transact(put)
    return resolve_store(store)


def _keep(connection: Connection, of_type: str, pairs: Iterable[tuple[str, str]], verdict: Verdict) -> None:
    mark_changed(connection)
    table, now = entities.decisions, stamp(datetime.now(UTC))
    for one, other in pairs:
        one, other = sorted((one, other))
        connection.execute(delete(table).where(table.c.type == of_type, table.c.alias == one, table.c.other == other))
        row = {"type": of_type, "alias": one, "other": other, "decision": verdict, "decided_at": now}
        connection.execute(table.insert(), row)


def _take_back(connection: Connection, of_type: str, ours: set[str], theirs: set[str], verdict: Verdict) -> None:
    table = entities.decisions
    rows = connection.execute(
        select(table.c.alias, table.c.other).where(table.c.type == of_type, table.c.decision == verdict)
    )
    for one, other in rows.all():
        if (one in ours and other in theirs) or (one in theirs and other in ours):
            connection.execute(
                delete(table).where(table.c.type == of_type, table.c.alias == one, table.c.other == other)
            )
