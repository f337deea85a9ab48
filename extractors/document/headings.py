"""What a heading is, whatever its mark-up, and which zones are not the page's own text."""

from __future__ import annotations

import msgspec

from extractors.document.model import Block, Document
from extractors.document.zones import zones_of

FURNITURE = frozenset(
    {
        "nav", "footer", "aside", "related", "newsletter", "cookie", "share", "comments", "author", "ad", "popup",
        "breadcrumb", "pagination", "tags", "toc", "header",
    }
)  # fmt: skip
"""Zones that are not the page's own text. Forms stay: some sites wrap the whole page in one."""


class Heading(msgspec.Struct, frozen=True, gc=False):
    """A heading and the range of blocks under it, up to the next heading."""

    node: int
    block: int
    """Index of its block; for a tab, of the block that holds the tab's name."""
    level: int
    text: str
    rule: str
    """`tag`, `bold`, `styled`, `summary` (or a button that opens), `tab`, `term`, `above` (a line above a table)."""
    first: int
    """First block of its content …"""
    last: int
    """… and the block after the last one before the next heading."""
    until: int | None = None
    """Where its content ends for good (a closed box); None where only the next heading ends it."""
    kicker: Block | None = None
    """The short line above it, where there is one."""
    beside: bool = False
    """Whether it stands in a column beside the text (`aside`); most of these are no part of it."""
    panel: int | None = None
    """The node of a tab's panel, which may hold pictures and not a single block."""


def is_own(document: Document, node: int) -> bool:
    """Whether the node stands in the page's own text."""
    return zones_of(document)[node] not in FURNITURE
