"""How long a database that others hold is waited for."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_PAUSE = 0.05
"""Seconds between two attempts."""


class Patience:
    """So many seconds for each wait, and fewer from the moment on that somebody is in a hurry.

    The waiting is done here, in short naps, and not in the database's library: that one would not let a signal through.
    """

    def __init__(self, seconds: float = 30.0) -> None:
        self.seconds = seconds
        self._until = float("inf")

    def hurry(self, seconds: float = 2.0) -> None:
        """From now on nothing is waited for longer than until so many seconds from now."""
        self._until = min(self._until, time.monotonic() + seconds)

    def end(self) -> float:
        """When a wait that begins now is to end, by the monotonic clock."""
        return min(time.monotonic() + self.seconds, self._until)

    def left(self, end: float) -> float:
        """Seconds until then, or until the end of all waits where that is sooner; none where it is past."""
        return max(0.0, min(end, self._until) - time.monotonic())

    def outlast(self, attempt: Callable[[], T], passes: Callable[[Exception], bool]) -> T:
        """What an attempt gives, made again while its error is one that passes; that error, once patience has ended."""
        end = self.end()
        while True:
            try:
                return attempt()
            except Exception as error:
                if not passes(error) or not self.left(end):
                    raise
            time.sleep(_PAUSE)
