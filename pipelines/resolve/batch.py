"""Resolution of a whole store: names and decisions in, the tables of entities out, in one transaction."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, select

from extractors.errors import UsageError
from pipelines.resolve.engine import alias_of, resolve
from pipelines.resolve.names import TYPES, Alias, Decision, EntityType, Name, written
from storage import entities
from storage.marks import mark_resolved, needs_resolving
from storage.store import Store

_LOG = logging.getLogger(__name__)


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
        for of_type, alias, other, verdict in sorted(tuple(row) for row in connection.execute(query))
    ]


def find(connection: Connection, of_type: str, name: str) -> Alias:
    """The alias of a name, or the first name of an entity's id. `UsageError`, with the nearest names, for neither."""
    known_type(of_type)
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
    """All aliases of the entity that an alias means, the one that stands for it first."""
    return next(group for group in grouped(connection, one.type, one.entity))


def grouped(connection: Connection, of_type: str | None = None, entity: str | None = None) -> list[list[Alias]]:
    """The aliases of every entity, or of those asked for; in each the one that stands for it first."""
    table = entities.aliases
    query = select(table)
    if of_type is not None:
        query = query.where(table.c.type == of_type)
    if entity is not None:
        query = query.where(table.c.entity == entity)
    found: dict[str, list[Alias]] = defaultdict(list)
    for row in connection.execute(query):
        alias = Alias(**row._mapping)
        found[alias.entity].append(alias._replace(score=Decimal(alias.score)))
    return [sorted(group, key=lambda one: (one.rule != "", one.alias)) for group in found.values()]


def known_type(of_type: str) -> None:
    if of_type not in TYPES:
        raise UsageError(f"no such type: {of_type}; there are {', '.join(TYPES)}")
