"""What an HTTP answer means for a crawl: pure, from status and headers alone."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

Meaning = Literal["page", "unchanged", "moved", "try_later", "gone", "refused"]

PAGES = (200, 203)
"""Statuses of an answer that is the page; 203 is one that a proxy on the way has changed."""
_TRY_LATER = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
_WHOLE_SITE = frozenset({429, 502, 503, 504, 520, 521, 522, 523, 524, 529})
LONGEST_WAIT = 24 * 3600.0
"""Seconds; a Retry-After beyond it counts as this much."""


def meaning_of(status: int, headers: Mapping[str, str]) -> Meaning:
    """What an answer is about; header names in lower case."""
    if status == 304:
        return "unchanged"
    if 300 <= status < 400 and "location" in headers:
        return "moved"
    if status in PAGES:
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
