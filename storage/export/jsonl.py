"""JSON Lines: one object a row, one file a table; amounts are numbers with all their digits, arrays are arrays."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from storage.export.columns import COLUMNS
from storage.export.files import TableFiles
from storage.export.read import Cells

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def plain(kind: str, cell: Any) -> Any:
    """A cell as JSON has it: null for nothing, numbers exact, lists as lists."""
    if cell is None or cell == "":
        return None
    if kind == "decimal":
        return Decimal(cell)
    if kind == "json":
        return msgspec.Raw(cell.encode())
    return cell.split() if kind == "words" else cell


class JsonLinesFiles(TableFiles):
    """Every table gets its file, with or without rows."""

    def __init__(self, folder: Path, tables: tuple[str, ...]) -> None:
        super().__init__(folder, tables)
        self._files: dict[str, BinaryIO] = {}
        for table in tables:
            self.names[table] = f"{table}.jsonl"
            self._files[table] = self.stack.enter_context((folder / self.names[table]).open("wb"))

    def write(self, table: str, rows: list[Cells]) -> None:
        """Append rows."""
        columns = COLUMNS[table]
        objects = [
            {column.name: plain(column.type, cell) for column, cell in zip(columns, row, strict=True)} for row in rows
        ]
        self._files[table].write(_ENCODER.encode_lines(objects))
