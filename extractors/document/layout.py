"""Pages laid out in tables: which cells are the menu, the columns beside the text, and the foot.

Such a page has neither `nav` nor `aside` nor class names that tell; what stands side by side in the rows of its tables
does, by its width, its running text and its links.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from extractors.document.model import HEADING_TAGS, Document

PAGE_CELL = 8
"""Blocks from which on a cell is a part of the page, and no datum."""
_NARROW = 0.45
"""Of the main column's width …"""
_LITTLE = 0.3
"""… and of its running text, up to which a column stands beside it."""
_FOOT = 400
_IS_FOOT = re.compile(
    r"©|\(c\)|copyright|all rights reserved|impressum|imprint|mentions légales|aviso legal", re.IGNORECASE
)
_WIDTH = re.compile(r"\s*(\d{1,4})\s*(?:px)?\s*$")
_STYLE_WIDTH = re.compile(r"(?<![-\w])width\s*:\s*(\d{1,4})\s*(?:px|%)")
_MAX_TABLES = 400


def zones_by_layout(document: Document, prose: Sequence[int]) -> dict[int, str]:
    """Zone by cell, for pages laid out in tables; `prose` is the running text before each block, summed up."""
    found: dict[int, str] = {}
    for table in document.nodes("table")[:_MAX_TABLES]:
        rows = rows_of(document, table)
        if not any(len(row) > 1 for row in rows) or not lays_out(document, table, rows):
            continue
        main = max((cell for row in rows for cell in row), key=lambda cell: _held(document, prose, cell))
        if not _held(document, prose, main):
            continue
        passed = False
        for row in rows:
            if main in row:
                found.update({cell: zone for cell in row if (zone := _beside(document, prose, cell, main))})
                passed = True
            elif zone := _across(document, prose, row, passed=passed):
                found.update(dict.fromkeys(row, zone))
    return found


def rows_of(document: Document, table: int) -> list[list[int]]:
    """The cells of a table's own rows."""
    tags = document.tags
    parts = [part for part in document.children(table) if tags[part] in ("tr", "tbody", "thead", "tfoot")]
    rows = [row for part in parts for row in ((part,) if tags[part] == "tr" else document.children(part))]
    return [[cell for cell in document.children(row) if tags[cell] in ("td", "th")] for row in rows]


def lays_out(document: Document, table: int, rows: Sequence[Sequence[int]]) -> bool:
    """Whether some cell holds a part of the page: a table of its own, or many blocks that are no list."""
    tags, first, last = document.tags, document.first_block, document.last_block
    nested = document.nodes("table")
    place = bisect_left(nested, table + 1)
    if place < len(nested) and nested[place] < document.ends[table]:
        return True
    return any(
        last[cell] - first[cell] >= PAGE_CELL
        and sum(block.tag in ("p", "div") or block.tag in HEADING_TAGS for block in document.within(cell)) >= 3
        for row in rows
        for cell in row
        if tags[cell] == "td"
    )


def _beside(document: Document, prose: Sequence[int], cell: int, main: int) -> str | None:
    """`nav` or `aside` for a column beside the main one; None for a part of the text, and for an empty cell."""
    blocks = document.last_block[cell] - document.first_block[cell]
    if cell == main or not blocks or _titled(document, cell):
        return None
    own, wide = _width(document, cell), _width(document, main)
    narrow = own < wide * _NARROW if own and wide else None
    little = _held(document, prose, cell) < _held(document, prose, main) * _LITTLE
    linked = _links(document, cell) * 2 >= blocks
    if narrow or (little and linked and narrow is None):
        return "nav" if linked else "aside"
    return None


def _across(document: Document, prose: Sequence[int], row: Sequence[int], *, passed: bool) -> str | None:
    """`nav` for a row of links, `footer` for the site's foot below the text."""
    blocks = sum(document.last_block[cell] - document.first_block[cell] for cell in row)
    if not blocks or any(_titled(document, cell) for cell in row):
        return None
    held = sum(_held(document, prose, cell) for cell in row)
    if not held and blocks >= 3 and sum(_links(document, cell) for cell in row) * 4 >= blocks * 3:
        return "nav"
    text = " ".join(block.text for cell in row for block in document.within(cell)[:20])
    return "footer" if passed and len(text) < _FOOT and _IS_FOOT.search(text) else None


def _titled(document: Document, cell: int) -> bool:
    """Whether the page's first headings stand in the cell."""
    return any(cell <= node < document.ends[cell] for node in document.nodes("h1"))


def _held(document: Document, prose: Sequence[int], cell: int) -> int:
    return prose[document.last_block[cell]] - prose[document.first_block[cell]]


def _links(document: Document, node: int) -> int:
    links = document.nodes("a")
    return bisect_left(links, document.ends[node]) - bisect_left(links, node)


def _width(document: Document, cell: int) -> int:
    """In whatever unit the page gives; 0 where it gives none."""
    attributes = document.attributes[cell]
    found = _WIDTH.match((attributes.get("width") or "").rstrip("%")) or _STYLE_WIDTH.search(
        attributes.get("style") or ""
    )
    return int(found[1]) if found else 0
