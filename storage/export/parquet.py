"""Parquet, through pyarrow (extra `parquet`): amounts as decimals, times as UTC timestamps, row groups bounded."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from extractors.errors import UsageError
from storage.export.atomic import ExportError
from storage.export.columns import COLUMNS, Column
from storage.export.files import TableFiles
from storage.export.read import Cells

_ROWS_AT_ONCE = 20_000
_PRECISION, _SCALE = 38, 8
_STEP = Decimal(1).scaleb(-_SCALE)
_LIMIT = Decimal(10) ** (_PRECISION - _SCALE)


class ParquetFiles(TableFiles):
    """Every table gets its file, with or without rows."""

    def __init__(self, folder: Path, tables: tuple[str, ...]) -> None:
        super().__init__(folder, tables)
        try:
            import pyarrow  # type: ignore[import-untyped]
            import pyarrow.parquet  # type: ignore[import-untyped]
        except ModuleNotFoundError:
            raise UsageError("Parquet needs pyarrow: pip install 'guidepost[parquet]'") from None
        self._arrow: Any = pyarrow
        self._waiting: dict[str, list[Cells]] = {table: [] for table in tables}
        self._schemas: dict[str, Any] = {}
        self._writers: dict[str, Any] = {}
        for table in tables:
            self.names[table] = f"{table}.parquet"
            self._schemas[table] = pyarrow.schema([self._field(column) for column in COLUMNS[table]])
            writer = pyarrow.parquet.ParquetWriter(
                str(folder / self.names[table]), self._schemas[table], compression="zstd"
            )
            self._writers[table] = self.stack.enter_context(writer)

    def _field(self, column: Column) -> Any:
        arrow = self._arrow
        types = {
            "integer": arrow.int64(),
            "decimal": arrow.decimal128(_PRECISION, _SCALE),
            "number": arrow.float64(),
            "boolean": arrow.bool_(),
            "timestamp": arrow.timestamp("us", tz="UTC"),
        }
        return arrow.field(column.name, types.get(column.type, arrow.string()), metadata={"description": column.doc})

    def write(self, table: str, rows: list[Cells]) -> None:
        """Append rows."""
        waiting = self._waiting[table]
        waiting += rows
        if len(waiting) >= _ROWS_AT_ONCE:
            self._flush(table)

    def finish(self) -> None:
        """Write the rows that still wait."""
        for table in self.tables:
            self._flush(table)

    def _flush(self, table: str) -> None:
        rows, self._waiting[table] = self._waiting[table], []
        if not rows:
            return
        columns = zip(COLUMNS[table], zip(*rows, strict=True), strict=True)
        arrays = [
            self._arrow.array([_value(column, cell) for cell in cells], type=self._schemas[table].field(at).type)
            for at, (column, cells) in enumerate(columns)
        ]
        self._writers[table].write_table(self._arrow.Table.from_arrays(arrays, schema=self._schemas[table]))


def _value(column: Column, cell: Any) -> Any:
    if cell is None:
        return None
    if column.type == "decimal":
        return _decimal(column, cell)
    if column.type == "timestamp":
        return datetime.fromisoformat(cell) if cell else None
    return cell


def _decimal(column: Column, cell: str) -> Decimal:
    value = Decimal(cell)
    try:
        exact = value.quantize(_STEP)
    except InvalidOperation:
        exact = None
    if exact is None or exact != value or abs(value) >= _LIMIT:
        raise ExportError(f"{column.name} {cell} does not fit a Parquet decimal of {_SCALE} places; export CSV instead")
    return exact
