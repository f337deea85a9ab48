"""`guidepost reparse`: saved pages, folders and archives, read again through the flow of a crawl."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawlers.config import load_config
from extractors.errors import InputError
from guidepost.commands._output import AsJson, complain, count_lines, print_json, print_table, progress
from guidepost.commands._store import Data, data_folder, held

if TYPE_CHECKING:
    from pipelines.reparse import ReparseResult


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

    Exit codes: 1 where more pages than `failure_budget` (10%) allows could not be read, or the store refused, 2 wrong
    usage, 3 another run holds the data folder.
    """
    from extractors.extract import extract_page
    from extractors.version import extractor_version
    from pipelines.reparse import reparse
    from pipelines.watch import losses

    for source in sources or ():
        if not source.exists():
            raise InputError(f"no such file or folder: {source}; nothing was read")
    config, _ = load_config()
    folder = data_folder(data)
    with held(folder, "reparse", create=True) as store:
        store.set_grace(config.grace)
        with progress("reading", limit) as show:
            result = reparse(
                sources or [],
                store=store,
                extract=extract_page,
                folder=folder,
                processes=processes,
                limit=limit,
                extractor_version=extractor_version(),
                on_page=lambda counts: show(counts.pages + counts.failures + counts.revisits),
            )
        rows, lost = store.counts(), losses(store)
    for error in result.errors:
        told = error.message.startswith(error.path)
        complain("not read", error.message if told else f"{error.path}: {error.message}")
    if as_json:
        unread = [error._asdict() for error in result.errors]
        summary = {"run": result.run_id, "counts": result.counts.as_dict(), "errors": unread, "store": rows}
        print_json({**summary, "in_doubt": lost})
    else:
        _print(result, rows)
        for loss in lost:
            complain("in doubt", str(loss))
    failed = len(result.errors) + result.counts.quarantined
    if failed > config.failure_budget * (seen := failed + result.counts.pages):
        complain("failed", f"{failed} of {seen}, and the setting `failure_budget` allows {config.failure_budget:.0%}")
        raise typer.Exit(1)


def _print(result: ReparseResult, rows: Mapping[str, int]) -> None:
    counts = result.counts
    typer.echo(
        f"{counts.pages} pages read ({counts.guides} guides, {counts.articles} articles, {counts.others} others), "
        f"{counts.rows_written} rows changed, {counts.quarantined} set aside, {len(result.errors)} not readable"
    )
    if why := counts.explanation():
        typer.echo(why)
    print_table(("in the store", "rows"), count_lines(rows))
