"""Where bylines are looked for, and what a name found there is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.document import Document
from extractors.document.zones import zones_of
from extractors.metadata import Metadata, Thing
from extractors.records import Evidence
from extractors.values.names import Name

_BEFORE = 10
_AFTER = 14
_FAR_BEFORE = 25
LONGEST_LINE = 200
NEVER = frozenset({"related", "comments", "cookie", "popup", "newsletter", "breadcrumb", "pagination"})
"""Zones whose names are never the page's authors'; in the other ones outside the text only a clear cue counts."""
SIGNED = frozenset({"author", "meta"})
NOT_SHOWN = NEVER | {"nav", "footer", "tags"}


class Candidate(NamedTuple):
    """A name, where it stood, and how far to trust it."""

    name: Name
    evidence: Evidence
    block: int | None
    group: int
    """Names of one byline have the same number."""
    url: str | None = None
    bio: str | None = None
    organization: bool = False


class Place(NamedTuple):
    """Where to look."""

    document: Document
    metadata: Metadata
    subjects: Sequence[Thing]
    title_block: int | None
    body: tuple[int, int]
    url: str | None
    language: str | None
    site_name: str | None


def windows(place: Place) -> Iterator[tuple[range, float]]:
    """Where bylines stand: around the title, above the text, below it; each with its cost in weight."""
    count = len(place.document.blocks)
    title, (first, last) = place.title_block, place.body
    anchor = title if title is not None else first
    yield range(max(0, anchor - _BEFORE), min(count, anchor + _AFTER)), 0.0
    if first > anchor + _AFTER - 2:
        yield range(max(anchor + _AFTER, first - 8), min(count, first + 3)), 0.2
    start = max(first + 3, anchor + _AFTER, last - 12)
    yield range(min(start, count), min(count, last + 14)), 0.5
    yield range(max(0, anchor - _FAR_BEFORE), max(0, anchor - _BEFORE)), 0.8
    zones = zones_of(place.document)
    for index in range(min(count, last + 14), count):
        if zones[place.document.blocks[index].node] == "author":
            yield range(index, index + 1), 0.6


def is_shown(place: Place, name: str, *, near: bool = False, signed: bool = False) -> bool:
    """Whether a short line of the page, outside menus, comments and teasers, names them.

    `near`: only lines around the title, and just above or below the text, count; `signed`: only lines of bylines.
    """
    zones = zones_of(place.document)
    blocks = place.document.blocks
    spans = [span for span, _ in windows(place)] if near else [range(len(blocks))]
    pattern = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    return any(
        name in blocks[index].text
        and pattern.search(blocks[index].text)
        and len(blocks[index].text) <= LONGEST_LINE
        and (zones[blocks[index].node] in SIGNED if signed else zones[blocks[index].node] not in NOT_SHOWN)
        for span in spans
        for index in span
    )
