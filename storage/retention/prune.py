"""Old versions of pages that nothing current rests on, out of store and archive.

What was true at the moment `before` and ever since stays as it is: of each page the version in force then, and all
later ones. If the bytes of one of these were first fetched earlier (a page that went back to what it was), everything
from there on stays too, so that no gap in between is forgotten. What a current record's evidence points to is always
among what stays. Readings of the same bytes by extractors that others had taken the place of by then go, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, or_, select

from storage import loading, schema
from storage.archive import Archive
from storage.events import DOUBTED, ends
from storage.folder import DataFolder
from storage.prepared import url_id_of
from storage.retention.compact import compact, drop_derived
from storage.retention.rewrite import Record, records
from storage.retention.scan import tables
from storage.retention.segments import rewrite_segments
from storage.running import running
from storage.state import PageState
from storage.store import Store
from storage.times import moment, stamp
from storage.writing import Session

_CHUNK = 200
_ASIDE = "WARC-Guidepost-Aside"
COUNTED = ("versions", "readings", "fetches", "failures", "quarantine", "archive_records", "archive_bytes")


@dataclass
class PrunePlan:
    """What is to go."""

    before: str
    cuts: dict[str, str] = field(default_factory=dict)
    """By page id, the moment before which its fetches go."""
    oldest: dict[str, int] = field(default_factory=dict)
    """By page id, the oldest extractor whose readings stay, where those of older ones go."""
    gone: set[str] = field(default_factory=set)
    """Ids of pages that were gone before that moment: nothing of them is current."""
    events: set[tuple[str, str]] = field(default_factory=set)
    """Address id and time of every fetch, revisit and failure that goes."""
    counts: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(COUNTED, 0)))
    """By the names in `COUNTED`."""
    segments: set[str] = field(default_factory=set)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not any(self.counts.values())


def plan_prune(folder: DataFolder, store: Store, before: str) -> PrunePlan:
    """What would go; `before` is a moment as the store writes it."""
    plan = PrunePlan(before)
    with store.reading() as connection:
        table = schema.extractors
        settled = connection.execute(select(func.max(table.c.ordinal)).where(table.c.first_used_at < before)).scalar()
        for states in _pages(connection):
            for state in states.values():
                _plan_page(plan, state)
                _plan_readings(plan, state, settled or 0)
        _plan_told(plan, connection)
        _plan_ledger(plan, connection)
    for path in Archive(folder.archive).segments():
        change = _Change(plan)
        size = path.stat().st_size
        kept = [(one.offset, change(one) is not None) for one in records(path)]
        ends = [*(offset for offset, _ in kept[1:]), size]
        gone = [end - offset for (offset, stays), end in zip(kept, ends, strict=True) if not stays]
        if gone:
            plan.segments.add(path.name)
            plan.counts["archive_records"] += len(gone)
            plan.counts["archive_bytes"] += sum(gone)
    return plan


def carry_out(plan: PrunePlan, folder: DataFolder, store: Store) -> str:
    """Do it; the run's id. The caller holds the folder's lock. Ended half-way, the same command finishes it."""
    with running(store, "prune", {"before": plan.before}) as run:
        rewrite_segments(Archive(folder.archive), store, plan.segments, _Change(plan))
        store.transact(lambda connection: _clear(connection, plan, run.run_id))
        compact(store)
        run.counts = dict(plan.counts)
    return run.run_id


def moment_of_runs(store: Store, keep: int) -> str | None:
    """The start of the oldest of the newest `keep` crawls that ended well; None where there are fewer."""
    table = schema.runs
    query = select(table.c.started_at).where(table.c.kind == "crawl", table.c.status == "done")
    with store.reading() as connection:
        found = connection.execute(query.order_by(table.c.started_at.desc()).limit(keep)).scalars().all()
    return found[-1] if len(found) == keep else None


def cut_of(state: PageState, before: str) -> str | None:
    """The moment from which on a page's fetches are needed; None where none of them is."""
    history = state.history()
    if not history:
        return ""
    in_force = max((number for number, version in enumerate(history) if version.first < before), default=0)
    if not history[in_force].input_id and in_force == len(history) - 1:
        return None
    cut = history[in_force].first
    first_had: dict[str, str] = {}
    for fetch in state.fetches.values():
        first_had[fetch.input_id] = min(fetch.fetched_at, first_had.get(fetch.input_id, fetch.fetched_at))
    while True:
        kept = [version for version in history if version.first >= cut and version.input_id]
        needed = {version.input_id for version in kept} | {source for version in kept for _, source in version.held}
        earliest = min((first_had[input_id] for input_id in needed), default=cut)
        if earliest >= cut:
            return cut
        cut = max(version.first for version in history if version.first <= earliest)


def _pages(connection: Connection) -> Iterator[dict[str, PageState]]:
    ids = sorted(connection.execute(select(schema.pages.c.page_id)).scalars())
    for start in range(0, len(ids), _CHUNK):
        yield loading.states_of(connection, ids[start : start + _CHUNK])


def _plan_page(plan: PrunePlan, state: PageState) -> None:
    cut = cut_of(state, plan.before)
    history = state.history()
    if cut is None:
        plan.gone.add(state.page_id)
        cut = "~"  # after every time
    elif not any(version.first < cut for version in history):
        return
    plan.cuts[state.page_id] = cut
    plan.counts["versions"] += sum(version.first < cut and bool(version.input_id) for version in history)
    old = [fetch for fetch in state.fetches.values() if fetch.fetched_at < cut]
    plan.counts["fetches"] += len(old)
    plan.events |= {(fetch.url_id, fetch.fetched_at) for fetch in old}
    plan.events |= {(one.url_id, one.at) for one in (*state.revisits, *state.gone) if one.at < cut}


def _plan_readings(plan: PrunePlan, state: PageState, settled: int) -> None:
    """Readings older than those of an extractor, not newer than `settled`, that has read all that stays of the page.

    So the versions that stay can still be compared as one extractor read them.
    """
    cut = plan.cuts.get(state.page_id, "")
    inputs = {fetch.input_id for fetch in state.fetches.values() if fetch.fetched_at >= cut}
    readers = [{ordinal for known, ordinal in state.extractions if known == input_id} for input_id in inputs]
    common = set.intersection(*readers) if readers else set()
    oldest = max((ordinal for ordinal in common if ordinal <= settled), default=0)
    old = sum(ordinal < oldest and input_id in inputs for input_id, ordinal in state.extractions)
    if old:
        plan.oldest[state.page_id] = oldest
        plan.counts["readings"] += old


def _plan_told(plan: PrunePlan, connection: Connection) -> None:
    """Failures from before that moment, but for those by which a page that stays was gone for a while."""
    table, addresses = schema.failures, schema.addresses
    cuts: dict[str, str] = {}
    for row in connection.execute(select(addresses.c.url_id, addresses.c.page_id)):
        own = plan.cuts.get(row.page_id, "")
        cuts[row.url_id] = min(own, cuts.get(row.url_id, own))
    query = select(table.c.url_id, table.c.at, table.c.status, table.c.code).where(table.c.at < plan.before)
    for url_id, at, status, code in connection.execute(query):
        if not (ends(status, code) or code == DOUBTED) or at < cuts.get(url_id, "~"):
            plan.events.add((url_id, at))
            plan.counts["failures"] += 1


def _plan_ledger(plan: PrunePlan, connection: Connection) -> None:
    old = schema.quarantine.c.at < plan.before
    plan.counts["quarantine"] = len(connection.execute(select(schema.quarantine.c.quarantine_id).where(old)).all())


class _Change:
    """What goes from the archive: the events of the plan with their requests, and old answers that are no page."""

    def __init__(self, plan: PrunePlan) -> None:
        self._plan = plan
        self._dropped: set[str] = set()

    def __call__(self, record: Record) -> Record | None:
        if record.kind == "warcinfo":
            return record
        if record.kind == "request":
            goes = record.header("WARC-Concurrent-To") in self._dropped
        else:
            at = stamp(moment(record.header("WARC-Date")))
            aside = bool(record.header(_ASIDE)) and at < self._plan.before
            goes = aside or (url_id_of(record.url), at) in self._plan.events
            if goes:
                self._dropped.add(record.header("WARC-Record-ID"))
        return None if goes else record


def _clear(connection: Connection, plan: PrunePlan, run_id: str) -> None:
    def drop(state: PageState) -> None:
        cut, oldest = plan.cuts.get(state.page_id, ""), plan.oldest.get(state.page_id, 0)
        state.fetches = {key: fetch for key, fetch in state.fetches.items() if fetch.fetched_at >= cut}
        state.revisits = [one for one in state.revisits if one.at >= cut]
        state.gone = [one for one in state.gone if one.at >= cut]
        left = {fetch.input_id for fetch in state.fetches.values()}
        state.extractions = {
            (input_id, ordinal): one
            for (input_id, ordinal), one in state.extractions.items()
            if input_id in left and ordinal >= oldest
        }

    ids = sorted((plan.cuts.keys() | plan.oldest.keys()) - plan.gone)
    for start in range(0, len(ids), _CHUNK):
        Session(connection, run_id).revise(ids[start : start + _CHUNK], drop, Counter())
    _drop_gone(connection, plan.gone)
    for table, column in ((schema.revisits, schema.revisits.c.fetched_at), (schema.failures, schema.failures.c.at)):
        for url_id, at in plan.events:
            connection.execute(delete(table).where(table.c.url_id == url_id, column == at))
    connection.execute(delete(schema.quarantine).where(schema.quarantine.c.at < plan.before))
    _drop_runs(connection, plan.before)
    drop_derived(connection)


def _drop_gone(connection: Connection, gone: set[str]) -> None:
    listed = sorted(gone)
    for table in tables(connection) if gone else ():
        if "page_id" in table.c:
            for start in range(0, len(listed), _CHUNK):
                connection.execute(table.delete().where(table.c.page_id.in_(listed[start : start + _CHUNK])))


def _drop_runs(connection: Connection, before: str) -> None:
    """Runs of before that no fetch names any more."""
    runs = schema.runs
    named = [select(table.c.run_id) for table in (schema.fetches, schema.revisits, schema.failures)]
    connection.execute(
        delete(runs).where(
            runs.c.started_at < before,
            runs.c.status != "running",
            ~or_(*(runs.c.run_id.in_(query) for query in named)),
        )
    )


def days_ago(days: float) -> str:
    """The moment so many days before now."""
    return stamp(datetime.fromtimestamp(datetime.now(UTC).timestamp() - days * 86400, UTC))
