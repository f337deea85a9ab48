"""`guidepost crawl`: sites, or single addresses, into the archive and the store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from guidepost.commands._output import AsJson, errors, print_json, waiting
from guidepost.commands._pace import Pace
from guidepost.commands._store import Data

if TYPE_CHECKING:
    from rich.status import Status

    from crawlers.config import Config
    from crawlers.job import Fetched


_FOR_EVER = -1.0


def command(
    urls: Annotated[
        list[str] | None, typer.Argument(help="Addresses to begin with; `-` reads them from standard input.")
    ] = None,
    site: Annotated[list[str] | None, typer.Option("--site", "-s", help="Name of a site file; repeatable.")] = None,
    spider: Annotated[str, typer.Option(help="guides, blog or site: whose defaults hold for the addresses.")] = "site",
    urls_from: Annotated[Path | None, typer.Option(help="File of addresses, one a line.")] = None,
    depth: Annotated[int | None, typer.Option(min=0, help="Links followed; 0 fetches only the addresses.")] = None,
    pages: Annotated[int | None, typer.Option(min=0, help="Pages a site at most; 0 is no end.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Ask for everything again, whether or not it is due.")] = False,
    archive_only: Annotated[
        bool, typer.Option("--archive-only", help="Fetch and archive; `guidepost reparse` reads the pages later.")
    ] = False,
    contact: Annotated[str | None, typer.Option(help="Mail or web address at which a site's owner finds you.")] = None,
    delay: Annotated[float | None, typer.Option(min=0, help="Seconds between requests; a robots.txt wins.")] = None,
    allow_address: Annotated[
        list[str] | None, typer.Option(help="Private or loopback address that may be crawled, such as 127.0.0.1:8000.")
    ] = None,
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait for another run that holds the data folder, instead of ending with 3.")
    ] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Crawl addresses, or sites that have a file, and store what their pages say.

    robots.txt is obeyed, one request at a time is made to a site, and what was fetched is kept in the archive before
    anything reads it. A crawl that was stopped goes on where it was. What did not change is not stored again.

    Examples: guidepost crawl https://example.com/hiring --contact you@example.org
              guidepost crawl https://example.com/one-page --depth 0
              guidepost crawl --site example --pages 50 && guidepost export out

    Exit codes: 0 within the failure budget, 1 the run failed or broke its budget, 2 wrong usage or configuration,
    3 another run holds the data folder (with --wait it is waited for).
    """
    from msgspec.structs import replace

    from crawlers.config import load_config
    from crawlers.job import CrawlJob
    from crawlers.run import crawl_here
    from crawlers.sites import site_for, sites_named
    from crawlers.stopping import STOP
    from extractors.errors import UsageError

    if spider not in ("guides", "blog", "site"):
        raise UsageError(f"--spider: {spider!r} is none of guides, blog, site")
    flags: dict[str, Any] = {"data": data, "contact": contact, "delay": delay, "pages": pages}
    config, _ = load_config(flags | {"allow_addresses": allow_address or None})
    chosen = sites_named(config, site) if site else []
    addresses = _addresses(urls or [], urls_from)
    if addresses:
        chosen.append(site_for(addresses, spider, depth=depth))  # type: ignore[arg-type]
    if pages is not None:  # a flag wins over a file
        chosen = [replace(one, politeness=replace(one.politeness, pages=pages)) for one in chosen]
    if not chosen:
        raise UsageError("nothing to crawl: give an address, --site or --urls-from")
    chosen_spider: Any = spider if addresses or len({one.spider for one in chosen}) > 1 else chosen[0].spider
    job = CrawlJob(
        spider=chosen_spider,
        sites=tuple(chosen),
        depth=depth,
        full=full,
        archive_only=archive_only,
        wait=_FOR_EVER if wait else 0.0,
    )
    if wait:
        _tell_who_is_first(config)
    with STOP.listening():  # from here on a signal ends the run, and no longer the command
        with waiting("starting") as status:
            outcome = crawl_here(config, job, _Shown(status) if errors.is_terminal else None)
        if as_json:
            print_json(outcome)
        else:
            typer.secho(f"{outcome.status}: {outcome.reason}", fg="green" if outcome.exit_code == 0 else "red")
    raise typer.Exit(outcome.exit_code)


def _tell_who_is_first(config: Config) -> None:
    holder = config.folder.holder()
    if holder is not None:
        typer.echo(f"waiting for {holder}", err=True)


class _Shown:
    """What has come in so far, in the line that is shown."""

    def __init__(self, status: Status) -> None:
        self._status, self._pace = status, Pace()

    def __call__(self, one: Fetched) -> None:
        self._pace.add()
        self._status.update(Text(f"{self._pace.told(one.waiting)}; last {one.status} {one.url}"))


def _addresses(urls: list[str], urls_from: Path | None) -> list[str]:
    from crawlers.texts import addresses_in, decoded, read_text
    from extractors.errors import InputError

    found = addresses_in("\n".join(url for url in urls if url != "-"))
    try:
        if "-" in urls:
            found += addresses_in(decoded(sys.stdin.buffer.read()))
        if urls_from is not None:
            found += addresses_in(read_text(urls_from))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{urls_from or 'standard input'}: {error}") from error
    return found
