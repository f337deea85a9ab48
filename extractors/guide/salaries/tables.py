"""Pay in tables: what each column and row says, and the amounts in its cells."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files

import msgspec

from extractors.document.tables import Cell, Grid
from extractors.guide.salaries.claim import Claim, Setting, label_place, level_of_label, merged
from extractors.guide.salaries.rivals import names_rival
from extractors.guide.wording import read_heading
from extractors.records import Pay, Statistic
from extractors.values.occupations import names_occupation
from extractors.values.pay import PayContext, may_hold_money, parse_pay, read_context
from extractors.values.words import has_digit

_SIGN = re.compile(r"[€$£¥₹%]")
_YEAR = re.compile(r"^\s*(?:19|20)\d\d\s*$")
_SHARE = re.compile(r"^\s*[pP]?(-?\d{1,3}(?:\.\d+)?)\s*(?:%|th|st|nd|rd|e|er|º|\.)?\s*$")
_ORDINAL = re.compile(r"^\s*#?\d{1,4}\s*[.)]?\s*$")
_SAMPLE = 6
_MANY_ROWS = 40
_MAX_LABEL = 120
_LONG_NAME = 2
"""Row heads of other money ("Bonus", "Monthly rent") are short; a longer one with such a word in it is a name."""
_MIDDLE = ("median", "mean", "percentile")


@dataclass(frozen=True)
class Column:
    """A column with amounts of pay."""

    place: int
    head: str
    context: PayContext
    names: bool
    """Whether its header names a level or another thing that the amounts are for, rather than a statistic."""
    bare: bool = False
    """Whether it holds numbers without a currency under a header that says nothing of pay."""


def has_digits(grid: Grid) -> bool:
    """Whether a table holds figures at all."""
    return any(has_digit(cell.text) for row in grid.rows[:_MANY_ROWS] for cell in row)


def read_table(grid: Grid, around: PayContext, setting: Setting) -> Iterator[Claim]:
    """The claims of a table; none where it holds no pay."""
    language, country = setting.language, setting.country
    caption = read_context(grid.caption, language=language, country=country) if grid.caption else None
    if caption is not None:
        around = around.over(caption)
    columns = _columns(grid, around, setting)
    if not columns:
        return
    labels = _label_columns(grid, {column.place for column in columns})
    shares = _percentiles(grid, setting)
    trades = _heads_names(grid, labels, setting.language)
    low, high = _bounds(columns)
    for row, group in zip(grid.rows, grid.groups, strict=True):
        inner = around.over(read_context(group, language=language, country=country)) if group else around
        claims = _row(row, group, columns, labels, (low, high), inner, setting, named=trades)
        yield from claims if shares is None else _at_percentile(claims, row, shares)


def _percentiles(grid: Grid, setting: Setting) -> int | None:
    """The column that holds percentiles, if any."""
    for place in range(grid.width):
        head = grid.head(place)
        own = read_context(head, language=setting.language, country=setting.country)
        if _is_percentile(head, own):
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


def _lists_trades(grid: Grid) -> bool:
    """Whether the first column names trades: without a word of pay only amounts beside them can be pay."""
    cells = [row[0].text for row in grid.rows if row]
    return sum(names_occupation(text) for text in cells) * 2 > len(cells)


def _columns(grid: Grid, around: PayContext, setting: Setting) -> list[Column]:
    """The columns whose cells hold pay."""
    found: list[Column] = []
    trades = setting.work or _lists_trades(grid)
    grouped = next((group for group in grid.groups if group), None)
    if grouped:
        around = around.over(read_context(grouped, language=setting.language, country=setting.country))
    for place in range(grid.width):
        head = grid.head(place)
        own = _bound(head, read_context(head, language=setting.language, country=setting.country))
        context = _column_context(around, own)
        if context.opens is False or _counts(head, own) or _is_percentile(head, own):
            continue
        cells = [row[place].text for row in grid.rows if place < len(row) and row[place].text]
        cells = [text for text in cells if has_digit(text)] if place else cells
        hits = misses = bare = 0
        for text in cells[: _SAMPLE * 2]:
            if has_digit(text) and _read(text, context, setting):
                hits += 1
                bare += _is_bare(text)
            else:
                misses += 1
        if hits and hits >= misses:
            if not setting.work and not context.opens and (bare or not trades):
                continue
            named = bool(own.opens or own.statistic or own.level or own.unit_text or own.currencies or own.scale != 1)
            found.append(
                Column(place, head, context, _names_something(head, own, setting.language), bare > 0 and not named)
            )
    # Beside columns of marked amounts a column of bare numbers counts something else.
    return [column for column in found if not column.bare] if any(not column.bare for column in found) else found


def _is_bare(text: str) -> bool:
    """A number without sign, code or unit."""
    return not any(map(str.isalpha, text)) and not _SIGN.search(text)


def _counts(head: str, own: PayContext) -> bool:
    """A header of counts, ranks or changes."""
    if own.opens or own.currencies or not head:
        return False
    words = head.lower().strip(" :.")
    counts = _lists()["counts"]
    return words in counts or (own.unit_text is None and any(word in counts for word in words.split()))


def _is_percentile(head: str, own: PayContext) -> bool:
    """A column that holds the percentiles themselves, beside the one with the amounts."""
    told = own.statistic == "percentile" or head.lower().strip(" :.") in _lists()["percentiles"]
    return told and own.percentile is None and not own.opens and not own.currencies


def _bound(head: str, own: PayContext) -> PayContext:
    """The context with the end of a range that a bare header names: "From", "tot"."""
    if own.statistic is None and len(head) <= 20:
        word = head.lower().strip(" :.")
        for statistic, words in _ends().items():
            if word in words:
                return msgspec.structs.replace(own, statistic=statistic)
    return own


@cache
def _lists() -> dict[str, frozenset[str]]:
    data = tomllib.loads(files("extractors.lexicon").joinpath("columns.toml").read_text(encoding="utf-8"))
    return {name: frozenset(part["words"]) for name, part in data.items()}


@cache
def _ends() -> dict[Statistic, frozenset[str]]:
    return {"min": _lists()["lower"], "max": _lists()["upper"]}


def _column_context(around: PayContext, own: PayContext) -> PayContext:
    """A column's own word on whether it is pay counts more than what stands around it."""
    context = around.over(own)
    if own.opens is None and around.opens is None and (own.statistic or own.level or own.unit_text):
        return msgspec.structs.replace(context, opens=None)
    return context


def _names_something(head: str, own: PayContext, language: str | None) -> bool:
    if not head or _YEAR.match(head):
        return False
    if own.level:
        return True
    if own.statistic or own.unit_text or own.opens or own.currencies or own.component or own.basis:
        return False
    reading = read_heading(head, language)
    return reading is None or reading.kind != "salaries"


def _read(text: str, context: PayContext, setting: Setting) -> list[Pay]:
    if not has_digit(text) and not may_hold_money(text):
        return []
    return list(_parsed(text, setting.language, setting.country, context))


@lru_cache(maxsize=8192)
def _parsed(text: str, language: str | None, country: str | None, context: PayContext) -> tuple[Pay, ...]:
    """Cells are read twice, once to know their column; tables repeat them."""
    return tuple(parse_pay(text, language=language, country=country, context=context))


def _label_columns(grid: Grid, paid: set[int]) -> list[int]:
    """Columns of words: the first names the row, a second one may complete it (role and level, role and city)."""
    found: list[int] = []
    for place in range(grid.width):
        if place in paid:
            continue
        cells = [row[place].text for row in grid.rows if place < len(row) and row[place].text]
        words = [
            text
            for text in cells
            if any(map(str.isalpha, text)) and not _ORDINAL.match(text) and len(text) <= _MAX_LABEL
        ]
        if cells and len(words) * 2 > len(cells):
            found.append(place)
    return found


def _bounds(columns: list[Column]) -> tuple[Column | None, Column | None]:
    """A lower and an upper column that stand alone: one range; a middle statistic between them keeps all apart."""
    lows = [column for column in columns if column.context.statistic == "min"]
    highs = [column for column in columns if column.context.statistic == "max"]
    middles = [column for column in columns if column.context.statistic in _MIDDLE]
    if len(lows) != 1 or len(highs) != 1:
        return None, None
    low, high = lows[0], highs[0]
    if low.context.unit_text and high.context.unit_text and low.context.unit_text != high.context.unit_text:
        return None, None
    return (None, None) if middles else (low, high)


def _row(
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
            context = around.over(_bound(column.head, own))
        if row_context is not None:
            context = _with_row(context, row_context)
        pays = _read(cell.text, context, setting)
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
    if _YEAR.match(column.head) and pay.as_of is None:
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
