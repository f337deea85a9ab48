"""Dates in short lines, read once a page: bylines and dates look at the same lines."""

from __future__ import annotations

from datetime import date

from extractors.document import Document
from extractors.values.dates import Found, find_dates

Key = tuple[int, str | None, date | None]


def dates_in(document: Document, index: int, language: str | None, latest: date | None = None) -> list[Found]:
    """The dates that a block states."""
    known: dict[Key, list[Found]] = document.__dict__.setdefault("dates", {})
    key = (index, language, latest)
    found = known.get(key)
    if found is None:
        found = known[key] = list(find_dates(document.blocks[index].text, language, latest))
    return found
