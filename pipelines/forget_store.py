"""The store's part of a forgetting: rows that go, and pages that are read anew from the masked archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, and_, select, update

from pipelines.flow import Extract, Flow
from storage import schema
from storage.archive import Archive
from storage.folder import DataFolder
from storage.frontier import frontier
from storage.loading import within
from storage.prepared import url_id_of
from storage.retention import scan
from storage.retention.compact import drop_derived
from storage.retention.segments import commit_offset
from storage.retention.suppression import Suppression
from storage.store import Store


@dataclass
class Again:
    """What has to be read anew."""

    url_ids: set[str] = field(default_factory=set)
    runs: dict[tuple[str, str], str] = field(default_factory=dict)
    """By address and time of a fetch, the run that made it."""
    segments: set[str] = field(default_factory=set)
    """Where those fetches lie; of these segments nothing else is read."""


def clear(finds: scan.StoreFinds, digests: Mapping[str, str], store: Store) -> Again:
    """Take the finds out of every table, in one transaction; what has to be read anew.

    `digests` are those of the bodies that were masked in the archive, old to new.
    """
    again = Again()

    def work(connection: Connection) -> None:
        again.url_ids, again.runs, again.segments = _remember(connection, finds.masked)
        gone = _url_ids(connection, finds.removed)
        _delete(connection, schema.revisits, "url_id", gone | again.url_ids)
        _delete(connection, schema.failures, "url_id", gone)
        tables = {table.name: table for table in scan.tables(connection)}
        for table in tables.values():
            if "page_id" in table.c:
                _delete(connection, table, "page_id", {*finds.removed, *finds.masked})
        for find in finds.rows:
            table = tables[find.table]
            same = and_(*(table.c[name] == value for name, value in find.key.items()))
            statement = table.delete() if find.cells is None else table.update().values(**find.cells)
            connection.execute(statement.where(same))
        for old, new in digests.items():
            connection.execute(update(frontier).where(frontier.c.digest == old).values(digest=new))
        drop_derived(connection)
        # As in `rewrite_segments`: should this end before the pages are read anew, the mark has them read.
        connection.execute(
            update(schema.segments).where(schema.segments.c.segment.in_(again.segments)).values(committed=0)
        )

    store.transact(work)
    return again


def _remember(connection: Connection, pages: Iterable[str]) -> tuple[set[str], dict[tuple[str, str], str], set[str]]:
    url_ids = _url_ids(connection, pages)
    table, told, segments = schema.fetches, schema.revisits, schema.segments
    query = select(table.c.url_id, table.c.fetched_at, table.c.run_id, table.c.segment)
    fetched = list(within(connection, query, table.c.page_id, pages))
    query = select(told.c.url_id, told.c.fetched_at, told.c.run_id, told.c.segment)
    fetched += within(connection, query, told.c.url_id, url_ids)
    runs = {(row.url_id, row.fetched_at): row.run_id for row in fetched}
    stored = set(connection.execute(select(segments.c.segment).where(segments.c.committed > 0)).scalars())
    return url_ids, runs, stored & {row.segment for row in fetched}


def _url_ids(connection: Connection, pages: Iterable[str]) -> set[str]:
    table = schema.addresses
    return {row.url_id for row in within(connection, select(table.c.url_id), table.c.page_id, pages)}


def _delete(connection: Connection, table: Any, column: str, keys: set[str]) -> None:
    listed = sorted(keys)
    for start in range(0, len(listed), 500):
        connection.execute(table.delete().where(table.c[column].in_(listed[start : start + 500])))


def read_anew(
    again: Again, suppression: Suppression, folder: DataFolder, store: Store, extract: Extract, run_id: str
) -> None:
    """Take in the masked pages from the archive, and all of a segment that an earlier attempt has left marked."""
    marked = {segment for segment, offset in store.committed().items() if offset == 0}
    archive = Archive(folder.archive)
    with Flow(store, extract, run_id=run_id, batch_size=128, suppression=suppression) as flow:
        for path in archive.segments():
            if path.name not in marked:
                continue
            for kept in archive.entries_of(path):
                if path.name not in again.segments or url_id_of(kept.event.url or "") in again.url_ids:
                    flow.take(kept.event, kept=kept)
            flow.commit()
            commit_offset(store, path.name, path.stat().st_size)

    def restore_runs(connection: Connection) -> None:
        """Each fetch keeps the run that made it."""
        for table in (schema.fetches, schema.revisits):
            for (url_id, at), run in again.runs.items():
                same = and_(table.c.url_id == url_id, table.c.fetched_at == at, table.c.run_id == run_id)
                connection.execute(update(table).where(same).values(run_id=run))

    store.transact(restore_runs)
