"""The one spider: it discovers and fetches, and yields pages; what a page says is read elsewhere."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Literal

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure as TwistedFailure

from crawlers.browser import browser_meta, browser_settings
from crawlers.config import Config
from crawlers.discovery import Discovery
from crawlers.exchange import headers_of, page_of
from crawlers.feeds import MAX_BYTES
from crawlers.keeper import RunKeeper
from crawlers.links import read_links
from crawlers.middlewares.robots import RobotsMiddleware
from crawlers.settings import is_borrowed, kept, lean
from crawlers.settling import Settler
from crawlers.sites import Site, site_for, sites_named
from crawlers.texts import addresses_in, read_text
from crawlers.throttle import SiteThrottle
from crawlers.urls import origin_of, slot_of
from extractors.errors import ConfigurationError, CrawlError
from pipelines.adapter import DEFAULT_EXTRACTOR, load_extractor
from storage.frontier import Ask, Lease

logger = logging.getLogger(__name__)


class SiteSpider(Spider):
    """Crawls sites as their files describe them.

    Arguments: `url` (one or several, apart by blanks), `site` (names of site files, apart by blanks), `urls_from` (a
    file, one URL a line), `depth`, `full` (ask for everything again).
    """

    name = "site"
    profile: ClassVar[Literal["guides", "blog", "site"]] = "site"

    def __init__(
        self,
        *,
        config: Config,
        sites: tuple[Site, ...] = (),
        url: str | None = None,
        site: str | None = None,
        urls_from: str | None = None,
        depth: str | int | None = None,
        full: str | bool = False,
        borrowed: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.config, self.borrowed = config, borrowed
        self.full = full in (True, "1", "true", "yes")
        chosen = sites or tuple(self._chosen(url, site, urls_from))
        if not chosen and not self.borrowed:
            raise ConfigurationError("nothing to crawl: give -a url=https://… or -a site=name")
        self.sites: dict[str, Site] = {one.name: one for one in chosen}
        self.discovery = Discovery(self.sites, default_depth=config.depth, depth=_number(depth))

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """A crawl on the queue in the store; a plain one where a Scrapy command borrows the spider for a page."""
        own = lean() if is_borrowed(cls, settings) else kept()
        settings.setdict(own, priority="spider")
        super().update_settings(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        """Scrapy's way to build it: the configuration comes with the settings.

        Raises ConfigurationError where a site needs a browser and there is none.
        """
        config = crawler.settings["GUIDEPOST_CONFIG"]
        borrowed = is_borrowed(cls, crawler.settings)
        spider: SiteSpider = super().from_crawler(crawler, *args, config=config, borrowed=borrowed, **kwargs)
        if any(site.javascript for site in spider.sites.values()):
            crawler.settings.update(browser_settings(config), priority="spider")
        return spider

    def _chosen(self, url: str | None, site: str | None, urls_from: str | None) -> Iterator[Site]:
        yield from sites_named(self.config, (site or "").split())
        urls = (url or "").split()
        if urls_from:
            try:
                urls += addresses_in(read_text(Path(urls_from)))
            except (OSError, UnicodeDecodeError) as error:
                raise ConfigurationError(f"urls_from: {error}") from error
        if urls:
            yield site_for(urls, self.profile)

    async def start(self) -> AsyncIterator[Any]:
        """Requests for where each site begins, the sitemaps that robots.txt names among them."""
        keeper = self.crawler.get_extension(RunKeeper)
        if keeper is None:
            raise RuntimeError("the spider needs the extension crawlers.keeper.RunKeeper")
        self._settler = Settler(keeper, self.sites, self.discovery, self.config)
        self._rendering = "playwright" in str(self.settings.getdict("DOWNLOAD_HANDLERS").get("https"))
        if adopted := self._settler.adopt():
            logger.info("%d answers of a run that broke off were still in the archive", adopted)
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        throttle = self.crawler.get_extension(SiteThrottle)
        starts = {site.name: self.discovery.starts(site) for site in self.sites.values()}
        if robots:  # all at once: one site that does not answer must not hold up the others
            robots.look_ahead(origin_of(ask.url) for asks in starts.values() for ask in asks)
        for site in self.sites.values():
            asks = starts[site.name]
            if throttle and site.politeness.delay is not None:
                for slot in {slot_of(ask.url) for ask in asks}:
                    throttle.at_least(slot, site.politeness.delay)
            if robots and site.robots_sitemaps:
                for origin in dict.fromkeys(origin_of(ask.url) for ask in asks):
                    try:
                        rules = await robots.rules_for(origin)
                    except IgnoreRequest:
                        continue  # the start page itself will meet the same, and say so
                    asks += self.discovery.sitemaps(site, rules.sitemaps, f"{origin}/robots.txt")
            for ask in asks:
                yield Request(ask.url, meta={"ask": ask})

    def request_for(self, lease: Lease) -> Request:
        """The Scrapy request that carries out a lease; conditional where an earlier answer is known."""
        known = lease.digest is not None and not self.full
        meta = {"lease": lease, "role": lease.role, "download_slot": lease.slot, "handle_httpstatus_all": True}
        if self.sites[lease.scope].javascript and lease.role in ("page", "list") and self._rendering:
            meta |= browser_meta(self.config)
        if lease.role in ("sitemap", "feed"):  # larger than any page, and leads to all of them
            meta |= {
                "download_maxsize": max(MAX_BYTES, self.config.max_body),
                "download_timeout": 4 * self.config.timeout,
            }
        conditions = {"If-None-Match": lease.etag, "If-Modified-Since": lease.last_modified} if known else {}
        return Request(
            lease.url,
            callback=self.parse,
            errback=self.failed,
            headers={name: value for name, value in conditions.items() if value},
            meta=meta,
            dont_filter=True,
        )

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        """What the answer is an outcome of: a page, that it has not changed, or a failure."""
        if self.borrowed:
            yield from self._shown(response)
            return
        request: Request = response.request  # type: ignore[assignment]
        headers: Mapping[str, str] = headers_of(response)
        outcome = self._settler.answered(request, response, headers, datetime.now(UTC))
        if outcome is not None:
            yield outcome

    def _shown(self, response: Response) -> Iterator[Any]:
        """What a command shows of a page: its record, and where it leads; nothing is kept."""
        if isinstance(response, TextResponse):
            path = self.settings.get("GUIDEPOST_EXTRACTOR", DEFAULT_EXTRACTOR)
            yield load_extractor(path)(page_of(response, headers_of(response), datetime.now(UTC)))
            for url in read_links(response.text, response.url, encoding=response.encoding).followed:
                yield Request(url, callback=self.parse)

    def failed(self, failure: TwistedFailure) -> Iterator[Any]:
        """What a request that was declined, postponed, or failed by the network comes to."""
        request: Request = failure.request  # type: ignore[attr-defined]
        outcome = self._settler.failed(request, failure.value or CrawlError("no reason given"), datetime.now(UTC))
        if outcome is not None:
            yield outcome


def _number(depth: str | int | None) -> int | None:
    if depth in (None, ""):
        return None
    try:
        return int(depth)
    except ValueError as error:
        raise ConfigurationError(f"depth: {depth!r} is no number") from error


__all__ = ["Ask", "SiteSpider"]
