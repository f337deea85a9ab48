"""Segments rewritten while the store goes on knowing what lies where in them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, and_, update

from storage import schema
from storage.archive import Archive
from storage.events import Event, Failure
from storage.prepared import url_id_of
from storage.retention.rewrite import Change, rewrite, sweep_parts
from storage.store import Store
from storage.times import stamp
from storage.torn import cut_torn_tail


def rewrite_segments(archive: Archive, store: Store, wanted: set[str], change: Change) -> None:
    """Put the records of the `wanted` segments through `change`, one after the other; torn tails go in all of them.

    Until its new offsets are known a segment counts as not stored at all (offset 0): were this to end half-way, it is
    taken in again as a whole, which changes nothing.
    """
    sweep_parts(archive.folder)
    for path in archive.segments():
        cut_torn_tail(path)
        if path.name not in wanted:
            continue
        whole = store.committed().get(path.name, 0) >= path.stat().st_size
        commit_offset(store, path.name, 0)
        kept = rewrite(path, change)
        if kept:
            _move(archive, path, store)
        if not kept or whole:
            commit_offset(store, path.name, path.stat().st_size if kept else None)


def commit_offset(store: Store, segment: str, offset: int | None) -> None:
    """Note how far a segment is stored; None for one that is no more."""
    table = schema.segments
    same = table.c.segment == segment
    statement = table.delete().where(same) if offset is None else table.update().where(same).values(committed=offset)
    store.transact(lambda connection: connection.execute(statement))


def time_of(event: Event) -> str:
    """When it was fetched, or failed, as the store writes it."""
    return stamp(event.at if isinstance(event, Failure) else event.fetched_at)


def _move(archive: Archive, path: Path, store: Store) -> None:
    """Have the store know where in the rewritten segment its fetches lie."""
    places = [(url_id_of(kept.event.url or ""), time_of(kept.event), kept.offset) for kept in archive.entries_of(path)]

    def work(connection: Connection) -> None:
        for table in (schema.fetches, schema.revisits):
            for url_id, at, offset in places:
                same = and_(table.c.url_id == url_id, table.c.fetched_at == at, table.c.segment == path.name)
                connection.execute(update(table).where(same).values(segment_offset=offset))

    store.transact(work)
