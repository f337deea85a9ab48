"""WARC 1.1 records: events to bytes (by warcio) and back (by FastWARC, four times as fast at reading).

What stands in a response record is what was read: the body with its content encoding removed. The headers that no
longer fit (content-encoding, transfer-encoding, content-length) keep their value under an `x-archive-orig-` name and
get their old name back on reading.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractors.errors import ArchiveError
from extractors.page import Page
from storage.events import Event, Failure, RequestHead, Revisit
from storage.times import moment, stamp

_ORIG = "x-archive-orig-"
_ASIDE = "WARC-Guidepost-Aside"
_NO_LONGER_TRUE = ("content-encoding", "transfer-encoding", "content-length")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]+")
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f]+")
_SAFE = "".join(map(chr, range(0x21, 0x7F))) + " "
_URL_UNSAFE = re.compile(r"[\x00-\x20\x7f<>]")
_PREFIX = "sha256:"
_GZIP = zlib.MAX_WBITS + 16
_SOFTWARE = b"software: guidepost"
_LEVEL = 6  # 9 costs 40 % more time for half a per cent of space on HTML


def as_archived(event: Event) -> Event:
    """The event as a WARC can hold it: header names that are lower-case tokens, every value in one line.

    A character beyond ASCII in a header is percent-encoded as UTF-8. Reading the archive gives back this very value.
    """
    if isinstance(event, Failure):
        return msgspec.structs.replace(event, url=_url(event.url), message=_line(event.message), code=_line(event.code))
    if isinstance(event, Revisit):
        refers_to = _url(event.refers_to_url)
        return msgspec.structs.replace(
            event, url=_url(event.url), refers_to_url=refers_to, headers=_headers(event.headers)
        )
    headers = _headers(event.headers)
    if event.status is None:  # a resource record has a content type and no other header
        headers = {"content-type": headers.get("content-type") or "text/html"}
    return msgspec.structs.replace(event, url=_url(event.url or ""), headers=headers)


def _line(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text).strip().encode("utf-8", "replace").decode("utf-8")


def _url(url: str) -> str:
    return _URL_UNSAFE.sub(lambda found: quote(found[0]), url.strip())


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    kept = {}
    for name, value in headers.items():
        lower = name.strip().lower()
        if _TOKEN.fullmatch(lower):
            kept[lower] = quote(_line(value), safe=_SAFE)
    return kept


def encode(event: Event, request: RequestHead | None = None, *, aside: bool = False) -> bytes:
    """The event's records, each a gzip member of its own: response or resource, revisit, or metadata; then the request.

    The event must have come through `as_archived`, and a page must have a fetch time. With `aside` the record is marked
    as an answer that is no page to read, such as robots.txt or a redirect; `read` passes it over.
    """
    writer = WARCWriter(None, gzip=False, warc_version="WARC/1.1")
    if isinstance(event, Page):
        record = _page_record(writer, event)
    elif isinstance(event, Revisit):
        record = _revisit_record(writer, event)
    else:
        record = _failure_record(writer, event)
    if aside:
        record.rec_headers.add_header(_ASIDE, "1")
    members = [_member(writer, record)]
    if request is not None:
        members.append(_member(writer, _request_record(writer, request, record)))
    return b"".join(members)


def encode_info(filename: str, at: str, info: Mapping[str, str]) -> bytes:
    """The `warcinfo` record that opens a segment and names its run."""
    writer = WARCWriter(None, gzip=False, warc_version="WARC/1.1")
    record = writer.create_warcinfo_record(filename, {"software": "guidepost"} | dict(info))
    record.rec_headers.replace_header("WARC-Date", at)
    return _member(writer, record)


def _member(writer: Any, record: Any) -> bytes:
    buffer = BytesIO()
    writer.out = buffer
    writer.write_record(record)
    squeezer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    return squeezer.compress(buffer.getbuffer()) + squeezer.flush()


def _page_record(writer: Any, page: Page) -> Any:
    if page.fetched_at is None:
        raise ArchiveError(f"a page without a fetch time cannot be archived: {page.url}")
    about = {"WARC-Date": stamp(page.fetched_at), "WARC-Payload-Digest": _PREFIX + page.digest}
    body = {"payload": BytesIO(page.content), "length": len(page.content)}
    if page.status is None:
        about["Content-Type"] = page.headers["content-type"]
        return writer.create_warc_record(page.url, "resource", warc_headers_dict=about, **body)
    lines = [(_ORIG + name if name in _NO_LONGER_TRUE else name, value) for name, value in page.headers.items()]
    lines.append(("content-length", str(len(page.content))))
    head = StatusAndHeaders(f"{page.status} ", lines, protocol="HTTP/1.1")
    return writer.create_warc_record(page.url, "response", http_headers=head, warc_headers_dict=about, **body)


def _revisit_record(writer: Any, revisit: Revisit) -> Any:
    head = StatusAndHeaders(f"{revisit.status} ", list(revisit.headers.items()), protocol="HTTP/1.1")
    record = writer.create_revisit_record(
        revisit.url,
        _PREFIX + revisit.digest,
        revisit.refers_to_url,
        stamp(revisit.refers_to_at),
        http_headers=head,
        warc_headers_dict={"WARC-Date": stamp(revisit.fetched_at)},
    )
    if revisit.status == 304:
        profile = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
        record.rec_headers.replace_header("WARC-Profile", profile)
    return record


def _failure_record(writer: Any, failure: Failure) -> Any:
    fields = {"guidepost-failure": failure.code, "message": failure.message, "attempts": str(failure.attempts)}
    if failure.status is not None:
        fields["status"] = str(failure.status)
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    body = lines.encode("utf-8")
    about = {"WARC-Date": stamp(failure.at)}
    return writer.create_warc_record(
        failure.url, "metadata", payload=BytesIO(body), length=len(body), warc_headers_dict=about
    )


def _request_record(writer: Any, request: RequestHead, answer: Any) -> Any:
    target = "/" + request.url.split("://", 1)[-1].partition("/")[2].partition("#")[0]
    head = StatusAndHeaders(
        f"{request.method} {quote(target, safe=_SAFE.strip())} HTTP/1.1",
        list(_headers(request.headers).items()),
        is_http_request=True,
    )
    about = {
        "WARC-Date": answer.rec_headers.get_header("WARC-Date"),
        "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID"),
    }
    return writer.create_warc_record(_url(request.url), "request", http_headers=head, warc_headers_dict=about)


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
                    ours = _SOFTWARE in _body(record)
                elif (event := _decode(record, ours)) is not None:
                    yield event, record.stream_pos
    except OSError as error:
        raise ArchiveError(f"{path}: not a readable WARC file ({error})") from error


def _decode(record: Any, ours: bool) -> Event | None:
    kind, headers = record.record_type, record.headers
    if headers.get(_ASIDE):
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
        if lower.startswith(_ORIG):
            restored[lower.removeprefix(_ORIG)] = value
        elif lower in lines:
            lines[lower] += ", " + value
        elif lower != "content-length":
            lines[lower] = value
    return lines | restored


def _decode_revisit(url: str, at: datetime, record: Any) -> Revisit | None:
    headers = record.headers
    digest = (headers.get("WARC-Payload-Digest") or "").lower()
    refers_at = _date(headers.get("WARC-Refers-To-Date"))
    if not digest.startswith(_PREFIX) or refers_at is None:
        return None
    return Revisit(
        url=url,
        fetched_at=at,
        digest=digest.removeprefix(_PREFIX),
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
    )


def _body(record: Any) -> bytes:
    body: bytes = record.reader.read()
    if record.http_headers is None and len(body) < record.content_length:
        raise ArchiveError(f"the record at byte {record.stream_pos} is cut off")
    return body
