"""WARC 1.1 records out of events, each a gzip member of its own.

Written out here: a page's record is a dozen lines and the body, and building them as objects first costs more than
compressing them. What stands in a response record is what was read: the body with its content encoding removed. The
headers that no longer fit (content-encoding, transfer-encoding, content-length) keep their value under an
`x-archive-orig-` name and get their old name back on reading.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from base64 import b32encode
from collections.abc import Callable, Mapping
from urllib.parse import quote
from uuid import uuid4

import msgspec

from extractors.errors import ArchiveError
from extractors.page import Page
from storage.events import Event, Failure, RequestHead, Revisit
from storage.times import stamp

ORIGINAL = "x-archive-orig-"
ASIDE = "WARC-Guidepost-Aside"
DIGEST = "sha256:"
SOFTWARE = b"software: guidepost"
_NO_LONGER_TRUE = ("content-encoding", "transfer-encoding", "content-length")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]+")
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f]+")
_SAFE = "".join(map(chr, range(0x21, 0x7F))) + " "
_URL_UNSAFE = re.compile(r"[\x00-\x20\x7f<>]")
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
"""A header value that needs no change."""
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"


def _squeezer() -> Callable[[bytes], bytes]:
    """To gzip: of HTML pages, ISA-L's level 2 makes a tenth more than zlib's level 4, in a sixth of its time.

    zlib's level 6 would save another twentieth, and take twice as long as level 4.
    """
    try:
        from isal import isal_zlib
    except ImportError:  # no wheel for this kind of machine
        return lambda data: zlib.compress(data, 4, zlib.MAX_WBITS + 16)
    return lambda data: isal_zlib.compress(data, 2, zlib.MAX_WBITS + 16)


_squeeze = _squeezer()


def as_archived(event: Event) -> Event:
    """The event as a WARC can hold it: header names that are lower-case tokens, every value in one line.

    A character beyond ASCII in a header is percent-encoded as UTF-8. Reading the archive gives back this very value.
    """
    if isinstance(event, Failure):
        target = _url(event.target) if event.target else None
        named = {"url": _url(event.url), "message": _line(event.message), "code": _line(event.code), "target": target}
        return msgspec.structs.replace(event, **named)
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
            kept[lower] = value if _PLAIN.fullmatch(value) else quote(_line(value), safe=_SAFE)
    return kept


def encode(event: Event, request: RequestHead | None = None, *, aside: bool = False) -> bytes:
    """The event's records, each a gzip member of its own: response or resource, revisit, or metadata; then the request.

    The event must have come through `as_archived`, and a page must have a fetch time. With `aside` the record is marked
    as an answer that is no page to read, such as robots.txt or a redirect; `warc.read` passes it over.
    """
    name, at = f"<urn:uuid:{uuid4()}>", stamp(event.at if isinstance(event, Failure) else event.fetched_at)
    if not at:
        raise ArchiveError(f"a page without a fetch time cannot be archived: {event.url}")
    about = {"WARC-Record-ID": name, "WARC-Date": at, "WARC-Target-URI": event.url or ""}
    if aside:
        about[ASIDE] = "1"
    if isinstance(event, Page):
        answer = _page(event, about)
    elif isinstance(event, Revisit):
        answer = _revisit(event, about)
    else:
        answer = _member("metadata", about, "application/warc-fields", _fields(_told(event)))
    return answer if request is None else answer + _asked(request, name, at)


def encode_info(filename: str, at: str, info: Mapping[str, str]) -> bytes:
    """The `warcinfo` record that opens a segment and names its run."""
    about = {"WARC-Record-ID": f"<urn:uuid:{uuid4()}>", "WARC-Date": at, "WARC-Filename": filename}
    return _member("warcinfo", about, "application/warc-fields", _fields({"software": "guidepost"} | dict(info)))


def _member(kind: str, about: Mapping[str, str], content_type: str, block: bytes, body: bytes | None = None) -> bytes:
    """One record, squeezed. A body has its own digest; a block without one gets it here, as `warcio` would."""
    lines = {"WARC-Type": kind, **about}
    if body is None:
        lines["WARC-Block-Digest"] = "sha1:" + b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    lines |= {"Content-Type": content_type, "Content-Length": str(len(block) + len(body or b""))}
    head = b"WARC/1.1\r\n" + _fields(lines) + b"\r\n"
    return _squeeze(b"".join((head, block, body or b"", b"\r\n\r\n")))


def _fields(lines: Mapping[str, str]) -> bytes:
    return "".join([f"{name}: {value}\r\n" for name, value in lines.items()]).encode("utf-8")


def _page(page: Page, about: dict[str, str]) -> bytes:
    about["WARC-Payload-Digest"] = DIGEST + page.digest
    if page.status is None:
        return _member("resource", about, page.headers["content-type"], b"", page.content)
    lines = {ORIGINAL + name if name in _NO_LONGER_TRUE else name: value for name, value in page.headers.items()}
    lines["content-length"] = str(len(page.content))
    head = f"HTTP/1.1 {page.status} \r\n".encode() + _fields(lines) + b"\r\n"
    return _member("response", about, "application/http; msgtype=response", head, page.content)


def _revisit(revisit: Revisit, about: dict[str, str]) -> bytes:
    about |= {
        "WARC-Profile": _PROFILE + ("server-not-modified" if revisit.status == 304 else "identical-payload-digest"),
        "WARC-Refers-To-Target-URI": revisit.refers_to_url,
        "WARC-Refers-To-Date": stamp(revisit.refers_to_at),
        "WARC-Payload-Digest": DIGEST + revisit.digest,
    }
    head = f"HTTP/1.1 {revisit.status} \r\n".encode() + _fields(revisit.headers) + b"\r\n"
    return _member("revisit", about, "application/http; msgtype=response", head)


def _told(failure: Failure) -> dict[str, str]:
    told = {"guidepost-failure": failure.code, "message": failure.message, "attempts": str(failure.attempts)}
    if failure.status is not None:
        told["status"] = str(failure.status)
    if failure.target is not None:
        told["target"] = failure.target
    return {name: value for name, value in told.items() if value}


def _asked(request: RequestHead, answer: str, at: str) -> bytes:
    target = "/" + request.url.split("://", 1)[-1].partition("/")[2].partition("#")[0]
    head = f"{request.method} {quote(target, safe=_SAFE.strip())} HTTP/1.1\r\n".encode()
    about = {
        "WARC-Record-ID": f"<urn:uuid:{uuid4()}>",
        "WARC-Date": at,
        "WARC-Concurrent-To": answer,
        "WARC-Target-URI": _url(request.url),
    }
    block = head + _fields(_headers(request.headers)) + b"\r\n"
    return _member("request", about, "application/http; msgtype=request", block)
