"""Where bylines are looked for, and what a name found there is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.article.lines import OUTSIDE
from extractors.document import Document
from extractors.document.zones import zones_of
from extractors.metadata import Metadata
from extractors.records import Evidence
from extractors.things import Thing
from extractors.values.names import Name, key_of, lexicon, may_sign

_BEFORE = 10
_AFTER = 14
_FAR_BEFORE = 25
_ABOVE = 24
"""Blocks above the text where it begins far below its title: pictures, captions, share bars stand between."""
_INTO_TEXT = 5
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
    top = min(count, first + _INTO_TEXT)
    if first > anchor + _AFTER - 2:
        yield range(max(anchor + _AFTER, first - _ABOVE), top), 0.2
    start = max(top, anchor + _AFTER, last - 12)
    yield range(min(start, count), min(count, last + 14)), 0.5
    yield range(max(0, anchor - _FAR_BEFORE), max(0, anchor - _BEFORE)), 0.8
    zones = zones_of(place.document)
    for index in range(min(count, last + 14), count):
        if zones[place.document.blocks[index].node] == "author":
            yield range(index, index + 1), 0.6


def is_shown(place: Place, name: str, *, near: bool = False, signed: bool = False) -> bool:
    """Whether a short line of the page, outside menus, comments and teasers, names them.

    `near`: only lines around the title, and just above or below the text, count; `signed`: only lines of bylines, by
    their zone or their wording.
    """
    zones = zones_of(place.document)
    blocks = place.document.blocks
    spans = [span for span, _ in windows(place)] if near else [range(len(blocks))]
    return any(
        name in (text := blocks[index].text)
        and len(text) <= LONGEST_LINE
        and names(text, name)
        and (
            zones[blocks[index].node] in SIGNED or _signs_with(place, index, name)
            if signed
            else zones[blocks[index].node] not in NOT_SHOWN
        )
        for span in spans
        for index in span
    )


def is_cued(place: Place, name: str) -> bool:
    """Whether a line near the title, or just above or below the text, names them after a byline's cue."""
    blocks = place.document.blocks
    return any(
        name in (text := blocks[index].text)
        and len(text) <= LONGEST_LINE
        and (match := lexicon().start.match(text)) is not None
        and text.startswith(name, match.end())
        for span, _ in windows(place)
        for index in span
    )


def names(text: str, name: str) -> bool:
    """Whether a text holds the name as words of their own."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        before, after = text[at - 1 : at], text[end : end + 1]
        if not (before.isalnum() or before in ("-", "_")) and not after.isalnum():
            return True
        at = text.find(name, at + 1)
    return False


def _signs_with(place: Place, index: int, name: str) -> bool:
    """Whether a line by the title, or with a byline's cue, is about nobody but the one named."""
    block = place.document.blocks[index]
    if zones_of(place.document)[block.node] in OUTSIDE or index == place.title_block:
        return False
    text = block.text
    match = lexicon().start.match(text) if may_sign(text) else None
    rest = text[match.end() if match else 0 :]
    if not rest.startswith(name) or _GOES_ON.match(rest, len(name)):
        return False
    title = place.title_block
    if match is None and (name.islower() or key_of(name) == key_of(place.site_name or "")):
        return False  # an account, the site's own sign
    return match is not None or (title is not None and title < index <= title + _BELOW_TITLE)


_GOES_ON = re.compile(r"\s?[^\W\d]")
_BELOW_TITLE = 4
