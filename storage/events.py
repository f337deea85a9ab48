"""What a crawl has to tell about one address: a page, that it has not changed, or that it could not be had."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from extractors.page import Page

GONE_STATUSES = (404, 410)
OPT_OUTS = ("noindex", "noarchive", "tdm_reservation")
"""Codes of failures that are wishes: the page is there, and asks not to be kept or mined."""


def ends(status: int | None, code: str) -> bool:
    """Whether a failure of this status and code ends what the page stated until then."""
    return status in GONE_STATUSES or code in OPT_OUTS


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
    """A terminal failure: no further attempt is made in this run."""

    url: str
    at: datetime
    """UTC."""
    code: str
    """A stable name in snake case: `dns`, `timeout`, `http_404`, `robots`, `too_large`, …"""
    message: str = ""
    status: int | None = None
    """HTTP status, where there was an answer."""
    attempts: int = 1

    @property
    def gone(self) -> bool:
        """Whether what the page stated ends here: the server knows it no more, or it asks not to be kept."""
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
