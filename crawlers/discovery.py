"""Which addresses a page, sitemap or feed leads to: pure, so that it can be tested without a network."""

from __future__ import annotations

from collections.abc import Iterable

from crawlers.feeds import Listing
from crawlers.links import Links
from crawlers.sites import Site
from crawlers.tasks import Role, Task
from crawlers.urls import absolute

MAX_REDIRECTS = 5
MAX_SITEMAP_DEPTH = 3

# What is fetched first: what leads to more, then what the site's file wants first, then what is near the start.
_PRIORITY: dict[Role, int] = {"sitemap": 300, "feed": 200, "list": 100, "page": 0}
_FIRST = 50


def starting_tasks(site: Site) -> list[Task]:
    """What a crawl of the site begins with."""
    roles: list[tuple[Role, Iterable[str]]] = [
        ("sitemap", site.sitemaps),
        ("feed", site.feeds),
        ("page", site.start_urls),
    ]
    tasks = []
    for role, urls in roles:
        for url in urls:
            target = absolute(url, url)
            if target:
                kept: Role = "list" if role == "page" and site.verdict(target) != "read" else role
                tasks.append(_task(site, target, kept, 0))
    return tasks


def from_page(site: Site, task: Task, links: Links, depth_limit: int) -> list[Task]:
    """Tasks for what a page links to."""
    if task.depth >= depth_limit:
        # Other languages of a page and its canonical address are the page itself, not a step further.
        named: Iterable[str] = (*links.alternates, *((links.canonical,) if links.canonical else ()))
        return [found for url in named if (found := _found(site, url, task, task.depth))]
    named = dict.fromkeys(
        (*((links.canonical,) if links.canonical else ()), *links.alternates, *((links.next,) if links.next else ()))
    )
    tasks = [found for url in named if (found := _found(site, url, task, task.depth + 1))]
    tasks += [
        found for url in links.followed if url not in named and (found := _found(site, url, task, task.depth + 1))
    ]
    return tasks


def from_listing(site: Site, task: Task, listing: Listing) -> list[Task]:
    """Tasks for what a sitemap or feed lists."""
    if listing.kind == "index":
        if task.depth >= MAX_SITEMAP_DEPTH:
            return []
        return [
            _task(site, entry.url, "sitemap", task.depth + 1, task.url)
            for entry in listing.entries
            if site.owns(entry.url)
        ]
    return [found for entry in listing.entries if (found := _found(site, entry.url, task, 0))]


def from_redirect(site: Site, task: Task, location: str) -> Task | None:
    """The task for a redirect's target; None where it leaves the site or the chain is too long."""
    target = absolute(task.url, location)
    if target is None or target == task.url or task.redirects >= MAX_REDIRECTS or not site.owns(target):
        return None
    if task.role in ("page", "list") and site.verdict(target) == "no":
        return None
    return Task(
        url=target,
        site=task.site,
        role=task.role,
        depth=task.depth,
        priority=task.priority,
        redirects=task.redirects + 1,
        found_on=task.url,
    )


def _found(site: Site, url: str, origin: Task, depth: int) -> Task | None:
    verdict = site.verdict(url)
    if verdict == "no" or url == origin.url:
        return None
    return _task(site, url, "page" if verdict == "read" else "list", depth, origin.url)


def _task(site: Site, url: str, role: Role, depth: int, found_on: str | None = None) -> Task:
    first = _FIRST if role == "page" and site.comes_first(url) else 0
    return Task(
        url=url, site=site.name, role=role, depth=depth, priority=_PRIORITY[role] + first - depth, found_on=found_on
    )
