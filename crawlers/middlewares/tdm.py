"""Fetches an origin's `tdmrep.json` once, and tells each request what it says of its address."""

from __future__ import annotations

import asyncio
import time

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawlers import tdm
from crawlers.answers import PAGES
from crawlers.exchange import keep_own, location_of
from crawlers.keeper import RunKeeper
from crawlers.middlewares.robots import UNTOUCHED
from crawlers.robots import MAX_AGE, MAX_REDIRECTS
from crawlers.urls import absolute, origin_of, slot_of

_ROLE = "tdm"


class TdmMiddleware:
    """One per crawl; asks only where a site's opt-outs are respected."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._known: dict[str, tuple[float, tdm.Reservations]] = {}
        self._under_way: dict[str, asyncio.Task[tdm.Reservations]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> TdmMiddleware:
        """Scrapy's way to build it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Note what is reserved; the page itself may still say otherwise, so it is fetched."""
        lease = request.meta.get("lease")
        if lease is None or lease.role not in ("page", "list"):
            return
        sites = getattr(self._crawler.spider, "sites", {})
        if sites[lease.scope].politeness.respect_opt_out:
            rules = await self._rules_for(origin_of(request.url))
            request.meta[tdm.RESERVED] = rules.of(request.url)

    async def _rules_for(self, origin: str) -> tdm.Reservations:
        fetched, rules = self._known.get(origin, (0.0, None))
        if rules is not None and time.monotonic() - fetched < MAX_AGE:
            return rules
        task = self._under_way.get(origin)
        if task is None:
            task = self._under_way[origin] = asyncio.ensure_future(self._fetch(origin))
            task.add_done_callback(lambda _: self._under_way.pop(origin, None))
        return await asyncio.shield(task)

    async def _fetch(self, origin: str) -> tdm.Reservations:
        url: str | None = origin + tdm.WELL_KNOWN
        rules = tdm.Reservations()
        for _ in range(MAX_REDIRECTS + 1):
            response = await self._ask(url) if url else None
            if response is None:
                break
            location = location_of(response)
            if 300 <= response.status < 400 and location:
                url = absolute(response.url, location)
                continue
            rules = tdm.read_reservations(response.body) if response.status in PAGES else rules
            break
        self._known[origin] = time.monotonic(), rules
        return rules

    async def _ask(self, url: str) -> Response | None:
        meta = {
            "role": _ROLE,
            "download_slot": slot_of(url),
            "download_maxsize": tdm.MAX_BYTES,
            "handle_httpstatus_all": True,
            "autothrottle_dont_adjust_delay": True,
            **UNTOUCHED,
        }
        request = Request(url, callback=NO_CALLBACK, priority=900, headers={"Accept": "application/json"}, meta=meta)
        try:
            response = await self._crawler.engine.download_async(request)
        except IgnoreRequest:
            return None
        except Exception:  # noqa: BLE001 - whatever the network did, the page's own answer will speak for it
            return None
        keep_own(self._crawler.get_extension(RunKeeper), response)
        return response
