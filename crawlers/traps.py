"""Guards against addresses without end: repeated segments, calendars, combinations of filters."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

LONGEST_PATH = 20
"""Segments of a path."""
MOST_REPEATS = 3
"""Times that one segment may stand in a path."""
MOST_ALIKE = 300
"""Addresses that differ only in numbers, or only in the values of a query."""
MOST_PARAMETERS = 6
_NUMBER = re.compile(r"\d+")
_LARGEST = 100_000


class Traps:
    """Remembers, a run, how many addresses of each shape were let through."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def catches(self, url: str, *, wanted: bool = False) -> str | None:
        """Why an address is not worth a request; None where it is, and then it counts.

        One that a site's file names as `wanted` is not held against others of its shape.
        """
        parts = urlsplit(url)
        segments = [segment for segment in parts.path.split("/") if segment]
        if len(segments) > LONGEST_PATH:
            return "trap_depth"
        if (segments and max(Counter(segments).values()) > MOST_REPEATS) or _pairs_repeat(segments):
            return "trap_repeats"
        names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
        if len(names) > MOST_PARAMETERS:
            return "trap_facets"
        shape = None if wanted else _shape(parts.netloc, segments, names)
        if shape is None:
            return None
        if self._seen[shape] >= MOST_ALIKE:
            return "trap_alike"
        if len(self._seen) < _LARGEST:
            self._seen[shape] += 1
        return None


def _pairs_repeat(segments: list[str]) -> bool:
    """`/a/b/a/b/a/b`: what relative links on a page that answers to everything lead to."""
    pairs = Counter(pairwise(segments))
    return any(number > 2 for pair, number in pairs.items() if pair[0] != pair[1])


def _shape(host: str, segments: list[str], names: list[str]) -> str | None:
    """What addresses of one calendar or filter have in common; None for an address with words of its own."""
    if names:
        return f"{host}/{'/'.join(_NUMBER.sub('0', segment) for segment in segments)}?{'&'.join(sorted(set(names)))}"
    if segments and segments[-1].replace("-", "").isdigit() and len(segments) > 1:
        return f"{host}/{'/'.join(_NUMBER.sub('0', segment) for segment in segments)}"
    return None
