"""A first look at a site: what its robots.txt, sitemaps, feeds and some pages tell, and the site file they suggest.

A dozen requests at most, by the rules of every crawl; nothing is stored.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse

from crawlers import tdm
from crawlers.answers import PAGES
from crawlers.config import Config
from crawlers.exchange import headers_of, location_of
from crawlers.feeds import Entry, read_listing
from crawlers.identity import product_tokens
from crawlers.links import Links, read_links
from crawlers.logs import quiet
from crawlers.middlewares.robots import RobotsMiddleware
from crawlers.optouts import directives, opt_out
from crawlers.settings import lean, settings_for
from crawlers.sites import site_for
from crawlers.urls import absolute, origin_of, slot_of
from extractors.errors import CrawlError
from extractors.page import Page
from extractors.records import PageRecord
from pipelines.monitors import SHELL

Extract = Callable[[Page], PageRecord]

_SITEMAPS, _FEEDS, _GROUPS, _SAMPLES = 3, 1, 4, 2


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Addresses of one shape, such as `/en/*/*`, and what samples of them are."""

    shape: str
    addresses: int
    samples: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    """Kind of each sample: `hiring_guide`, `article`, `other`."""


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """What a first look found."""

    url: str
    robots: str
    """What robots.txt says, in a few words."""
    crawl_delay: float | None = None
    sitemaps: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    platform: str | None = None
    javascript: bool = False
    """Whether pages were met that hold no text without a browser."""
    languages: tuple[str, ...] = ()
    opt_out: str | None = None
    """What the address asks of those who would keep or mine it: `noindex`, `noarchive`, `tdm_reservation`."""
    terms: str | None = None
    groups: tuple[Group, ...] = ()
    requests: int = 0

    @property
    def kind(self) -> str | None:
        """What most samples are."""
        kinds = Counter(kind for group in self.groups for kind in group.kinds if kind != "other")
        return kinds.most_common(1)[0][0] if kinds else None

    def site_file(self) -> str:
        """A site file to begin with, as TOML."""
        wanted = [group for group in self.groups if _wanted(group)]
        follow = ["://[^/]+/$", *dict.fromkeys(_list_pattern(group.shape) for group in wanted)]
        read = [_pattern(group.shape) for group in wanted]
        spider = {"hiring_guide": "guides", "article": "blog"}.get(self.kind or "", "site")
        lines = [
            f"# Proposed after a look at {self.url}; read it before you use it.",
            f'spider = "{spider}"',
            *([f'kind = "{self.kind}"'] if self.kind else []),
            f"start_urls = {_list([self.url])}",
            f"sitemaps = {_list(self.sitemaps)}" if self.sitemaps else "# sitemaps: none found",
            f"feeds = {_list(self.feeds)}" if self.feeds else "# feeds: none found",
            "",
            "# Pages to keep, by what samples of them were.",
            f"read = {_list(read, literal=True)}" if read else "# read: no guide or article among the samples",
            *(f"# {group.shape}: {group.addresses} addresses, {', '.join(group.kinds)}" for group in self.groups),
            "# Pages to fetch for their links only.",
            f"follow = {_list(follow, literal=True)}",
            "",
            *(["javascript = true  # pages were empty without a browser"] if self.javascript else []),
            f"# {self.opt_out}: the address asks not to be kept or mined, and is not" if self.opt_out else None,
            f'terms = "{self.terms or ""}"  # read them, and say here what they allow',
            "",
            "[politeness]",
            f"# robots.txt asks for {self.crawl_delay:g} s; the longer one counts"
            if self.crawl_delay is not None
            else None,
            "delay = 2.0",
            "pages = 200",
            "",
            "[schedule]",
            'cron = "17 3 * * *"',
            'timezone = "UTC"',
        ]
        return "\n".join(line for line in lines if line is not None) + "\n"


class _ProbeSpider(Spider):
    """Asks for a few addresses and keeps the answers."""

    name = "probe"

    def __init__(self, *, url: str, extract: Extract, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.url, self.extract = url, extract
        self.result: Probe | None = None
        self.error: CrawlError | None = None
        self._requests = 0

    async def start(self) -> AsyncIterator[Any]:
        """Look around; yields nothing."""
        try:
            self.result = await self._look()
        except CrawlError as error:
            self.error = error
        return
        yield

    async def _look(self) -> Probe:
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        if robots is None:
            raise CrawlError("a look without robots.txt is none")
        try:
            rules = await robots.rules_for(self.url)
        except IgnoreRequest as error:
            raise CrawlError(str(error)) from error
        self._requests += 1
        if rules.unreachable or not rules.allows(self.url):
            raise CrawlError(f"{self.url}: {rules.unreachable or 'robots.txt closes it'}")
        home = await self._get(self.url)
        if home is None:
            raise CrawlError(f"{self.url}: no page came back")
        agents = product_tokens(self.crawler.settings["GUIDEPOST_CONFIG"])
        asked = directives([headers_of(home).get("x-robots-tag", "")], agents)
        links = read_links(home.text, home.url, agents=agents, asked=asked, encoding=home.encoding)
        named = [target for one in rules.sitemaps if (target := absolute(origin_of(self.url) + "/robots.txt", one))]
        sitemaps = named or [*links.sitemaps] or [f"{origin_of(self.url)}/sitemap.xml"]
        entries, read_sitemaps = await self._sitemaps(sitemaps)
        feeds = [url for url in links.feeds if site_for([self.url], "site").owns(url)][:_FEEDS]
        for feed in feeds:
            answer = await self._get(feed)
            entries += read_listing(answer.body, feed).entries if answer is not None else ()
        records = [self._read(home)]
        groups = []
        for shape, addresses in _grouped(self.url, (*(entry.url for entry in entries), *links.followed)):
            samples = [page for url in addresses[:_SAMPLES] if (page := await self._get(url)) is not None]
            found = [self._read(page) for page in samples]
            records += found
            groups.append(
                Group(
                    shape=shape,
                    addresses=len(addresses),
                    samples=tuple(page.url for page in samples),
                    kinds=tuple(record.kind for record in found),
                )
            )
        codes = {issue.code for record in records for issue in record.issues}
        return Probe(
            url=self.url,
            robots="names rules" if rules.text else "is not there: everything may be read",
            crawl_delay=rules.crawl_delay,
            sitemaps=tuple(read_sitemaps),
            feeds=tuple(feeds),
            opt_out=await self._opt_out(home, links),
            platform=_platform(home),
            javascript=SHELL in codes,
            languages=tuple(dict.fromkeys(record.language for record in records if record.language)),
            terms=_terms(links),
            groups=tuple(groups),
            requests=self._requests,
        )

    async def _opt_out(self, home: TextResponse, links: Links) -> str | None:
        by_file = await self._get(origin_of(self.url) + tdm.WELL_KNOWN)
        rules = tdm.read_reservations(by_file.body) if by_file is not None else tdm.Reservations()
        headers = headers_of(home)
        reserved = tdm.is_reserved(rules.of(home.url), headers.get("tdm-reservation"), links.tdm_reservation)
        return opt_out(links.robots, reserved)

    async def _get(self, url: str) -> TextResponse | None:
        self._requests += 1
        meta = {"download_slot": slot_of(url), "handle_httpstatus_all": True}
        try:
            response: Response = await self.crawler.engine.download_async(Request(url, meta=meta))
        except Exception as error:  # noqa: BLE001 - whatever the network did, the look goes on without the page
            self.logger.info("%s: %s", url, error or type(error).__name__)
            return None
        location = location_of(response)
        if 300 <= response.status < 400 and location and self._requests < 20:
            target = absolute(url, location)
            return await self._get(target) if target and target != url else None
        return response if response.status in PAGES and isinstance(response, TextResponse) else None

    async def _sitemaps(self, urls: list[str]) -> tuple[list[Entry], list[str]]:
        entries: list[Entry] = []
        good: list[str] = []
        waiting = [url for url in urls if url.startswith("http")]
        for _ in range(_SITEMAPS):
            if not waiting:
                break
            url = waiting.pop(0)
            response = await self._get(url)
            listing = read_listing(response.body, url) if response is not None else None
            if listing is None or listing.kind == "none":
                continue
            good += [url] if url in urls else []
            if listing.kind == "index":
                waiting = [entry.url for entry in listing.entries] + waiting
            else:
                entries += listing.entries
        return entries, good

    def _read(self, response: TextResponse) -> PageRecord:
        kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
        return self.extract(Page(content=response.body, url=response.url, headers={"content-type": kind}))


def probe(config: Config, url: str, extract: Extract) -> Probe:
    """Look at a site; once in a process's life. Raises CrawlError where it cannot be reached."""
    start = site_for([url], "site").start_urls[0]
    settings = settings_for(config) | lean() | {"LOG_INSTALL_ROOT_HANDLER": False}
    quiet(config)
    process = AsyncCrawlerProcess(settings)
    quiet(config)
    crawler = process.create_crawler(_ProbeSpider)
    process.crawl(crawler, url=start, extract=extract)
    process.start()
    spider = crawler.spider
    if isinstance(spider, _ProbeSpider) and spider.error is not None:
        raise spider.error
    if not isinstance(spider, _ProbeSpider) or spider.result is None:
        raise CrawlError(f"{url}: the look broke off; the log says why")
    return spider.result


def _grouped(start: str, urls: Iterable[str]) -> list[tuple[str, list[str]]]:
    """The site's own addresses by shape, the likeliest and largest first."""
    site = site_for([start], "guides")
    groups: dict[str, list[str]] = defaultdict(list)
    for url in dict.fromkeys(urls):
        if site.verdict(url) == "read" and url != start:
            first, *rest = urlsplit(url).path.strip("/").split("/")
            groups["/".join(["", first if rest else "*", *("*" for _ in rest)])].append(url)

    def rank(group: tuple[str, list[str]]) -> tuple[int, int]:
        return sum(site.comes_first(url) for url in group[1]), len(group[1])

    return sorted(groups.items(), key=rank, reverse=True)[:_GROUPS]


def _platform(home: TextResponse) -> str | None:
    known = tomllib.loads(Path(__file__).with_name("platforms.toml").read_text(encoding="utf-8"))
    source = home.text[:300_000].lower()
    headers = " ".join(
        f"{name.decode('latin-1')}: {b' '.join(values).decode('latin-1')}".lower()
        for name, values in home.headers.items()
        if values
    )
    for marks in known.values():
        if any(mark in source for mark in marks.get("page", ())) or any(
            mark in headers for mark in marks.get("header", ())
        ):
            return str(marks["name"])
    return None


def _terms(links: Links) -> str | None:
    words = re.compile(r"/(?:terms|tos|legal|conditions|voorwaarden|agb|mentions-legales|conditions-generales)", re.I)
    return next((url for url in links.followed if words.search(url)), None)


def _wanted(group: Group) -> bool:
    return any(kind != "other" for kind in group.kinds)


def _pattern(shape: str) -> str:
    return "/".join("[^/?]+" if part == "*" else re.escape(part) for part in shape.split("/")) + "/?$"


def _list_pattern(shape: str) -> str:
    return f"{re.escape(shape.partition('/*')[0])}/(?:page/\\d+/?)?$"


def _list(values: Iterable[str], *, literal: bool = False) -> str:
    quote = "'" if literal else '"'
    return "[" + ", ".join(f"{quote}{value}{quote}" for value in values) + "]"
