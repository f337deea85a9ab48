"""Reading again: files, folders of saved pages and archives, through the very flow that a crawl takes.

In one process, or in several: then the parent reads the sources and writes the store, and the others only extract.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from extractors.errors import ArchiveError, InputError, StoreError
from extractors.page import Page
from pipelines.flow import Extract, Flow, through
from pipelines.monitors import Counts
from pipelines.saved import SavedFile, find, load
from storage import warc
from storage.archive import Archive, torn_at
from storage.events import Archived, Event
from storage.folder import DataFolder
from storage.prepared import Prepared, prepare_page
from storage.retention.suppression import NOTHING, Suppression
from storage.store import Store
from storage.times import stamp
from storage.urls import SAVED

_LOG = logging.getLogger(__name__)
_TASK_PAGES = 16


class FileError(NamedTuple):
    """A source that could not be read, and why."""

    path: str
    message: str


@dataclass
class ReparseResult:
    """What a re-parse did."""

    run_id: str
    counts: Counts = field(default_factory=Counts)
    errors: list[FileError] = field(default_factory=list)


class Item(NamedTuple):
    """An event on its way into the flow."""

    event: Event
    key: str | None = None
    kept: Archived | None = None


def items(sources: Sequence[Path], folder: DataFolder | None, errors: list[FileError]) -> Iterator[Item]:
    """Every event of the sources; without any, of the folder's own archive. What cannot be read goes into `errors`."""
    if not sources:
        if folder is None:
            raise InputError("nothing to read: name a file, a folder or an archive")
        yield from _own(Archive(folder.archive), errors)
    taken: dict[str, str] = {}
    for source in sources:
        try:
            for file in find(source):
                for item in _of_file(file, errors):
                    yield _named_apart(item, source, file, taken)
        except InputError as error:
            errors.append(FileError(str(source), str(error)))


def _named_apart(item: Item, source: Path, file: SavedFile, taken: dict[str, str]) -> Item:
    """The item; a second file that goes by the same path, in another folder, gets its folder's name into its key."""
    if item.key is None or taken.setdefault(item.key, str(file.path)) == str(file.path):
        return item
    return item._replace(key=f"{SAVED}{quote(f'{source.resolve().name}/{file.name}', safe='/')}")


def _own(archive: Archive, errors: list[FileError]) -> Iterator[Item]:
    for path in archive.segments():
        try:
            last = 0
            for kept in archive.entries_of(path):
                last = kept.offset
                yield Item(kept.event, None, kept)
            _tell_torn(path, last, errors)
        except ArchiveError as error:
            errors.append(FileError(str(path), str(error)))


def _of_file(file: SavedFile, errors: list[FileError]) -> Iterator[Item]:
    try:
        if file.is_archive:
            last = 0
            for event, offset in warc.read(file.path):
                last = offset
                yield Item(event)
            _tell_torn(file.path, last, errors)
        else:
            page, key = load(file)
            yield Item(page, key)
    except (ArchiveError, InputError) as error:
        errors.append(FileError(str(file.path), str(error)))


def _tell_torn(path: Path, last: int, errors: list[FileError]) -> None:
    if (end := torn_at(path, last)) is not None:
        errors.append(FileError(str(path), f"cut off or damaged after byte {end}; what stands before it was read"))


def reparse(
    sources: Sequence[Path],
    *,
    store: Store,
    extract: Extract,
    folder: DataFolder | None = None,
    processes: int = 1,
    run_id: str | None = None,
    limit: int | None = None,
    on_page: Callable[[Counts], None] | None = None,
) -> ReparseResult:
    """Read the sources through `extract` into the store, as a run of the ledger (its own, or the one named).

    With several `processes`, `extract` must be a function of a module. `on_page` is called after each event. Sources
    that cannot be read are listed in the result; the run goes on.
    """
    own_run = run_id is None
    run = run_id or store.start_run("reparse", arguments={"sources": [str(source) for source in sources]})
    result = ReparseResult(run)
    stream = _limited(items(sources, folder, result.errors), limit)
    suppression = Suppression.load(folder.forgotten) if folder is not None else NOTHING
    try:
        with Flow(store, extract, run_id=run, batch_size=128, suppression=suppression) as flow:
            result.counts = flow.counts
            if processes > 1:
                _many(flow, extract, stream, processes, on_page)
            else:
                for item in stream:
                    _one(flow, item)
                    if on_page:
                        on_page(flow.counts)
    except BaseException as error:
        if own_run:
            _end_badly(store, result, error)
        raise
    if own_run:
        store.finish_run(run, "done", result.counts.as_dict())
    return result


def _end_badly(store: Store, result: ReparseResult, error: BaseException) -> None:
    """Enter in the ledger how the run ended, if the store still takes it; what ended the run is what is reported."""
    try:
        stopped = isinstance(error, KeyboardInterrupt)
        store.finish_run(result.run_id, "cancelled" if stopped else "failed", result.counts.as_dict())
    except StoreError as refused:
        _LOG.warning("how run %s ended could not be stored: %s", result.run_id, refused)


def _limited(stream: Iterator[Item], limit: int | None) -> Iterator[Item]:
    for number, item in enumerate(stream, start=1):
        yield item
        if limit is not None and number >= limit:
            return


def _one(flow: Flow, item: Item) -> None:
    if isinstance(item.event, Page):
        flow(item.event, key=item.key, kept=item.kept)
    else:
        flow.take(item.event, kept=item.kept)


Outcome = Prepared | str
"""Rows of a page, or why it could not be read."""


def _read(extract: Extract, batch: Sequence[tuple[Page, str | None, Archived | None]]) -> tuple[list[Outcome], Counts]:
    """What a worker process does."""
    counts, outcomes = Counts(), list[Outcome]()
    for page, key, kept in batch:
        try:
            record = through(extract(page))
            outcomes.append(prepare_page(page, record, key, kept))
            counts.add(record)
        except Exception as error:  # noqa: BLE001 - as in the flow: kept and shown
            _LOG.exception("%s: reading it failed, and it is set aside", key or page.url)
            outcomes.append(f"{type(error).__name__}: {error}"[:500])
    return outcomes, counts


class _Task(NamedTuple):
    items: list[Item]
    future: Future[tuple[list[Outcome], Counts]]


def _many(
    flow: Flow, extract: Extract, stream: Iterable[Item], processes: int, on_page: Callable[[Counts], None] | None
) -> None:
    """Extract in several processes, a bounded number of pages ahead of the store."""
    workers = _Workers(extract, processes)
    try:
        waiting: deque[_Task] = deque()
        for group in _grouped(flow, stream):
            waiting.append(workers.submit(group))
            while len(waiting) > 2 * processes:
                _finish(flow, workers, waiting.popleft(), on_page)
        while waiting:
            _finish(flow, workers, waiting.popleft(), on_page)
    finally:
        workers.close()


def _grouped(flow: Flow, stream: Iterable[Item]) -> Iterator[list[Item]]:
    group: list[Item] = []
    for item in stream:
        if not isinstance(item.event, Page):
            flow.take(item.event, kept=item.kept)
            continue
        admitted = flow.admitted(item.event, kept=item.kept, key=item.key)
        if admitted is None:
            continue
        group.append(item._replace(event=admitted))
        if len(group) >= _TASK_PAGES:
            yield group
            group = []
    if group:
        yield group


def _finish(flow: Flow, workers: _Workers, task: _Task, on_page: Callable[[Counts], None] | None) -> None:
    try:
        outcomes, counts = task.future.result()
    except BrokenProcessPool:
        _singly(flow, workers, task.items)
        return
    flow.counts.merge(counts)
    for item, outcome in zip(task.items, outcomes, strict=True):
        _store(flow, item, outcome)
        if on_page:
            on_page(flow.counts)


def _singly(flow: Flow, workers: _Workers, group: list[Item]) -> None:
    """After a worker died: the same pages one at a time, so that the one that kills is known."""
    for item in group:
        try:
            outcomes, counts = workers.submit([item]).future.result()
        except BrokenProcessPool:
            _store(flow, item, "the process that read it died")
            continue
        flow.counts.merge(counts)
        _store(flow, item, outcomes[0])


def _store(flow: Flow, item: Item, outcome: Outcome) -> None:
    if isinstance(outcome, Prepared):
        flow.add_prepared(outcome)
    else:
        page = item.event
        assert isinstance(page, Page)
        flow.put_aside(item.key or page.url or "", stamp(page.fetched_at), outcome, item.kept)


class _Workers:
    """A pool of processes that is made anew when one of them dies."""

    def __init__(self, extract: Extract, processes: int) -> None:
        self._extract, self._processes = extract, processes
        self._pool = self._new()

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._processes, mp_context=get_context("spawn"))

    def submit(self, group: list[Item]) -> _Task:
        batch = [(item.event, item.key, item.kept) for item in group if isinstance(item.event, Page)]
        light = [(page, key, kept and _without_event(kept)) for page, key, kept in batch]
        try:
            return _Task(group, self._pool.submit(_read, self._extract, light))
        except BrokenProcessPool:
            self.close()
            self._pool = self._new()
            return _Task(group, self._pool.submit(_read, self._extract, light))

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


def _without_event(kept: Archived) -> Archived:
    """The place alone: the page goes beside it, and need not be sent twice."""
    empty = Page(content=b"")
    return Archived(event=empty, segment=kept.segment, offset=kept.offset, end=kept.end)
