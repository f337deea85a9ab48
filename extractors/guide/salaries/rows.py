"""The claims of a table's row: what its head says, and the amounts in its cells."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from extractors.document.tables import Cell
from extractors.guide.salaries.claim import Claim, Setting, label_place, level_of_label, merged
from extractors.guide.salaries.columns import YEAR, Column, read_cell, with_bound
from extractors.guide.salaries.rivals import names_rival
from extractors.records import Pay
from extractors.values.occupations import names_occupation
from extractors.values.pay import PayContext, read_context

_LONG_NAME = 2
"""Row heads of other money ("Bonus", "Monthly rent") are short; a longer one with such a word in it is a name."""


def read_row(
    row: tuple[Cell, ...],
    group: str | None,
    columns: list[Column],
    labels: list[int],
    bounds: tuple[Column | None, Column | None],
    around: PayContext,
    setting: Setting,
    *,
    named: bool,
) -> Iterator[Claim]:
    """The row's claims, lower and upper `bounds` of two columns as one; `named` where row heads are names."""
    label, beside = _label(row, labels, setting)
    if names_rival(label):
        return
    row_context = read_context(label, language=setting.language, country=setting.country) if label else None
    if row_context is not None and named:
        row_context = None
    if row_context is not None and row_context.opens is False and not row_context.component:
        if label.count(" ") < _LONG_NAME and not (row_context.level or names_occupation(label)):
            return
        row_context = None
    held: Pay | None = None
    seen: set[int] = set()
    for column in columns:
        cell = row[column.place] if column.place < len(row) else None
        if cell is None or not cell.text or cell.node in seen:
            continue
        seen.add(cell.node)
        context = column.context
        if group and around is not None:
            own = read_context(column.head, language=setting.language, country=setting.country)
            context = around.over(with_bound(column.head, own))
        if row_context is not None:
            context = _with_row(context, row_context)
        pays = read_cell(cell.text, context, setting)
        for pay in pays:
            pay = _finished(pay, column)
            if bounds[0] is column:
                held = pay
                continue
            if bounds[1] is column and held is not None:
                quote = pay.raw
                pay, held = merged(held, pay), None
            else:
                quote = pay.raw
            name = _name(label, column, group, pay)
            yield Claim(
                pay,
                name,
                "table",
                cell.block,
                cell.node,
                "salaries.table",
                location=beside.get("location"),
                occupation=beside.get("occupation"),
                quote=quote,
            )
    if held is not None and bounds[0] is not None:
        cell = row[bounds[0].place]
        yield Claim(held, _name(label, bounds[0], group, held), "table", cell.block, cell.node, "salaries.table")


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


def _label(row: tuple[Cell, ...], labels: list[int], setting: Setting) -> tuple[str, dict[str, str]]:
    """The row's own words; what completes them stands beside."""
    texts = [row[place].text for place in labels if place < len(row) and row[place].text]
    if not texts:
        return "", {}
    first = texts[0].replace("\n", " ")
    beside: dict[str, str] = {}
    if label_place(first):
        beside["location"] = first
    if len(texts) > 1 and len(texts[1]) <= 60:
        second = texts[1].replace("\n", " ")
        if level_of_label(second, setting.language) and not level_of_label(first, setting.language):
            return f"{first} | {second}", beside
        if label_place(second):
            beside["location"] = second
    return first, beside


def _name(label: str, column: Column, group: str | None, pay: Pay) -> str | None:
    """The row's label, with the column's where the header names a level or a thing."""
    parts = [label] if label else []
    if column.names and column.head and column.head.lower() not in label.lower():
        parts.append(column.head)
    if not parts and pay.label:
        parts.append(pay.label)
    if not parts and group:
        parts.append(group)
    return " | ".join(part.replace("\n", " ") for part in parts) or None
