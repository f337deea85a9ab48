"""Being told to end, by Ctrl-C, SIGTERM or SIGHUP: kept until somebody asks, so that no moment of a run loses it."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from extractors.errors import CrawlError

_TOGETHER = 1.0
"""Seconds between signals that mean the same: Ctrl-C reaches a crawl and whoever started it, who passes it on."""
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Stop:
    """What this process was told; there is one a process, as there is of its signal handlers."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.times = 0
        """How often it was told; twice is in a hurry. Signals that come together are one."""
        self._clock = clock
        self._first = self._last = 0.0
        self._listeners: list[Callable[[], None]] = []

    @property
    def told(self) -> bool:
        """Whether the process is to end."""
        return self.times > 0

    @property
    def since(self) -> float:
        """Seconds since it was first told; 0 where it was not."""
        return self._clock() - self._first if self.times else 0.0

    def when_told(self, listener: Callable[[], None]) -> None:
        """Have `listener` called when the process is told, or now where it was. It must not raise, or take long."""
        self._listeners.append(listener)
        if self.told:
            listener()

    @contextmanager
    def listening(self, *, interrupt: bool = False) -> Iterator[None]:
        """Within the block signals are noted here; with `interrupt`, `KeyboardInterrupt` is raised as well.

        What is ignored, as under `nohup`, stays so. An interrupt may come where it is swallowed, such as in an import
        of others' code that guards itself: whoever goes on then still finds it here.
        """

        def note(*_: Any) -> None:
            self._note()
            if interrupt:
                raise KeyboardInterrupt

        before = {}
        if threading.current_thread() is threading.main_thread():  # nobody else may set handlers
            for number in _SIGNALS:
                if signal.getsignal(number) is not signal.SIG_IGN:
                    before[number] = signal.signal(number, note)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _note(self) -> None:
        now = self._clock()
        if not self.times:
            self._first = now
        self.times += not self.times or now - self._last > _TOGETHER
        self._last = now
        for listener in self._listeners:
            listener()


STOP = Stop()
EARLY = "stopped before it began"


def not_yet_told() -> None:
    """Raise CrawlError where this process was told to end; for the steps before a run stands in the ledger."""
    if STOP.told:
        raise CrawlError(EARLY)
