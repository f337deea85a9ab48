"""Taking a person, an address or a site out of everything that is kept.

    plan = plan_forget(folder, store, persons=["Jane Doe"])     # what would go; nothing is changed
    carry_out(plan, folder, store, extract)                     # it goes

The suppression list comes first, so that whatever happens afterwards nothing can come back, and the same command
finishes what was cut off. Pages that only mention somebody stay: they are masked in the archive and read anew from
there, so that the store is still what a re-parse of the archive gives.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from extractors.errors import StoreError
from pipelines.flow import Extract
from pipelines.forget_store import clear, read_anew
from pipelines.forget_whom import addresses_of, named_site, with_persons
from pipelines.resolve.batch import refresh
from storage.archive import Archive
from storage.folder import DataFolder
from storage.retention import scan
from storage.retention.compact import compact
from storage.retention.rewrite import Record
from storage.retention.segments import rewrite_segments
from storage.retention.suppression import Suppression
from storage.running import running
from storage.store import Store


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
            suppression = with_persons(connection, Archive(folder.archive), suppression, persons, since)
        if urls:
            suppression = suppression.with_urls(addresses_of(connection, urls), since)
        for site in sites:
            suppression = suppression.with_site(named_site(site), since)
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
    with running(store, "forget", plan.targets) as run:
        on_step("rewriting the archive")
        _rewrite(plan, folder, store)
        on_step("clearing the store")
        again = clear(plan.store, plan.archive.digests, store)
        on_step("reading pages anew")
        read_anew(again, plan.suppression, folder, store, extract, run.run_id)
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
        run.counts = {"pages": len(plan.store.masked), "removed": len(plan.store.removed)}
    return run.run_id


def _rewrite(plan: ForgetPlan, folder: DataFolder, store: Store) -> None:
    wanted = set(plan.archive.segments)

    def change(record: Record) -> Record | None:
        return scan.change_of(record, plan.suppression, plan.archive.digests)

    rewrite_segments(Archive(folder.archive), store, wanted, change)


def _where(left: ForgetPlan) -> str:
    places = {
        "archive": sum(left.archive.dropped.values()) + sum(left.archive.masked.values()),
        "pages": len(left.store.removed) + len(left.store.masked),
        "rows": len(left.store.rows),
        "exports": len(left.exports),
    }
    return ", ".join(f"{number} in {name}" for name, number in places.items() if number)
