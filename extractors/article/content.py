"""Facts about blocks that tell text from furniture: how much of it is links, how much reads like prose."""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

from extractors.document import Document
from extractors.document.zones import prose_by_block, zones_of


class Facts(NamedTuple):
    """One entry a block, in the page's order."""

    lengths: list[int]
    links: list[int]
    """Characters that stand in links."""
    zones: list[str | None]
    prose: list[int]
    """Characters of running text: 0 for what reads like a label, a link or a menu, or stands in a zone."""


def facts_of(document: Document) -> Facts:
    """The facts of all blocks; reckoned once a page."""
    known: Facts | None = document.__dict__.get("facts")
    if known is None:
        known = document.__dict__["facts"] = _reckon(document)
    return known


def _reckon(document: Document) -> Facts:
    tags, zones = document.tags, zones_of(document)
    blocks = document.blocks
    lengths = [len(block.text) for block in blocks]
    links = [0] * len(blocks)
    for index, block in enumerate(blocks):
        end_of_last = 0
        for start, end, node in block.spans:
            if start >= end_of_last and tags[node] == "a":
                links[index] += end - start
                end_of_last = end
    for node in document.nodes("a"):
        for index in range(document.first_block[node], document.last_block[node]):
            links[index] = lengths[index]
    block_zones = [zones[block.node] for block in blocks]
    prose = [
        value if value and link * 2 < length and zone is None else 0
        for value, length, link, zone in zip(prose_by_block(document), lengths, links, block_zones, strict=True)
    ]
    return Facts(lengths, links, block_zones, prose)


def sums(values: list[int]) -> list[int]:
    """Running sums, so that a range's sum is a difference."""
    return [0, *accumulate(values)]
