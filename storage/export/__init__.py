"""Exports: the store's tables as files, in the same rows and columns whatever the format.

    export(store, Path("out"))                                  # CSV, what is true now
    export(store, Path("out"), as_of="2026-03-01", tables=["salaries"], where={"pages": "country = 'BE'"})

An export is streamed, and it is atomic: a target folder holds the old files until the new ones are whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from extractors.errors import UsageError
from storage.export.atomic import ExportError, replaced_folder
from storage.export.columns import COLUMNS, DOCS, EVIDENCE, TABLES, Column
from storage.export.csv import CsvFiles
from storage.export.read import PageRows, Selection, pages
from storage.store import Store
from storage.times import moment, stamp

__all__ = ["COLUMNS", "DOCS", "EVIDENCE", "TABLES", "Column", "ExportError", "ExportResult", "export", "moment_of"]


class Files(Protocol):
    """What a format has to offer."""

    suffix: str

    def __enter__(self) -> Files: ...

    def __exit__(self, *_: Any) -> None: ...

    def write(self, table: str, rows: list[list[Any]]) -> None:
        """Append rows to a table."""


FORMATS: dict[str, Callable[[Path, tuple[str, ...]], Any]] = {"csv": CsvFiles}


@dataclass(frozen=True)
class ExportResult:
    """What an export wrote."""

    folder: Path
    rows: dict[str, int]
    """By table, without header lines."""
    paths: dict[str, Path]


def export(
    store: Store,
    target: Path,
    *,
    format: str = "csv",  # noqa: A002 - the word that users type
    tables: Iterable[str] | None = None,
    as_of: str | None = None,
    where: Mapping[str, str] | None = None,
    evidence: bool = False,
    terms: Mapping[str, str] | None = None,
    on_page: Callable[[], None] | None = None,
) -> ExportResult:
    """Write tables into the folder `target`.

    `as_of` is a day (its end, UTC) or an ISO 8601 time; `where` holds SQL conditions by table, one on `pages` counting
    for all; `terms` names the terms of use by site. `UsageError` for what is unknown, `ExportError` where the disk
    refuses; then the files that were there are untouched.
    """
    chosen = _tables(tables, evidence)
    for table in where or {}:
        if table not in TABLES:
            raise UsageError(f"no such table: {table}; there are {', '.join(TABLES)}")
    if format not in FORMATS:
        raise UsageError(f"no such format: {format}; there are {', '.join(sorted(FORMATS))}")
    selection = Selection(chosen, moment_of(as_of) if as_of else None, dict(where or {}), dict(terms or {}))
    make = FORMATS[format]
    rows: Counter[str] = Counter(dict.fromkeys(chosen, 0))
    with replaced_folder(target, _ours()) as part, make(part, chosen) as files, store.reading() as connection:
        for page in pages(connection, selection):
            _write(files, page, rows)
            if on_page is not None:
                on_page()
    suffix: str = files.suffix
    return ExportResult(target, dict(rows), {table: target / f"{table}{suffix}" for table in chosen})


def _write(files: Files, page: PageRows, rows: Counter[str]) -> None:
    for table, own in page.tables.items():
        files.write(table, own)
        rows[table] += len(own)


def _tables(tables: Iterable[str] | None, evidence: bool) -> tuple[str, ...]:
    asked = set(tables or TABLES)
    if unknown := sorted(asked - {*TABLES, EVIDENCE}):
        raise UsageError(f"no such table: {', '.join(unknown)}; there are {', '.join((*TABLES, EVIDENCE))}")
    if evidence:
        asked.add(EVIDENCE)
    return tuple(table for table in (*TABLES, EVIDENCE) if table in asked)


def _ours() -> frozenset[str]:
    suffixes = {".csv", ".jsonl", ".parquet"}
    names = {f"{table}{suffix}" for table in COLUMNS for suffix in suffixes}
    return frozenset(names | {"datapackage.json", "wide.csv", "records.jsonl", "guidepost.xlsx", "records.jsonld"})


def moment_of(text: str) -> str:
    """A day (its last microsecond, UTC) or an ISO 8601 time, as the store keeps times. `UsageError` for neither."""
    try:
        if len(text) == len("2026-03-01"):
            return f"{date.fromisoformat(text).isoformat()}T23:59:59.999999Z"
        return stamp(moment(text))
    except ValueError:
        raise UsageError(f"not a day or time: {text}; write 2026-03-01 or 2026-03-01T12:00:00Z") from None
