"""What a crawl is asked to do, and how it went."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from crawlers.sites import Site

SpiderName = Literal["guides", "blog", "site"]
Status = Literal["done", "failed", "cancelled"]


class CrawlJob(msgspec.Struct, frozen=True, kw_only=True):
    """A crawl of one or several sites in one run."""

    spider: SpiderName = "site"
    sites: tuple[Site, ...] = ()
    depth: int | None = None
    """Links followed from a start page; None leaves it to the site's file and the configuration."""
    full: bool = False
    """Ask for everything again, whether or not it is due, and unconditionally."""
    archive_only: bool = False
    """Fetch, archive and follow links; leave the reading of the pages to a re-parse."""
    wait: float = 0.0
    """Seconds to wait for another run that holds the data folder."""


class Fetched(msgspec.Struct, frozen=True):
    """An answer that came in: for those who show progress."""

    url: str
    status: int
    size: int
    waiting: int = 0
    """Addresses that are known to be still asked for in this run."""


class CrawlOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """How a crawl went. Counts are of this run."""

    status: Status
    reason: str
    """One line that says why, for people and for the last line of a log."""
    exit_code: int
    run_id: str | None = None
    seconds: float = 0.0
    requests: int = 0
    bytes: int = 0
    statuses: Mapping[str, int] = msgspec.field(default_factory=dict)
    """Answers by HTTP status."""
    counts: Mapping[str, int] = msgspec.field(default_factory=dict)
    """What became of the pages: pages, guides, articles, others, failures, rows_written, …"""
    outcomes: Mapping[str, int] = msgspec.field(default_factory=dict)
    """Addresses by what came of them: stored, unchanged, listed, moved, http_404, robots_disallowed, …"""
