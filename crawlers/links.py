"""What a page says to a crawler: its links, its canonical address, its other languages, its robots directives."""

from __future__ import annotations

import logging
import re

import msgspec

from crawlers.identity import product_of
from crawlers.markup import Tag, tags
from crawlers.optouts import US, directives
from crawlers.urls import absolute

logger = logging.getLogger(__name__)

_REFRESH = re.compile(
    r"""(\d*)[.\d]*\s*(?:[;,\s]\s*(?:url\s*=\s*)?+|url\s*=\s*)["']?([^"']++)""",
    re.IGNORECASE,
)
_FEED = re.compile(r"(?:application|text)/(?:rss|atom|rdf|feed)\+(?:xml|json)\b(?!.*\btype\s*=\s*entry)", re.IGNORECASE)
_PATIENCE = 15
"""Seconds; a refresh after longer than that renews a page, and is no redirect."""
_UNVOUCHED = frozenset({"nofollow", "ugc", "sponsored"})
MAX_LINKS = 50_000


class Links(msgspec.Struct, frozen=True):
    """What was found; URLs are absolute and canonical, each once, in the page's order."""

    followed: tuple[str, ...] = ()
    """Links, less those marked nofollow."""
    canonical: str | None = None
    alternates: tuple[str, ...] = ()
    """Other languages of the page (hreflang)."""
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    next: str | None = None
    """Next page of a list (rel=next)."""
    refresh: str | None = None
    """Where a meta refresh leads that acts at once, as written; it may name any scheme."""
    robots: frozenset[str] = frozenset()
    """What it asks of us (`crawlers.optouts`)."""
    tdm_reservation: str | None = None
    """Content of `<meta name="tdm-reservation">` (TDM Reservation Protocol)."""
    source: str = ""
    """The text that was scanned."""


class _Found(msgspec.Struct):
    """What was found so far, addresses as written: the page's base may come last."""

    links: dict[str, None]
    feeds: dict[str, None]
    sitemaps: dict[str, None]
    alternates: dict[str, None]
    wishes: list[str]
    base: str | None = None
    canonical: str | None = None
    next: str | None = None
    refresh: str | None = None
    tdm: str | None = None


def read_links(
    text: str, url: str, *, agents: frozenset[str] = US, asked: frozenset[str] = frozenset(), encoding: str = "utf-8"
) -> Links:
    """Scan a page's text; relative links are meant from `<base href>`, else from the URL.

    `agents` are our names, `asked` is what the answer's header asked for, `encoding` is the page's.
    """
    found = _Found({}, {}, {}, {}, [])
    for tag in tags(text):
        _READERS[tag.name](found, tag, agents)
        if len(found.links) >= MAX_LINKS:
            logger.warning("%s: more than %d links; the rest was left out", url, MAX_LINKS)
            break
    base = absolute(url, found.base or "", encoding) or url

    def whole(references: dict[str, None]) -> tuple[str, ...]:
        targets = (absolute(base, reference, encoding) for reference in references)
        return tuple(dict.fromkeys(target for target in targets if target))

    robots = directives(found.wishes, agents, scoped=False) | asked
    follow = not robots & {"nofollow", "none"}
    return Links(
        followed=whole(found.links) if follow else (),
        canonical=absolute(base, found.canonical or "", encoding),
        alternates=whole(found.alternates),
        feeds=whole(found.feeds) if follow else (),
        sitemaps=whole(found.sitemaps) if follow else (),
        next=absolute(base, found.next or "", encoding) if follow else None,
        refresh=found.refresh,
        robots=robots,
        tdm_reservation=found.tdm,
        source=text,
    )


def _relations(tag: Tag) -> set[str]:
    return set(tag.attributes.get("rel", "").lower().replace(",", " ").split())


def _anchor(found: _Found, tag: Tag, _: frozenset[str]) -> None:
    href = tag.attributes.get("href", tag.attributes.get("xlink:href"))
    relations = _relations(tag)
    if href is None or relations & _UNVOUCHED:
        return
    found.links.setdefault(href)
    if "next" in relations:
        found.next = found.next or href


def _frame(found: _Found, tag: Tag, _: frozenset[str]) -> None:
    if source := tag.attributes.get("src"):
        found.links.setdefault(source)


def _base(found: _Found, tag: Tag, _: frozenset[str]) -> None:
    if found.base is None:
        found.base = tag.attributes.get("href")


def _link(found: _Found, tag: Tag, _: frozenset[str]) -> None:
    relations, href = _relations(tag), tag.attributes.get("href", "").strip()
    if not href or relations & _UNVOUCHED:
        return
    is_alternate = "alternate" in relations
    if "canonical" in relations:
        found.canonical = found.canonical or href
    elif "next" in relations:
        found.next = found.next or href
    elif "sitemap" in relations:
        found.sitemaps.setdefault(href)
    elif "feed" in relations or (is_alternate and _FEED.match(tag.attributes.get("type", "").strip())):
        found.feeds.setdefault(href)
    elif is_alternate and "hreflang" in tag.attributes:
        found.alternates.setdefault(href)


def _meta(found: _Found, tag: Tag, agents: frozenset[str]) -> None:
    content = tag.attributes.get("content", "")
    name = tag.attributes.get("name", tag.attributes.get("property", "")).strip().lower()
    http = tag.attributes.get("http-equiv", "").strip().lower()
    # A directive for one crawler (`googlebot`) is not for this one.
    if name == "robots" or http == "x-robots-tag" or product_of(name) in agents:
        found.wishes.append(content)
    elif name == "tdm-reservation":
        found.tdm = content.strip()
    elif http == "refresh" and (match := _REFRESH.match(content.strip())):
        target = match[2].strip()
        if tag.in_noscript or int(match[1].lstrip("0")[:9] or 0) >= _PATIENCE:
            found.links.setdefault(target)
        else:
            found.refresh = found.refresh or target


_READERS = {"a": _anchor, "area": _anchor, "base": _base, "frame": _frame, "link": _link, "meta": _meta}
