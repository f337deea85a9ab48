"""Carrying out a crawl: in this process, or in one of its own.

Twisted's reactor runs once in the life of a process. So `crawl_here` may be called once; `run_crawl` starts a process
for each crawl, and gives the same outcome.
"""

from __future__ import annotations

import logging
import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response

from crawlers.config import Config
from crawlers.job import CrawlJob, CrawlOutcome, Fetched, Status
from crawlers.settings import settings_for
from crawlers.urls import origin_of
from extractors.errors import ConfigurationError, CrawlError, GuidepostError

OnFetched = Callable[[Fetched], None]
_LOCAL = ("127.", "localhost", "[::1]")


def run_crawl(config: Config, job: CrawlJob, on_fetched: OnFetched | None = None) -> CrawlOutcome:
    """Crawl in a process of its own; raises GuidepostError as that process did."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(theirs, config, job), name=f"crawl {job.spider}")
    process.start()
    theirs.close()
    answer: CrawlOutcome | GuidepostError | None = None
    try:
        while True:
            message = ours.recv()
            if isinstance(message, Fetched):
                if on_fetched:
                    on_fetched(message)
            else:
                answer = message
    except EOFError:
        process.join()
    except KeyboardInterrupt:
        process.terminate()
        process.join()
        raise
    if isinstance(answer, GuidepostError):
        raise answer
    if answer is None:
        raise CrawlError(f"the crawl's process ended without an outcome (exit code {process.exitcode})")
    return answer


def _child(pipe: Connection, config: Config, job: CrawlJob) -> None:
    logging.basicConfig(level=config.log_level)
    try:
        pipe.send(crawl_here(config, job, pipe.send))
    except GuidepostError as error:
        pipe.send(error)
    finally:
        pipe.close()


def crawl_here(config: Config, job: CrawlJob, on_fetched: OnFetched | None = None) -> CrawlOutcome:
    """Crawl in this process; once in its life.

    SIGINT and SIGTERM end the crawl cleanly. Raises RunLocked where another run holds the data folder,
    ConfigurationError where nobody would know who calls.
    """
    require_contact(config, job)
    with config.folder.lock("crawl"):
        began = time.monotonic()
        process = AsyncCrawlerProcess(settings_for(config), install_root_handler=False)
        crawler = process.create_crawler(job.spider)
        reasons: list[str] = []
        _listen(crawler, on_fetched, reasons)
        process.crawl(crawler, sites=job.sites, depth=job.depth)
        process.start()
        return _outcome(crawler, reasons, time.monotonic() - began, bool(process.bootstrap_failed))


def require_contact(config: Config, job: CrawlJob) -> None:
    """Raise ConfigurationError where a public site would be asked by nobody in particular."""
    origins = {origin_of(url) for site in job.sites for url in (*site.start_urls, *site.sitemaps, *site.feeds)}
    strangers = sorted(origin for origin in origins if not origin.split("://")[1].startswith(_LOCAL))
    if strangers and not (config.contact or config.user_agent):
        raise ConfigurationError(
            f"{strangers[0]} should know who calls: give a mail or web address with --contact, GUIDEPOST_CONTACT, "
            "or `contact` in guidepost.toml"
        )


def _listen(crawler: Crawler, on_fetched: OnFetched | None, reasons: list[str]) -> None:
    def received(response: Response, request: Request) -> None:
        if on_fetched:
            on_fetched(Fetched(request.url, response.status, len(response.body)))

    def closed(reason: str) -> None:
        reasons.append(reason)

    # The crawler holds its listeners weakly.
    crawler.__dict__["_guidepost_listeners"] = (received, closed)
    crawler.signals.connect(received, signal=signals.response_received)
    crawler.signals.connect(closed, signal=signals.spider_closed)


def _outcome(crawler: Crawler, reasons: list[str], seconds: float, broken: bool) -> CrawlOutcome:
    stats: dict[str, Any] = crawler.stats.get_stats() if crawler._stats else {}
    statuses = _under(stats, "downloader/response_status_count/")
    counts = {key: value for key, value in _under(stats, "guidepost/").items() if "/" not in key}
    faults = stats.get("spider_exceptions/count", 0) + stats.get("guidepost/item_errors", 0)
    reason = reasons[0] if reasons else "never started"
    pages = counts.get("pages", 0) + counts.get("unchanged", 0)
    status: Status
    if broken or faults or reason not in ("finished", "shutdown"):
        status, line = "failed", f"the crawl broke off: {reason}, {faults} faults of the program"
    elif reason == "shutdown":
        status, line = "cancelled", f"stopped after {pages} pages; what was fetched is kept"
    elif not pages:
        status, line = "failed", f"no page came in ({_listed(statuses) or 'no answer'})"
    else:
        status, line = "done", f"{pages} pages in {seconds:.1f} s"
    return CrawlOutcome(
        status=status,
        reason=line,
        exit_code=0 if status == "done" else 1,
        run_id=stats.get("guidepost/run_id"),
        seconds=seconds,
        requests=stats.get("downloader/request_count", 0),
        bytes=stats.get("downloader/response_bytes", 0),
        statuses=statuses,
        counts=counts,
        declined=_under(stats, "guidepost/declined/"),
    )


def _under(stats: dict[str, Any], prefix: str) -> dict[str, int]:
    return {
        key.removeprefix(prefix): value
        for key, value in stats.items()
        if key.startswith(prefix) and isinstance(value, int)
    }


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} times {name}" for name, number in sorted(counts.items()))
