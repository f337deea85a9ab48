"""The sites' side, in a process of its own: it counts what it served whole, which is what a crawl must account for."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import Counter
from contextlib import ExitStack
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from threading import Lock
from typing import Any

from tests.kill.site import serve
from tests.kill.worker import Origins


class Servers:
    """Listing sites and sitemap sites of a size each; a context manager."""

    def __init__(self, size: int, *, each: int) -> None:
        context = multiprocessing.get_context("fork")
        self._answered: Synchronized[int] = context.Value("Q", 0)
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(size, each, theirs, self._answered), daemon=True)

    def __enter__(self) -> Servers:
        self._process.start()
        self.origins = Origins(*self._pipe.recv())
        return self

    def __exit__(self, *_: Any) -> None:
        if self._process.pid:
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.join()

    def answered(self) -> int:
        """Guides served whole so far, over all sites."""
        return self._answered.value

    def take_counts(self) -> dict[str, Counter[str]]:
        """By origin, how often each path was served whole; counting begins anew."""
        self._pipe.send("counts")
        counts: dict[str, Counter[str]] = self._pipe.recv()
        return counts


def _serve(size: int, each: int, pipe: Connection, answered: Synchronized[int]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    counts: list[Counter[str]] = [Counter() for _ in range(2 * each)]
    lock = Lock()

    def counter(number: int) -> Any:
        def count(path: str) -> None:
            with lock:
                counts[number][path] += 1
            if path.startswith("/guides/"):
                with answered.get_lock():
                    answered.value += 1

        return count

    with ExitStack() as stack:
        origins = [stack.enter_context(serve(size, counter(number))) for number in range(2 * each)]
        pipe.send((tuple(origins[:each]), tuple(origins[each:])))
        while pipe.recv():
            with lock:
                told = {origin: Counter(counts[number]) for number, origin in enumerate(origins)}
                for one in counts:
                    one.clear()
            pipe.send(told)
