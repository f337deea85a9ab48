"""One page as it came in: bytes, and how they were fetched."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property

import msgspec


class Page(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Bytes of a page and the circumstances of their fetch; never changed afterwards."""

    content: bytes
    """The body, content encoding removed, character encoding untouched."""
    url: str | None = None
    """The address after redirects; None for a saved file that does not tell."""
    headers: Mapping[str, str] = msgspec.field(default_factory=dict)
    """Response headers, names in lower case."""
    fetched_at: datetime | None = None
    """UTC; None for a saved file that does not tell."""
    status: int | None = None
    """HTTP status; None for a saved file."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes, in lower-case hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def fetched_at_utc(self) -> datetime | None:
        """`fetched_at` in UTC; a naive time is taken for UTC."""
        if self.fetched_at is None:
            return None
        return (
            self.fetched_at.replace(tzinfo=UTC) if self.fetched_at.tzinfo is None else self.fetched_at.astimezone(UTC)
        )
