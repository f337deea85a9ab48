"""How a long work goes: done, to do, how fast, and how long that will take."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

_WINDOW = 60.0
"""Seconds over which the pace is taken: what was fast an hour ago says nothing of now."""


class Pace:
    """Counts what is done."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._recent: deque[float] = deque([clock()])
        self.done = 0

    def add(self) -> None:
        """One more is done."""
        now = self._clock()
        self.done += 1
        self._recent.append(now)
        while self._recent[0] < now - _WINDOW:
            self._recent.popleft()

    @property
    def rate(self) -> float:
        """How many a second, of late; 0 where nothing can be said."""
        took = self._recent[-1] - self._recent[0]
        return (len(self._recent) - 1) / took if took > 0 else 0.0

    def told(self, left: int) -> str:
        """All of it in a few words, with so many still to do: `12 of 40, 1.5 a second, 19 s left`."""
        parts = [f"{self.done} of {self.done + left}"]
        if rate := self.rate:
            parts.append(f"{rate:.1f} a second" if rate >= 1 else f"{60 * rate:.0f} a minute")
            if left:
                parts.append(f"{_duration(left / rate)} left")
        return ", ".join(parts)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d} min"
