"""Carrying out a crawl: in this process, or in one of its own.

Twisted's reactor runs once in the life of a process. So `crawl_here` may be called once; `run_crawl` starts a process
for each crawl, and gives the same outcome.
"""

from __future__ import annotations

import logging
import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response

from crawlers.config import Config
from crawlers.identity import require_contact
from crawlers.job import CrawlJob, CrawlOutcome, Fetched
from crawlers.keeper import RunKeeper
from crawlers.logs import quiet
from crawlers.settings import settings_for
from crawlers.stopping import EARLY, STOP, not_yet_told
from extractors.errors import CrawlError, GuidepostError, RunLocked

OnFetched = Callable[[Fetched], None]


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

    SIGINT, SIGTERM and SIGHUP end the crawl cleanly, whenever they come. Raises RunLocked where another run holds the
    data folder, ConfigurationError where nobody would know who calls.
    """
    require_contact(config, job.sites)
    with STOP.listening(), _turn(config, job.wait):
        not_yet_told()
        began = time.monotonic()
        quiet(config)
        own: dict[str, Any] = {"GUIDEPOST_LOCKED": True, "LOG_INSTALL_ROOT_HANDLER": False}
        own["GUIDEPOST_ARCHIVE_ONLY"] = job.archive_only
        process = AsyncCrawlerProcess(settings_for(config) | own)
        quiet(config)
        crawler = process.create_crawler(job.spider)
        listener = _listen(crawler, on_fetched)
        task = process.crawl(crawler, sites=job.sites, depth=job.depth, full=job.full)
        not_yet_told()
        _let_go_of_look_ups()
        process.start(install_signal_handlers=False)  # `STOP` has them
        del listener
        if task.done() and (error := task.exception()) is not None:
            raise error
        return _outcome(crawler, time.monotonic() - began)


@contextmanager
def _turn(config: Config, wait: float) -> Iterator[None]:
    """The data folder, held; raises RunLocked where another run holds it, also after so many seconds."""
    with ExitStack() as stack:
        try:
            stack.enter_context(config.folder.lock("crawl", wait=wait, enough=lambda: STOP.told))
        except RunLocked as error:
            if STOP.told:
                raise CrawlError(f"stopped while it waited for its turn: {error}") from error
            raise
        yield


def _let_go_of_look_ups() -> None:
    """Keep a name server that does not answer from holding up the end: nobody waits for the threads that ask it."""
    from twisted.internet import reactor

    own: Any = reactor
    own.getThreadPool().threadFactory = partial(threading.Thread, daemon=True)
    own.removeSystemEventTrigger(own.threadpoolShutdownID)


def _listen(crawler: Crawler, on_fetched: OnFetched | None) -> Callable[..., None]:
    keeper: RunKeeper | None = None

    def received(response: Response, request: Request) -> None:
        nonlocal keeper
        if on_fetched:
            keeper = keeper or crawler.get_extension(RunKeeper)
            waiting = keeper.to_do() if keeper else 0
            on_fetched(Fetched(request.url, response.status, len(response.body), waiting))

    crawler.signals.connect(received, signal=signals.response_received)
    return received  # signals hold their listeners weakly


def ended(crawler: Crawler) -> RunKeeper:
    """The keeper of a run that has come to its end; raises the fault that ended it."""
    try:
        keeper = crawler.get_extension(RunKeeper)
    except RuntimeError:  # Scrapy never came to its extensions
        keeper = None
    if keeper is None:
        raise CrawlError(EARLY)
    if keeper.status is None:
        keeper.broke_off()
    if keeper.fault:
        raise keeper.fault
    return keeper


def _outcome(crawler: Crawler, seconds: float) -> CrawlOutcome:
    keeper = ended(crawler)
    counts = keeper.counts
    return CrawlOutcome(
        status=keeper.status or "failed",
        reason=keeper.reason,
        exit_code=keeper.exit_code,
        run_id=keeper.run_id,
        seconds=seconds,
        requests=counts["requests"],
        bytes=counts["bytes"],
        statuses=counts["statuses"],
        outcomes=counts["outcomes"],
        counts={name: value for name, value in counts.items() if isinstance(value, int)},
    )
