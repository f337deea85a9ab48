"""What a run does by the clock: store what is old, move its leases on, and end when it is told to or must."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scrapy.crawler import Crawler

from crawlers.drain import Connecting, drain
from crawlers.reach import CONNECTING
from crawlers.stopping import STOP
from extractors.errors import GuidepostError

if TYPE_CHECKING:
    from crawlers.keeper import RunKeeper

logger = logging.getLogger(__name__)

_PATIENCE = 4.0
"""Seconds that answers under way may still take once the run was told to stop."""
_READING = 5.0
"""Seconds after that word from which on no further page is read; what is archived is read by the next run."""
_ENOUGH = 8.0
"""Seconds after which the run breaks off, whatever is still under way."""
_TICK = 0.5
"""Seconds between two looks."""


class Pulse:
    """One a run."""

    def __init__(self, crawler: Crawler, keeper: RunKeeper, lease: float) -> None:
        self._crawler, self._keeper = crawler, keeper
        self._beat_every = lease / 3
        self._connecting = Connecting()
        self._last_beat = time.monotonic()
        self._stopping = 0.0
        self._timers: list[asyncio.Task[None]] = []
        self._ends: set[asyncio.Task[None]] = set()
        """Kept, since the loop forgets a task that nobody holds."""

    def start(self) -> None:
        """Begin; in the running loop."""
        self._timers = [
            asyncio.ensure_future(self._every(_TICK, self._tick)),
            asyncio.ensure_future(self._every(self._beat_every, self._beat)),
        ]

    def stop(self) -> None:
        """No further look."""
        for timer in self._timers:
            timer.cancel()

    def end_over(self, reason: str) -> None:
        """Have the engine close the crawl, for this reason."""
        if not self._ends:
            self._ends.add(asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=reason)))

    @property
    def hasty(self) -> bool:
        """Whether the run was told to stop, and is late in doing so."""
        return STOP.times > 1 or STOP.since > _READING

    def between_pages(self) -> bool:
        """To be asked between two pages of a batch: whether to leave the others in the archive.

        A batch of large pages takes longer to read than a lease may last, so leases are moved on here as well.
        """
        if time.monotonic() - self._last_beat >= self._beat_every:
            self._beat()
        return self.hasty

    def _beat(self) -> None:
        self._last_beat = time.monotonic()
        self._keeper.keep_leases()

    def _tick(self) -> None:
        if not self._keeper.ending:
            self._keeper.flow.tick()
        self._connecting.cut_off(CONNECTING)
        if self._keeper.reach.nothing(len(getattr(self._crawler.spider, "sites", {}))):
            self.end_over("unreachable")
        if STOP.told:
            self._heed()
        if self._keeper.fault or not self._crawler.engine.running:
            self._stopping = self._stopping or time.monotonic()
            drain(self._crawler, abort=self.hasty or time.monotonic() - self._stopping >= _PATIENCE)

    def _heed(self) -> None:
        """Do as the run was told; asked again at every tick, since an engine that only starts cannot be stopped."""
        if STOP.times > 1 or STOP.since > _ENOUGH:
            from twisted.internet import reactor

            stoppable: Any = reactor
            stoppable.crash()
        elif self._crawler.engine.running and not self._ends:
            self._ends.add(asyncio.ensure_future(self._crawler.stop_async()))

    async def _every(self, seconds: float, work: Callable[[], None]) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                work()
            except GuidepostError as error:
                self._keeper.stop(error)
            except Exception:
                # A timer that ended would let leases end and the dead keep theirs.
                logger.exception("a fault of the program in %s", work.__name__)
                self._keeper.outcomes["program_fault"] += 1
