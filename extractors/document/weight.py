"""How a line is drawn: bold, larger than the text around it, and of which make; by tags, class names and styles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import msgspec

from extractors.document.entries import stem
from extractors.document.model import BOLD_TAGS, Block, Document

_EDGES = " 0123456789.)•:–-"
"""What may stand before or after the bold words of a line that is bold as a whole."""
_WEIGHT = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)|font\s*:[^;]*\bbold\b", re.IGNORECASE)
_SIZE = re.compile(r"font-size\s*:\s*(?:(\d{1,3}(?:\.\d+)?)\s*(px|pt|r?em|%)|(x{0,3}-?large))", re.IGNORECASE)
_PIXELS = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "%": 0.16}
_NAMED = {"large": 18.0, "x-large": 24.0, "xx-large": 32.0, "xxx-large": 48.0}
_FONT = {"4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0, "+1": 18.0, "+2": 24.0, "+3": 32.0, "+4": 48.0}
"""Sizes of the `font` element, in pixels."""
PLAIN_SIZE = 16.0


class Weight(msgspec.Struct, frozen=True, gc=False):
    """How the whole of a line is drawn."""

    bold: bool
    """By tags and styles; class names only tell lines of one make from others."""
    size: float
    """In pixels, as far as styles and old tags tell; 16 where they tell nothing."""
    make: tuple[str, ...]
    """Tags and class names of the boxes that hold this line alone and of the elements that cover it."""


def weight_of(document: Document, index: int) -> Weight:
    """The weight of a block; reckoned once for each block that is asked for."""
    known: dict[int, Weight] = document.__dict__.setdefault("weights", {})
    if index not in known:
        block = document.blocks[index]
        nodes = list(_covering(document, block, index))
        attributes, tags = document.attributes, document.tags
        known[index] = Weight(
            any(_is_bold(tags[node], attributes[node]) for node in nodes),
            max((_size(tags[node], attributes[node]) for node in nodes), default=PLAIN_SIZE),
            tuple(f"{tags[node]}.{stem(attributes[node].get('class') or '')}" for node in nodes),
        )
    return known[index]


def _covering(document: Document, block: Block, index: int) -> Iterator[int]:
    """The block's box and those around it that hold nothing else, outermost last; then what covers all of its text."""
    node = block.node
    yield node
    first, last, parents = document.first_block, document.last_block, document.parents
    if first[node] == index and last[node] == index + 1:
        for _ in range(2):
            node = parents[node]
            if node < 0 or last[node] - first[node] > 1 or document.tags[node] in ("td", "th", "li", "body"):
                break
            yield node
    length = len(block.text)
    for start, end, inner in block.spans:
        if start <= 4 and end >= length - 2 and not block.text[:start].strip(_EDGES):
            yield inner


@lru_cache(maxsize=4096)
def _style(style: str) -> tuple[bool, float]:
    found = _SIZE.search(style)
    if found is None:
        size = PLAIN_SIZE
    elif found[3]:
        size = _NAMED.get(found[3].lower(), PLAIN_SIZE)
    else:
        size = float(found[1]) * _PIXELS[found[2].lower()]
    return bool(_WEIGHT.search(style)), size


def _is_bold(tag: str, attributes: Mapping[str, str]) -> bool:
    if tag in BOLD_TAGS:
        return True
    style = attributes.get("style")
    return bool(style and _style(style)[0])


def _size(tag: str, attributes: Mapping[str, str]) -> float:
    if tag == "font":
        return _FONT.get((attributes.get("size") or "").strip(), PLAIN_SIZE)
    if tag == "big":
        return _NAMED["large"]
    style = attributes.get("style")
    return _style(style)[1] if style else PLAIN_SIZE
