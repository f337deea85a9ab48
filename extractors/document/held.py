"""What a zone must hold to be one: menus and keywords are made of links, an advertisement holds no list of its own.

Class names are chosen for one site's eyes: `Tags-module--list--x` holds the skills of a guide, `banner` a section.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extractors.document.model import HEADING_TAGS, Document

_FEWEST = 3
"""Blocks from which on a box is judged by what it holds."""
_BLOCKS_A_LINK = {"nav": 3, "tags": 2, "toc": 3, "share": 4, "pagination": 3, "breadcrumb": 4, "related": 8}
"""Zones made of links: of so many blocks one at least has one."""
_NO_LIST = frozenset({"ad", "header", "cta", "meta", "popup", "author", "newsletter"})
_LIST = 4
"""Items of a list, or cells, without links that none of those holds."""
_TAG_ADDRESS = ("tag", "topic", "categor", "label", "keyword", "rubri", "thema", "tema")


def as_held(document: Document, node: int, zone: str) -> str | None:
    """The zone that the box opens, told by what it holds; None where it is a part of the text with an unlucky name."""
    first, last = document.first_block[node], document.last_block[node]
    if zone in _BLOCKS_A_LINK:
        links = _within(document.nodes("a"), document, node)
        linked = len(links) + len(_within(document.nodes("button"), document, node))
        if last - first >= _FEWEST and linked * _BLOCKS_A_LINK[zone] < last - first:
            return None
        if zone == "tags" and last > first and _is_headed(document, node) and not _lead_to_tags(document, links):
            return None
    elif zone in _NO_LIST and last - first > _LIST and _holds_list(document, node):
        return None
    elif zone == "ad" and _holds_section(document, node):
        return "cta"
    return zone


def _within(nodes: Sequence[int], document: Document, node: int) -> Sequence[int]:
    return nodes[bisect_left(nodes, node) : bisect_left(nodes, document.ends[node])]


def _is_headed(document: Document, node: int) -> bool:
    """Whether a heading stands right above, in the same box."""
    index, box = document.first_block[node] - 1, document.parents[node]
    return (
        index >= 0
        and box >= 0
        and document.blocks[index].tag in HEADING_TAGS
        and document.blocks[index].tag != "h1"
        and index >= document.first_block[box]
    )


def _lead_to_tags(document: Document, links: Sequence[int]) -> bool:
    for link in links:
        attributes = document.attributes[link]
        address = (attributes.get("href") or "").lower()
        if attributes.get("rel") == "tag" or any(word in address for word in _TAG_ADDRESS):
            return True
    return False


def _holds_list(document: Document, node: int) -> bool:
    """Whether it holds a list or a table whose items are mostly no links, and no field to fill in."""
    if _within(document.nodes("input"), document, node):
        return False
    blocks = document.within(node)
    items = [block for block in blocks if block.tag in ("li", "td", "th", "dd")]
    linked = len(_within(document.nodes("a"), document, node))
    return len(items) >= _LIST and len(items) * 2 > len(blocks) and linked * 2 < len(items)


def _holds_section(document: Document, node: int) -> bool:
    """Whether it holds one of the page's own kind of headings."""
    headings = document.nodes("h2")
    return len(headings) > 1 and bool(_within(headings, document, node))
