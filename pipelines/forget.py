"""Taking a person, an address or a site out of everything that is kept.

    plan = plan_forget(folder, store, persons=["Jane Doe"])     # what would go; nothing is changed
    carry_out(plan, folder, store, extract)                     # it goes

The suppression list comes first, so that whatever happens afterwards nothing can come back, and the same command
finishes what was cut off. Pages that only mention somebody stay: they are masked in the archive and read anew from
there, so that the store is still what a re-parse of the archive gives.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, and_, select, update

from extractors.errors import StoreError, UsageError
from pipelines.flow import Extract, Flow
from pipelines.resolve.batch import refresh
from storage import schema
from storage.archive import Archive
from storage.folder import DataFolder
from storage.frontier import frontier
from storage.loading import within
from storage.prepared import url_id_of
from storage.retention import scan, words
from storage.retention.compact import compact, drop_derived
from storage.retention.profiles import profile_links
from storage.retention.rewrite import Record
from storage.retention.segments import commit_offset, rewrite_segments
from storage.retention.suppression import Suppression
from storage.rows import normal
from storage.store import Store
from storage.urls import site_of, url_key

_FEWEST_LETTERS = 4


@dataclass
class ForgetPlan:
    """What is to go, and from where."""

    suppression: Suppression
    archive: scan.ArchiveFinds
    store: scan.StoreFinds
    exports: list[Path]
    backups: list[Path]
    others: list[Path]
    """Files in the data folder that nobody but their owner can clear."""
    targets: dict[str, int] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing of it is to be found (backups aside, which are not looked into)."""
        found = (self.archive.segments, self.store.removed, self.store.masked, self.store.rows, self.exports)
        return not any(found) and not self.others


def plan_forget(
    folder: DataFolder,
    store: Store,
    *,
    persons: Sequence[str] = (),
    urls: Sequence[str] = (),
    sites: Sequence[str] = (),
    today: str | None = None,
) -> ForgetPlan:
    """What forgetting these would take out. With none of them: what the list as it is would still find.

    `persons` are names as they are written; `urls` are pages, taken with every address that they were had under;
    `sites` are registrable domains, or host and port. `UsageError` for what cannot be meant.
    """
    since = today or f"{datetime.now(UTC):%Y-%m-%d}"
    suppression = Suppression.load(folder.forgotten)
    with store.reading() as connection:
        if persons:
            suppression = _with_persons(connection, Archive(folder.archive), suppression, persons, since)
        if urls:
            suppression = suppression.with_urls(_addresses_of(connection, urls), since)
        for site in sites:
            suppression = suppression.with_site(_site(site), since)
        found = scan.scan_archive(Archive(folder.archive), suppression)
        return ForgetPlan(
            suppression=suppression,
            archive=found,
            store=scan.scan_store(connection, suppression, found),
            exports=scan.scan_exports(folder, suppression),
            backups=sorted(folder.backups.iterdir()) if folder.backups.is_dir() else [],
            others=scan.scan_rest(folder, suppression),
            targets={"persons": len(persons), "urls": len(urls), "sites": len(sites)},
        )


def carry_out(
    plan: ForgetPlan,
    folder: DataFolder,
    store: Store,
    extract: Extract,
    *,
    keep_backups: bool = False,
    on_step: Callable[[str], None] = lambda _: None,
) -> str:
    """Do what the plan says, and look again; the run's id. The caller holds the folder's lock.

    `StoreError` where something is found again at the end.
    """
    on_step("writing the suppression list")
    plan.suppression.save(folder.forgotten)
    run_id = store.start_run("forget", arguments=plan.targets)
    try:
        on_step("rewriting the archive")
        _rewrite(plan, folder, store)
        on_step("clearing the store")
        again = _clear(plan, store)
        on_step("reading pages anew")
        _read_anew(again, plan.suppression, folder, store, extract, run_id)
        on_step("resolving entities anew")
        refresh(store)
        on_step("removing exports and backups")
        for path in [*plan.exports, *([] if keep_backups else plan.backups)]:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        on_step("compacting the store")
        compact(store)
        on_step("looking again")
        left = plan_forget(folder, store)
        left.others = []
        if not left.empty:
            raise StoreError(f"not all of it is gone: {_where(left)}; run the same command again")
    except BaseException:
        store.finish_run(run_id, "failed")
        raise
    store.finish_run(run_id, "done", {"pages": len(plan.store.masked), "removed": len(plan.store.removed)})
    return run_id


# --- who and what is meant


def _with_persons(
    connection: Connection, archive: Archive, suppression: Suppression, persons: Sequence[str], since: str
) -> Suppression:
    for name in persons:
        if sum(len(word) for word in words.folded(name)) < _FEWEST_LETTERS:
            raise UsageError(f"{name!r} is too short to tell a person by; give the whole name")
    named = Suppression(suppression.key).with_person(persons, (), (), since)
    table = schema.history["authors"]
    rows = connection.execute(select(table.c.name, table.c.bio, table.c.url).distinct()).all()
    own = [row for row in rows if row.name and named.found(row.name)]
    others = [row for row in rows if row not in own]
    shared = {url_key(row.url) for row in others if row.url}
    links = {row.url for row in own if row.url and urlsplit(row.url).path.strip("/")}
    links = {url for url in links | profile_links(archive, named) if url_key(url) not in shared}
    bios = {normal(row.bio): row.bio for row in own if row.bio}
    shared_bios = {normal(row.bio) for row in others if row.bio}
    about = [bio for key, bio in bios.items() if key not in shared_bios]
    return suppression.with_person(persons, about, links, since)


def _addresses_of(connection: Connection, urls: Sequence[str]) -> set[str]:
    """The addresses given, and all others that the pages there were had under."""
    found: set[str] = set()
    for url in urls:
        if not site_of(url):
            raise UsageError(f"not an http address: {url}")
        found.add(url)
        table = schema.addresses
        pages = select(table.c.page_id).where(table.c.url_id == url_id_of(url))
        keys = select(schema.pages.c.page_id).where(schema.pages.c.page == url_key(url))
        for page_id in {*connection.execute(pages).scalars(), *connection.execute(keys).scalars()}:
            found |= set(connection.execute(select(table.c.url).where(table.c.page_id == page_id)).scalars())
            found |= set(
                connection.execute(select(schema.pages.c.page).where(schema.pages.c.page_id == page_id)).scalars()
            )
    return found


def _site(site: str) -> str:
    found = site_of(site if "://" in site else f"http://{site}")
    if not found:
        raise UsageError(f"not a site: {site}; give its domain, such as example.org")
    return found


# --- the archive


def _rewrite(plan: ForgetPlan, folder: DataFolder, store: Store) -> None:
    wanted = set(plan.archive.segments)

    def change(record: Record) -> Record | None:
        return scan.change_of(record, plan.suppression, plan.archive.digests)

    rewrite_segments(Archive(folder.archive), store, wanted, change)


# --- the store


@dataclass
class _Again:
    """What has to be read anew."""

    url_ids: set[str] = field(default_factory=set)
    runs: dict[tuple[str, str], str] = field(default_factory=dict)
    """By address and time of a fetch, the run that made it."""
    segments: set[str] = field(default_factory=set)
    """Where those fetches lie; of these segments nothing else is read."""


def _clear(plan: ForgetPlan, store: Store) -> _Again:
    again = _Again()

    def work(connection: Connection) -> None:
        again.url_ids, again.runs, again.segments = _remember(connection, plan.store.masked)
        gone = _url_ids(connection, plan.store.removed)
        _delete(connection, schema.revisits, "url_id", gone | again.url_ids)
        _delete(connection, schema.failures, "url_id", gone)
        tables = {table.name: table for table in scan.tables(connection)}
        for table in tables.values():
            if "page_id" in table.c:
                _delete(connection, table, "page_id", {*plan.store.removed, *plan.store.masked})
        for find in plan.store.rows:
            table = tables[find.table]
            same = and_(*(table.c[name] == value for name, value in find.key.items()))
            statement = table.delete() if find.cells is None else table.update().values(**find.cells)
            connection.execute(statement.where(same))
        for old, new in plan.archive.digests.items():
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


def _read_anew(
    again: _Again, suppression: Suppression, folder: DataFolder, store: Store, extract: Extract, run_id: str
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


def _where(left: ForgetPlan) -> str:
    places = {
        "archive": sum(left.archive.dropped.values()) + sum(left.archive.masked.values()),
        "pages": len(left.store.removed) + len(left.store.masked),
        "rows": len(left.store.rows),
        "exports": len(left.exports),
    }
    return ", ".join(f"{number} in {name}" for name, number in places.items() if number)
