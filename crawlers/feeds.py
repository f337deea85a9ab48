"""Sitemaps and feeds: the addresses they list, and when each changed.

Read as a stream that resolves no entity and fetches nothing, and that recovers: an entry that is broken costs itself,
not those around it. Gzip is undone up to a limit.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import Literal

import msgspec
from lxml import etree

from crawlers.urls import absolute

MAX_ENTRIES = 50_000
"""Entries of one sitemap that are read (the limit of sitemaps.org)."""

FeedKind = Literal["sitemap", "index", "feed", "none"]
_ROOTS: dict[str, FeedKind] = {
    "urlset": "sitemap",
    "sitemapindex": "index",
    "rss": "feed",
    "feed": "feed",
    "RDF": "feed",
}


class Entry(msgspec.Struct, frozen=True):
    """An address that a sitemap or feed lists."""

    url: str
    modified: str | None = None
    """As written: W3C date-time in sitemaps and Atom, RFC 822 in RSS."""


class Listing(msgspec.Struct, frozen=True):
    """What a sitemap or feed holds."""

    kind: FeedKind
    entries: tuple[Entry, ...] = ()
    error: str | None = None
    """What was wrong with it; entries were read all the same."""


def read_listing(body: bytes, url: str, limit: int = 50_000_000) -> Listing:
    """Read a sitemap, a sitemap index, a plain list of URLs, RSS or Atom; never raises."""
    error: str | None = None
    if body[:2] == b"\x1f\x8b":
        body, error = _gunzip(body, limit)
    stripped = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not stripped.startswith(b"<"):
        return _plain(stripped, url, error)
    kind: FeedKind = "none"
    entries: dict[str, Entry] = {}
    try:
        for event_kind, reference, modified in _events(_without_doctype(stripped)):
            kind = event_kind
            target = absolute(url, reference) if reference else None
            if target:
                entries.setdefault(target, Entry(target, modified))
            if len(entries) >= MAX_ENTRIES:
                error = error or f"more than {MAX_ENTRIES} entries; the rest was left out"
                break
    except etree.LxmlError as fault:
        error = error or str(fault)
    return Listing(kind, tuple(entries.values()), error)


def _gunzip(body: bytes, limit: int) -> tuple[bytes, str | None]:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as stream:
            data = stream.read(limit + 1)
    except (OSError, EOFError, zlib.error) as fault:
        return b"", f"gzip: {fault}"
    return data[:limit], f"longer than {limit} bytes; the rest was left out" if len(data) > limit else None


def _plain(body: bytes, url: str, error: str | None) -> Listing:
    lines = body[: MAX_ENTRIES * 100].decode("utf-8", errors="replace").split()
    entries = dict.fromkeys(target for line in lines if line.startswith("http") and (target := absolute(url, line)))
    kind: FeedKind = "sitemap" if entries else "none"
    return Listing(kind, tuple(Entry(target) for target in entries), error)


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


def _events(body: bytes) -> Iterator[tuple[FeedKind, str | None, str | None]]:
    # No DTD, no entities, no network: a "billion laughs" stays a few bytes, `file:` entities stay unread.
    context = etree.iterparse(
        io.BytesIO(body),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=False,
    )
    kind: FeedKind = "none"
    for event, element in context:
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if kind == "none":
            kind = _ROOTS.get(name, "none")
            if kind == "none":
                return
            yield kind, None, None
        if event == "end" and name in ("url", "sitemap", "item", "entry"):
            yield kind, *_entry(element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _entry(element: etree._Element) -> tuple[str | None, str | None]:
    link: str | None = None
    modified: str | None = None
    for child in element:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        text = (child.text or "").strip()
        if name in ("loc", "link"):
            relation = child.get("rel", "alternate")
            if relation == "alternate":
                link = link or text or child.get("href")
        elif name in ("lastmod", "updated", "pubDate", "date"):
            modified = text or modified
        elif name == "published":
            modified = modified or text
        elif name == "guid" and child.get("isPermaLink", "true") == "true" and text.startswith("http"):
            link = link or text
    return link, modified
