"""What a page says to a crawler: its links, its canonical address, its other languages, its robots directives.

A scan for tags, not a parse: reading pages is the extractors' business, and a crawler needs no tree. Comments, scripts,
styles and templates are skipped; the scan is linear in the size of the page, whatever is on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import msgspec

from crawlers.urls import absolute

# Possessive quantifiers: an unclosed quote costs one scan, not a quadratic one.
_TAG = re.compile(
    r"<(?:(!--)|(script|style|template|textarea)\b|(?:(?:a|area|link|meta|base)(?=[\s/])))", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"""[\s/]*+([^\s=>/"']++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"']++)))?+""")
_REFRESH = re.compile(r"""^\s*\d*+(?:\.\d*+)?\s*[;,]?\s*url\s*=\s*["']?([^"']++)""", re.IGNORECASE)
_MAX_LINKS = 5_000
_MAX_ATTRIBUTES = 50
_CLOSERS = {name: re.compile(rf"</{name}[\s>/]", re.IGNORECASE) for name in ("script", "style", "template", "textarea")}


class Links(msgspec.Struct, frozen=True):
    """What was found; URLs are absolute and canonical, each once, in the page's order."""

    followed: tuple[str, ...] = ()
    """Links, less those marked nofollow."""
    canonical: str | None = None
    alternates: tuple[str, ...] = ()
    """Other languages of the page (hreflang)."""
    feeds: tuple[str, ...] = ()
    next: str | None = None
    """Next page of a list (rel=next)."""
    refresh: str | None = None
    """Where a meta refresh leads, as written; it may name any scheme."""
    robots: frozenset[str] = frozenset()
    """Directives of `<meta name="robots">`, lower case."""
    tdm_reservation: str | None = None
    """Content of `<meta name="tdm-reservation">` (TDM Reservation Protocol)."""


class _Found(msgspec.Struct):
    base: str
    links: dict[str, None]
    feeds: dict[str, None]
    alternates: dict[str, None]
    robots: set[str]
    canonical: str | None = None
    next: str | None = None
    refresh: str | None = None
    tdm: str | None = None


def read_links(text: str, url: str) -> Links:
    """Scan a page's text; relative links are meant from `<base href>`, else from the URL."""
    found = _Found(url, {}, {}, {}, set())
    for name, attributes in _tags(text):
        if name in ("a", "area"):
            _anchor(found, attributes)
        elif name == "link":
            _link(found, attributes)
        elif name == "meta":
            _meta(found, attributes)
        elif name == "base" and found.base == url:
            found.base = absolute(url, attributes.get("href", "")) or url
        if len(found.links) >= _MAX_LINKS:
            break
    follow = not found.robots & {"nofollow", "none"}
    return Links(
        followed=tuple(found.links) if follow else (),
        canonical=found.canonical,
        alternates=tuple(found.alternates),
        feeds=tuple(found.feeds),
        next=found.next if follow else None,
        refresh=found.refresh,
        robots=frozenset(found.robots),
        tdm_reservation=found.tdm,
    )


def _tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    position = 0
    while match := _TAG.search(text, position):
        if match[1]:
            end = text.find("-->", match.end())
        elif match[2]:
            closer = _CLOSERS[match[2].lower()].search(text, match.end())
            end = closer.end() if closer else -1
        else:
            attributes, end = _attributes(text, match.end())
            yield match[0][1:].lower(), attributes
        if end < 0:
            return
        position = end


def _attributes(text: str, position: int) -> tuple[dict[str, str], int]:
    found: dict[str, str] = {}
    while len(found) < _MAX_ATTRIBUTES and (match := _ATTRIBUTE.match(text, position)):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), unescape(value) if "&" in value else value)
        position = match.end()
    return found, position


def _anchor(found: _Found, attributes: dict[str, str]) -> None:
    href = attributes.get("href")
    relations = attributes.get("rel", "").lower().split()
    if href is None or "nofollow" in relations or "ugc" in relations or "sponsored" in relations:
        return
    target = absolute(found.base, href)
    if target:
        found.links.setdefault(target)
        if "next" in relations:
            found.next = found.next or target


def _link(found: _Found, attributes: dict[str, str]) -> None:
    relations = attributes.get("rel", "").lower().split()
    target = absolute(found.base, attributes.get("href", ""))
    if target is None:
        return
    if "canonical" in relations:
        found.canonical = found.canonical or target
    elif "next" in relations:
        found.next = found.next or target
    elif "alternate" in relations and "hreflang" in attributes:
        found.alternates.setdefault(target)
    elif "alternate" in relations and attributes.get("type", "").lower() in (
        "application/rss+xml",
        "application/atom+xml",
    ):
        found.feeds.setdefault(target)


def _meta(found: _Found, attributes: dict[str, str]) -> None:
    content = attributes.get("content", "")
    name = attributes.get("name", "").lower()
    # A directive for one crawler (`googlebot`) is not for this one.
    if name in ("robots", "guidepost"):
        found.robots.update(part.strip().lower() for part in content.split(","))
    elif name == "tdm-reservation":
        found.tdm = content.strip()
    elif attributes.get("http-equiv", "").lower() == "refresh":
        match = _REFRESH.match(content)
        found.refresh = found.refresh or (match[1].strip() if match else None)
