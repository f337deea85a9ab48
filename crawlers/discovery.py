"""Which addresses a page, sitemap or feed leads to; without a network, so that tables can test it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from crawlers.feeds import Listing
from crawlers.links import Links
from crawlers.novelty import SUSPECT, VOUCHED, Novelty, trust
from crawlers.sites import Site
from crawlers.traps import trap_of
from crawlers.urls import absolute
from storage.frontier import Ask, Lease
from storage.urls import url_key

MAX_REDIRECTS = 5
MAX_SITEMAP_DEPTH = 3

# What is fetched first: what leads to more, then what the site's file wants first, then what is near the start.
_PRIORITY = {"sitemap": 300, "feed": 200, "list": 100, "page": 0}
_FIRST = 50
_LAST = -20
_REMEMBERED = 200_000
_FEEDS = 10
"""Feeds of a site that pages name and that are read: many a page names one of its own comments."""
_DROPPED, _SPENT = 0, -1
"""In place of the page that passed an address on, where nobody did: for good, or until somebody vouches for it."""
_YEAR = re.compile(r"\d{4}(?:-\d\d)?", re.ASCII)
_LOGIN = re.compile(r"/(?:log-?in|sign-?in|auth|sso|account|aanmelden|connexion|anmelden)\b", re.IGNORECASE)


class Discovery:
    """Turns what was found into what to ask for; remembers what it has passed on, to spare the queue."""

    def __init__(self, sites: Mapping[str, Site], *, default_depth: int, depth: int | None = None) -> None:
        self._sites = sites
        self._default_depth, self._depth = default_depth, depth
        self._novelty = Novelty()
        self._passed: dict[int, int] = {}
        """By address, the page that it was passed on from. That page may be fetched again before it is acknowledged, or
        because it never was: then it passes on the same once more, or nobody would."""
        self._trust: dict[int, int] = {}
        self._feeds: Counter[str] = Counter()

    def starts(self, site: Site) -> list[Ask]:
        """What a crawl of the site begins with; due in every run."""
        asks = [_ask(site, url, "sitemap", 0, always=True) for url in site.sitemaps]
        asks += [_ask(site, url, "feed", 0, always=True) for url in site.feeds]
        for url in site.start_urls:
            role = "page" if site.verdict(url) == "read" else "list"
            asks.append(_ask(site, url, role, 0, always=True))
        return asks

    def sitemaps(self, site: Site, urls: Iterable[str], base: str) -> list[Ask]:
        """The sitemaps that the robots.txt at `base` names, as far as they are the site's own."""
        targets = (absolute(base, url) for url in urls)
        return [_ask(site, url, "sitemap", 0, always=True) for url in targets if url and site.owns(url)]

    def from_page(self, lease: Lease, links: Links, url: str) -> list[Ask]:
        """What a page leads to: itself in other words, then what it links to, unless it is the last step."""
        site = self._sites[lease.scope]
        named = [one for one in (links.canonical, *links.alternates) if one]
        further: tuple[str, ...] = ()
        if lease.depth < self._limit(site):
            further = (links.next, *links.followed) if links.next else links.followed
        standing = self._trust_in(lease)
        unseen = [one for one in further if standing == SUSPECT and self._is_unseen(site, one)]
        # Another language or the canonical address of a page is the page itself, not a step further.
        asks = [found for one in named if (found := self._found(site, one, lease, lease.depth))]
        asks += [found for one in further if (found := self._found(site, one, lease, lease.depth + 1))]
        if further or lease.depth < self._limit(site):
            asks += [found for one in links.feeds if (found := self._listed(site, one, lease, "feed"))]
            asks += [found for one in links.sitemaps if (found := self._listed(site, one, lease, "sitemap"))]
        self._novelty.note(lease.url, standing, links.source, unseen)
        return list({ask.url: ask for ask in reversed(asks) if ask.url != url}.values())[::-1]

    def is_trap(self, lease: Lease) -> bool:
        """Whether an address that was queued is no longer worth a request: its like have brought nothing new."""
        return lease.role in ("page", "list") and self._trust_in(lease) == SUSPECT and self._novelty.is_spent(lease.url)

    def from_listing(self, lease: Lease, listing: Listing) -> list[Ask]:
        """What a sitemap or feed lists."""
        site = self._sites[lease.scope]
        if listing.kind == "index":
            if lease.depth >= MAX_SITEMAP_DEPTH:
                return []
            own = (entry.url for entry in listing.entries if site.owns(entry.url))
            return [_ask(site, url, "sitemap", lease.depth + 1, lease.url, always=True) for url in own]
        depth = 0
        if lease.role in ("page", "list"):  # a page links to it: that is a step like any other
            if lease.depth >= self._limit(site):
                return []
            depth = lease.depth + 1
        asks = []
        for entry in listing.entries:
            changed = _moment(entry.modified)
            found = self._found(site, entry.url, lease, depth, changed, is_listed=True)
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
        if self._trust_in(lease) != VOUCHED:
            self._trust[_mark(site, target)] = self._trust_in(lease)
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

    def _found(
        self,
        site: Site,
        url: str,
        lease: Lease,
        depth: int,
        changed: datetime | None = None,
        *,
        is_listed: bool = False,
    ) -> Ask | None:
        mark, page = _mark(site, url), hash(lease.key)
        before = self._passed.get(mark)
        if before not in (None, page, _SPENT) and (before == _DROPPED or mark not in self._trust):
            return None
        verdict = site.verdict(url)
        wanted = is_listed or (verdict == "read" and bool(site.read))
        standing = VOUCHED if wanted else trust(url, lease.url, self._trust_in(lease))
        self._believe(mark, standing, is_new=before is None)
        if before not in (None, page, _SPENT):
            return None
        if verdict == "no" or (before is None and not is_listed and trap_of(url)):
            self._remember(mark, _DROPPED)
            return None
        if self._trust.get(mark) == SUSPECT and self._novelty.is_spent(url):
            self._remember(mark, _SPENT)
            return None
        self._remember(mark, page)
        role = "page" if verdict == "read" else "list"
        first = _FIRST if role == "page" and site.comes_first(url) else 0
        last = _LAST if self._trust.get(mark) == SUSPECT else 0
        return _ask(site, url, role, depth, lease.url, priority=first + last, changed_at=changed)

    def _is_unseen(self, site: Site, url: str) -> bool:
        return _mark(site, url) not in self._passed and site.verdict(url) != "no"

    def _believe(self, mark: int, standing: int, *, is_new: bool) -> None:
        """Note how far an address is to be trusted; the best word counts."""
        if not is_new:
            standing = min(standing, self._trust.get(mark, VOUCHED))
        if standing == VOUCHED:
            self._trust.pop(mark, None)
        else:
            if len(self._trust) >= _REMEMBERED:
                self._trust.clear()  # `_trust_in` tells it again from the page that an address was found on
            self._trust[mark] = standing

    def _trust_in(self, lease: Lease) -> int:
        site = self._sites[lease.scope]
        mark = _mark(site, lease.url)
        if lease.found_on is None:
            return VOUCHED
        noted = self._trust.get(mark, VOUCHED)
        if self._passed.get(mark) == hash(url_key(lease.found_on)):
            return noted
        # It was queued by a run before this one, on the word of another page.
        told = trust(lease.url, lease.found_on, self._trust.get(_mark(site, lease.found_on), VOUCHED))
        return min(noted, told) if mark in self._passed else told

    def _listed(self, site: Site, url: str, lease: Lease, role: str) -> Ask | None:
        """A feed or sitemap that a page names. The same address may stand among the links, and is no page then."""
        mark, page = _mark(site, f"{role} {url}"), hash(lease.key)
        if self._passed.get(mark, page) != page or not site.may_ask(url):
            return None
        if mark not in self._passed:
            self._feeds[site.name] += 1
        if self._feeds[site.name] > _FEEDS:
            return None
        self._remember(mark, page)
        return _ask(site, url, role, lease.depth, lease.url)

    def _remember(self, mark: int, page: int) -> None:
        if len(self._passed) >= _REMEMBERED:
            # The queue knows them all; forgetting costs time, never an address.
            self._passed.clear()
        self._passed[mark] = page


def _mark(site: Site, url: str) -> int:
    return hash((site.name, url))


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
    """A W3C date-time (also a year or a month alone), an RFC 822 date, in UTC; None for anything else.

    Some programs write the year 1 where they know no date; in UTC that may be before all time.
    """
    text = (text or "").strip()
    for read, written in (
        (datetime.fromisoformat, f"{text}-01-01"[:10] if _YEAR.fullmatch(text) else text),
        (parsedate_to_datetime, text),
    ):
        try:
            moment = read(written)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
