"""Which addresses a page, sitemap or feed leads to; without a network, so that tables can test it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from crawlers.feeds import Listing
from crawlers.links import Links
from crawlers.sites import Site
from crawlers.traps import Traps
from crawlers.urls import absolute
from storage.frontier import Ask, Lease
from storage.urls import url_key

MAX_REDIRECTS = 5
MAX_SITEMAP_DEPTH = 3

# What is fetched first: what leads to more, then what the site's file wants first, then what is near the start.
_PRIORITY = {"sitemap": 300, "feed": 200, "list": 100, "page": 0}
_FIRST = 50
_REMEMBERED = 200_000
_LOGIN = re.compile(r"/(?:log-?in|sign-?in|auth|sso|account|aanmelden|connexion|anmelden)\b", re.IGNORECASE)


class Discovery:
    """Turns what was found into what to ask for; remembers what it has passed on, to spare the queue."""

    def __init__(self, sites: Mapping[str, Site], *, default_depth: int, depth: int | None = None) -> None:
        self._sites = sites
        self._default_depth, self._depth = default_depth, depth
        self._traps = Traps()
        self._passed: dict[int, int] = {}
        """By address, the page that it was passed on from. That page may be fetched again before it is acknowledged, or
        because it never was: then it passes on the same once more, or nobody would."""

    def starts(self, site: Site) -> list[Ask]:
        """What a crawl of the site begins with; due in every run."""
        asks = [_ask(site, url, "sitemap", 0, always=True) for url in site.sitemaps]
        asks += [_ask(site, url, "feed", 0, always=True) for url in site.feeds]
        for url in site.start_urls:
            role = "page" if site.verdict(url) == "read" else "list"
            asks.append(_ask(site, url, role, 0, always=True))
        return asks

    def sitemaps(self, site: Site, urls: Iterable[str]) -> list[Ask]:
        """The sitemaps that robots.txt names, as far as they are the site's own."""
        targets = (absolute(url, url) for url in urls)
        return [_ask(site, url, "sitemap", 0, always=True) for url in targets if url and site.owns(url)]

    def from_page(self, lease: Lease, links: Links, url: str) -> list[Ask]:
        """What a page leads to: itself in other words, then what it links to, unless it is the last step."""
        site = self._sites[lease.scope]
        named = [one for one in (links.canonical, *links.alternates) if one]
        # Another language or the canonical address of a page is the page itself, not a step further.
        asks = [found for one in named if (found := self._found(site, one, lease, lease.depth))]
        if lease.depth < self._limit(site):
            further = (links.next, *links.followed) if links.next else links.followed
            asks += [found for one in further if (found := self._found(site, one, lease, lease.depth + 1))]
            if site.spider == "blog":
                asks += [found for feed in links.feeds if (found := self._feed(site, feed, lease))]
        return list({ask.url: ask for ask in reversed(asks) if ask.url != url}.values())[::-1]

    def from_listing(self, lease: Lease, listing: Listing) -> list[Ask]:
        """What a sitemap or feed lists."""
        site = self._sites[lease.scope]
        if listing.kind == "index":
            if lease.depth >= MAX_SITEMAP_DEPTH:
                return []
            own = (entry.url for entry in listing.entries if site.owns(entry.url))
            return [_ask(site, url, "sitemap", lease.depth + 1, lease.url, always=True) for url in own]
        asks = []
        for entry in listing.entries:
            changed = _moment(entry.modified)
            found = self._found(site, entry.url, lease, 0, changed)
            if found:
                asks.append(found)
        return asks

    def from_redirect(self, lease: Lease, location: str) -> Ask | None:
        """Where a redirect leads; None where it leaves the site, or has led on for too long."""
        site = self._sites[lease.scope]
        target = absolute(lease.url, location)
        if target is None or url_key(target) == lease.key or lease.redirects >= MAX_REDIRECTS:
            return None
        if not site.owns(target) or (lease.role in ("page", "list") and site.verdict(target) == "no"):
            return None
        if _LOGIN.search(target) and not _LOGIN.search(lease.url):
            return None
        return Ask(
            url=target,
            scope=lease.scope,
            role=lease.role,
            depth=lease.depth,
            priority=lease.priority,
            redirects=lease.redirects + 1,
            found_on=lease.url,
            always=True,
        )

    def dead_end(self, lease: Lease, location: str) -> str:
        """Why a redirect is not followed, as the code of a failure."""
        target = absolute(lease.url, location)
        if target is None or url_key(target) == lease.key or lease.redirects >= MAX_REDIRECTS:
            return "redirect_loop"
        if _LOGIN.search(target):
            return "login_wall"
        return "out_of_scope" if self._sites[lease.scope].owns(target) else "off_site"

    def _limit(self, site: Site) -> int:
        if self._depth is not None:
            return self._depth
        return self._default_depth if site.politeness.depth is None else site.politeness.depth

    def _found(self, site: Site, url: str, lease: Lease, depth: int, changed: datetime | None = None) -> Ask | None:
        if not self._is_new(site, url, lease):
            return None
        verdict = site.verdict(url)
        mark = hash((site.name, url))
        if verdict == "no" or (mark not in self._passed and self._caught(site, url, verdict)):
            self._remember(mark, 0)
            return None
        self._remember(mark, hash(lease.key))
        role = "page" if verdict == "read" else "list"
        first = _FIRST if role == "page" and site.comes_first(url) else 0
        return _ask(site, url, role, depth, lease.url, priority=first, changed_at=changed)

    def _feed(self, site: Site, url: str, lease: Lease) -> Ask | None:
        # The same address may stand among the links, and is no page then.
        name = f"feed {url}"
        if not self._is_new(site, name, lease):
            return None
        self._remember(hash((site.name, name)), hash(lease.key))
        return _ask(site, url, "feed", lease.depth, lease.url)

    def _caught(self, site: Site, url: str, verdict: str) -> bool:
        return self._traps.catches(url, wanted=verdict == "read" and bool(site.read)) is not None

    def _is_new(self, site: Site, url: str, lease: Lease) -> bool:
        """Whether nobody but this very page has passed the address on."""
        return self._passed.get(hash((site.name, url)), hash(lease.key)) == hash(lease.key)

    def _remember(self, mark: int, page: int) -> None:
        if len(self._passed) >= _REMEMBERED:
            # The queue knows them all; forgetting costs time, never an address.
            self._passed.clear()
        self._passed[mark] = page


def _ask(
    site: Site,
    url: str,
    role: str,
    depth: int,
    found_on: str | None = None,
    *,
    priority: int = 0,
    changed_at: datetime | None = None,
    always: bool = False,
) -> Ask:
    return Ask(
        url=url,
        scope=site.name,
        role=role,
        depth=depth,
        priority=_PRIORITY[role] + priority - depth,
        found_on=found_on,
        changed_at=changed_at,
        always=always,
    )


def _moment(text: str | None) -> datetime | None:
    """A W3C date-time, an RFC 822 date, or None."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError):
            return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
