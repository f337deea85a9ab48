"""Ending soon: what only waits for its turn is given back, and what takes too long is cut off."""

from __future__ import annotations

import time
from typing import Any

from scrapy.crawler import Crawler
from twisted.internet.error import TimeoutError  # noqa: A004 - its name there
from twisted.internet.tcp import Client
from twisted.python.failure import Failure

from crawlers.errors import Postponed


def drain(crawler: Crawler, *, abort: bool) -> None:
    """Give back the requests that wait for a site's delay; with `abort`, close the connections under way as well.

    Scrapy alone would wait for all of them: a crawl-delay of a minute, or a server that drips.
    """
    for slot in crawler.engine.downloader.slots.values():
        while slot.queue:
            _, waiting = slot.queue.popleft()
            reason = Postponed("shutdown", "the run was told to stop", 0.0)
            waiting.errback(Failure(reason))  # type: ignore[no-untyped-call]
    if abort:
        for connection in _connections():
            if connection.connected:
                connection.abortConnection()  # type: ignore[no-untyped-call]
            else:
                connection.connector.stopConnecting()


class Connecting:
    """Connections that are not made yet, each with when it was first seen."""

    def __init__(self) -> None:
        self._since: dict[Client, float] = {}

    def cut_off(self, longest: float) -> None:
        """Give up those that have been in the making for so many seconds; to be called from a timer.

        Scrapy would wait as long as for an answer, and nobody who takes packets at all takes that long to say so.
        """
        now = time.monotonic()
        self._since = {one: self._since.get(one, now) for one in _connections() if not one.connected}
        for connection, since in self._since.items():
            if now - since >= longest:
                connection.failIfNotConnected(TimeoutError())  # type: ignore[no-untyped-call]


def _connections() -> set[Client]:
    from twisted.internet import reactor

    polled: Any = reactor
    sockets = {*polled.getReaders(), *polled.getWriters()}
    return {socket for socket in sockets if isinstance(socket, Client)}
