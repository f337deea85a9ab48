"""Where on a page its own date may stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from extractors.document import Document
from extractors.document.zones import zones_of
from extractors.metadata import Metadata
from extractors.records import Evidence
from extractors.things import Thing

_BEFORE, _AFTER, _FAR_BEFORE, _BELOW = 10, 17, 26, 25


class Dated(NamedTuple):
    """A date and where it stood."""

    iso: str
    evidence: Evidence


class Place(NamedTuple):
    """Where to look, and by which customs."""

    document: Document
    metadata: Metadata
    subjects: Sequence[Thing]
    title_block: int | None
    body: tuple[int, int]
    """First block of the main text and the first after it."""
    url: str | None
    language: str | None
    fetched_at: datetime | None
    latest: date
    """Later dates are no dates of a page that is there already: the day of fetching."""

    @property
    def anchor(self) -> int:
        """The title's block, or the text's first one."""
        return self.title_block if self.title_block is not None else self.body[0]


class Window(NamedTuple):
    """Blocks among which the page's own date may stand."""

    near: Sequence[int]
    """Those near the title and just above the text."""
    after: range
    """Those just below the text; some may be near, too."""


def window(place: Place) -> Window:
    """The blocks about the title and the end of the text."""
    count = len(place.document.blocks)
    first, last = place.body
    anchor = place.anchor
    start = min(anchor, first)
    near: Sequence[int] = range(max(0, start - _BEFORE), min(count, anchor + _AFTER))
    if start > _BEFORE:
        zones, blocks = zones_of(place.document), place.document.blocks
        far = range(max(0, start - _FAR_BEFORE), start - _BEFORE)
        if above := [index for index in far if zones[blocks[index].node] == "meta"]:
            near = [*above, *near]
    if first > anchor + _AFTER - 2:
        near = [*near, *range(max(anchor + _AFTER, first - 8), min(count, first + 3))]
    return Window(near, range(max(0, last - 3), min(count, last + _BELOW)))


def is_quoted(document: Document, node: int) -> bool:
    """Whether it stands in a quotation, as the posts of others that a text embeds do."""
    return any(document.tags[above] == "blockquote" for above in (node, *document.ancestors(node)))
