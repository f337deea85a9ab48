"""One row a page: what a reader wants at a glance, lists joined in one cell each. The tidy tables hold more."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from storage.export.columns import COLUMNS, Column
from storage.export.files import Files
from storage.export.guard import guard
from storage.export.read import Cells, PageRows

WIDE = "wide"
_APART = "; "
_LEFT_OUT = ("body", "kind_reason", "tags", "image")
_JOINED = ("authors", "companies", "hubs", "universities", "skills", "tools", "career_steps", "salaries", "statistics")
_INDEX = {table: {column.name: at for at, column in enumerate(columns)} for table, columns in COLUMNS.items()}
_PAGE = [(at, column.name) for at, column in enumerate(COLUMNS["pages"]) if column.name not in _LEFT_OUT]

TABLES = ("pages", *_JOINED)
"""Tables that a wide row is made of."""
COLUMNS_WIDE: tuple[Column, ...] = tuple(
    [column for column in COLUMNS["pages"] if column.name not in _LEFT_OUT]
    + [Column(name, f"The page's {name.replace('_', ' ')}, apart by semicolons.") for name in _JOINED]
)


class WideFiles(Files):
    """`wide.csv`."""

    parts = (WIDE,)

    def __init__(self, folder: Path, tables: tuple[str, ...]) -> None:
        super().__init__(folder, tables)
        self.names[WIDE] = f"{WIDE}.csv"
        file = self.stack.enter_context((folder / self.names[WIDE]).open("w", encoding="utf-8", newline=""))
        self._writer: Any = csv.writer(file, lineterminator="\r\n")
        self._writer.writerow([column.name for column in COLUMNS_WIDE])

    def page(self, page: PageRows) -> None:
        """Write the page's row; pages that a condition leaves out have none."""
        for row in page.tables.get("pages", ()):
            cells = [row[at] for at, _ in _PAGE]
            cells += [_APART.join(_shown(table, one) for one in page.tables.get(table, ())) for table in _JOINED]
            self._writer.writerow([guard(cell) if isinstance(cell, str) else cell for cell in cells])
            self.rows[WIDE] += 1


def _shown(table: str, row: Cells) -> str:
    cell = {name: row[at] for name, at in _INDEX[table].items()}
    if table == "salaries":
        return _pay(cell)
    if table == "career_steps":
        return str(cell["title"])
    if table == "statistics":
        return str(cell["raw"])
    return str(cell["name"])


def _pay(cell: dict[str, Any]) -> str:
    """`Senior, Ghent: EUR 60000-70000 YEAR gross`."""
    who = ", ".join(cell[name] for name in ("label", "occupation", "location") if cell[name]) or cell["level"] or ""
    low, high = cell["min_value"], cell["max_value"]
    amount = low if low == high else f"{low or ''}-{high or ''}"
    how = " ".join(str(cell[name]) for name in ("unit_text", "basis", "statistic") if cell[name])
    return (f"{who}: " if who else "") + " ".join(part for part in (cell["currency"], amount, how) if part)
