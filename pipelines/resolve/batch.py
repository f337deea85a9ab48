"""Resolution of a whole store: names and decisions in, the tables of entities out, in one transaction."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any, Literal, NamedTuple, cast

from sqlalchemy import Connection, delete, select

from extractors.errors import UsageError
from pipelines.resolve.engine import alias_of, resolve
from pipelines.resolve.names import TYPES, Alias, Decision, EntityType, Name, written
from storage import entities
from storage.store import Store, mark_changed, mark_resolved, needs_resolving
from storage.times import stamp

_LOG = logging.getLogger(__name__)
Verdict = Literal["same", "apart"]


@cache
def _what() -> str:
    """What the store notes as up to date: entities by these very rules and word lists."""
    here = files("pipelines.resolve")
    read = [one for folder in (here, here.joinpath("lexicon")) for one in folder.iterdir() if one.is_file()]
    contents = [one.read_bytes() for one in sorted(read, key=lambda one: one.name)]
    return f"entities:{blake2b(b''.join(contents), digest_size=8).hexdigest()}"


class Outcome(NamedTuple):
    """What resolution found."""

    names: int
    entities: int


def refresh(store: Store) -> Outcome | None:
    """Resolve the store's names where pages or decisions have changed since the last time; None where none have."""
    with store.reading() as connection:
        stale = needs_resolving(connection, _what())
    return resolve_store(store) if stale else None


def resolve_store(store: Store) -> Outcome:
    """Resolve the store's names anew. The same names and decisions give the same tables, whatever came before."""
    with store.reading() as connection:
        named = list(entities.names(connection))
        decided = decisions_of(connection)
    found = resolve(_names(named), decided)
    ids = {(one.type, one.alias): one.entity for one in found}
    worded = sorted({_wording(one, ids) for one in named if _key(one) in ids})

    def put(connection: Connection) -> None:
        entities.replace(connection, (one._asdict() for one in found), worded)
        mark_resolved(connection, _what())

    store.transact(put)
    outcome = Outcome(len(found), len({one.entity for one in found}))
    _LOG.info("%d names of %d entities", *outcome)
    return outcome


def _key(one: entities.Named) -> tuple[str, str]:
    return one.type, alias_of(written(one.name, one.qualifier))


def _wording(one: entities.Named, ids: dict[tuple[Any, str], str]) -> entities.Wording:
    key = _key(one)
    return entities.Wording(one.type, one.name, one.qualifier, key[1], ids[key])


def _names(named: Iterable[entities.Named]) -> list[Name]:
    """One a wording, with the sites that have it."""
    groups: dict[tuple[str, str, bool], list[entities.Named]] = defaultdict(list)
    for one in named:
        groups[one.type, written(one.name, one.qualifier), one.organization].append(one)
    return [
        Name(
            cast("EntityType", of_type),
            text,
            sum(one.mentions for one in group),
            frozenset(one.site for one in group),
            organization,
        )
        for (of_type, text, organization), group in groups.items()
    ]


def decisions_of(connection: Connection) -> list[Decision]:
    """What users decided, in a fixed order."""
    table = entities.decisions
    query = select(table.c.type, table.c.alias, table.c.other, table.c.decision)
    return [
        Decision(of_type, alias, other, verdict == "same")
        for of_type, alias, other, verdict in sorted(connection.execute(query).tuples())
    ]


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
    _known_type(of_type)
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
        _known_type(of_type)
        if verdict not in ("same", "apart"):
            raise UsageError(f"no such decision: {verdict!r}; there are same and apart")

    def put(connection: Connection) -> None:
        for of_type, alias, other, verdict in decided:
            _keep(connection, of_type, [(alias_of(alias), alias_of(other))], cast("Verdict", verdict))

    store.transact(put)
    return resolve_store(store)


def find(connection: Connection, of_type: str, name: str) -> Alias:
    """The alias of a name, or the first name of an entity's id. `UsageError`, with the nearest names, for neither."""
    _known_type(of_type)
    table = entities.aliases
    query = select(table).where(table.c.type == of_type)
    row = connection.execute(query.where(table.c.alias == alias_of(name))).first()
    row = row or connection.execute(query.where(table.c.entity == name).order_by(table.c.rule, table.c.alias)).first()
    if row is not None:
        return Alias(**row._mapping)
    near = nearest(connection, of_type, name)
    hint = f"; did you mean {' or '.join(repr(one) for one in near)}?" if near else ""
    raise UsageError(f"no {of_type} is called {name!r} in the store{hint}")


def nearest(connection: Connection, of_type: str, name: str, limit: int = 3) -> list[str]:
    """Names of the type that are spelled like this one, the nearest first."""
    from rapidfuzz import process

    table = entities.aliases
    known = {
        row.alias: row.name
        for row in connection.execute(select(table.c.alias, table.c.name).where(table.c.type == of_type))
    }
    return [
        known[alias] for alias, _, _ in process.extract(alias_of(name), sorted(known), limit=limit, score_cutoff=70)
    ]


def members(connection: Connection, one: Alias) -> list[Alias]:
    """All aliases of the entity that an alias means."""
    table = entities.aliases
    query = select(table).where(table.c.type == one.type, table.c.entity == one.entity).order_by(table.c.alias)
    return sorted(
        (Alias(**row._mapping) for row in connection.execute(query)), key=lambda alias: (alias.rule != "", alias.alias)
    )


def _known_type(of_type: str) -> None:
    if of_type not in TYPES:
        raise UsageError(f"no such type: {of_type}; there are {', '.join(TYPES)}")


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
