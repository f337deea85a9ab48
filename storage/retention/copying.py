"""A store copied row by row into another, on whichever database either of them is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import Engine, MetaData, Numeric, Table, select

from extractors.errors import StoreError
from storage.decimals import canonical
from storage.engine import READ_ONLY

_BATCH = 1000
_KEPT = ("alembic_version", "meta")
"""Tables that say what the target's own schema and views are."""


def copy_rows(source: Engine, target: Engine) -> int:
    """Replace all rows of `target` by those of `source`, whose schema must be the same; how many.

    Read at one moment, written in one transaction. `StoreError` where the schemas differ.
    """
    number = 0
    ours, theirs = _tables(source), _tables(target)
    if ours.keys() != theirs.keys():
        raise StoreError(f"the stores differ in their tables: {', '.join(sorted(ours.keys() ^ theirs.keys()))}")
    with source.connect() as reading, target.begin() as writing:
        reading = reading.execution_options(**{READ_ONLY: True})
        if source.dialect.name == "postgresql":
            reading = reading.execution_options(isolation_level="REPEATABLE READ")
        for table in reversed(list(theirs.values())):
            writing.execute(table.delete())
        for name, table in theirs.items():
            found = reading.execute(select(ours[name]), execution_options={"yield_per": _BATCH})
            for rows in found.mappings().partitions(_BATCH):
                writing.execute(table.insert(), [_converted(row, table) for row in rows])
                number += len(rows)
    return number


def _tables(engine: Engine) -> dict[str, Table]:
    found = MetaData()
    found.reflect(engine)
    return {table.name: table for table in found.sorted_tables if table.name not in _KEPT}


def _converted(row: Any, table: Table) -> dict[str, Any]:
    return {name: _cell(value, table.c[name].type) for name, value in row.items()}


def _cell(value: Any, of_type: Any) -> Any:
    if isinstance(value, Decimal):
        return value if isinstance(of_type, Numeric) else canonical(value)
    return Decimal(value) if isinstance(value, str) and isinstance(of_type, Numeric) else value
