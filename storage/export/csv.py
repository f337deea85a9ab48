"""CSV as RFC 4180 has it: UTF-8, CRLF, one header line, quotes where needed; `guard` keeps formulas from running."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from storage.export.columns import COLUMNS
from storage.export.files import TableFiles
from storage.export.guard import guard
from storage.export.read import Cells

_OURS = ("integer", "decimal", "number", "timestamp")
"""Types whose cells this program makes itself; they can be no formula, and a minus must stay a minus."""
_BOOLEANS = {True: "true", False: "false", None: None}


class CsvFiles(TableFiles):
    """Every table gets its file, with or without rows."""

    def __init__(self, folder: Path, tables: tuple[str, ...]) -> None:
        super().__init__(folder, tables)
        self._writers: dict[str, Any] = {}
        self._guarded: dict[str, list[int]] = {}
        self._booleans: dict[str, list[int]] = {}
        for table in tables:
            self.names[table] = f"{table}.csv"
            file = self.stack.enter_context((folder / self.names[table]).open("w", encoding="utf-8", newline=""))
            columns = COLUMNS[table]
            self._writers[table] = csv.writer(file, lineterminator="\r\n")
            self._writers[table].writerow([column.name for column in columns])
            self._booleans[table] = [at for at, column in enumerate(columns) if column.type == "boolean"]
            self._guarded[table] = [at for at, column in enumerate(columns) if column.type not in (*_OURS, "boolean")]

    def write(self, table: str, rows: list[Cells]) -> None:
        """Append rows; None becomes an empty cell."""
        guarded, booleans = self._guarded[table], self._booleans[table]
        for row in rows:
            for at in guarded:
                if row[at]:
                    row[at] = guard(row[at])
            for at in booleans:
                row[at] = _BOOLEANS[row[at]]
        self._writers[table].writerows(rows)
