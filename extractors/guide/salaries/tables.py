"""Pay in tables: a table's columns and labels first, then row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from extractors.document.tables import Cell, Grid
from extractors.guide.salaries.claim import Claim, Setting
from extractors.guide.salaries.columns import bounds_of, columns_of, is_percentile, label_columns
from extractors.guide.salaries.rows import read_row
from extractors.guide.wording import read_heading
from extractors.values.occupations import names_occupation
from extractors.values.pay import PayContext, read_context
from extractors.values.words import has_digit

_SHARE = re.compile(r"^\s*[pP]?(-?\d{1,3}(?:\.\d+)?)\s*(?:%|th|st|nd|rd|e|er|º|\.)?\s*$")
_MANY_ROWS = 40


def has_digits(grid: Grid) -> bool:
    """Whether a table holds figures at all."""
    return any(has_digit(cell.text) for row in grid.rows[:_MANY_ROWS] for cell in row)


def read_table(grid: Grid, around: PayContext, setting: Setting) -> Iterator[Claim]:
    """The claims of a table; none where it holds no pay."""
    language, country = setting.language, setting.country
    caption = read_context(grid.caption, language=language, country=country) if grid.caption else None
    if caption is not None:
        around = around.over(caption)
    columns = columns_of(grid, around, setting)
    if not columns:
        return
    labels = label_columns(grid, {column.place for column in columns})
    shares = _percentiles(grid, setting)
    trades = _heads_names(grid, labels, setting.language)
    low, high = bounds_of(columns)
    for row, group in zip(grid.rows, grid.groups, strict=True):
        inner = around.over(read_context(group, language=language, country=country)) if group else around
        claims = read_row(row, group, columns, labels, (low, high), inner, setting, named=trades)
        yield from claims if shares is None else _at_percentile(claims, row, shares)


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
