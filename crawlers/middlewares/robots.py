"""Fetches robots.txt once an origin, holds every request to it, and applies its crawl-delay."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

import msgspec
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawlers import robots
from crawlers.config import Config
from crawlers.errors import Declined, Postponed
from crawlers.exchange import keep_own, location_of
from crawlers.identity import product_tokens
from crawlers.keeper import RunKeeper
from crawlers.reach import Reach
from crawlers.throttle import SiteThrottle
from crawlers.urls import absolute, origin_of, slot_of

logger = logging.getLogger(__name__)

DISALLOWED = "robots_disallowed"
UNREACHABLE = "robots_unreachable"
TOO_SLOW = "crawl_delay"
_ROLE = "robots"
UNTOUCHED = {"dont_redirect": True, "dont_retry": True, "dont_cache": True, "dont_merge_cookies": True}
"""What a request's meta says to Scrapy's own middlewares, where a project has them: redirects are followed here."""
_AT_ONCE = 32
"""Sites whose robots.txt is asked for at a time."""
# A declared length beyond this is not even begun; up to it, the first 512 KiB are read.
_MAX_DECLARED = 64 * 1024 * 1024


class RobotsMiddleware:
    """One per crawl; `sitemaps(url)` tells what the origin's robots.txt names."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._config: Config = crawler.settings["GUIDEPOST_CONFIG"]
        self._agents = product_tokens(self._config)
        self._known: dict[str, robots.Robots] = {}
        self._failures: dict[str, int] = {}
        self._under_way: dict[str, asyncio.Task[robots.Robots]] = {}
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._own_reach = Reach()
        crawler.signals.connect(self._cut_off, signal=signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Scrapy's way to build it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Decline what is disallowed, postpone what nobody can tell."""
        if request.meta.get("role") == _ROLE or request.url.startswith("file:"):
            return
        if "lease" not in request.meta:  # a request of somebody's own spider: one site at a time, by the same rules
            request.meta["download_slot"] = slot_of(request.url)
        rules = await self.rules_for(request.url)
        if rules.unreachable:
            reason, left = f"{origin_of(request.url)}: {rules.unreachable}", self._reach.is_left(slot_of(request.url))
            raise Postponed(UNREACHABLE, reason, rules.wait, left=left)
        if not rules.allows(request.url):
            raise Declined(DISALLOWED, "robots.txt disallows it")
        asked, most = rules.crawl_delay or 0.0, self._config.max_delay
        if asked > most:
            reason = f"{origin_of(request.url)} asks for {asked:.0f} s between two requests, max_delay is {most:.0f} s"
            raise Declined(TOO_SLOW, reason)

    def look_ahead(self, origins: Iterable[str]) -> None:
        """Begin to fetch what `rules_for` will be asked for."""
        for origin in dict.fromkeys(origins):
            self._task_for(origin)

    async def rules_for(self, url: str) -> robots.Robots:
        """What the robots.txt of the URL's origin says, fetched at most once a day."""
        origin = origin_of(url)
        known = self._known.get(origin)
        if known is not None and not known.expired:
            return known
        return await asyncio.shield(self._task_for(origin))

    def _task_for(self, origin: str) -> asyncio.Task[robots.Robots]:
        task = self._under_way.get(origin)
        if task is None:
            task = self._under_way[origin] = asyncio.ensure_future(self._fetch(origin))
            task.add_done_callback(lambda done: self._done(origin, done))
        return task

    def _done(self, origin: str, task: asyncio.Task[robots.Robots]) -> None:
        self._under_way.pop(origin, None)
        if not task.cancelled():
            task.exception()  # whoever waits for it is told; asyncio would complain where nobody does

    @property
    def _reach(self) -> Reach:
        keeper = self._crawler.get_extension(RunKeeper)
        return keeper.reach if keeper else self._own_reach

    async def _fetch(self, origin: str) -> robots.Robots:
        async with self._room:
            self._reach.asking(slot_of(origin))
            rules = await self._ask(f"{origin}/robots.txt", self._failures.get(origin, 0))
        self._failures[origin] = self._failures.get(origin, 0) + 1 if rules.unreachable else 0
        self._known[origin] = rules
        throttle = self._crawler.get_extension(SiteThrottle)
        if throttle and rules.crawl_delay is not None:
            throttle.set_delay(slot_of(origin), rules.crawl_delay)
        if rules.unreachable:
            level = logging.INFO if self._failures[origin] > 1 else logging.WARNING
            logger.log(level, "%s: %s; nothing of it is fetched before it answers", origin, rules.unreachable)
        self._crawler.stats.inc_value("guidepost/robots")
        return rules

    async def _ask(self, url: str, failures: int) -> robots.Robots:
        for _ in range(robots.MAX_REDIRECTS + 1):
            try:
                response = await self._crawler.engine.download_async(self._request(url))
            except Declined:
                raise  # the address is refused, and so is everything at it
            except IgnoreRequest as error:
                return robots.unreachable(f"robots.txt cannot be read: {error}", failures)
            except Exception as error:  # noqa: BLE001 - whatever the network did, it is no permission
                return self._silent(url, f"robots.txt cannot be read: {error or type(error).__name__}", failures)
            self._reach.answered(slot_of(url))
            keep_own(self._crawler.get_extension(RunKeeper), response)
            target = _redirect(response)
            if target is None:
                return robots.from_response(response.status, response.body, failures, self._agents)
            url = target
        return robots.from_response(302, b"", failures)

    def _silent(self, url: str, reason: str, failures: int) -> robots.Robots:
        rules = robots.unreachable(reason, failures)
        wait = self._reach.silent(slot_of(url), f"{origin_of(url)}: {reason}")
        return rules if wait is None else msgspec.structs.replace(rules, lifetime=wait)

    def _request(self, url: str) -> Request:
        return Request(
            url,
            callback=NO_CALLBACK,
            priority=1000,
            # Compressed rules could hide more than was received; nobody needs them compressed.
            headers={"Accept": "text/plain, */*;q=0.5", "Accept-Encoding": "identity"},
            meta={
                "role": _ROLE,
                "download_slot": slot_of(url),
                "download_maxsize": _MAX_DECLARED,
                "autothrottle_dont_adjust_delay": True,
                **UNTOUCHED,
            },
        )

    def _cut_off(self, data: bytes, request: Request) -> None:
        if request.meta.get("role") == _ROLE:
            received = request.meta["received"] = request.meta.get("received", 0) + len(data)
            if received >= robots.MAX_BYTES:
                raise StopDownload(fail=False)


def _redirect(response: Response) -> str | None:
    location = location_of(response)
    return absolute(response.url, location) if location and response.status in (301, 302, 303, 307, 308) else None
