"""The one spider: it discovers and fetches, and yields pages; what a page says is read elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Literal

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawlers.config import Config
from crawlers.discovery import from_listing, from_page, from_redirect, starting_tasks
from crawlers.feeds import read_listing
from crawlers.links import read_links
from crawlers.middlewares.robots import RobotsMiddleware
from crawlers.sites import Site, load_sites, site_for
from crawlers.tasks import Task
from crawlers.urls import origin_of, slot_of
from extractors.errors import ConfigurationError
from extractors.page import Page

_HTML = ("text/html", "application/xhtml+xml", "text/plain", "")


class SiteSpider(Spider):
    """Crawls sites as their files describe them.

    Arguments: `url` (one or several, apart by blanks), `site` (name of a site file), `urls_from` (a file, one URL a
    line), `depth`, `pages`.
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
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.config = config
        self.depth = int(depth) if depth is not None else None
        chosen = sites or tuple(self._chosen(url, site, urls_from))
        self.sites: dict[str, Site] = {one.name: one for one in chosen}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        """Scrapy's way to build it: the configuration comes with the settings."""
        spider: SiteSpider = super().from_crawler(crawler, *args, config=crawler.settings["GUIDEPOST_CONFIG"], **kwargs)
        return spider

    def _chosen(self, url: str | None, site: str | None, urls_from: str | None) -> Iterator[Site]:
        if site:
            known = load_sites(self.config)
            if site not in known:
                raise ConfigurationError(f"no site file named {site!r}; known are {', '.join(known) or 'none'}")
            yield known[site]
        urls = (url or "").split()
        if urls_from:
            urls += [line.strip() for line in Path(urls_from).read_text(encoding="utf-8").splitlines() if line.strip()]
        if urls:
            yield site_for(urls, self.profile)
        if not (site or urls):
            for known_site in load_sites(self.config).values():
                if known_site.spider == self.profile:
                    yield known_site

    async def start(self) -> AsyncIterator[Any]:
        """Requests for where each site begins, its sitemaps first."""
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        for site in self.sites.values():
            tasks = starting_tasks(site)
            if robots and site.robots_sitemaps:
                for origin in dict.fromkeys(origin_of(task.url) for task in tasks):
                    rules = await robots.rules_for(origin)
                    tasks += [
                        Task(url=url, site=site.name, role="sitemap", priority=300)
                        for url in rules.sitemaps
                        if url.startswith("http") and site.owns(url)
                    ]
            for task in tasks:
                yield self.request_for(task)

    def request_for(self, task: Task) -> Request:
        """The Scrapy request that carries out a task."""
        return Request(
            task.url,
            callback=self.parse_page if task.role in ("page", "list") else self.parse_listing,
            errback=self.failed,
            priority=task.priority,
            meta={"task": task, "role": task.role, "download_slot": slot_of(task.url), "handle_httpstatus_all": True},
        )

    def parse_page(self, response: Response) -> Iterator[Any]:
        """The page, and requests for what it links to."""
        task: Task = response.meta["task"]
        site = self.sites[task.site]
        if moved := self._redirected(site, task, response):
            yield moved
            return
        if response.status != 200 or not isinstance(response, TextResponse):
            self.crawler.stats.inc_value("guidepost/not_read")
            return
        links = read_links(response.text, response.url)
        depth = self.depth if self.depth is not None else site.politeness.depth
        limit = self.config.depth if depth is None else depth
        if links.refresh and (target := from_redirect(site, task, links.refresh)):
            yield self.request_for(target)
        for found in from_page(site, task, links, limit):
            yield self.request_for(found)
        if task.role == "page" and _media_type(response) in _HTML:
            yield page_of(response)

    def parse_listing(self, response: Response) -> Iterator[Any]:
        """Requests for what a sitemap or feed lists."""
        task: Task = response.meta["task"]
        site = self.sites[task.site]
        if moved := self._redirected(site, task, response):
            yield moved
            return
        if response.status != 200:
            return
        listing = read_listing(response.body, response.url, self.config.max_body)
        if listing.error:
            self.logger.warning("%s: %s; %d entries read", response.url, listing.error, len(listing.entries))
        for found in from_listing(site, task, listing):
            yield self.request_for(found)

    def failed(self, failure: Failure) -> None:
        """A request that was declined, or that the network failed."""
        task: Task = failure.request.meta["task"]  # type: ignore[attr-defined]
        self.logger.info("%s: %s", task.url, failure.getErrorMessage())
        self.crawler.stats.inc_value("guidepost/failed")

    def _redirected(self, site: Site, task: Task, response: Response) -> Request | None:
        location = response.headers.get("Location")
        if 300 <= response.status < 400 and location:
            target = from_redirect(site, task, location.decode("utf-8", errors="replace"))
            return self.request_for(target) if target else None
        return None


def page_of(response: Response) -> Page:
    """The page that came in, as the rest of the house knows it."""
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
        if values
    }
    return Page(
        content=response.body,
        url=response.url,
        headers=headers,
        fetched_at=datetime.now(UTC),
        status=response.status,
    )


def _media_type(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1").partition(";")[0].strip().lower()
