"""One address to fetch, and what is known about it: plain data that a queue can hold."""

from __future__ import annotations

from typing import Literal

import msgspec

Role = Literal["page", "list", "sitemap", "feed"]
"""`page` is kept and its links followed, `list` is fetched for its links only."""


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """An address to fetch."""

    url: str
    site: str
    """Name of the site that it belongs to."""
    role: Role = "page"
    depth: int = 0
    """Links between a start page and this one."""
    priority: int = 0
    """Higher is fetched first."""
    redirects: int = 0
    """Redirects that led here."""
    found_on: str | None = None
    """The address that led here."""
