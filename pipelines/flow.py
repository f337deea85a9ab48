"""The one path of a page: read, check, canonicalise, deduplicate, store. A crawl and a re-parse take this very way.

    with Flow(store, extract_page, run_id=run, archive=writer) as flow:
        flow.fetch(page)          # a crawl: into the archive first, then on its way
        flow(page)                # a re-parse

Stages are plain callables from record to record. Rows are gathered and stored in batches, each in one transaction
together with whatever its events have to acknowledge.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import NamedTuple
from urllib.parse import urljoin

import msgspec

from extractors.page import Page
from extractors.records import PageRecord
from pipelines.check import CHECKS, Stage
from pipelines.dedupe import once_each
from pipelines.forgotten import without_forgotten
from pipelines.monitors import Counts
from storage.archive import ArchiveWriter
from storage.events import DOUBTED, MOVED, Archived, Event, Failure, RequestHead, Revisit
from storage.prepared import Prepared, prepare_aside, prepare_event, prepare_page
from storage.retention.suppression import NOTHING, Suppression
from storage.rows import hash_of
from storage.store import Ack, Store, set_aside
from storage.times import stamp

_LOG = logging.getLogger(__name__)

Extract = Callable[[Page], PageRecord]


def canonicalise(record: PageRecord) -> PageRecord:
    """The record with its canonical address stripped and absolute, or None where it is no http address."""
    named = (record.canonical_url or "").strip()
    if not named:
        return record if record.canonical_url is None else msgspec.structs.replace(record, canonical_url=None)
    try:
        absolute = urljoin(record.url or "", named)
    except ValueError:
        absolute = ""
    good = absolute if absolute.startswith(("http://", "https://")) else None
    return record if good == record.canonical_url else msgspec.structs.replace(record, canonical_url=good)


class _Unread(NamedTuple):
    page: Page
    key: str | None
    kept: Archived | None
    ack: Ack | None


_UNREAD_BYTES = 16_000_000
"""How much of unread pages is held at most."""
STAGES: tuple[Stage, ...] = (*CHECKS, canonicalise, without_forgotten, once_each)
"""From what was read to what is stored."""


def through(record: PageRecord, stages: Sequence[Stage] = STAGES) -> PageRecord:
    """The record after every stage."""
    for stage in stages:
        record = stage(record)
    return record


class Flow:
    """Takes events one after the other and stores them in batches; a context manager."""

    def __init__(
        self,
        store: Store,
        extract: Extract | None,
        *,
        run_id: str,
        archive: ArchiveWriter | None = None,
        batch_size: int = 64,
        batch_seconds: float = 1.0,
        stages: Sequence[Stage] = STAGES,
        suppression: Suppression = NOTHING,
        read_together: bool = False,
        enough: Callable[[], bool] = lambda: False,
    ) -> None:
        """With `read_together`, the pages of a batch are read when it is stored, one after the other: what fetches them
        and what reads them then do not drive each other out of the processor's caches, which saves a tenth of both.

        Without `extract`, pages are only noted as archived, for a re-parse to read.

        What `suppression` lists reaches neither archive nor store.

        `enough` is asked between two pages of a batch. Once it says yes, no further one is read and nothing is stored:
        the archive holds the batch, for the next run to take up.
        """
        self._store, self._extract, self._run_id, self._archive = store, extract, run_id, archive
        self._stages = stages
        self._batch_size, self._batch_seconds = batch_size, batch_seconds
        self._suppression = suppression
        self._read_together, self._enough = read_together, enough
        self._unread: deque[_Unread] = deque()
        self._unread_bytes = 0
        self._batch: list[Prepared] = []
        self._acks: list[Ack] = []
        self._since = 0.0
        self.counts = Counts()
        self.told: Callable[[PageRecord], None] = lambda _: None
        """Called with each record once it was read, for those who show or export it."""

    def fetch(self, event: Event, *, request: RequestHead | None = None, ack: Ack | None = None) -> PageRecord | None:
        """Keep an event in the archive, then take it in."""
        if self._archive is None:
            raise RuntimeError("this flow has no archive to keep a fetch in")
        admitted = self.admitted(event, ack=ack)
        if admitted is None:
            return None
        kept = self._archive.append_event(admitted, request=self._suppression.masked_request(request))
        return self.take(kept.event, kept=kept, ack=ack)

    def take(self, event: Event, *, kept: Archived | None = None, ack: Ack | None = None) -> PageRecord | None:
        """Take in an event that is in the archive already, or that never will be."""
        if isinstance(event, Page):
            return self(event, kept=kept, ack=ack)
        if isinstance(event, Revisit):
            self.revisit(event, kept=kept, ack=ack)
        else:
            self.failure(event, kept=kept, ack=ack)
        return None

    def __call__(
        self, page: Page, *, kept: Archived | None = None, key: str | None = None, ack: Ack | None = None
    ) -> PageRecord | None:
        """Read a page and put its rows into the batch; None where none are read, or not yet.

        `key` names a saved page that has no address. What the extractor raises is its fault, and goes into
        `quarantine` with the page's name; the run goes on.
        """
        admitted = self.admitted(page, kept=kept, key=key, ack=ack)
        if not isinstance(admitted, Page):
            return None
        page = admitted
        if self._extract is None:
            self.counts.archived += 1
            self._add(prepare_aside(page.url or "", kept), ack)
            return None
        unread = _Unread(page, key, kept, ack)
        if self._read_together:
            self._unread.append(unread)
            self._unread_bytes += len(page.content)
            self.tick()
            return None
        record = self._read(unread, self._extract)
        self.tick()
        return record

    def _read(self, unread: _Unread, extract: Extract) -> PageRecord | None:
        page, key, kept, ack = unread
        try:
            record = through(extract(page), self._stages)
            prepared = prepare_page(page, record, key, kept)
        except Exception as error:  # noqa: BLE001 - one page's fault must not end the run, and is kept and shown
            name = key or page.url or hash_of(page.digest)
            _LOG.exception("%s: reading it failed, and it is set aside", name)
            self._quarantine(name, stamp(page.fetched_at), f"{type(error).__name__}: {error}"[:500], kept, ack)
            return None
        self.counts.add(record)
        self._hold(prepared, ack)
        self.told(record)
        return record

    def show(self, page: Page) -> None:
        """Read a page for those who are told of records, and store nothing of it."""
        if self._extract is None:
            return
        try:
            self.told(through(self._extract(page), self._stages))
        except Exception:  # noqa: BLE001 - it was read and stored before; what is new is the fault of a later extractor
            _LOG.exception("%s: reading it failed", page.url)

    def _read_all(self) -> bool:
        while self._unread and self._extract is not None:
            if self._archive is not None and self._enough():
                return False
            # Taken out when it is read: whoever is interrupted in between reads it again, and loses nothing.
            self._read(self._unread[0], self._extract)
            self._unread.popleft()
        self._unread_bytes = 0
        return True

    def add_prepared(self, prepared: Prepared) -> None:
        """Take in what a worker process has read."""
        self._add(prepared, None)

    def revisit(self, revisit: Revisit, *, kept: Archived | None = None, ack: Ack | None = None) -> None:
        """Take in the news that a page has not changed."""
        admitted = self.admitted(revisit, kept=kept, ack=ack)
        if isinstance(admitted, Revisit):
            self.counts.revisits += 1
            self._add(prepare_event(admitted, kept), ack)

    def failure(self, failure: Failure, *, kept: Archived | None = None, ack: Ack | None = None) -> None:
        """Take in a terminal failure or a move; where it says that the page is no longer there, what it stated ends."""
        admitted = self.admitted(failure, kept=kept, ack=ack)
        if isinstance(admitted, Failure):
            if failure.code in (MOVED, DOUBTED):
                self.counts.moved += failure.code == MOVED
            else:
                self.counts.failures += 1
                self.counts.failure_codes[failure.code] += 1
            self._add(prepare_event(admitted, kept), ack)

    def admitted(
        self, event: Event, *, kept: Archived | None = None, key: str | None = None, ack: Ack | None = None
    ) -> Event | None:
        """The event without what was forgotten; None, and acknowledged, where nothing of it may be kept."""
        found = None if self._suppression.refuses(key) else self._suppression.admitted(event)
        if found is None:
            self.counts.forgotten += 1
            self._add(prepare_aside("", kept), ack)
        return found

    def acknowledge(self, ack: Ack) -> None:
        """Have `ack` run with the next batch, with nothing to store."""
        self._acks.append(ack)
        self.tick()

    def tick(self) -> None:
        """Store the batch if it is full or old; to be called from a timer where events may stop coming."""
        if self._is_empty():
            return
        self._since = self._since or time.monotonic()
        full = len(self._batch) + len(self._unread) >= self._batch_size or self._unread_bytes >= _UNREAD_BYTES
        if full or time.monotonic() - self._since >= self._batch_seconds:
            self.commit()

    def commit(self) -> None:
        """Store the batch now: the archive reaches the disk first, then everything in one transaction.

        `StoreError` where the database refuses; the batch is then still in hand, and in the archive.
        """
        if self._is_empty():
            return
        if self._archive is not None:
            self._archive.sync()
        if not self._read_all():
            return
        written = self._store.write(self._batch, run_id=self._run_id, also=self._acks)
        self.counts.rows_written += written.rows
        self.counts.quarantined += len(written.quarantined)
        self._batch, self._acks, self._since = [], [], 0.0

    def __enter__(self) -> Flow:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.commit()

    def _is_empty(self) -> bool:
        return not (self._batch or self._acks or self._unread)

    def _add(self, prepared: Prepared, ack: Ack | None) -> None:
        self._hold(prepared, ack)
        self.tick()

    def _hold(self, prepared: Prepared, ack: Ack | None) -> None:
        self._batch.append(prepared)
        if ack is not None:
            self._acks.append(ack)

    def put_aside(self, name: str, at: str, reason: str, kept: Archived | None = None) -> None:
        """Enter a page that could not be read in `quarantine`."""
        self._quarantine(name, at, reason, kept, None)
        self.tick()

    def _quarantine(self, name: str, at: str, reason: str, kept: Archived | None, ack: Ack | None) -> None:
        run_id = self._run_id
        self.counts.quarantined += 1
        self._acks.append(lambda connection: set_aside(connection, name, run_id, "extract", reason, at))
        self._hold(prepare_aside(name, kept), ack)
