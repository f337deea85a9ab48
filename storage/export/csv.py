"""CSV as RFC 4180 has it: UTF-8, CRLF, one header line, quotes where needed; `guard` keeps formulas from running."""

from __future__ import annotations

import csv
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from storage.export.columns import COLUMNS
from storage.export.guard import guard

_PLAIN = ("integer", "decimal", "number", "boolean", "timestamp")
"""Types whose cells this program makes itself; they can be no formula, and a minus must stay a minus."""


class CsvFiles:
    """One file a table; a context manager. Every table gets its file, with or without rows."""

    suffix = ".csv"

    def __init__(self, folder: Path, tables: tuple[str, ...]) -> None:
        self._files: dict[str, TextIO] = {}
        self._writers: dict[str, Any] = {}
        self._guarded: dict[str, list[int]] = {}
        for table in tables:
            file = (folder / f"{table}{self.suffix}").open("w", encoding="utf-8", newline="")
            self._files[table] = file
            self._writers[table] = csv.writer(file, lineterminator="\r\n")
            self._writers[table].writerow([column.name for column in COLUMNS[table]])
            self._guarded[table] = [i for i, column in enumerate(COLUMNS[table]) if column.type not in _PLAIN]

    def write(self, table: str, rows: list[list[Any]]) -> None:
        """Append rows; None becomes an empty cell."""
        guarded = self._guarded[table]
        for row in rows:
            for at in guarded:
                if row[at]:
                    row[at] = guard(row[at])
        self._writers[table].writerows(rows)

    def __enter__(self) -> CsvFiles:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.close()
