"""The cells of a table made ready for reading: two ends of a range in boxes of their own, marks of footnotes."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.document import Document
from extractors.document.model import Block
from extractors.document.tables import Cell, Grid
from extractors.guide.salaries.lines import lines_of
from extractors.values.words import has_digit

_JOINER = re.compile(r"[-–—−~〜～→]|[^\W\d_]{1,5}\.?")
"""A dash, or a short word such as "to" and "bis"."""
_DASH = " – "
_MOST = 4
_FIGURE = re.compile(r"\d[\d.,'’\s]*")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST, _SHORT_WORD, _FEW = 28, 4, 3


def prepared(document: Document, grid: Grid) -> Grid:
    """The table with its cells' text as it is to be read; offsets in a cell of one block stay true but for ranges."""
    known: dict[int, Cell] = {}

    def ready(cell: Cell) -> Cell:
        if cell.block < 0 or not has_digit(cell.text):
            return cell
        found = known.get(cell.node)
        if found is None:
            text = _text(document, cell)
            found = known[cell.node] = cell if text == cell.text else replace(cell, text=text)
        return found

    rows = tuple(tuple(map(ready, row)) for row in grid.rows)
    return grid if not known else replace(grid, rows=rows)


def _text(document: Document, cell: Cell) -> str:
    first, last = document.first_block[cell.node], document.last_block[cell.node]
    blocks = document.blocks[first:last]
    pieces = [piece for block in blocks for piece in lines_of(document, block)]
    joined = join_ends(pieces)
    if joined is not None:
        return joined
    return "\n".join(without_marks(document, block) for block in blocks)


def join_ends(pieces: list[str]) -> str | None:
    """The two ends of a range that stand in boxes of their own as one text; None where the boxes hold anything else."""
    if not 2 <= len(pieces) <= _MOST:
        return None
    ends = [piece for piece in pieces if has_digit(piece)]
    if len(ends) != 2 or not all(map(_is_amount, ends)):
        return None
    if any(not _JOINER.fullmatch(piece.strip()) for piece in pieces if not has_digit(piece)):
        return None
    low, high = map(_size, ends)
    if not 0 < low < high:
        return None
    between = pieces[pieces.index(ends[0]) + 1 : len(pieces) - pieces[::-1].index(ends[1]) - 1]
    if between or (ends[1].strip()[0] in "-–—" or ends[0].strip()[-1] in "-–—"):
        return " ".join(pieces)
    return _DASH.join(ends)


def _is_amount(text: str) -> bool:
    """A number with little around it: a sign, a code, a multiplier, a short unit."""
    if len(text) > _LONGEST or len(_FIGURE.findall(text)) != 1:
        return False
    words = _WORD.findall(text)
    return len(words) <= _FEW and all(len(word) <= _SHORT_WORD for word in words)


def _size(text: str) -> int:
    """The digits as a number, whatever their separators: enough to tell which of two alike is larger."""
    found = _FIGURE.search(text)
    digits = "".join(filter(str.isdigit, found[0])) if found else ""
    return int(digits[:15] or "0")


def without_marks(document: Document, block: Block) -> str:
    """The block's text with raised marks of footnotes behind figures as blanks, every character in its place."""
    text = block.text
    for start, end, node in block.spans:
        raised = document.tags[node] == "sup" and end - start <= 3
        if raised and start and (text[start - 1].isdigit() or text[start - 1] in "€$£%. "):
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text
