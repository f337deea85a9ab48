"""Sitemaps and feeds as they come, made into XML that can be parsed: unpacked, in one encoding, mended."""

from __future__ import annotations

import re
import zlib
from html.entities import html5

from crawlers.texts import decoded

_ENTRY_END = re.compile(rb"</(?:[\w.-]+:)?(?:url|sitemap|item|entry)\s*>")
_ENTRY = re.compile(rb"<(?:[\w.-]+:)?(?:url|sitemap|item|entry)\b")
_AMPERSAND = re.compile(rb"<!\[CDATA\[.*?\]\]>|&(?:#\d+;|#x[0-9a-fA-F]+;|([A-Za-z][\w.-]*);)?", re.DOTALL)
_DECLARED = re.compile(rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)[\"']")
_DECLARATION = re.compile(r"""(<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"']*["']""")
_XML_NAMES = (b"amp", b"lt", b"gt", b"quot", b"apos")
_STEP = 32
LEAD = 65_536
"""Bytes before a document in which something else may stand, such as a program's warning."""


def unpacked(body: bytes, limit: int) -> tuple[bytes, str | None]:
    """The body without gzip, once or twice (some servers compress a `.gz` again), as much as there is of it."""
    error: str | None = None
    for _ in range(2):
        if body[:2] != b"\x1f\x8b":
            break
        body, fault = _gunzip(body, limit)
        error = error or fault
    if len(body) > limit:
        return body[:limit], error or f"longer than {limit} bytes; the rest was left out"
    return body, error


def _gunzip(body: bytes, limit: int) -> tuple[bytes, str | None]:
    """What of a gzip file can be had, and what is wrong with it; several members are one file."""
    data, size, rest = [], 0, body
    while rest[:2] == b"\x1f\x8b" and size <= limit:
        inflate = zlib.decompressobj(wbits=31)
        try:
            data.append(inflate.decompress(rest, limit + 1 - size))
        except zlib.error as fault:
            data.append(_up_to_the_fault(rest, limit + 1 - size))
            return b"".join(data), f"gzip: {fault}; read as far as it goes"
        size += len(data[-1])
        if size <= limit and not inflate.eof:
            return b"".join(data), "gzip: cut off; read as far as it goes"
        rest = inflate.unused_data.lstrip(b"\0")
    return b"".join(data), None


def _up_to_the_fault(packed: bytes, limit: int) -> bytes:
    inflate = zlib.decompressobj(wbits=31)
    data, size = [], 0
    try:
        for start in range(0, len(packed), _STEP):
            data.append(inflate.decompress(packed[start : start + _STEP], limit - size))
            size += len(data[-1])
            if size >= limit:
                break
    except zlib.error:
        pass
    return b"".join(data)


def as_ascii(body: bytes) -> bytes:
    """The body in an encoding that ASCII is part of; where it is UTF-8 already, without its mark."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff") or body[:4] == b"\x00\x00\xfe\xff" or body[:3] == b"\xef\xbb\xbf":
        return _in_utf8(decoded(body, "replace"))
    if body[:4] in (b"<\0?\0", b"<\0u\0", b"<\0s\0", b"<\0r\0", b"<\0f\0"):
        return _in_utf8(body.decode("utf-16-le", "replace"))
    if body[:2] == b"\0<":
        return _in_utf8(body.decode("utf-16-be", "replace"))
    declared = _DECLARED.search(body, 0, LEAD)
    if declared is None or declared[1].lower() in (b"utf-8", b"utf8"):
        try:
            body.decode("utf-8")
        except UnicodeDecodeError as fault:
            # The end may be cut in the middle of a character; anywhere else it is another encoding than it says.
            if fault.start < len(body) - 3:
                return _in_utf8(body.decode("windows-1252", "replace"))
    return body


def _in_utf8(text: str) -> bytes:
    return _DECLARATION.sub(r"\1", text, count=1).encode("utf-8", "replace")


def mended(body: bytes) -> tuple[bytes, str | None]:
    """The document up to its last whole entry, without a DTD, with what is no reference escaped; what was wrong."""
    body, error = _without_doctype(body), None
    position = len(body)
    while (position := body.rfind(b"</", 0, position)) >= 0:
        if end := _ENTRY_END.match(body, position):
            if _ENTRY.search(body, end.end()):
                error = "cut off within an entry; read as far as it goes"
            body = body[: end.end()]
            break
    return _AMPERSAND.sub(_reference, body), error


def _reference(found: re.Match[bytes]) -> bytes:
    """What an ampersand should have been: HTML's names are none of XML's; a name that nobody knows spoils its entry."""
    if found[0] == b"&":
        return b"&amp;"
    if found[1] is None or found[1] in _XML_NAMES:
        return found[0]
    char = html5.get(found[1].decode("ascii", "replace") + ";")
    return b"".join(b"&#%d;" % ord(one) for one in char) if char else found[0]


def _without_doctype(body: bytes) -> bytes:
    """The document less its DTD: no sitemap or feed needs one, and only a hostile one defines entities in it."""
    start = body[:10_000].find(b"<!DOCTYPE")
    if start < 0:
        return body
    subset, end = body.find(b"[", start), body.find(b">", start)
    if 0 <= subset < end:
        end = body.find(b"]", subset)
        # A quoted "]" would end it early; then what is left of the DTD is text that the parser steps over.
        end = body.find(b">", end) if end >= 0 else -1
    return body[:start] + body[end + 1 :] if end >= 0 else body[:start]
