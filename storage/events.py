"""What a crawl has to tell about one address: a page, that it has not changed, or that it could not be had."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from extractors.page import Page

GONE_STATUSES = (404, 410)
ENDING_STATUSES = (*GONE_STATUSES, 401, 402, 403, 451)
"""The server knows the page no more, or no longer shows it to everybody."""
OPT_OUTS = ("noindex", "noarchive", "tdm_reservation")
"""Codes of failures that are wishes: the page is there, and asks not to be kept or mined."""
MOVED = "moved"
JOINED = "joined"
"""Not told by an event: a page came to name another one as its own address."""
ENDING_CODES = (*OPT_OUTS, MOVED, "off_site", "out_of_scope", "login_wall", "not_html")
"""It asks not to be kept; it went elsewhere; something else than a page stands in its place."""
DOUBTED = "doubted"
"""Code of the news that an end is not believed yet, since most of its site ended with it."""


def ends(status: int | None, code: str) -> bool:
    """Whether a failure of this status and code ends what the page stated until then."""
    return status in ENDING_STATUSES or code in ENDING_CODES


class RequestHead(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for; kept beside the answer in the archive."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = msgspec.field(default_factory=dict)


class Revisit(msgspec.Struct, frozen=True, kw_only=True):
    """The server, or a comparison of digests, said that the page is what it was."""

    url: str
    fetched_at: datetime
    """UTC."""
    digest: str
    """SHA-256 of the bytes that the page had and still has."""
    refers_to_url: str
    refers_to_at: datetime
    """When those bytes were fetched, UTC."""
    status: int = 304
    headers: Mapping[str, str] = msgspec.field(default_factory=dict)


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """News that an address gives no page: a terminal failure (no further attempt is made in this run), or a move."""

    url: str
    at: datetime
    """UTC."""
    code: str
    """A stable name in snake case: `dns`, `timeout`, `http_404`, `robots`, `too_large`, `moved`, …"""
    message: str = ""
    status: int | None = None
    """HTTP status, where there was an answer."""
    attempts: int = 1
    target: str | None = None
    """Where a page went that has moved: an absolute address."""

    @property
    def gone(self) -> bool:
        """Whether what the page stated ends here."""
        return ends(self.status, self.code)


Event = Page | Revisit | Failure


class Archived(msgspec.Struct, frozen=True, kw_only=True):
    """An event as the archive holds it, and where. `event` is what a later re-parse will read, to the byte."""

    event: Event
    segment: str
    """File name of the segment within the archive's folder."""
    offset: int
    """First byte of the event's records in the segment."""
    end: int
    """First byte after them."""

    @property
    def page(self) -> Page | None:
        """The page, if it is one."""
        return self.event if isinstance(self.event, Page) else None

    @property
    def revisit(self) -> Revisit | None:
        """The revisit, if it is one."""
        return self.event if isinstance(self.event, Revisit) else None

    @property
    def failure(self) -> Failure | None:
        """The failure, if it is one."""
        return self.event if isinstance(self.event, Failure) else None
