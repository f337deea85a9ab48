"""`guidepost query`: the store, asked in SQL."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from extractors.errors import InputError, UsageError
from guidepost.commands._output import print_table
from guidepost.commands._store import Data, data_folder, opened

_TABLE_ROWS = 200
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def command(
    sql: Annotated[str | None, typer.Argument(help="One SQL statement; `-` reads it from standard input.")] = None,
    name: Annotated[str | None, typer.Option("--name", "-n", help="One of the questions that --list shows.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="Read the statement from a file.")] = None,
    format: Annotated[str, typer.Option("--format", "-f", help="table, csv or json.")] = "table",  # noqa: A002
    list_all: Annotated[bool, typer.Option("--list", help="Show the questions that --name knows.")] = False,
    data: Data = None,
) -> None:
    """Ask the store in SQL, read-only.

    There is a view for every exported table (pages, sections, companies, hubs, universities, skills, tools,
    career_steps, salaries, articles, authors, statistics, links, issues) with what is true now; the tables named
    …_history hold the past. Amounts are numbers.

    Examples: guidepost query "SELECT page, label, min_value FROM salaries WHERE currency = 'EUR'"
              guidepost query --name pay-by-place --format csv > pay.csv
    """
    from guidepost.queries import question, questions
    from storage.retention.asking import asked

    if list_all:
        print_table(("name", "what it tells"), [(key, one.title) for key, one in questions().items()])
        return
    if format not in ("table", "csv", "json"):
        raise UsageError(f"no such format: {format}; there are table, csv, json")
    if sum(one is not None for one in (sql, name, file)) != 1:
        raise UsageError("give one SQL statement, --file or --name; --list shows the names")
    statement = question(name).sql if name else _statement(sql, file)
    folder = data_folder(data)
    with opened(folder):
        pass  # brings the schema and the views up to date
    with asked(folder.store_url, statement) as answer:
        if format == "csv":
            _csv(answer.columns, answer.rows)
        elif format == "json":
            _json(answer.columns, answer.rows)
        else:
            _table(answer.columns, answer.rows)


def _statement(sql: str | None, file: Path | None) -> str:
    try:
        text = file.read_text(encoding="utf-8") if file else sys.stdin.read() if sql == "-" else sql or ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: {error}") from error
    if not text.strip():
        raise UsageError("an empty statement")
    return text


def _csv(columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    from storage.export.guard import guard

    out = csv.writer(sys.stdout, lineterminator="\r\n")
    out.writerow(columns)
    out.writerows([guard(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)


def _json(columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    """An array of objects, one a line, as they come."""
    before = "["
    for row in rows:
        sys.stdout.write(before + "\n" + _ENCODER.encode(dict(zip(columns, row, strict=True))).decode())
        before = ","
    sys.stdout.write("[]\n" if before == "[" else "\n]\n")


def _table(columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    shown = list(islice(rows, _TABLE_ROWS + 1))
    print_table(columns, shown[:_TABLE_ROWS])
    if len(shown) > _TABLE_ROWS:
        typer.echo(f"only the first {_TABLE_ROWS} rows; --format csv or json gives all", err=True)
