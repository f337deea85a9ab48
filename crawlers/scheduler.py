"""Scrapy's scheduler on the frontier: what is handed out is leased, and one request a site is under way at a time."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import msgspec
from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from crawlers.config import Config
from crawlers.keeper import RunKeeper
from crawlers.sites import Site
from crawlers.throttle import SiteThrottle
from extractors.errors import GuidepostError
from storage.frontier import Ask, Frontier, Lease, Settled

T = TypeVar("T")
logger = logging.getLogger(__name__)

_CLAIM_EVERY = 1.0
"""Seconds between two looks for sites that nobody works on."""
_COUNT_EVERY = 2.0
"""Seconds between two counts of what is queued, for those who show progress."""
_AFTER = 0.005
"""Seconds after something is due at which it is looked for: clocks are not that exact."""
_TRAP_AGAIN = 3600.0
"""Seconds after which an address that was left as a trap is due again: a later run may know better."""
_PER_SLOT = 32
"""Addresses of a site that are leased at a time."""


class _Held(msgspec.Struct):
    """A site that this worker has leased."""

    buffer: deque[Lease]
    under_way: Lease | None = None


class FrontierScheduler(BaseScheduler):
    """Hands out what the frontier leases to this worker."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._config: Config = crawler.settings["GUIDEPOST_CONFIG"]
        self._held: dict[str, _Held] = {}
        self._starts: list[Ask] = []
        self._last_claim = 0.0
        self._handed: Counter[str] = Counter()
        self._closing = False
        self._counted_at, self._queued = 0.0, 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FrontierScheduler:
        """Scrapy's way to build it."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Take back what dead workers held, and queue again what is due."""
        keeper = self._crawler.get_extension(RunKeeper)
        if keeper is None:
            raise RuntimeError("the frontier needs the extension crawlers.keeper.RunKeeper")
        self._keeper = keeper
        self._frontier: Frontier = keeper.frontier
        self._sites: dict[str, Site] = spider.sites  # type: ignore[attr-defined]
        self._request: Callable[[Lease], Request] = spider.request_for  # type: ignore[attr-defined]
        self._is_trap: Callable[[Lease], bool] = spider.discovery.is_trap  # type: ignore[attr-defined]
        self._open_scopes = list(self._sites)
        keeper.when_ended(self._ended)
        keeper.rest, keeper.wake, keeper.held = self.rest, self._wake, lambda: self._held
        keeper.to_do = self.to_do
        back = self._frontier.reclaim(everything=keeper.alone)
        due = self._frontier.revive(self._open_scopes, full=bool(getattr(spider, "full", False)))
        if back or due:
            logger.info("%d addresses come back from a run that broke off, %d are due again", back, due)

    def close(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's interface
        """Give back what was leased and not yet asked for."""
        self._closing = True
        if self._keeper.fault is None:
            for slot in list(self._held):
                self.rest(slot, self._delay(slot))

    def enqueue_request(self, request: Request) -> bool:
        """Take in a request of the spider's start; the rest of what is found comes with the outcomes."""
        ask = request.meta.get("ask") or Ask(url=request.url, scope=next(iter(self._sites)), always=True)
        self._starts.append(ask)
        return True

    def has_pending_requests(self) -> bool:
        """Whether anything may still come up in this run."""
        return bool(self._unless_refused(self._any_pending))

    def next_request(self) -> Request | None:
        """A request to a site that has none under way."""
        return self._unless_refused(self._next_request)

    def _unless_refused(self, look: Callable[[], T | None]) -> T | None:
        """What a look at the queue gives; none, and the run ends, where the database refuses it."""
        if self._closing or self._keeper.ending:
            return None
        try:
            return look()
        except GuidepostError as error:
            self._keeper.stop(error)
            return None

    def _any_pending(self) -> bool:
        self._flush()
        if any(held.buffer or held.under_way for held in self._held.values()):
            return True
        self._keeper.commit()
        if not self._open_scopes:
            return False
        left = self._keeper.reach.left
        return bool(self._frontier.waiting(self._open_scopes, within=self._config.max_wait, without=left))

    def _next_request(self) -> Request | None:
        self._flush()
        for slot, held in list(self._held.items()):
            if held.under_way is None and (lease := self._next_of(slot, held)):
                return self._hand_out(held, lease)
        if self._claim():
            return self._next_request()
        return None

    def rest(self, slot: str, wait: float) -> None:
        """Give a site back and let nobody ask it for so many seconds."""
        held = self._held.pop(slot, None)
        self._frontier.give_back(held.buffer if held else ())
        self._frontier.release(slot, wait)
        self._wake(wait)

    def to_do(self) -> int:
        """How many addresses are still to be handed out, budgets counted in; looked up every few seconds."""
        now = time.monotonic()
        if now - self._counted_at >= _COUNT_EVERY:
            self._counted_at = now
            with suppress(GuidepostError):  # whoever needs the queue meets the same, and ends the run
                self._queued = self._frontier.waiting(self._open_scopes, without=self._keeper.reach.left)
        queued = self._queued + sum(len(held.buffer) for held in self._held.values())
        limits = [self._pages(scope) for scope in self._open_scopes]
        return min(queued, sum(limits) - self._handed.total()) if all(limits) else queued

    def _wake(self, seconds: float) -> None:
        """Have Scrapy look again when something may be due; by itself it looks every five seconds only."""
        if seconds <= self._config.max_wait and not self._closing:
            asyncio.get_running_loop().call_later(seconds + _AFTER, self._look)

    def _look(self) -> None:
        slot = self._crawler.engine._slot
        if slot is not None and not self._closing:
            slot.nextcall.schedule()

    def _hand_out(self, held: _Held, lease: Lease) -> Request:
        held.under_way = lease
        self._handed[lease.scope] += 1
        return self._request(lease)

    def _next_of(self, slot: str, held: _Held) -> Lease | None:
        while True:
            if not held.buffer and not self._refill(slot, held):
                return None
            lease = held.buffer.popleft()
            if lease.scope not in self._open_scopes:
                self._frontier.put_back(lease, 0, counted=False)
            elif self._over_budget(lease.scope):
                self._close_scope(lease)
            elif self._is_trap(lease):
                self._keeper.settle(lease, Settled(outcome="trap", retry_in=_TRAP_AGAIN))
            else:
                return lease

    def _refill(self, slot: str, held: _Held) -> bool:
        held.buffer.extend(self._frontier.more(self._open_scopes, slot, _PER_SLOT))
        if not held.buffer:
            # What the last pages linked to may still be in the batch.
            self._keeper.commit()
            held.buffer.extend(self._frontier.more(self._open_scopes, slot, _PER_SLOT))
        if not held.buffer:
            self.rest(slot, self._delay(slot))
        self._queued = max(0, self._queued - len(held.buffer))
        return bool(held.buffer)

    def _claim(self) -> bool:
        room = self._config.concurrency - len(self._held)
        now = time.monotonic()
        if room <= 0 or not self._open_scopes or (self._held and now - self._last_claim < _CLAIM_EVERY):
            return False
        self._last_claim = now
        without = self._keeper.reach.not_now
        leases = self._frontier.lease(self._open_scopes, slots_wanted=room, per_slot=_PER_SLOT, without=without)
        for lease in leases:
            self._held.setdefault(lease.slot, _Held(deque())).buffer.append(lease)
        self._queued = max(0, self._queued - len(leases))
        return bool(leases)

    def _flush(self) -> None:
        if self._starts:
            self._frontier.add(self._starts)
            self._starts = []
            self._last_claim = 0.0

    def _ended(self, lease: Lease) -> None:
        held = self._held.get(lease.slot)
        if held and held.under_way and held.under_way.key == lease.key:
            held.under_way = None

    def _over_budget(self, scope: str) -> bool:
        politeness, pages = self._sites[scope].politeness, self._pages(scope)
        if pages and self._handed[scope] >= pages:
            return True
        return bool(politeness.bytes) and self._keeper.bytes_by_scope[scope] >= (politeness.bytes or 0)

    def _pages(self, scope: str) -> int:
        """Pages that a run may ask a site for; 0 is no end."""
        own = self._sites[scope].politeness.pages
        return self._config.pages if own is None else own

    def _close_scope(self, lease: Lease) -> None:
        logger.warning("%s: the budget is used up after %d pages", lease.scope, self._handed[lease.scope])
        self._crawler.stats.inc_value("guidepost/budget_reached")
        self._open_scopes.remove(lease.scope)
        self._frontier.put_back(lease, 0, counted=False)

    def _delay(self, slot: str) -> float:
        throttle = self._crawler.get_extension(SiteThrottle)
        return throttle.delay_of(slot) if throttle else self._config.delay
