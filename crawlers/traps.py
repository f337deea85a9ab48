"""Addresses that no site means: paths that repeat themselves, and more parameters than anybody chooses from."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

LONGEST_PATH = 20
"""Segments of a path."""
MOST_REPEATS = 3
"""Times that one segment may stand in a path."""
MOST_PARAMETERS = 6
_MOST_EMPTY = 2


def trap_of(url: str) -> str | None:
    """Why an address that some page links to is not worth a request; None where it is."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if len(segments) > LONGEST_PATH:
        return "trap_depth"
    if (
        parts.path.count("//") > _MOST_EMPTY
        or "///" in parts.path
        or (segments and max(Counter(segments).values()) > MOST_REPEATS)
        or _pairs_repeat(segments)
    ):
        return "trap_repeats"
    if len(parse_qsl(parts.query, keep_blank_values=True)) > MOST_PARAMETERS:
        return "trap_facets"
    return None


def _pairs_repeat(segments: list[str]) -> bool:
    """`/a/b/a/b/a/b`: what relative links on a page that answers to everything lead to."""
    pairs = Counter(pairwise(segments))
    return any(number > 2 for pair, number in pairs.items() if pair[0] != pair[1])
