"""Groups that are tables or cards in other mark-up: boxes under a row of heads, labels and amounts line by line."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Document
from extractors.document.entries import Entry
from extractors.document.groups import Group
from extractors.document.tables import Cell, Grid
from extractors.guide.salaries.notes import has_money
from extractors.values.words import has_digit

_LEAST_ROWS, _LEAST_COLUMNS = 3, 2
_SHORT = 80
_LEAST_LINES = 4


def as_grid(document: Document, group: Group) -> Grid | None:
    """The table that rows of boxes make: a first one of heads without figures, and as many cells in each after it."""
    if group.shape != "boxes" or len(group.entries) < _LEAST_ROWS:
        return None
    rows = [tuple(place for place in entry.blocks if place >= 0) for entry in group.entries]
    width = len(rows[0])
    if width < _LEAST_COLUMNS or any(len(row) != width for row in rows):
        return None
    laid = [tuple(_cell(document, place) for place in row) for row in rows]
    head, *body = laid
    if any(has_digit(cell.text.rstrip("¹²³⁴")) for cell in head):
        return None
    figures = [all(has_digit(row[column].text) for row in body) for column in range(width)]
    if not any(figures) or figures[0]:
        return None
    return Grid(group.node, None, (head,), tuple(body), (None,) * len(body))


def _cell(document: Document, place: int) -> Cell:
    block = document.blocks[place]
    return Cell(block.text, block.node, place, head=False)


def paired(document: Document, groups: Sequence[Group], language: str | None, country: str | None) -> list[Group]:
    """The groups with runs of short lines, by turns a label and an amount, as cards of two lines each."""
    found: list[Group] = []
    place = 0
    while place < len(groups):
        run = _run(groups, place, language, country)
        if len(run) < _LEAST_LINES:
            found.append(groups[place])
            place += 1
            continue
        run = run[: len(run) // 2 * 2]
        entries = tuple(
            Entry(one.text, other.text, one.first, one.node, blocks=(one.first, other.first))
            for one, other in zip(run[::2], run[1::2], strict=True)
        )
        found.append(Group("boxes", document.parents[run[0].node], run[0].first, run[-1].last, entries))
        place += len(run)
    return found


def _run(groups: Sequence[Group], first: int, language: str | None, country: str | None) -> list[Group]:
    """Short lines from here on of which every other one holds an amount."""
    run: list[Group] = []
    kinds: list[bool] = []
    for group in groups[first:]:
        if group.shape != "prose" or len(group.text) > _SHORT or "\n" in group.text:
            break
        kind = has_money(group.text, language, country)
        if kinds and kind == kinds[-1]:
            break
        run.append(group)
        kinds.append(kind)
    return run
