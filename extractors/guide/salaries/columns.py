"""Which columns of a table hold pay, which name its rows, and what a column's header says."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

import msgspec

from extractors.document.tables import Grid
from extractors.guide.salaries.claim import Setting
from extractors.guide.salaries.signs import of_context, of_label
from extractors.guide.wording import read_heading
from extractors.records import Statistic
from extractors.values.pay import Judged, PayContext, judge_pay, may_hold_money, read_context
from extractors.values.words import has_digit

YEAR = re.compile(r"^\s*(?:19|20)\d\d\s*$")
_SIGN = re.compile(r"[€$£¥₹%]")
_ORDINAL = re.compile(r"^\s*#?\d{1,4}\s*[.)]?\s*$")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_SAMPLE = 6
_MAX_LABEL = 120


@dataclass(frozen=True)
class Column:
    """A column with amounts of pay."""

    place: int
    head: str
    context: PayContext
    names: bool
    """Whether its header names a level or another thing that the amounts are for, rather than a statistic."""
    signs: frozenset[str] = frozenset()
    """What its header says of whether its amounts are pay."""


def columns_of(grid: Grid, around: PayContext, setting: Setting) -> list[Column]:
    """The columns whose cells hold money that could be pay."""
    found: list[tuple[Column, bool]] = []
    grouped = next((group for group in grid.groups if group), None)
    if grouped:
        around = around.over(read_context(grouped, language=setting.language, country=setting.country))
    for place in range(grid.width):
        head = grid.head(place)
        own = with_bound(_last(grid, place), read_context(head, language=setting.language, country=setting.country))
        context = _column_context(around, own)
        if counts(head, own) or is_percentile(head, own):
            continue
        cells = [row[place].text for row in grid.rows if place < len(row) and row[place].text]
        cells = [text for text in cells if has_digit(text)] if place else cells
        hits = misses = bare = 0
        for text in cells[: _SAMPLE * 2]:
            if has_digit(text) and read_cell(text, context, setting):
                hits += 1
                bare += _is_bare(text)
            else:
                misses += 1
        if hits and hits >= misses:
            named = bool(own.opens or own.statistic or own.level or own.unit_text or own.currencies or own.scale != 1)
            names = _names_something(head, own, setting.language)
            signs = {*of_context("column", own), *of_label("column", head if names else None, setting)}
            if bare:
                signs.add("bare numbers")
            found.append((Column(place, head, context, names, frozenset(signs)), bare * 2 > hits and not named))
    # Beside columns of marked amounts a column of bare numbers counts something else.
    marked = [column for column, bare in found if not bare]
    return marked or [column for column, _ in found]


def _last(grid: Grid, place: int) -> str:
    """The header cell right above the column: "Min" under "Senior"."""
    cells = [row[place].text for row in grid.header if place < len(row) and row[place].text]
    return cells[-1] if cells else ""


def _is_bare(text: str) -> bool:
    """A number without sign, code or unit."""
    return not any(map(str.isalpha, text)) and not _SIGN.search(text)


def counts(head: str, own: PayContext) -> bool:
    """Whether a head is one of counts, ranks or changes."""
    if own.opens or own.currencies or not head or has_digit(head):
        return False
    words = head.lower().strip(" :.")
    counts = _lists()["counts"]
    return words in counts or (own.unit_text is None and any(word in counts for word in words.split()))


def is_percentile(head: str, own: PayContext) -> bool:
    """A column that holds the percentiles themselves, beside the one with the amounts."""
    told = own.statistic == "percentile" or head.lower().strip(" :.") in _lists()["percentiles"]
    return told and own.percentile is None and not own.opens and not own.currencies


def with_bound(head: str, own: PayContext) -> PayContext:
    """The context with the end of a range that a bare header names: "From", "tot"."""
    if own.statistic is None and 0 < len(head) <= 30:
        word = _BRACKETS.sub("", head).lower().strip(" :.*¹²³")
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
    return {"min": _lists()["lower"], "max": _lists()["upper"], "median": _lists()["middle"]}


def _column_context(around: PayContext, own: PayContext) -> PayContext:
    """A column's own word on whether it is pay counts more than what stands around it."""
    context = around.over(own)
    if own.opens is None and around.opens is None and (own.statistic or own.level or own.unit_text):
        return msgspec.structs.replace(context, opens=None)
    return context


def _names_something(head: str, own: PayContext, language: str | None) -> bool:
    if not head or YEAR.match(head):
        return False
    if own.level:
        return True
    if own.statistic or own.unit_text or own.opens or own.currencies or own.component or own.basis:
        return False
    reading = read_heading(head, language)
    return reading is None or reading.kind != "salaries"


def read_cell(text: str, context: PayContext, setting: Setting) -> list[Judged]:
    """The amounts in a cell under a header that could be pay; empty where it holds none."""
    if not has_digit(text) and not may_hold_money(text):
        return []
    return list(_judged(text, setting.language, setting.country, context))


@lru_cache(maxsize=8192)
def _judged(text: str, language: str | None, country: str | None, context: PayContext) -> tuple[Judged, ...]:
    """Cells are read twice, once to know their column; tables repeat them."""
    return tuple(judge_pay(text, language=language, country=country, context=context))


def label_columns(grid: Grid, paid: set[int]) -> list[int]:
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


def bounds_of(columns: list[Column]) -> dict[int, Column]:
    """Lower columns, by place, with the upper one right beside them that ends the range; what stands between two keeps
    them apart.
    """
    found: dict[int, Column] = {}
    for low, high in pairwise(columns):
        ends = (low.context.statistic, high.context.statistic)
        units = (low.context.unit_text, high.context.unit_text)
        if ends == ("min", "max") and (None in units or units[0] == units[1]):
            found[low.place] = high
    return found
