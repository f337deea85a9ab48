"""Short lines around a text, where bylines and dates stand: zones that hold none, and dates read once a page."""

from __future__ import annotations

from extractors.document import Document
from extractors.values.dates import Found, find_dates

OUTSIDE = frozenset(
    "nav footer related comments cookie popup aside newsletter ad form toc pagination breadcrumb".split()
)
"""Zones whose names and dates are seldom those of the page's own text: only clear signs count there."""


def dates_in(document: Document, index: int, language: str | None) -> list[Found]:
    """The dates that a block states; future ones included."""
    known: dict[tuple[int, str | None], list[Found]] = document.__dict__.setdefault("dates", {})
    key = (index, language)
    found = known.get(key)
    if found is None:
        found = known[key] = list(find_dates(document.blocks[index].text, language))
    return found
