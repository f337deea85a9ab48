"""Dates in short lines, read once a page: bylines and dates look at the same lines."""

from __future__ import annotations

from extractors.document import Document
from extractors.values.dates import Found, find_dates


def dates_in(document: Document, index: int, language: str | None) -> list[Found]:
    """The dates that a block states; future ones included."""
    known: dict[tuple[int, str | None], list[Found]] = document.__dict__.setdefault("dates", {})
    key = (index, language)
    found = known.get(key)
    if found is None:
        found = known[key] = list(find_dates(document.blocks[index].text, language))
    return found
