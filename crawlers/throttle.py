"""How fast a site is asked: its crawl-delay, and slower where it answers slowly."""

from __future__ import annotations

from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response

from crawlers.config import Config

_SHORTEST = 0.1
"""Seconds; what a robots.txt may shorten the delay to."""


def around(least: float, jitter: float) -> tuple[float, float]:
    """Mean delay and Scrapy's jitter for delays that scatter from `least` upwards, never below it."""
    return least * (1 + jitter), jitter / (1 + jitter)


class SiteThrottle(AutoThrottle):
    """Scrapy's AutoThrottle with a least delay for each site instead of one for all.

    A site's own crawl-delay takes the place of the configured one, in both directions: the owner knows best. One that
    asks for more than `max_delay` is not asked at all (`RobotsMiddleware`).
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._config: Config = crawler.settings["GUIDEPOST_CONFIG"]
        self._least: dict[str, float] = {}
        self._wanted: dict[str, float] = {}

    def at_least(self, site: str, seconds: float) -> None:
        """What a site's file asks for: a robots.txt may slow that down, but not speed it up."""
        self._wanted[site] = max(seconds, self._wanted.get(site, 0.0))
        self.set_delay(site, seconds)

    def set_delay(self, site: str, seconds: float) -> None:
        """From now on a site is asked at most once in so many seconds."""
        # "Crawl-delay: 0" asks for no haste either.
        least = min(max(seconds, min(_SHORTEST, self._config.delay)), self._config.max_delay)
        least = max(least, self._wanted.get(site, 0.0))
        delay, jitter = around(least, self._config.jitter)
        self._least[site] = delay
        downloader = self.crawler.engine.downloader
        downloader.per_slot_settings[site] = {"concurrency": 1, "delay": delay, "jitter": jitter}
        slot = downloader.slots.get(site)
        if slot is not None:
            slot.delay, slot.jitter = delay, jitter

    def delay_of(self, site: str) -> float:
        """Mean number of seconds between two requests to the site, as things stand."""
        slot = self.crawler.engine.downloader.slots.get(site)
        return slot.delay if slot else self._least.get(site, self._min_delay())

    def _min_delay(self) -> float:
        return around(self._config.delay, self._config.jitter)[0]

    def _start_delay(self) -> float:
        # AutoThrottle would start every site at five seconds, even one that says it wants less.
        return self._min_delay()

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        site = next((key for key, value in self.crawler.engine.downloader.slots.items() if value is slot), "")
        self.mindelay = self._least.get(site, self._min_delay())
        self.maxdelay = max(self.maxdelay, self.mindelay)
        super()._adjust_delay(slot, latency, response)
