"""The text of any node: a block-level element's blocks, or the part of a block that an inline element covers."""

from __future__ import annotations

from extractors.document.model import Document


def text_of(document: Document, node: int) -> str:
    """The node's visible text, its blocks apart by a line break; empty where it has none."""
    first, last = document.first_block[node], document.last_block[node]
    if last > first:
        return "\n".join(block.text for block in document.blocks[first:last])
    place = place_of(document, node)
    if place is None:
        return ""
    block, start, end = place
    return document.blocks[block].text[start:end]


def place_of(document: Document, node: int) -> tuple[int, int, int] | None:
    """Where an inline element's text lies: block, start, end. None where it has no text, or is no inline element."""
    first = document.first_block[node]
    for index in (first, first + 1):
        if index < len(document.blocks):
            for start, end, owner in document.blocks[index].spans:
                if owner == node:
                    return index, start, end
    return None
