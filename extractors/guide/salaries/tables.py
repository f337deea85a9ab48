"""Pay in tables: a table's columns and labels first, then row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from extractors.document import Document
from extractors.document.tables import Cell, Grid
from extractors.guide.salaries.cells import prepared
from extractors.guide.salaries.claim import Claim, Setting, merged
from extractors.guide.salaries.columns import bounds_of, columns_of, is_percentile, label_columns
from extractors.guide.salaries.rows import Frame, Row, head_of, name_of, read_row, without_bound
from extractors.guide.salaries.signs import of_context, of_label
from extractors.guide.wording import read_heading
from extractors.values.occupations import names_occupation
from extractors.values.pay import PayContext, read_context
from extractors.values.words import has_digit

_SHARE = re.compile(r"^\s*[pP]?(-?\d{1,3}(?:\.\d+)?)\s*(?:%|th|st|nd|rd|e|er|º|\.)?\s*$")
_PERCENT = re.compile(r"\d\s?%")
_MANY_ROWS = 40


def has_digits(grid: Grid) -> bool:
    """Whether a table holds figures at all."""
    return any(has_digit(cell.text) for row in grid.rows[:_MANY_ROWS] for cell in row)


def read_table(document: Document, grid: Grid, around: PayContext, setting: Setting) -> Iterator[Claim]:
    """The claims of a table; none where it holds no pay."""
    grid = prepared(document, grid)
    language, country = setting.language, setting.country
    signs: set[str] = set()
    for name, text in (("caption", grid.caption), ("corner", _corner(grid))):
        if text:
            told = read_context(text, language=language, country=country)
            around = around.over(told)
            signs.update(of_context(name, told))
    columns = columns_of(grid, around, setting)
    if not columns:
        return
    labels = label_columns(grid, {column.place for column in columns})
    if grid.rows and grid.width == 1:
        signs.update(of_label("caption", grid.rows[0][0].text, setting))
    if _holds_shares(grid):
        signs.add("table: shares")
    named = _heads_names(grid, labels, language)
    if named:
        signs.add("rows: names")
    frame = Frame(columns, labels, bounds_of(columns), named, frozenset(signs))
    shares = _percentiles(grid, setting)
    rows = [head_of(cells, group, frame, setting) for cells, group in zip(grid.rows, grid.groups, strict=True)]
    place = 0
    while place < len(rows):
        row = rows[place]
        inner = around.over(read_context(row.group, language=language, country=country)) if row.group else around
        after = rows[place + 1] if place + 1 < len(rows) else None
        if after is not None and _ends(row, after):
            yield from _across(row, after, frame, inner, setting)
            place += 2
            continue
        claims = (claim for _, claim in read_row(row, frame, inner, setting))
        yield from claims if shares is None else _at_percentile(claims, row.cells, shares)
        place += 1


def _holds_shares(grid: Grid) -> bool:
    """A column of percentages, as beside the bands of a tax."""
    for place in range(1, grid.width):
        cells = [row[place].text for row in grid.rows[:_MANY_ROWS] if place < len(row) and row[place].text]
        if len(cells) > 1 and all(map(_PERCENT.search, cells)):
            return True
    return False


def _corner(grid: Grid) -> str:
    """The head of the first column, where it speaks of the whole table: "Typical monthly pay (lei)"."""
    head = grid.head(0)
    return head if head and not names_occupation(head) and read_context(head).names_unit else ""


def _ends(row: Row, after: Row) -> bool:
    """A row of lower ends right above one of upper ends."""
    if row.context is None or after.context is None or row.group != after.group:
        return False
    return (row.context.statistic, after.context.statistic) == ("min", "max")


def _across(low: Row, high: Row, frame: Frame, around: PayContext, setting: Setting) -> Iterator[Claim]:
    """The ranges whose ends stand in two rows: one a column."""
    lower = {column.place: claim for column, claim in read_row(low, frame, around, setting)}
    for column, claim in read_row(high, frame, around, setting):
        below = lower.pop(column.place, None)
        name = name_of(without_bound(high), column, claim.pay)
        yield claim._replace(label=name, pay=claim.pay if below is None else merged(below.pay, claim.pay))
    yield from lower.values()


def _percentiles(grid: Grid, setting: Setting) -> int | None:
    """The column that holds percentiles, if any."""
    for place in range(grid.width):
        head = grid.head(place)
        own = read_context(head, language=setting.language, country=setting.country)
        if is_percentile(head, own):
            cells = [row[place].text for row in grid.rows if place < len(row)]
            if sum(bool(_SHARE.match(text)) for text in cells) * 2 > len(cells):
                return place
    return None


def _at_percentile(claims: Iterator[Claim], row: tuple[Cell, ...], place: int) -> Iterator[Claim]:
    """The row's claims with its percentile; a row outside 0 to 100 is padding of a chart."""
    found = _SHARE.match(row[place].text) if place < len(row) else None
    share = Decimal(found[1]) if found else None
    if share is None or not 0 <= share <= 100:
        return
    for claim in claims:
        pay = msgspec.structs.replace(claim.pay, statistic="percentile", percentile=share)
        label = claim.label if claim.label and not claim.label.isdigit() else None
        yield claim._replace(pay=pay, label=f"{label} | percentile {share:f}" if label else f"percentile {share:f}")


def _heads_names(grid: Grid, labels: list[int], language: str | None) -> bool:
    """Whether the row heads are names of companies, places or trades, which may hold any word."""
    if not labels:
        return False
    reading = read_heading(grid.head(labels[0]), language)
    if reading is not None and reading.kind in ("key_companies", "about_role"):
        return True
    cells = [row[labels[0]].text for row in grid.rows if labels[0] < len(row)]
    return sum(names_occupation(text) for text in cells) * 2 > len(cells)
