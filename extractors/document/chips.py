"""Chips: inline boxes of one make that stand for a list; and by what boxes are known to be of one make."""

from __future__ import annotations

import re

from extractors.document.entries import Entry, clean, href_of, stem
from extractors.document.model import Document

_CHIP_TAGS = frozenset(
    {"a", "span", "button", "em", "i", "b", "strong", "label", "code", "small", "mark", "abbr", "cite"}
)
_CHIP_GAP = re.compile(r"^[\s,;·•|∙/]*$")


def shape_of(document: Document, node: int) -> tuple[str, str]:
    """Tag and class names that tell alike boxes from others."""
    attributes = document.attributes[node]
    name = attributes.get("class") if attributes else None
    return document.tags[node], stem(name) if name else ""


def chips_of(document: Document, index: int, label: str | None) -> list[Entry]:
    """Inline boxes of one make that make up the whole text, but for separators."""
    block = document.blocks[index]
    outer: list[tuple[int, int, int]] = []
    for span in block.spans:
        if outer and span[0] < outer[-1][1]:
            continue
        if document.tags[span[2]] in _CHIP_TAGS and span[1] > span[0]:
            outer.append(span)
    if len(outer) == 1:
        inner = [span for span in block.spans if span != outer[0] and document.parents[span[2]] == outer[0][2]]
        outer = inner if len(inner) >= 2 else outer
    if len(outer) < 2:
        return []
    place = 0
    for start, end, _ in outer:
        if not _CHIP_GAP.match(block.text[place:start]):
            return []
        place = end
    if not _CHIP_GAP.match(block.text[place:]):
        return []
    shapes = {shape_of(document, node) for _, _, node in outer}
    if len(shapes) > 1:
        kinds = {shape_of(document, node)[0] for _, _, node in outer}
        words = [shape_of(document, node)[1].split() for _, _, node in outer]
        if len(kinds) > 1 or not all(set(words[0]) & set(other) for other in words):
            return []
    return [
        Entry(clean(block.text[start:end]), "", index, node, href_of(document, node), label, (index,))
        for start, end, node in outer
        if clean(block.text[start:end])
    ]
