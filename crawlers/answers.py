"""What an HTTP answer means for a crawl: pure, from status and headers alone."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

from crawlers.identity import PRODUCT

Meaning = Literal["page", "unchanged", "moved", "try_later", "gone", "refused"]

_TRY_LATER = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
_WHOLE_SITE = frozenset({429, 502, 503, 504, 520, 521, 522, 523, 524, 529})
LONGEST_WAIT = 24 * 3600.0
"""Seconds; a Retry-After beyond it counts as this much."""
_OPT_OUTS = ("noindex", "noarchive", "none")


def meaning_of(status: int, headers: Mapping[str, str]) -> Meaning:
    """What an answer is about; header names in lower case."""
    if status == 304:
        return "unchanged"
    if 300 <= status < 400 and "location" in headers:
        return "moved"
    if status == 200:
        return "page"
    if status in _TRY_LATER:
        return "try_later"
    return "gone" if status in (404, 410) else "refused"


def is_of_the_site(status: int) -> bool:
    """Whether the answer speaks of the site as a whole, so that all of it is left alone for a while."""
    return status in _WHOLE_SITE


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After asks for (RFC 9110, 10.2.3): a number, or a date; None where it says neither.

    What lies in the past is no wait at all, what lies beyond a day counts as a day.
    """
    text = (value or "").strip()
    if not text:
        return None
    if text.isdecimal() and text.isascii():
        return min(float(text[:12]), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - now).total_seconds()), LONGEST_WAIT)


def backoff(first: float, attempt: int, longest: float = 3600.0) -> float:
    """Seconds to wait after the n-th failed attempt: doubled each time, and up to half as much again at random."""
    wait = first * 2.0 ** min(max(attempt, 1) - 1, 30)
    return math.ceil(min(wait, longest) * random.uniform(1, 1.5) * 1000) / 1000  # noqa: S311 - no secret depends on it


def opt_out(directives: Iterable[str], x_robots_tag: str | None, reserved: bool = False) -> str | None:
    """The opt-out that a page declares: `noindex`, `noarchive` or `tdm_reservation`; None where it declares none.

    `directives` are those of `<meta name="robots">`; an `X-Robots-Tag` may be meant for one crawler only
    (`otherbot: noindex`). `reserved` is what the TDM Reservation Protocol comes to (`crawlers.tdm`).
    """
    found = {*directives, *_header_directives(x_robots_tag or "")}
    for name in _OPT_OUTS:
        if name in found:
            return "noindex" if name == "none" else name
    return "tdm_reservation" if reserved else None


def _header_directives(value: str) -> set[str]:
    found: set[str] = set()
    for_us = True
    for part in value.lower().split(","):
        name, colon, rest = part.strip().partition(":")
        if colon and name.strip() not in ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"):
            # A name holds for the directives after it, up to the next name.
            for_us = name.strip() == PRODUCT
            name = rest
        if for_us:
            found.add(name.strip())
    return found
