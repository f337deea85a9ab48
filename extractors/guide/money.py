"""Whether a page's own text may hold money: several parts of the guide ask the same of the same paragraphs."""

from __future__ import annotations

from extractors.document import Document
from extractors.values.pay import may_hold_money


def holds_money(document: Document, text: str) -> bool:
    """`may_hold_money` of a text of the page, found out once a page."""
    known: dict[str, bool] = document.__dict__.setdefault("money", {})
    found = known.get(text)
    if found is None:
        found = known[text] = may_hold_money(text)
    return found
