"""What each part of a crawl costs: CPU by part, each without the parts that it calls. Imported by `benchmarks.crawl`.

The clock is that of the thread. A part is a few functions, wrapped where they are looked up; a wrapper costs about a
microsecond a call, which falls to the part around it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from typing import Any

REST = "Scrapy, and what hangs in it"
PARTS: dict[str, tuple[str, ...]] = {
    "extraction": ("extractors.extract:extract_page",),
    "checks of the record, and its rows": ("pipelines.flow:through", "pipelines.flow:prepare_page"),
    "transactions of the store": ("storage.store:Store.write",),
    "archive: records, gzip, writing": ("storage.archive:ArchiveWriter._write",),
    "archive: sync": ("storage.archive:ArchiveWriter.sync",),
    "links, robots directives": ("crawlers.settling:read_links",),
    "discovery": ("crawlers.discovery:Discovery.from_page",),
    "settling: what an answer means": ("crawlers.settling:Settler.answered", "crawlers.spiders.site:headers_of"),
    "queue: outcomes, new addresses": ("storage.frontier:Frontier.settle", "storage.frontier:Frontier.add"),
    "queue: leases": (
        "storage.frontier:Frontier.more",
        "storage.frontier:Frontier.lease",
        "storage.frontier:Frontier.waiting",
    ),
    "scheduler, requests": (
        "crawlers.scheduler:FrontierScheduler.next_request",
        "crawlers.scheduler:FrontierScheduler.has_pending_requests",
    ),
    "addresses allowed, robots.txt, throttle": (
        "crawlers.middlewares.guard:GuardMiddleware.process_request",
        "crawlers.robots:Robots.allows",
        "crawlers.throttle:SiteThrottle._adjust_delay",
    ),
    "flow": ("pipelines.flow:Flow.fetch",),
}


class Clock:
    """Adds up what each part spends."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._stack: list[str] = []
        self._since = 0

    def watch(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time counted for the part."""

        def timed(*arguments: Any, **more: Any) -> Any:
            self._turn(part)
            try:
                return function(*arguments, **more)
            finally:
                self._turn(None)

        return timed

    def install(self) -> None:
        """Wrap the functions of every part."""
        for part, places in PARTS.items():
            for place in places:
                module, _, path = place.partition(":")
                *owners, name = path.split(".")
                owner: Any = import_module(module)
                for step in owners:
                    owner = getattr(owner, step)
                setattr(owner, name, self.watch(part, getattr(owner, name)))

    def _turn(self, part: str | None) -> None:
        now = time.thread_time_ns()
        if self._stack:
            self.spent[self._stack[-1]] += now - self._since
        if part is None:
            self._stack.pop()
        else:
            self._stack.append(part)
        self._since = time.thread_time_ns()
