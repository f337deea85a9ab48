"""Sitemaps and feeds: the addresses they list, and when each changed.

Read as a stream that resolves no entity and fetches nothing, and that recovers: an entry that is broken costs itself,
not those around it, and one that is cut off is none.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urljoin

import msgspec
from lxml import etree

from crawlers.rawxml import LEAD, as_ascii, mended, unpacked
from crawlers.urls import absolute
from storage.urls import host_of

MAX_ENTRIES = 50_000
"""Entries of one sitemap that are read (the limit of sitemaps.org)."""
MAX_BYTES = 50 * 1024 * 1024
"""Bytes of one, uncompressed, that are read (likewise)."""

FeedKind = Literal["sitemap", "index", "feed", "none"]
_ROOTS: dict[str, FeedKind] = {
    "urlset": "sitemap",
    "sitemapindex": "index",
    "rss": "feed",
    "feed": "feed",
    "RDF": "feed",
}
_HTML = re.compile(rb"<(?:!doctype\s+)?html\b", re.IGNORECASE)
_ROOT = re.compile(rb"<\?xml\b|<(?:[\w.-]+:)?(?:urlset|sitemapindex|rss|feed|RDF)\b")


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


def read_listing(body: bytes, url: str, limit: int = MAX_BYTES) -> Listing:
    """Read a sitemap, a sitemap index, a plain list of URLs, RSS or Atom; never raises."""
    body, error = unpacked(body, limit)
    body = as_ascii(body)
    root = _ROOT.search(body, 0, LEAD)
    if root is None or _HTML.search(body, 0, root.start()):
        return Listing("none", (), error) if body.lstrip()[:1] == b"<" else _plain(body, url, error)
    document, fault = mended(body[root.start() :])
    error = error or fault
    kind: FeedKind = "none"
    entries: dict[str, Entry] = {}
    try:
        for event_kind, reference, modified in _events(document):
            kind = event_kind
            target = _target(url, reference) if reference else None
            if target and len(entries) >= MAX_ENTRIES and target not in entries:
                error = error or f"more than {MAX_ENTRIES} entries; the rest was left out"
                break
            if target:
                entries.setdefault(target, Entry(target, modified))
    except etree.LxmlError as broken:
        error = error or str(broken)
    return Listing(kind, tuple(entries.values()), error)


def _plain(body: bytes, url: str, error: str | None) -> Listing:
    lines = body.split(b"\n") if b"\n" in body else body.split(b"\r")
    if error and lines:
        lines.pop()  # it may be cut off
    entries: dict[str, Entry] = {}
    for line in lines:
        text = line.strip().decode("utf-8", errors="replace")
        if text[:8].lower().startswith(("http://", "https://")) and (target := absolute(url, text)):
            entries.setdefault(target, Entry(target))
        if len(entries) >= MAX_ENTRIES:
            error = error or f"more than {MAX_ENTRIES} entries; the rest was left out"
            break
    return Listing("sitemap" if entries else "none", tuple(entries.values()), error)


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
    home = ""
    for event, element in context:
        name = _name(element)
        if kind == "none":
            kind = _ROOTS.get(name, "none")
            if kind == "none":
                return
            yield kind, None, None
        if event == "end" and name == "link" and not home and _name(element.getparent()) == "channel":
            home = urljoin(element.base or "", _text(element) or "")  # what links of an RSS feed are relative to
        if event == "end" and name in ("url", "sitemap", "item", "entry"):
            yield kind, *(_feed_entry(element, home) if kind == "feed" else _sitemap_entry(element))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _sitemap_entry(element: etree._Element) -> tuple[str | None, str | None]:
    """Only `loc` names the page; `xhtml:link` beside it names others."""
    found = {_name(child): _text(child) for child in reversed(element)}
    return found.get("loc"), found.get("lastmod")


def _feed_entry(element: etree._Element, home: str) -> tuple[str | None, str | None]:
    links: dict[str, str] = {}
    modified: str | None = None
    for child in element:
        name, text = _name(child), _text(child)
        if name == "origLink" and text:
            links["original"] = text  # where a feed's links count readers, this is what they lead to
        elif name == "link" and child.get("rel", "alternate") == "alternate":
            href = child.get("href")
            written = text if href is None else href.strip()
            found = urljoin(child.base or (home if href is None else ""), written) if written else None
            if found:
                links.setdefault("link", found)
        elif name in ("lastmod", "updated", "pubDate", "date", "modified"):
            modified = text or modified
        elif name in ("published", "issued", "created"):
            modified = modified or text
        elif name in ("guid", "id") and child.get("isPermaLink", "true") == "true" and text and text.startswith("http"):
            links.setdefault("id", text)
    return next((links[name] for name in ("original", "link", "id") if name in links), None), modified


def _name(element: etree._Element | None) -> str:
    """The name without its prefix, whether or not that was declared."""
    return re.split("[}:]", element.tag)[-1] if element is not None and isinstance(element.tag, str) else ""


def _text(element: etree._Element) -> str | None:
    """The text of an element that holds nothing else; an entity that nobody resolved is something else."""
    return None if len(element) else (element.text or "").strip() or None


def _target(url: str, reference: str) -> str | None:
    """The address that is meant; one that begins with the sitemap's own host has only lost its scheme."""
    host = host_of(url)
    if reference.lower().startswith((f"{host}/", f"www.{host}/")):
        reference = f"{url.partition(':')[0]}://{reference}"
    return absolute(url, reference)
