"""Whether the first of a table's plain rows names its columns: by how it is drawn, or by what stands below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from extractors.document.model import Document
from extractors.document.weight import weight_of

if TYPE_CHECKING:
    from extractors.document.tables import Cell

Rows: TypeAlias = "Sequence[tuple[Cell, ...]]"

_DIGIT = re.compile(r"\d")
_AMOUNT = re.compile(
    r"[€$£¥₹₺₽₩₫฿]|\d\s?k\b|\d[.,’' \u00a0\u202f]\d{3}\b|(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{3,}", re.IGNORECASE
)
_HEAD_NAME = re.compile(r"(?<![a-z])(?:t?head(?:er|ing)?|kop(?:rij)?|titel|titre|nagl)(?![a-z])")


def is_drawn_as_header(document: Document, rows: Rows) -> bool:
    """The first row is bold, coloured or named as a head, and no other row is."""
    first = [cell for cell in rows[0] if cell.text]
    if len({cell.node for cell in first}) < 2 or rows[0][-1].node < 0 or _holds_amount(first[0].text):
        return False
    if _is_bold(document, first):
        return not any(_is_bold(document, [cell for cell in row if cell.text]) for row in rows[1:])
    makes = [_make_of_row(document, row) for row in rows]
    return bool(makes[0]) and makes[0] not in makes[1:] and (len(rows) > 2 or _names_head(makes[0]))


def _is_bold(document: Document, cells: list[Cell]) -> bool:
    """Whether all of the cells are bold, each as a whole."""
    return bool(cells) and all(
        cell.block >= 0 and (weight_of(document, cell.block).bold or _bold_box(document, cell)) for cell in cells
    )


def _bold_box(document: Document, cell: Cell) -> bool:
    style = document.attributes[cell.node].get("style") or document.attributes[document.parents[cell.node]].get("style")
    return bool(style and "bold" in style)


def _make_of_row(document: Document, row: tuple[Cell, ...]) -> str:
    """Colour and class of the row, else of its cells where these are all alike."""
    attributes = document.attributes
    own = attributes[document.parents[row[0].node]] if row[0].node >= 0 else {}
    if own.get("bgcolor") or "background" in (own.get("style") or "") or _names_head(own.get("class") or ""):
        return f"{own.get('bgcolor')} {own.get('style')} {own.get('class')}"
    names = {attributes[cell.node].get("class") or "" for cell in row if cell.node >= 0}
    return name if len(names) == 1 and _names_head(name := names.pop()) else ""


@lru_cache(maxsize=1024)
def _names_head(name: str) -> bool:
    return bool(_HEAD_NAME.search(name.lower()))


def acts_as_header(rows: Rows) -> bool:
    """The first of plain rows names the columns: it has no amounts, and some column below has figures only."""
    first, rest = rows[0], rows[1:]
    if len(first) < 2:
        return False
    counted = [column for column, cell in enumerate(first) if _starts_with_figure(cell.text)]
    if 0 in counted or not all(_is_span(first[column].text, column, rest) for column in counted):
        return False
    for column in range(1, len(first)):
        below = [row[column].text for row in rest if column < len(row) and row[column].text]
        if len(below) >= 1 and all(_DIGIT.search(text) for text in below):
            return column in counted or not _DIGIT.search(first[column].text) or len(first[column].text) < 40
    return False


def _is_span(text: str, column: int, rest: Rows) -> bool:
    """A head such as "< 2 years", "3–5" or "2025" over amounts: its figures are small, or years."""
    if _holds_amount(text):
        return False
    below = [row[column].text for row in rest if column < len(row) and row[column].text]
    return bool(below) and all(map(_holds_amount, below))


@lru_cache(maxsize=1024)
def _holds_amount(text: str) -> bool:
    """Whether it holds a sum: a currency, thousands, or a figure of three digits and more that is no year."""
    return bool(_AMOUNT.search(text))


@lru_cache(maxsize=1024)
def _starts_with_figure(text: str) -> bool:
    found = _DIGIT.search(text)
    return found is not None and found.start() <= 4
