"""Facts about blocks that tell text from furniture: how much of it is links, how much reads like prose."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

from extractors.document import Document
from extractors.document.zones import zones_of

_SENTENCE_END = re.compile(r"[.!?…:;。！？؟][\"'”’»)\]]*\s*(?:$|\n)|[。！？؟]|[.!?]\s+\S")


class Facts(NamedTuple):
    """One entry a block, in the page's order."""

    lengths: list[int]
    links: list[int]
    """Characters that stand in links."""
    zones: list[str | None]
    prose: list[float]
    """Characters of running text: 0 for what reads like a label, a link or a menu."""


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
        if block.spans:
            end_of_last = 0
            for start, end, node in block.spans:
                if tags[node] == "a" and start >= end_of_last:
                    links[index] += end - start
                    end_of_last = end
    for node in document.nodes("a"):
        for index in range(document.first_block[node], document.last_block[node]):
            links[index] = lengths[index]
    block_zones = [zones[block.node] for block in blocks]
    prose = [
        float(length)
        if length > 60 and link * 3 < length and (zone is None or zone in SOFT) and is_prose(block.text)
        else 0.0
        for block, length, link, zone in zip(blocks, lengths, links, block_zones, strict=True)
    ]
    return Facts(lengths, links, block_zones, prose)


SOFT = frozenset({"meta", "popup", "header", "cta", "form", "ad", "tags"})


def is_prose(text: str) -> bool:
    """Whether the text holds a sentence's end."""
    return _SENTENCE_END.search(text) is not None


def sums(values: list[float]) -> list[float]:
    """Running sums, so that a range's sum is a difference."""
    return [0.0, *accumulate(values)]
