"""`guidepost export`: the store's records as tables in files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guidepost.commands._output import AsJson, print_json, print_table, progress
from guidepost.commands._store import Data, data_folder, opened, pairs, terms_by_site


def command(
    target: Annotated[
        Path | None, typer.Argument(help="Folder to write; by default `exports` in the data folder.")
    ] = None,
    data: Data = None,
    how: Annotated[
        str, typer.Option("--format", "-f", help="csv, datapackage, jsonl, jsonld, parquet, excel.")
    ] = "csv",
    tables: Annotated[
        list[str] | None, typer.Option("--tables", "-t", help="Tables to write, by comma or repeated; by default all.")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            help="SQL condition on `pages` (counts for every table), or on another: 'salaries: min_value > 5'."
        ),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="What was true at the end of that day (UTC), or at that time.")
    ] = None,
    evidence: Annotated[bool, typer.Option("--evidence", help="Also the evidence, one row a proof.")] = False,
    wide: Annotated[bool, typer.Option("--wide", help="One CSV with one row a page, lists joined in cells.")] = False,
    unique: Annotated[bool, typer.Option("--unique", help="Without pages that repeat another page.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write what the store holds as tables that join by `page`, and by `page` and `record`.

    Rows and columns come in the same order every time. The folder keeps its old files until the new ones are whole.
    A CSV cell that a spreadsheet would run as a formula gets an apostrophe in front.

    Examples: guidepost export out
              guidepost export out --tables salaries,companies --where "country = 'BE'"
              guidepost export january --as-of 2026-01-31
              guidepost export package --format datapackage      (then: frictionless validate package/datapackage.json)
    """
    from pipelines.export import export

    folder = data_folder(data)
    target = target or folder.exports
    chosen = [name.strip() for listed in tables or [] for name in listed.split(",") if name.strip()]
    example = "--where \"country = 'BE'\" or --where \"salaries: currency = 'EUR'\""
    with opened(folder) as store, progress("pages") as show:
        done = 0

        def step() -> None:
            nonlocal done
            done += 1
            show(done)

        result = export(
            store,
            target,
            format="wide" if wide else how,
            tables=chosen or None,
            as_of=as_of,
            where=pairs([*(where or []), *(["duplicate_of IS NULL"] if unique else [])], example),
            evidence=evidence,
            terms=terms_by_site(),
            on_page=step,
        )
    if as_json:
        print_json({"folder": str(result.folder), "rows": result.rows})
    else:
        print_table(("table", "rows", "file"), [(name, n, result.paths[name]) for name, n in result.rows.items()])
