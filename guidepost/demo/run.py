"""The demonstration from end to end: serve, crawl, export, read the archive again, compare."""

from __future__ import annotations

import csv
import filecmp
import shutil
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from crawlers.config import load_config
from crawlers.job import CrawlJob, CrawlOutcome, Fetched, SpiderName
from crawlers.run import run_crawl
from crawlers.sites import Site, terms_of
from extractors.errors import UsageError
from extractors.extract import extract_page
from guidepost.demo import blog_site, guides_site
from guidepost.demo.server import serve
from guidepost.evidence import Coverage, check_evidence, coverage
from pipelines.export import export
from pipelines.reparse import reparse
from storage.archive import Archive
from storage.folder import DataFolder
from storage.store import Store

MARK = ".guidepost-demo"
PORTS = {"guides": 8471, "blog": 8472}
"""Where the two sites are served if nothing else is there; page addresses in the tables are then the same each time."""


class DemoResult(msgspec.Struct, frozen=True, kw_only=True):
    """What the demonstration did and where it lies."""

    folder: Path
    data: Path
    csv: Path
    csv_again: Path
    outcomes: dict[str, CrawlOutcome]
    rows: dict[str, int]
    """Rows in each exported table."""
    differing: tuple[str, ...]
    """Files that a re-parse of the archive writes otherwise; empty if all is well."""
    evidence: Coverage
    """Values that need evidence, that have it, and whose quote stands on the page where it says."""
    seconds: float

    @property
    def exit_code(self) -> int:
        """0 if both crawls did their work and the re-parse gave the same tables."""
        return int(bool(self.differing) or any(outcome.exit_code for outcome in self.outcomes.values()))


Say = Callable[[str], None]


def run_demo(out: Path, say: Say | None = None, on_fetched: Callable[[Fetched], None] | None = None) -> DemoResult:
    """Run it in a folder of its own, emptied first if an earlier demonstration made it.

    `say` is told what comes next, `on_fetched` every answer. Raises UsageError where the folder holds anything else.
    """
    began = time.monotonic()
    tell = say or (lambda _: None)
    _prepare(out)
    outcomes: dict[str, CrawlOutcome] = {}
    with _served("guides", guides_site.build) as guides, _served("blog", blog_site.build) as blog:
        sites: dict[SpiderName, Site] = {"guides": _guides(guides), "blog": _blog(blog)}
        for spider, site in sites.items():
            tell(f"Crawling {site.start_urls[0]} with the spider `{spider}`, as politely as its robots.txt asks")
            allowed = tuple(url.split("/")[2] for url in site.start_urls)
            # Nobody's settings but the demonstration's own: it does the same on every machine.
            config, _ = load_config(
                {"data": out / "data", "allow_addresses": allowed, "log_level": "ERROR"}, environment={}, folder=out
            )
            outcomes[spider] = run_crawl(config, CrawlJob(spider=spider, sites=(site,)), on_fetched)
    tell("Writing the tables")
    folder = DataFolder(out / "data")
    with Store.open(folder.store_url) as store:
        terms = terms_of(sites.values())
        rows = export(store, out / "csv", evidence=True, terms=terms).rows
    tell("Reading the archive again, into an empty store and without a network")
    again = DataFolder(out / "data-again")
    with Store.open(again.store_url) as store:
        reparse([folder.archive], store=store, extract=extract_page, folder=again)
        export(store, out / "csv-again", evidence=True, terms=terms)
    return DemoResult(
        folder=out,
        data=out / "data",
        csv=out / "csv",
        csv_again=out / "csv-again",
        outcomes=outcomes,
        rows=rows,
        differing=tuple(_differing(out / "csv", out / "csv-again")),
        evidence=_evidence(Archive(folder.archive)),
        seconds=time.monotonic() - began,
    )


def _prepare(out: Path) -> None:
    if out.exists() and any(out.iterdir()):
        if not (out / MARK).is_file():
            raise UsageError(f"{out} holds something else; name another folder with --out")
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / MARK).write_text("Made by `guidepost demo`, which empties this folder when it runs again.\n")


@contextmanager
def _served(name: str, build: Any) -> Any:
    try:
        with serve(build, PORTS[name]) as origin:
            yield origin
    except OSError as error:
        if "in use" not in str(error).lower():
            raise
        with serve(build) as origin:
            yield origin


def _guides(origin: str) -> Site:
    return Site(
        name="demo-guides",
        spider="guides",
        kind="hiring_guide",
        start_urls=(f"{origin}/",),
        read=(r"/(?:en|nl|fr)/[a-z]+/[a-z-]+$",),
        follow=(r"/(?:(?:en|nl|fr)/)?$",),
        terms="made for this demonstration",
    )


def _blog(origin: str) -> Site:
    return Site(
        name="demo-blog",
        spider="blog",
        kind="article",
        start_urls=(f"{origin}/blog/",),
        feeds=(f"{origin}/feed.xml",),
        read=(r"/blog/(?!page/)[a-z-]+/?$",),
        follow=(r"/blog/$", r"/blog/page/\d+/$"),
        terms="made for this demonstration",
    )


def _evidence(archive: Archive) -> Coverage:
    """How much of what is read from the archived pages stands where its evidence says."""
    total = Coverage(0, 0, 0)
    for entry in archive.entries():
        if entry.page is not None:
            total = total.plus(coverage(check_evidence(extract_page(entry.page), entry.page)))
    return total


def read_table(folder: Path, table: str) -> list[dict[str, str]]:
    """Rows of an exported table; none where there is no such file."""
    path = folder / f"{table}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _differing(one: Path, other: Path) -> list[str]:
    names = {path.name for folder in (one, other) for path in folder.iterdir()}
    same, _, _ = filecmp.cmpfiles(one, other, sorted(names), shallow=False)
    return sorted(names - set(same))
