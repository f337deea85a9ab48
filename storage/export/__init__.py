"""Exports: the store's tables as files, in the same rows and columns whatever the format.

    export(store, Path("out"))                                  # CSV, what is true now
    export(store, Path("out"), as_of="2026-03-01", tables=["salaries"], where={"pages": "country = 'BE'"})

An export is streamed, and it is atomic: a target folder holds the old files until the new ones are whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from extractors.errors import UsageError
from storage.export.atomic import ExportError, replaced_folder
from storage.export.columns import COLUMNS, DOCS, EVIDENCE, RESOLVED, TABLES, Column
from storage.export.files import Files
from storage.export.read import Selection, pages
from storage.resolve.duplicates import refresh
from storage.store import Store
from storage.times import moment, stamp

__all__ = [
    "COLUMNS",
    "DOCS",
    "EVIDENCE",
    "FORMATS",
    "RESOLVED",
    "TABLES",
    "Column",
    "ExportError",
    "ExportResult",
    "export",
    "moment_of",
]


_ROWS_AT_ONCE = 5_000


class _Format(NamedTuple):
    module: str
    """Imported on use: some formats need a package that is an extra."""
    name: str
    tables: tuple[str, ...] | None = None
    """Tables that it always reads, whatever was asked; None for those that were."""


FORMATS: dict[str, _Format] = {
    "csv": _Format("csv", "CsvFiles"),
    "datapackage": _Format("datapackage", "DataPackageFiles"),
    "excel": _Format("excel", "ExcelFiles"),
    "jsonl": _Format("jsonl", "JsonLinesFiles"),
    "jsonld": _Format("jsonld", "JsonLdFiles", ("pages", "companies", "universities", "skills", "salaries", "authors")),
    "parquet": _Format("parquet", "ParquetFiles"),
    "wide": _Format(
        "wide",
        "WideFiles",
        (
            "pages",
            "authors",
            "companies",
            "hubs",
            "universities",
            "skills",
            "tools",
            "career_steps",
            "salaries",
            "statistics",
        ),
    ),
}
"""Formats by name; `wide` is CSV with one row a page."""


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
    chosen = _tables(tables, evidence, everything=not where and as_of is None)
    for table in where or {}:
        if table not in TABLES:
            raise UsageError(f"no such table: {table}; there are {', '.join(TABLES)}")
    if format not in FORMATS:
        raise UsageError(f"no such format: {format}; there are {', '.join(sorted(FORMATS))}")
    how = FORMATS[format]
    make: Callable[[Path, tuple[str, ...]], Files] = getattr(import_module(f"storage.export.{how.module}"), how.name)
    at = moment_of(as_of) if as_of else None
    selection = Selection(how.tables or chosen, at, dict(where or {}), dict(terms or {}))
    if at is None:
        refresh(store)
    with replaced_folder(target, _ours()) as part, make(part, chosen) as files, store.reading() as connection:
        for page in pages(connection, selection):
            files.page(page)
            if on_page is not None:
                on_page()
        for table in chosen:
            if table in RESOLVED:
                _write_apart(files, table, connection)
    return ExportResult(target, dict(files.rows), {table: target / name for table, name in files.names.items()})


def _write_apart(files: Files, table: str, connection: Connection) -> None:
    rows = RESOLVED[table].rows(connection)
    while some := [list(row) for row in islice(rows, _ROWS_AT_ONCE)]:
        files.apart(table, some)


def _tables(tables: Iterable[str] | None, evidence: bool, *, everything: bool) -> tuple[str, ...]:
    """The tables asked for; by default all of pages, and those of entities where neither day nor condition narrows."""
    known = (*TABLES, *RESOLVED, EVIDENCE)
    asked = set(tables or (*TABLES, *(RESOLVED if everything else ())))
    if unknown := sorted(asked - {*known}):
        raise UsageError(f"no such table: {', '.join(unknown)}; there are {', '.join(known)}")
    if evidence:
        asked.add(EVIDENCE)
    return tuple(table for table in known if table in asked)


def _ours() -> frozenset[str]:
    names = {f"{table}{suffix}" for table in COLUMNS for suffix in (".csv", ".jsonl", ".parquet")}
    return frozenset(names | {"datapackage.json", "wide.csv", "guidepost.xlsx", "records.jsonld"})


def moment_of(text: str) -> str:
    """A day (its last microsecond, UTC) or an ISO 8601 time, as the store keeps times. `UsageError` for neither."""
    try:
        if len(text) == len("2026-03-01"):
            return f"{date.fromisoformat(text).isoformat()}T23:59:59.999999Z"
        return stamp(moment(text))
    except ValueError:
        raise UsageError(f"not a day or time: {text}; write 2026-03-01 or 2026-03-01T12:00:00Z") from None
