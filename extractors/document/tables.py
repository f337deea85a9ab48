"""Tables as a reader sees them: cells on a grid, spans filled in, header rows told from figures.

Pages write tables carelessly: `td` directly under `table`, header cells as `td`, a caption as a row that spans all
columns, and whole pages laid out in tables. `grid_of` takes all of them and gives None for layout.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extractors.document.model import HEADING_TAGS, Document
from extractors.document.table_heads import acts_as_header, is_drawn_as_header

CELLS = frozenset({"td", "th"})
_PARTS = frozenset({"thead", "tbody", "tfoot"})
_MAX_SPAN = 1000
_MAX_ROWS = 5000
_LONG_CELL = 400


@dataclass(frozen=True)
class Cell:
    """A cell's text and where it stands."""

    text: str
    node: int
    block: int
    """Index of its first block; -1 where it is empty."""
    head: bool
    """Whether it is a `th`."""


EMPTY = Cell("", -1, -1, head=False)


@dataclass(frozen=True)
class Grid:
    """A table: rows of equal length, a cell that spans several places repeated in each."""

    node: int
    caption: str | None
    header: tuple[tuple[Cell, ...], ...]
    """Header rows, none where the table has none."""
    rows: tuple[tuple[Cell, ...], ...]
    groups: tuple[str | None, ...]
    """For each row the heading that spans all columns above it, if any."""
    cut: bool = False
    """Whether rows beyond the bound were left out."""

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((len(row) for row in (*self.header, *self.rows)), default=0)

    def head(self, column: int) -> str:
        """The column's header cells joined from the top, each wording once."""
        words: list[str] = []
        for row in self.header:
            if column < len(row) and row[column].text and row[column].text not in words:
                words.append(row[column].text)
        return " ".join(words)


def grid_of(document: Document, table: int) -> Grid | None:
    """The table on a grid; None where it has fewer than two cells or only lays out the page."""
    raw = list(_rows(document, table))
    cut = len(raw) > _MAX_ROWS
    laid = _lay_out(document, raw[:_MAX_ROWS])
    cells = {cell.node for _, row in laid for cell in row if cell.text}
    if len(cells) < 2 or _is_layout(document, table, laid):
        return None
    caption = _caption(document, table)
    width = max(len(row) for _, row in laid)
    header: list[tuple[Cell, ...]] = []
    rows: list[tuple[Cell, ...]] = []
    groups: list[str | None] = []
    group: str | None = None
    for part, row in laid:
        padded = row + (EMPTY,) * (width - len(row))
        spanning = _spanning_text(padded)
        if not any(cell.text for cell in padded):
            continue
        if spanning and width > 1:
            group = spanning
            continue
        if not rows and (part == "thead" or _heads(padded)):
            header.append(padded)
            continue
        rows.append(padded)
        groups.append(group)
    if not header and len(rows) > 1 and (is_drawn_as_header(document, rows) or acts_as_header(rows)):
        header, rows, groups = [rows[0]], rows[1:], groups[1:]
    return Grid(table, caption, tuple(header), tuple(rows), tuple(groups), cut)


def _rows(document: Document, table: int) -> Iterator[tuple[str, list[int]]]:
    """Cells by row with the part of the table they stand in; loose cells make a row of their own."""
    tags, ends = document.tags, document.ends
    loose: list[int] = []
    for child in document.children(table):
        tag = tags[child]
        if tag in CELLS:
            loose.append(child)
            continue
        if loose:
            yield "", loose
            loose = []
        if tag == "tr":
            yield "", _cells(document, child)
        elif tag in _PARTS:
            for row in document.children(child):
                if tags[row] == "tr":
                    yield tag, _cells(document, row)
        elif tag not in ("caption", "colgroup", "col"):
            node = child
            while node < ends[child]:
                if tags[node] == "tr":
                    yield "", _cells(document, node)
                    node = ends[node]
                elif tags[node] == "table":
                    node = ends[node]
                else:
                    node += 1
    if loose:
        yield "", loose


def _cells(document: Document, row: int) -> list[int]:
    return [
        cell
        for child in document.children(row)
        for cell in ((child,) if document.tags[child] in CELLS else document.children(child))
        if document.tags[cell] in CELLS
    ]


def _lay_out(document: Document, raw: list[tuple[str, list[int]]]) -> list[tuple[str, tuple[Cell, ...]]]:
    """Rows with colspan and rowspan filled in."""
    laid: list[tuple[str, tuple[Cell, ...]]] = []
    hanging: dict[int, tuple[Cell, int]] = {}
    for part, nodes in raw:
        row: list[Cell] = []
        waiting = list(nodes)
        while waiting or len(row) in hanging:
            place = len(row)
            if place in hanging:
                cell, left = hanging.pop(place)
                row.append(cell)
                if left > 1:
                    hanging[place] = (cell, left - 1)
                continue
            node = waiting.pop(0)
            cell = _cell(document, node)
            attributes = document.attributes[node]
            down = _span(attributes.get("rowspan"))
            for _ in range(_span(attributes.get("colspan"))):
                if down > 1:
                    hanging[len(row)] = (cell, down - 1)
                row.append(cell)
        laid.append((part, tuple(row)))
    return laid


@lru_cache(maxsize=256)
def _span(value: str | None) -> int:
    """The number of places; 1 where it is missing or nonsense."""
    if not value:
        return 1
    digits = value.strip()
    return min(max(int(digits), 1), _MAX_SPAN) if digits.isdecimal() and len(digits) < 6 else 1


def _cell(document: Document, node: int) -> Cell:
    first, last = document.first_block[node], document.last_block[node]
    head = document.tags[node] == "th"
    if first >= last:
        return Cell("", node, -1, head)
    blocks = document.blocks
    text = blocks[first].text if last - first == 1 else "\n".join(block.text for block in blocks[first:last])
    return Cell(text, node, first, head)


def _caption(document: Document, table: int) -> str | None:
    for child in document.children(table):
        if document.tags[child] == "caption":
            return " ".join(block.text for block in document.within(child)) or None
    return None


def _spanning_text(row: tuple[Cell, ...]) -> str | None:
    """The text of a row that is one cell over all columns, or over several with nothing beside it."""
    first = row[0]
    if not first.text:
        return None
    places = sum(cell.node == first.node for cell in row)
    if places == len(row) or (places > 1 and all(cell.node == first.node or not cell.text for cell in row)):
        return first.text
    return None


def _heads(row: tuple[Cell, ...]) -> bool:
    """A row of header cells only (empty corners aside); a row head before figures is none."""
    filled = [cell for cell in row if cell.text]
    return bool(filled) and all(cell.head for cell in filled)


def _is_layout(document: Document, table: int, laid: list[tuple[str, tuple[Cell, ...]]]) -> bool:
    """Headings, further tables or much text in the cells: the table only places boxes on the page."""
    if document.attributes[table].get("role") in ("presentation", "none"):
        return True
    tags = document.tags
    for node in range(table + 1, document.ends[table]):
        if tags[node] == "table" or (tags[node] in HEADING_TAGS and not _alone_in_cell(document, node)):
            return True
    sizes = [len(cell.text) for _, row in laid for cell in row if cell.text]
    return len(sizes) < 4 and max(sizes) > _LONG_CELL


def _alone_in_cell(document: Document, node: int) -> bool:
    """A heading that is all of its cell, or stands in a header cell."""
    for above in document.ancestors(node):
        tag = document.tags[above]
        if tag in ("th", "caption"):
            return True
        if tag == "td":
            return document.last_block[above] - document.first_block[above] <= 2
    return False
