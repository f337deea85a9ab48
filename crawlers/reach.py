"""Whether a site answers at all in this run: one that does not costs seconds, and is left for a later run."""

from __future__ import annotations

import time
from collections.abc import Callable

CONNECTING = 6.0
"""Seconds that a look-up or a connection may take; two lost packets fit in."""
_SHORT = 4.0
"""Seconds after the first attempt within which a site that does not answer is tried again."""
_FIRST_WAIT = 1.0
_AGAIN = 60.0
"""Seconds after which a site that was left is tried once more, if the run still goes on because of others."""
_LONG = 10.0
"""Seconds without an answer from anybody after which it is us who cannot reach anything."""
_ENOUGH = 24
"""Sites without an answer that are enough to say so, however many there are."""


class Reach:
    """What of the net answered, by site (slot)."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked: dict[str, float] = {}
        self._faults: dict[str, int] = {}
        self._left: dict[str, float] = {}
        self._answered: set[str] = set()
        self.example = ""
        """Why the first one did not answer."""

    def asking(self, slot: str) -> None:
        """The site is about to be asked for the first time, or again."""
        self._asked.setdefault(slot, self._clock())

    def answered(self, slot: str) -> None:
        """The site said something, whatever it was."""
        self._answered.add(slot)
        self._left.pop(slot, None)

    def silent(self, slot: str, reason: str) -> float | None:
        """The site gave no answer. Seconds after which to try again; None where it is left, or answered before."""
        if slot in self._answered:
            return None
        self.example = self.example or reason
        faults = self._faults[slot] = self._faults.get(slot, 0) + 1
        wait = _FIRST_WAIT * 2.0 ** (faults - 1)
        now = self._clock()
        if now + wait <= self._asked.setdefault(slot, now) + _SHORT:
            return wait
        self._left[slot] = now + max(_AGAIN, wait)
        return None

    def is_left(self, slot: str) -> bool:
        """Whether the run does not wait for the site."""
        return slot in self._left

    @property
    def left(self) -> tuple[str, ...]:
        """Sites that the run does not wait for."""
        return tuple(self._left)

    @property
    def not_now(self) -> tuple[str, ...]:
        """Those of them that are not to be asked yet."""
        now = self._clock()
        return tuple(slot for slot, again in self._left.items() if again > now)

    def nothing(self, sites: int) -> bool:
        """Whether nothing of so many sites can be reached, as far as one can tell."""
        if self._answered or not self._asked or self._clock() - min(self._asked.values()) < _LONG:
            return False
        return self._asked.keys() == self._faults.keys() and len(self._faults) >= min(sites, _ENOUGH)
