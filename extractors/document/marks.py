"""What tools set beside a heading for its own sake: permalinks ("¶", "#"), and links to edit it."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document.model import Span

MARKS = frozenset({"¶", "#", "§", "🔗", "⚓", "⚓︎", "∞", "🔗︎", "[#]", "[¶]", "\ue157"})
_ENDS = frozenset(mark[-1] for mark in MARKS)
_STARTS = frozenset(mark[0] for mark in MARKS)
_LINKS = frozenset({"a", "button"})


def without_marks(
    text: str, spans: tuple[Span, ...], tags: Sequence[str], *, heading: bool
) -> tuple[str, tuple[Span, ...]]:
    """The text without a permalink at its end or start, and in a heading without links in square brackets at its end.

    A sign that is all there is stays: it may head a column.
    """
    if text[-1] in _ENDS or (heading and text[-1] == "]"):
        for start, end, node in spans:
            if end == len(text) and start and text[start:end] in MARKS and tags[node] in _LINKS:
                text, spans = _cut(text, spans, 0, start)
                break
        if heading and text[-1] == "]" and _are_links(text, spans, tags, start := text.rfind("[")):
            text, spans = _cut(text, spans, 0, start)
    if text[0] in _STARTS:
        for start, end, node in spans:
            if start == 0 and end < len(text) and text[:end] in MARKS and tags[node] in _LINKS:
                return _cut(text, spans, end, len(text))
    return text, spans


def _are_links(text: str, spans: Sequence[Span], tags: Sequence[str], start: int) -> bool:
    """Whether the bracket that starts here holds links only, as "[edit | edit source]" does."""
    if start <= 0:
        return False
    linked = sum(end - begin for begin, end, node in spans if begin > start and tags[node] == "a")
    return linked * 2 >= len(text) - start - 2 > 0 and linked > 1


def _cut(text: str, spans: Sequence[Span], start: int, end: int) -> tuple[str, tuple[Span, ...]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    kept = ((max(first - start, 0), min(last, end) - start, node) for first, last, node in spans)
    return text[start:end], tuple(span for span in kept if span[0] < span[1])
