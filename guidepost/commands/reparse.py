"""`guidepost reparse`: saved pages, folders and archives, read again through the flow of a crawl."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guidepost.commands._store import (
    AsJson,
    Data,
    count_lines,
    data_folder,
    errors,
    opened,
    print_json,
    print_table,
    progress,
)


def command(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(
            help="HTML files, folders of saved pages, .warc or .warc.gz; by default the store's own archive."
        ),
    ] = None,
    data: Data = None,
    processes: Annotated[int, typer.Option("--processes", "-j", min=1, help="Processes that read pages.")] = 1,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after so many pages.")] = None,
    as_json: AsJson = False,
) -> None:
    """Read pages that are saved already, and store what they say; no network.

    Folders are read all levels deep: .html, .htm, .html.gz, .warc and .warc.gz. A saved page's address is looked for in
    a "saved from" comment, in a JSON file beside it (`page.json` or `meta.json` with `url` and `fetched_at`), and in
    its canonical link; failing that it goes by its path. Reading the same again changes nothing.

    Examples: guidepost reparse saved-pages/ && guidepost export out
              guidepost reparse crawl.warc.gz -j 4
              guidepost reparse            (all of the archive again, with today's extractor)
    """
    from extractors.extract import extract_page
    from pipelines.reparse import reparse

    folder = data_folder(data)
    with folder.lock("reparse"), opened(folder, create=True) as store:
        with progress("reading", limit) as show:
            result = reparse(
                sources or [],
                store=store,
                extract=extract_page,
                folder=folder,
                processes=processes,
                limit=limit,
                on_page=lambda counts: show(counts.pages + counts.failures + counts.revisits),
            )
        rows = store.counts()
    for error in result.errors:
        errors.print(f"[red]not read:[/red] {error.path}: {error.message}", highlight=False, soft_wrap=True)
    if as_json:
        failed = [error._asdict() for error in result.errors]
        print_json({"run": result.run_id, "counts": result.counts.as_dict(), "errors": failed, "store": rows})
    else:
        counts = result.counts
        typer.echo(
            f"{counts.pages} pages read ({counts.guides} guides, {counts.articles} articles, {counts.others} others), "
            f"{counts.rows_written} rows changed, {counts.quarantined} set aside, {len(result.errors)} not readable"
        )
        if why := counts.explanation():
            typer.echo(why)
        print_table(("in the store", "rows"), count_lines(rows))
    if result.errors and not result.counts.pages:
        raise typer.Exit(1)
