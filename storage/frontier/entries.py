"""What goes into the crawl queue, what comes out of it, and what became of it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from storage.times import moment

FIRST_INTERVAL = 20 * 3600
"""Seconds until an address is due again; below a day, so that a nightly run finds it due."""
VOUCHED_INTERVAL = 7 * 24 * 3600
"""The same where a sitemap says when the page last changed: the sitemap is asked in every run, and makes it due."""


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """An address to queue."""

    url: str
    scope: str
    role: str = "page"
    depth: int = 0
    priority: int = 0
    redirects: int = 0
    found_on: str | None = None
    changed_at: datetime | None = None
    """When it last changed, as a sitemap says; later than the last fetch makes it due."""
    always: bool = False
    """Due in every run, such as a start page."""


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """An address that a worker holds, and what was known of it when last fetched."""

    scope: str
    key: str
    url: str
    slot: str
    role: str
    depth: int
    priority: int
    redirects: int
    found_on: str | None
    attempts: int
    """Answers and faults of the network in a row that came to no outcome; a lease that merely ended is none."""
    token: int
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    fetched_at: str | None = None
    changes: int = 0
    interval: int = FIRST_INTERVAL


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of a lease."""

    outcome: str
    """`stored`, `unchanged`, `listed`, `moved`, or a failure's code."""
    failed: bool = False
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    changed: bool | None = None
    """Whether the bytes differ from those of the last fetch; None where there was nothing to compare."""
    retry_in: float | None = None
    """Seconds until it is to be due again, where something says so."""


CARRIED = tuple(field.name for field in msgspec.structs.fields(Lease))


def last_fetch(lease: Lease) -> datetime | None:
    """When the address was last fetched, UTC."""
    return moment(lease.fetched_at or "")
