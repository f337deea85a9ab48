"""Extraction in several processes: the parent reads the sources and writes the store, the others only extract."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import NamedTuple

from extractors.page import Page
from pipelines.flow import Extract, Flow, through
from pipelines.monitors import Counts
from pipelines.sources import Item
from storage.events import Archived
from storage.prepared import Prepared, prepare_page
from storage.times import stamp

_LOG = logging.getLogger(__name__)
_TASK_PAGES = 16

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


def flow_through(
    flow: Flow, extract: Extract, stream: Iterable[Item], processes: int, on_page: Callable[[Counts], None] | None
) -> None:
    """Extract in so many processes, a bounded number of pages ahead of the store; `extract` is a module's function.

    A page that kills its process is set aside, and the others of its group are read again one by one.
    """
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
