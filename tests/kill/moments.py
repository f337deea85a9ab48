"""When a crawl is killed: within the first pages of a batch, when the archive has grown, or at any time."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

from storage.archive import Archive

MODES = ("first", "growth", "random")
_POLL = 0.002
_LONGEST = 20.0
"""Seconds after which a moment has come anyway: a crawl that finds nothing to do serves and archives nothing."""


def wait_for(
    mode: str, dice: random.Random, served: Callable[[], int], folders: list[Path], alive: Callable[[], bool]
) -> None:
    """Return at a moment to kill, or when the crawl is no longer alive."""
    if mode == "random":
        _until(dice.uniform(0.0, 4.0), alive, lambda: False)
        return
    if mode == "first":  # pages of one batch, before the first commit: the same addresses again and again
        goal, measure = served() + dice.randint(1, 6), served
    else:
        goal, measure = _size(folders) + dice.randint(1, 40_000), lambda: _size(folders)
    _until(_LONGEST, alive, lambda: measure() >= goal)


def _until(seconds: float, alive: Callable[[], bool], come: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and alive() and not come():
        time.sleep(_POLL)


def _size(folders: list[Path]) -> int:
    return sum(path.stat().st_size for folder in folders for path in Archive(folder / "archive").segments())
