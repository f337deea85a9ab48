"""`guidepost extract`: one page, from a file or an address."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from extractors.errors import CrawlError, UsageError
from extractors.page import Page
from guidepost.commands._output import console

_WEB = ("http://", "https://")
_ADVICE = {
    "address_refused": "Private addresses are allowed one by one: GUIDEPOST_ALLOW_ADDRESSES=127.0.0.1",
    "robots_disallowed": "The site's robots.txt asks not to; save the page by hand and read the file.",
}


def command(
    source: Annotated[str, typer.Argument(help="An .html or .html.gz file, - for standard input, or an address.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the record as one JSON object.")] = False,
    url: Annotated[str | None, typer.Option(help="The address that a saved page came from.")] = None,
    contact: Annotated[str | None, typer.Option(help="Mail or web address at which the site reaches you.")] = None,
) -> None:
    """Read one page and print what it says.

    A saved page is read without the network; its address is looked for as `guidepost reparse` does, unless --url names
    it. An address is fetched once, under robots.txt, and nothing is kept: use `guidepost crawl` to keep it. The fields
    are those of `guidepost schema`.

    Examples: guidepost extract page.html --json | jq .salaries
              guidepost extract https://example.org/hiring/backend-developers-in-ghent
    """
    from extractors.extract import extract_page
    from guidepost.commands._record import print_record

    record = extract_page(page_from(source, url, contact))
    if as_json:
        typer.echo(msgspec.json.format(record.to_json()).decode())
    else:
        print_record(record, console(width=100))


def page_from(source: str, url: str | None = None, contact: str | None = None) -> Page:
    """The page at an address, or saved in a file that may have come from `url`."""
    if url is not None and not url.startswith(_WEB):
        raise UsageError(f"--url: {url!r} is no http or https address")
    return fetched(source, contact) if source.startswith(_WEB) else saved(source, url)


def saved(source: str, url: str | None) -> Page:
    """A page from a file or from standard input; raises InputError where it cannot be read."""
    from pipelines.saved import SavedFile, load, page_of, unpacked

    file = SavedFile(Path(source), source)
    if "://" in source:
        raise UsageError(f"{source}: only http and https addresses can be fetched")
    if file.path.is_dir() or file.is_archive:
        raise UsageError(f"{source} may hold many pages; `guidepost reparse` reads them")
    page = page_of(unpacked(sys.stdin.buffer, "standard input")) if source == "-" else load(file)[0]
    return page if url is None else msgspec.structs.replace(page, url=url)


def fetched(url: str, contact: str | None = None) -> Page:
    """The page at an address, fetched as a crawl would; raises CrawlError where there is none to be had."""
    from crawlers.config import load_config
    from crawlers.job import CrawlJob
    from crawlers.run import run_crawl
    from crawlers.sites import site_for
    from storage.archive import Archive

    with tempfile.TemporaryDirectory(prefix="guidepost-") as folder:
        config, _ = load_config({"data": folder, "contact": contact})
        config = msgspec.structs.replace(config, store=None)
        job = CrawlJob(sites=(site_for([url], "site", depth=0),), depth=0)
        outcome = run_crawl(config, job)
        pages = [entry.page for entry in Archive(config.folder.archive).entries() if entry.page is not None]
    if not pages:
        came_of = ", ".join(outcome.outcomes)
        raise CrawlError(f"{url} was not fetched: {came_of or outcome.reason}. {_ADVICE.get(came_of, '')}".rstrip())
    return pages[-1]
