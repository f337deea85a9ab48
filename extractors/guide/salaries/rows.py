"""The claims of a table's row: what its head says, and the amounts in its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from extractors.document.tables import Cell
from extractors.guide.salaries.claim import Claim, Setting, label_place, level_of_label, merged
from extractors.guide.salaries.columns import YEAR, Column, counts, read_cell, with_bound
from extractors.guide.salaries.signs import of_label, of_words
from extractors.records import Pay
from extractors.values.pay import PayContext, read_context


class Frame(NamedTuple):
    """What all rows of a table share."""

    columns: list[Column]
    labels: list[int]
    """Columns of words."""
    bounds: Mapping[int, Column]
    """Lower columns, by place, with the upper one that ends the range."""
    named: bool
    """Whether row heads are names, which may hold any word."""
    signs: frozenset[str] = frozenset()
    """What its caption and its row heads say of whether its amounts are pay."""


class Row(NamedTuple):
    """A row with what its head says."""

    cells: tuple[Cell, ...]
    group: str | None
    label: str
    location: str | None
    context: PayContext | None
    """None where the head says nothing of the amounts."""
    signs: frozenset[str] = frozenset()
    """What its head says of whether its amounts are pay."""
    counts: bool = False
    """It holds numbers of things or years."""


def head_of(cells: tuple[Cell, ...], group: str | None, frame: Frame, setting: Setting) -> Row:
    """The row with its label read."""
    label, location = _label(cells, frame.labels, setting)
    if not label:
        return Row(cells, group, label, location, None)
    context = read_context(label, language=setting.language, country=setting.country)
    counted = counts(label, context) and not frame.named
    signs = frozenset(of_label("label", label, setting))
    if context.opens is False and not context.component and not frame.named:
        return Row(cells, group, label, location, None, signs, counted)
    return Row(cells, group, label, location, None if frame.named else with_bound(label, context), signs, counted)


def read_row(row: Row, frame: Frame, around: PayContext, setting: Setting) -> Iterator[tuple[Column, Claim]]:
    """The row's claims with their columns; a lower and an upper column as one."""
    if row.counts:
        return
    held: dict[int, tuple[Column, Claim]] = {}
    seen: set[int] = set()
    for column in frame.columns:
        cell = row.cells[column.place] if column.place < len(row.cells) else None
        if cell is None or not cell.text or cell.node in seen:
            continue
        seen.add(cell.node)
        for judged in read_cell(cell.text, _context(column, row, around, setting), setting):
            pay, quote = _finished(judged.pay, column), judged.pay.raw
            signs = frozenset({"in table", *of_words(judged), *column.signs, *row.signs, *frame.signs})
            if column.place in frame.bounds:
                held[frame.bounds[column.place].place] = (column, _claim(row, column, cell, pay, quote, signs))
                continue
            if column.place in held:
                pay = merged(held.pop(column.place)[1].pay, pay)
            yield column, _claim(row, column, cell, pay, quote, signs)
    yield from held.values()


def without_bound(row: Row) -> Row:
    """The row whose head only names an end of a range."""
    return row._replace(label="", context=None)


def _claim(row: Row, column: Column, cell: Cell, pay: Pay, quote: str, signs: frozenset[str]) -> Claim:
    return Claim(
        pay,
        name_of(row, column, pay),
        "table",
        cell.block,
        cell.node,
        "salaries.table",
        location=row.location,
        quote=quote,
        signs=signs,
    )


def _context(column: Column, row: Row, around: PayContext, setting: Setting) -> PayContext:
    context = column.context
    if row.group:
        own = read_context(column.head, language=setting.language, country=setting.country)
        context = around.over(with_bound(column.head, own))
    return context if row.context is None else _with_row(context, row.context)


def _with_row(context: PayContext, row: PayContext) -> PayContext:
    """What a row's head adds: a statistic, a percentile, a period; whether it is pay only where it says so."""
    plain = msgspec.structs.replace(
        context,
        statistic=context.statistic or row.statistic,
        percentile=context.percentile or row.percentile,
        unit_text=context.unit_text or (row.unit_text if row.opens else None),
        basis=context.basis or row.basis,
        component=context.component or row.component,
    )
    return msgspec.structs.replace(plain, opens=True) if row.opens and context.opens is None else plain


def _finished(pay: Pay, column: Column) -> Pay:
    if YEAR.match(column.head) and pay.as_of is None:
        return msgspec.structs.replace(pay, as_of=column.head.strip())
    return pay


def _label(row: tuple[Cell, ...], labels: list[int], setting: Setting) -> tuple[str, str | None]:
    """The row's own words, and the place that it names."""
    texts = [row[place].text for place in labels if place < len(row) and row[place].text]
    if not texts:
        return "", None
    first = texts[0].replace("\n", " ")
    location = first if label_place(first) else None
    if len(texts) > 1 and len(texts[1]) <= 60:
        second = texts[1].replace("\n", " ")
        if level_of_label(second, setting.language) and not level_of_label(first, setting.language):
            return f"{first} | {second}", location
        if label_place(second):
            location = second
    return first, location


def name_of(row: Row, column: Column, pay: Pay) -> str | None:
    """The row's label, with the column's where the header names a level or a thing."""
    parts = [row.label] if row.label else []
    if column.names and column.head and column.head.lower() not in row.label.lower():
        parts.append(column.head)
    if not parts and pay.label:
        parts.append(pay.label)
    if not parts and row.group:
        parts.append(row.group)
    return " | ".join(part.replace("\n", " ") for part in parts) or None
