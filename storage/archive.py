"""The archive: what was fetched, in WARC 1.1 segments that are only ever appended to; the truth the store stands on.

A segment belongs to one run and one worker and opens with a `warcinfo` record. An event is written in one piece, so
that after a crash only the last record of a segment can be torn. `recover` cuts such a tail, and nothing else.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from errno import EDQUOT, ENOSPC
from io import BufferedWriter
from pathlib import Path
from types import TracebackType

import msgspec

from extractors.errors import ArchiveError
from extractors.page import Page
from storage import warc, warc_writing
from storage.events import Archived, Event, Failure, RequestHead, Revisit
from storage.times import stamp
from storage.torn import cut_torn_tail

__all__ = ["Archive", "ArchiveWriter", "Archived", "Failure", "RequestHead", "Revisit"]

_LOG = logging.getLogger(__name__)
SEGMENT_SIZE = 512 * 1024 * 1024
_SUFFIX = ".warc.gz"


@dataclass(frozen=True)
class Archive:
    """A folder of segments."""

    folder: Path

    def segments(self) -> list[Path]:
        """The segments by name, which is by run, worker and number."""
        return sorted(self.folder.glob(f"*{_SUFFIX}")) if self.folder.is_dir() else []

    def size(self) -> int:
        """Bytes on disk."""
        return sum(path.stat().st_size for path in self.segments())

    def writer(
        self,
        run_id: str,
        *,
        worker: str = "0",
        info: Mapping[str, str] | None = None,
        segment_size: int = SEGMENT_SIZE,
    ) -> ArchiveWriter:
        """A writer of new segments; no file is made before the first event."""
        return ArchiveWriter(self.folder, run_id, worker, dict(info or {}), segment_size)

    def entries(self, after: Mapping[str, int] | None = None) -> Iterator[Archived]:
        """Every event, segment by segment; with `after`, only from that offset on in the segments it names."""
        for path in self.segments():
            yield from _entries(path, (after or {}).get(path.name, 0))

    def entries_of(self, segment: Path) -> Iterator[Archived]:
        """Every event of one segment."""
        return _entries(segment, 0)

    def recover(self, committed: Mapping[str, int]) -> Iterator[Archived]:
        """Cut torn tails, then yield what was archived whole but lies after the last committed offset.

        `committed` gives, by segment, the offset up to which the store knows of everything (`Store.committed()`).
        `ArchiveError` where a segment is damaged before its end: that is no torn tail, and nothing is cut.
        """
        for path in self.segments():
            start = committed.get(path.name, 0)
            if path.stat().st_size > start:
                cut_torn_tail(path, start)
                yield from _entries(path, start)


def _entries(path: Path, start: int) -> Iterator[Archived]:
    pending: tuple[Event, int] | None = None
    for event, offset in warc.read(path, start):
        if pending is not None:
            yield Archived(event=pending[0], segment=path.name, offset=pending[1], end=offset)
        pending = event, offset
    if pending is not None:
        yield Archived(event=pending[0], segment=path.name, offset=pending[1], end=path.stat().st_size)


class ArchiveWriter:
    """Appends events to segments of its own; a context manager. Not for use by several threads at once."""

    def __init__(self, folder: Path, run_id: str, worker: str, info: dict[str, str], segment_size: int) -> None:
        self._folder, self._run_id, self._worker = folder, run_id, worker
        self._info, self._segment_size = info, segment_size
        self._out: BufferedWriter | None = None
        self._segment, self._number, self._end = "", 0, 0

    def append(self, page: Page, *, request: RequestHead | None = None) -> Archived:
        """Keep a page; the answer's `page` is what a re-parse will read. Without a fetch time it gets this moment's.

        `ArchiveError` where the page has no address or the disk refuses; nothing half-written is left.
        """
        if not page.url:
            raise ArchiveError("a page without an address cannot be archived")
        if page.fetched_at_utc is None:
            page = msgspec.structs.replace(page, fetched_at=datetime.now(UTC))
        return self._write(page, request)

    def append_revisit(self, revisit: Revisit, *, request: RequestHead | None = None) -> Archived:
        """Keep the news that a page has not changed."""
        return self._write(revisit, request)

    def append_failure(self, failure: Failure, *, request: RequestHead | None = None) -> Archived:
        """Keep a terminal failure."""
        return self._write(failure, request)

    def append_event(self, event: Event, *, request: RequestHead | None = None) -> Archived:
        """Keep whichever it is."""
        return self.append(event, request=request) if isinstance(event, Page) else self._write(event, request)

    def append_aside(self, page: Page, *, request: RequestHead | None = None) -> None:
        """Keep an answer that is no page to read: robots.txt, a sitemap, a redirect, an error. A re-parse skips it."""
        self._write(page, request, aside=True)

    def sync(self) -> None:
        """Make what was appended survive a power cut."""
        if self._out is not None:
            os.fsync(self._out.fileno())

    def close(self) -> None:
        """Sync and close; a later append opens a new segment."""
        if self._out is not None:
            self.sync()
            self._out.close()
            self._out = None

    def __enter__(self) -> ArchiveWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write(self, event: Event, request: RequestHead | None, *, aside: bool = False) -> Archived:
        event = warc_writing.as_archived(event)
        records = warc_writing.encode(event, request, aside=aside)
        try:
            out = self._open_segment()
            start = self._end
            self._put(out, records)
        except OSError as error:
            todo = "; make room there, and the next run goes on" if error.errno in (ENOSPC, EDQUOT) else ""
            raise ArchiveError(f"{self._folder / self._segment}: cannot be written ({error.strerror}){todo}") from error
        return Archived(event=event, segment=self._segment, offset=start, end=self._end)

    def _put(self, out: BufferedWriter, records: bytes) -> None:
        try:
            out.write(records)
            out.flush()
        except OSError:
            self._out = None
            with suppress(OSError):  # it has more to write, and the disk is as full as before
                out.close()
            # A full disk may have taken half of it: cut that, and what holds nothing; go on in a new segment.
            if self._end:
                os.truncate(self._folder / self._segment, self._end)
            else:
                (self._folder / self._segment).unlink()
            raise
        self._end += len(records)

    def _open_segment(self) -> BufferedWriter:
        if self._out is not None and self._end < self._segment_size:
            return self._out
        self.close()
        self._folder.mkdir(parents=True, exist_ok=True)
        while True:
            self._number += 1
            self._segment = f"guidepost-{self._run_id}-{self._worker}-{self._number:05d}{_SUFFIX}"
            try:
                self._out = (self._folder / self._segment).open("xb")
                break
            except FileExistsError:
                continue
        self._end = 0
        at = stamp(datetime.now(UTC))
        info = {"run": self._run_id, "format": "WARC File Format 1.1", **self._info}
        self._put(self._out, warc_writing.encode_info(self._segment, at, info))
        _LOG.info("archive segment %s opened", self._segment)
        return self._out
