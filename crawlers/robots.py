"""robots.txt as RFC 9309 reads it: what an answer means, apart from how it is fetched."""

from __future__ import annotations

import re
import time
from functools import cached_property

import msgspec
from protego import Protego

from crawlers.identity import PRODUCT, product_of
from crawlers.optouts import US
from crawlers.texts import decoded

MAX_AGE = 24 * 3600.0
"""Seconds that an answer may be kept (RFC 9309, 2.4)."""
MAX_BYTES = 512 * 1024
"""Bytes that are read; RFC 9309, 2.5 asks for at least 500 KiB."""
MAX_REDIRECTS = 5
"""Redirects that are followed (RFC 9309, 2.3.1.2)."""
FIRST_WAIT = 60.0
"""Seconds until an unreachable robots.txt is asked for again, doubled each time."""
_USER_AGENT = re.compile(r"^[ \t]*user[- ]?agent[ \t]*[: \t][ \t]*([^#\r\n]*)[^\r\n]*", re.IGNORECASE | re.MULTILINE)
_NAMES = re.compile(r"[^\s,;()]+")


class Robots(msgspec.Struct, frozen=True, dict=True, kw_only=True):
    """What a site's robots.txt says, or that it could not be read."""

    text: str | None = None
    """Its rules; None where there are none (4xx)."""
    unreachable: str | None = None
    """Why it could not be read (5xx, time-out, network): nothing may be fetched until it can be."""
    agents: frozenset[str] = US
    """Product tokens that are ours, lower case."""
    fetched: float = msgspec.field(default_factory=time.monotonic)
    lifetime: float = MAX_AGE

    @property
    def expired(self) -> bool:
        """Whether to ask again."""
        return time.monotonic() - self.fetched >= self.lifetime

    @property
    def wait(self) -> float:
        """Seconds until it is asked for again."""
        return max(0.0, self.fetched + self.lifetime - time.monotonic())

    @cached_property
    def _rules(self) -> Protego | None:
        return Protego.parse(_addressed(self.text, self.agents)) if self.text else None

    def allows(self, url: str) -> bool:
        """Whether the URL may be fetched."""
        return self.unreachable is None and (self._rules is None or self._rules.can_fetch(url, PRODUCT))

    @cached_property
    def crawl_delay(self) -> float | None:
        """Seconds between requests, where it names them (as Crawl-delay or as Request-rate)."""
        if self._rules is None:
            return None
        delay = self._rules.crawl_delay(PRODUCT)
        rate = self._rules.request_rate(PRODUCT)
        by_rate = rate.seconds / rate.requests if rate and rate.requests else None
        named = [value for value in (delay, by_rate) if value is not None and value >= 0]
        return max(named) if named else None

    @cached_property
    def sitemaps(self) -> tuple[str, ...]:
        """Sitemaps that it names."""
        return tuple(self._rules.sitemaps) if self._rules else ()


def from_response(status: int, body: bytes, failures: int = 0, agents: frozenset[str] = US) -> Robots:
    """What an answer means: 2xx its rules, 4xx no rules, anything else unreachable."""
    if 200 <= status < 300:
        return Robots(text=decoded(body[:MAX_BYTES], "replace"), agents=agents)
    if 400 <= status < 500 and status != 429:
        return Robots()
    # Redirects beyond the fifth count as unavailable (2.3.1.2), which is what 4xx is.
    if 300 <= status < 400:
        return Robots()
    return unreachable(f"robots.txt answered {status}", failures)


def unreachable(reason: str, failures: int = 0) -> Robots:
    """A robots.txt that could not be read: complete disallow (2.3.1.4), to be asked for again before long."""
    return Robots(unreachable=reason, lifetime=min(FIRST_WAIT * 2.0**failures, MAX_AGE))


def _addressed(text: str, agents: frozenset[str]) -> str:
    """The rules with one name for all that are ours, and none of the others' contained in it.

    A group may name us with a version, several of us on a line, or by what the configured user agent says; and the
    parser takes a group for `guide` as one for `guidepost`.
    """

    def named(line: re.Match[str]) -> str:
        names = dict.fromkeys(name if name == "*" else product_of(name) for name in _NAMES.findall(line[1]))
        ours = dict.fromkeys(name if name == "*" else PRODUCT if name in agents else f"~{name}" for name in names)
        return "\n".join(f"User-agent: {name}" for name in ours) or "User-agent:"

    return _USER_AGENT.sub(named, text)
