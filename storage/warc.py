"""Events out of WARC records, by FastWARC; what writes them is `warc_writing`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from extractors.errors import ArchiveError
from extractors.page import Page
from storage.events import Event, Failure, Revisit
from storage.times import moment
from storage.warc_writing import ASIDE, DIGEST, ORIGINAL, SOFTWARE

_READ = (
    WarcRecordType.warcinfo
    | WarcRecordType.response
    | WarcRecordType.resource
    | WarcRecordType.revisit
    | WarcRecordType.metadata
)


def read(path: Path, start: int = 0) -> Iterator[tuple[Event, int]]:
    """Every event of a `.warc` or `.warc.gz`, from byte `start` on, and the offset of its record, in the file's order.

    Takes archives of other tools too: content and transfer encodings are undone, answers of 400 and more become
    failures, and what is no page (images, style sheets, redirects) is passed over. What this program wrote comes back
    whole. `ArchiveError` where the file is no WARC, or a record is shorter than it says.
    """
    ours = start > 0  # only an archive of ours is read from the middle
    try:
        with path.open("rb") as file:
            file.seek(start)
            for record in ArchiveIterator(file, record_types=_READ, parse_http=False):
                if record.record_type == WarcRecordType.warcinfo:
                    ours = SOFTWARE in _body(record)
                elif (event := _decode(record, ours)) is not None:
                    yield event, record.stream_pos
    except OSError as error:
        raise ArchiveError(f"{path}: not a readable WARC file ({error})") from error


def _decode(record: Any, ours: bool) -> Event | None:
    kind, headers = record.record_type, record.headers
    if headers.get(ASIDE):
        return None
    url, at = (headers.get("WARC-Target-URI") or "").strip("<>"), _date(headers.get("WARC-Date"))
    content_type = headers.get("Content-Type")
    if not url or at is None:
        return None
    if kind == WarcRecordType.metadata:
        return _decode_failure(url, at, _body(record))
    if kind == WarcRecordType.resource:
        lines = {"content-type": content_type} if content_type else {}
        return Page(content=_body(record), url=url, headers=lines, fetched_at=at) if _may_be_page(lines, ours) else None
    if "http" not in (content_type or "http"):
        return None
    record.parse_http(auto_decode="none" if ours else "all")
    if kind == WarcRecordType.revisit:
        return _decode_revisit(url, at, record)
    return _decode_response(url, at, record, ours)


def _date(text: str | None) -> datetime | None:
    try:
        return moment(text or "")
    except ValueError:
        return None


def _may_be_page(lines: Mapping[str, str], ours: bool) -> bool:
    return ours or "html" in lines.get("content-type", "html").lower()


def _decode_response(url: str, at: datetime, record: Any, ours: bool) -> Page | Failure | None:
    lines, status = _response_headers(record.http_headers), record.http_headers.status_code
    if not _may_be_page(lines, ours) or (not ours and status is not None and 300 <= status < 400):
        return None
    if not ours and status is not None and status >= 400:
        return Failure(url=url, at=at, code=f"http_{status}", status=status)
    content, length = _body(record), record.http_headers.get("content-length")
    if ours and length is not None and length.isdecimal() and int(length) != len(content):
        raise ArchiveError(f"the record at byte {record.stream_pos} is cut off")
    return Page(content=content, url=url, headers=lines, fetched_at=at, status=status)


def _response_headers(head: Any) -> dict[str, str]:
    lines: dict[str, str] = {}
    restored: dict[str, str] = {}
    for name, value in head.items():
        lower = name.lower()
        if lower.startswith(ORIGINAL):
            restored[lower.removeprefix(ORIGINAL)] = value
        elif lower in lines:
            lines[lower] += ", " + value
        elif lower != "content-length":
            lines[lower] = value
    return lines | restored


def _decode_revisit(url: str, at: datetime, record: Any) -> Revisit | None:
    headers = record.headers
    digest = (headers.get("WARC-Payload-Digest") or "").lower()
    refers_at = _date(headers.get("WARC-Refers-To-Date"))
    if not digest.startswith(DIGEST) or refers_at is None:
        return None
    return Revisit(
        url=url,
        fetched_at=at,
        digest=digest.removeprefix(DIGEST),
        refers_to_url=headers.get("WARC-Refers-To-Target-URI") or url,
        refers_to_at=refers_at,
        status=(record.http_headers.status_code if record.http_headers else None) or 304,
        headers=_response_headers(record.http_headers) if record.http_headers else {},
    )


def _decode_failure(url: str, at: datetime, body: bytes) -> Failure | None:
    fields = dict(line.split(": ", 1) for line in body.decode("utf-8", "replace").splitlines() if ": " in line)
    if not (code := fields.get("guidepost-failure")):
        return None
    status = fields.get("status")
    return Failure(
        url=url,
        at=at,
        code=code,
        message=fields.get("message", ""),
        status=int(status) if status and status.isdecimal() else None,
        attempts=int(fields.get("attempts", "1")),
        target=fields.get("target"),
    )


def _body(record: Any) -> bytes:
    body: bytes = record.reader.read()
    if record.http_headers is None and len(body) < record.content_length:
        raise ArchiveError(f"the record at byte {record.stream_pos} is cut off")
    return body
