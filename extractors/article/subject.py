"""Which of the metadata's objects describe this page, and not a teaser, the site or a comment."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from extractors.document import Document
from extractors.document.zones import zone_of
from extractors.metadata import Metadata
from extractors.things import Thing, values_of

WRITING = re.compile(r"(?:Article|Posting|Report|Review|Recipe|HowTo|CreativeWork|Guide|Interview|Column|Essay|Entry)$")
"""schema.org's types of things that are written: Article and its kin, BlogPosting, Recipe, …"""
NOT_WRITING = frozenset({"JobPosting", "AggregateReview", "CriticReview", "UserReview"})
PAGE = frozenset(
    {
        "WebPage",
        "ItemPage",
        "AboutPage",
        "FAQPage",
        "MedicalWebPage",
        "VideoObject",
        "PodcastEpisode",
        "Book",
        "Product",
        "DiscussionForumPosting",
    }
)
_OUTSIDE = frozenset({"related", "comments", "aside", "nav", "footer"})


def subjects(document: Document, metadata: Metadata, url: str | None) -> list[Thing]:
    """The objects that describe this page's text, best first.

    Written things that stand by themselves come first, then the page. Where several are listed, only those that name
    this page's address or its title count; a listing's teasers are none.
    """
    writings = [thing for thing in metadata.things if _is_writing(thing) and not _is_aside(document, thing)]
    pages = [thing for thing in metadata.things if any(name in PAGE for name in thing.types) and thing.depth <= 1]
    top = [thing for thing in writings if thing.depth == 0] or [thing for thing in writings if thing.depth == 1]
    if len(top) > 1:
        named = [thing for thing in top if names_page(thing, metadata, url) or _has_title(thing, document, metadata)]
        top = named or (
            top if all(thing.source == "json-ld" for thing in top) and len(top) < 3 else top[:1] if len(top) < 3 else []
        )
    order = {"json-ld": 0, "microdata": 1}
    return [*sorted(top, key=lambda thing: order[thing.source]), *pages]


def _is_writing(thing: Thing) -> bool:
    return any(WRITING.search(name) and name not in NOT_WRITING for name in thing.types)


def _is_aside(document: Document, thing: Thing) -> bool:
    return thing.source == "microdata" and zone_of(document, thing.node) in _OUTSIDE


def names_page(thing: Thing, metadata: Metadata, url: str | None) -> bool:
    """Whether one of the object's addresses is the page's."""
    own = {plain_address(address) for address in (url, *_page_addresses(metadata)) if address}
    stated = [thing.data.get(name) for name in ("url", "@id", "mainEntityOfPage")]
    return any(plain_address(address) in own for value in stated for address in _addresses(value))


def _page_addresses(metadata: Metadata) -> Iterable[str]:
    if link := metadata.link("canonical"):
        yield link.text
    if stated := metadata.first("og:url"):
        yield stated.text


def _addresses(value: Any) -> Iterable[str]:
    for one in values_of(value):
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            yield from (str(one[name]) for name in ("@id", "url") if isinstance(one.get(name), str))


def plain_address(address: str) -> str:
    """Host and path without scheme, `www.`, query, fragment and closing slash, to compare addresses by."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return address
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}".lower()


def _has_title(thing: Thing, document: Document, metadata: Metadata) -> bool:
    headline = plain_words(str(thing.data.get("headline") or thing.data.get("name") or ""))
    og_title = metadata.first("og:title")
    titles = [plain_words(title) for title in (document.title, og_title.text if og_title else None) if title]
    return len(headline) >= 8 and any(headline in title or title in headline for title in titles if title)


def plain_words(text: str) -> str:
    """The words of a text, case folded, for comparisons."""
    return " ".join(re.findall(r"\w+", text.casefold()))
