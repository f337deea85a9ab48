"""Keeps a run: its lock and ledger row, its archive and store, its queue, and the verdict at its end.

A Scrapy extension, so that `scrapy crawl` and `guidepost crawl` run by the same rules. Everything that a crawl leaves
behind goes through here: `settle` queues an outcome's acknowledgement for the transaction that stores it.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from sqlalchemy import Connection, update
from twisted.python.failure import Failure as TwistedFailure

from crawlers.config import Config
from crawlers.identity import require_contact, user_agent
from crawlers.job import Status
from crawlers.pulse import Pulse
from crawlers.reach import Reach
from crawlers.recordfeeds import has_feeds, tell
from crawlers.stopping import STOP, not_yet_told
from crawlers.verdict import Facts, verdict
from extractors.errors import GuidepostError
from extractors.page import Page
from extractors.version import extractor_version
from pipelines.adapter import DEFAULT_EXTRACTOR, load_extractor
from pipelines.flow import Flow
from pipelines.watch import Loss, losses, shut, started
from storage.archive import Archive
from storage.events import RequestHead
from storage.frontier import Ask, Frontier, Lease, Settled
from storage.patience import Patience
from storage.retention.suppression import Suppression
from storage.schema import runs
from storage.store import Ack, Store

logger = logging.getLogger(__name__)


class RunKeeper:
    """One a crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self.config: Config = crawler.settings["GUIDEPOST_CONFIG"]
        self.outcomes: Counter[str] = Counter()
        self.by_site: Counter[str] = Counter()
        self.bytes_by_scope: Counter[str] = Counter()
        self.example = ""
        """What went wrong with the first address that failed, in words."""
        self.fault: GuidepostError | None = None
        self.status: Status | None = None
        self.reason = "never started"
        self.reach = Reach()
        self._ended: list[Callable[[Lease], None]] = []
        self.rest: Callable[[str, float], None] = lambda slot, wait: self.frontier.release(slot, wait)
        """Leaves a site alone for so many seconds."""
        self.wake: Callable[[float], None] = lambda _: None
        """Has the queue looked at again in so many seconds."""
        self.held: Callable[[], Iterable[str]] = lambda: ()
        """The sites that the queue has leased to this worker."""
        self.to_do: Callable[[], int] = lambda: 0
        """How many addresses are still asked for in this run, as far as is known."""
        self._unstored: set[str] = set()
        """Sites with an outcome in the batch that is not stored yet: what they hold is still leased."""
        self._pulse = Pulse(crawler, self, self.config.lease)
        self._stack = ExitStack()
        try:
            self._open(crawler)
        except BaseException:
            self._stack.close()
            raise
        crawler.signals.connect(self._opened, signal=signals.spider_opened)
        crawler.signals.connect(self._errored, signal=signals.spider_error)
        crawler.signals.connect(self._closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RunKeeper:
        """Scrapy's way to build it; raises RunLocked, StoreError or UsageError."""
        return cls(crawler)

    def _open(self, crawler: Crawler) -> None:
        folder, self._patience = self.config.folder, Patience(self.config.lock_wait)
        STOP.when_told(self._patience.hurry)
        not_yet_told()
        if not crawler.settings.getbool("GUIDEPOST_LOCKED"):
            self._stack.enter_context(folder.lock("scrapy crawl"))
        self.store = self._stack.enter_context(
            Store.open(folder.store_url, backups=folder.backups, patience=self._patience)
        )
        self.store.set_grace(self.config.grace)
        # Who holds the folder's lock is alone at an embedded store; a database server may have other workers.
        self.alone = self.store.engine.dialect.name == "sqlite"
        if self.alone:
            self._bury_the_dead()
        sites = getattr(crawler.spider, "sites", {})
        require_contact(self.config, sites.values())
        self.run_id = self.store.start_run(
            "crawl",
            arguments={"spider": crawler.spidercls.name, "sites": list(sites)},
            extractor_version=extractor_version(),
        )
        self.suppression = Suppression.load(folder.forgotten)
        self.archive = Archive(folder.archive)
        info = {"robots": "obey", "http-header-user-agent": user_agent(self.config)}
        self.writer = self._stack.enter_context(self.archive.writer(self.run_id, info=info))
        extractor = crawler.settings.get("GUIDEPOST_EXTRACTOR", DEFAULT_EXTRACTOR)
        self.flow = Flow(
            self.store,
            None if crawler.settings.getbool("GUIDEPOST_ARCHIVE_ONLY") else load_extractor(extractor),
            run_id=self.run_id,
            archive=self.writer,
            suppression=self.suppression,
            read_together=True,
            enough=self._pulse.between_pages,
        )
        self.flow.told = lambda record: tell(crawler, record)
        self.frontier = Frontier(
            self.store.engine,
            worker=self.run_id,
            run_id=self.run_id,
            lease_seconds=self.config.lease,
            suppression=self.suppression,
            patience=self._patience,
        )

    def _bury_the_dead(self) -> None:
        ended = update(runs).where(runs.c.status == "running", runs.c.kind == "crawl").values(status="killed")
        self.store.transact(lambda connection: connection.execute(ended))

    # --- outcomes

    def when_ended(self, listener: Callable[[Lease], None]) -> None:
        """Have `listener` called with every lease that has come to an end here."""
        self._ended.append(listener)

    def ack(self, lease: Lease, settled: Settled, found: Iterable[Ask] = ()) -> Ack:
        """The acknowledgement of a lease, to be run in the transaction that stores its outcome."""
        asks = tuple(found)
        self.outcomes[settled.outcome] += 1
        self.by_site[lease.slot] += 1
        self._unstored.add(lease.slot)
        self._end(lease)

        def run(connection: Connection) -> None:
            self._unstored.discard(lease.slot)
            if not self.frontier.settle(connection, lease, settled, asks):
                logger.warning("%s: the lease had gone to another worker; its outcome is not acknowledged", lease.url)

        return run

    def settle(self, lease: Lease, settled: Settled, found: Iterable[Ask] = ()) -> None:
        """Settle a lease whose outcome leaves no rows, such as a sitemap's."""
        self.flow.acknowledge(self.ack(lease, settled, found))

    def put_back(self, lease: Lease, wait: float, *, counted: bool = True) -> None:
        """Try an address again after so many seconds."""
        self.outcomes["put_back"] += 1
        self.frontier.put_back(lease, wait, counted=counted)
        self.wake(wait)
        self._end(lease)

    def abandon(self, lease: Lease) -> None:
        """Give up a request because the run ends: it counts for nothing, and is due as before."""
        if self.fault is None:
            self.put_back(lease, 0.0, counted=False)

    def keep_aside(self, page: Page, request: RequestHead | None) -> None:
        """Archive an answer that is no page to read: robots.txt, a sitemap, a redirect, an error page."""
        kept = self.suppression.masked_page(page)
        if kept is None:
            return
        try:
            self.writer.append_aside(kept, request=self.suppression.masked_request(request))
        except GuidepostError as error:
            self.stop(error)

    def show(self, page: Page) -> None:
        """Give the record of a page that is stored already to the feeds that the crawl exports, if it does."""
        if has_feeds(self._crawler) and not self._crawler.settings.getbool("GUIDEPOST_ARCHIVE_ONLY"):
            self.flow.show(page)

    def commit(self) -> None:
        """Store what is in hand."""
        if self.fault:
            return
        try:
            self.flow.commit()
        except GuidepostError as error:
            self.stop(error)

    def stop(self, error: GuidepostError) -> None:
        """End the crawl over an error that makes going on pointless."""
        if self.fault is None:
            self.fault = error
            self._patience.hurry()
            logger.error("%s", error)
            if self._crawler.engine.spider is not None:
                self._pulse.end_over("fault")

    def _end(self, lease: Lease) -> None:
        for listener in self._ended:
            listener(lease)

    # --- the run's life

    @property
    def ending(self) -> bool:
        """Whether the run comes to its end before its work is done: what fails now is nobody's fault."""
        return STOP.told or self.fault is not None

    def _opened(self) -> None:
        if STOP.told:
            raise CloseSpider("shutdown")
        self._pulse.start()

    def keep_leases(self) -> None:
        """Move the leases of this worker on, and take back those of dead ones."""
        if self.fault:
            return
        self.frontier.heartbeat({*self.held(), *self._unstored})
        if not self.alone:
            self.frontier.reclaim()

    def _errored(self, failure: TwistedFailure, response: Any) -> None:
        if isinstance(failure.value, GuidepostError):
            self.stop(failure.value)  # disk or database; what was leased comes back
            return
        # A fault of ours: said loudly by Scrapy's log, counted, and the address is not tried for ever.
        self.outcomes["program_fault"] += 1
        request = getattr(response, "request", None) or getattr(failure, "request", None)
        lease = request.meta.get("lease") if request is not None else None
        if lease is not None:
            self.settle(lease, Settled(outcome="program_fault", failed=True))

    def _closed(self, reason: str) -> None:
        self._pulse.stop()
        if self.fault is None:
            self.commit()
        lost = self._losses()
        stats = self._crawler.stats.get_stats()
        facts = Facts(
            # A queue that hands out nothing more looks finished.
            reason="shutdown" if STOP.told and reason == "finished" else reason,
            fault=str(self.fault) if self.fault else None,
            outcomes=dict(self.outcomes),
            counts=self.flow.counts.as_dict(),
            example=self.example or self.reach.example,
            explanation=self.flow.counts.explanation() or "",
            waiting=0 if self.fault else self.frontier.waiting(list(getattr(self._crawler.spider, "sites", {}))),
            shared=not self.alone,
            unreached=self.reach.left,
            failure_budget=self.config.failure_budget,
            losses=lost,
        )
        self.status, self.reason = verdict(facts)
        self.exit_code = 0 if self.status == "done" else 1
        self._finish(stats)

    def _losses(self) -> tuple[Loss, ...]:
        """What the sites that were asked gave before and give no more; none where the database refuses to say."""
        if self.fault:
            return ()
        try:
            for event in list(shut(self.store, self.by_site, started(self.store, self.run_id))):
                self.flow.fetch(event)
            self.flow.commit()
            return tuple(losses(self.store, self.by_site))
        except GuidepostError as error:
            self.stop(error)
            return ()

    def broke_off(self) -> None:
        """Close a run whose engine did not come to its own end."""
        self.status, self.reason, self.exit_code = "cancelled", "stopped in a hurry; what was archived is kept", 1
        self._finish({})

    def _finish(self, stats: dict[str, Any]) -> None:
        prefix = "downloader/response_status_count/"
        counts = {
            **self.flow.counts.as_dict(),
            "outcomes": dict(self.outcomes),
            "by_site": dict(self.by_site),
            "statuses": {key.removeprefix(prefix): value for key, value in stats.items() if key.startswith(prefix)},
            "bytes": stats.get("downloader/response_bytes", 0),
            "requests": stats.get("downloader/request_count", 0),
            "exit_code": self.exit_code,
            "reason": self.reason,
        }
        self.counts = counts
        try:
            if self.fault is None:
                self.frontier.leave()
            self.store.finish_run(self.run_id, self.status or "failed", counts)
        except GuidepostError as error:
            self.fault = self.fault or error
            logger.error("the ledger could not be written: %s", error)
        finally:
            self._stack.close()
            logger.info("run %s (process %d): %s, %s", self.run_id, os.getpid(), self.status, self.reason)
