"""One Excel workbook, a sheet a table, through XlsxWriter (extra `excel`); text is text, never a formula or a link."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractors.errors import UsageError
from storage.export.columns import COLUMNS, DOCS
from storage.export.files import TableFiles
from storage.export.read import Cells

WORKBOOK = "guidepost.xlsx"
_MOST_ROWS = 1_048_576
_MOST_CHARACTERS = 32_767
_EXACT_DIGITS = 15
"""Excel keeps numbers as binary doubles: more digits than this go in as text."""
_CUT = " […]"


class ExcelFiles(TableFiles):
    """A table with more rows than a sheet can hold goes on in further sheets."""

    def __init__(self, folder: Path, tables: tuple[str, ...]) -> None:
        super().__init__(folder, tables)
        try:
            import xlsxwriter  # type: ignore[import-untyped]
        except ModuleNotFoundError:
            raise UsageError("Excel needs XlsxWriter: pip install 'guidepost[excel]'") from None
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book: Any = xlsxwriter.Workbook(str(folder / WORKBOOK), options | {"tmpdir": str(folder)})
        # The time of making would tell one export from the next with the same content.
        self._book.set_properties({"title": "guidepost", "created": datetime(1980, 1, 1)})
        self._bold = self._book.add_format({"bold": True})
        self._sheets: dict[str, Any] = {}
        self._line: dict[str, int] = {}
        for table in tables:
            self.names[table] = WORKBOOK
            self._open(table, 1)

    def _open(self, table: str, number: int) -> None:
        sheet = self._book.add_worksheet(table if number == 1 else f"{table} ({number})")
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(COLUMNS[table]):
            sheet.write_string(0, at, column.name, self._bold)
        self._sheets[table], self._line[table] = sheet, 1

    def write(self, table: str, rows: list[Cells]) -> None:
        """Append rows."""
        for row in rows:
            if self._line[table] >= _MOST_ROWS:
                self._open(table, 2 + self.rows[table] // _MOST_ROWS)
            sheet, line = self._sheets[table], self._line[table]
            for at, (column, cell) in enumerate(zip(COLUMNS[table], row, strict=True)):
                _put(sheet, line, at, column.type, cell)
            self._line[table] += 1

    def finish(self) -> None:
        """Say on a sheet of its own what each table and column is, and close the workbook."""
        sheet = self._book.add_worksheet("about")
        lines = [(table, "", DOCS[table]) for table in self.tables]
        lines += [(table, column.name, column.doc) for table in self.tables for column in COLUMNS[table]]
        for line, cells in enumerate(lines):
            for at, cell in enumerate(cells):
                sheet.write_string(line, at, cell)
        self._book.close()


def _put(sheet: Any, line: int, at: int, kind: str, cell: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(line, at, cell)
    elif kind in ("integer", "number") or (kind == "decimal" and len(Decimal(cell).as_tuple().digits) <= _EXACT_DIGITS):
        sheet.write_number(line, at, float(cell))
    else:
        text = str(cell)
        sheet.write_string(line, at, text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 4] + _CUT)
