"""Which of the dated lines holds the page's own date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractors.article.date_places import Dated, Place
from extractors.document.zones import zones_of
from extractors.records import Evidence
from extractors.values.dates import Found

LONGEST_LINE = 260
DATELINE = re.compile(
    r"^\W?(?:[^\W\d][\w/ -]{2,30}(?:[,:.]|(?<= vom)|(?<= of)|(?<= du)|(?<= del)) ?)?"
    r"\(?(?:\d{1,2}\.? ?[^\W_]+\.? ?\d{4}|[^\W\d_]{3,9}\.? \d{1,2}, \d{4})\)?\s?(?:--|[-–—.:|])\s"
)
"""How a text begins whose first line tells its place and day."""


class Line(NamedTuple):
    """A date in a visible line near the title or the end."""

    found: Found
    kind: str
    """`published`, `modified`, `other` or empty."""
    block: int
    near: bool
    quote: str
    place: Place


def best_of(lines: Sequence[Line], kind: str) -> Dated | None:
    """The day nearest to the title among those of that kind; of none, only where it stands alone in its line."""
    candidates = [line for line in lines if line.kind == kind and len(line.found.iso) >= 10]
    if kind == "":
        candidates = [line for line in candidates if line.near and stands_alone(line)]
    if not candidates:
        return None
    best = min(candidates, key=_distance) if len(candidates) > 1 else candidates[0]
    return dated(best, kind)


def dated(line: Line, kind: str) -> Dated:
    found, document = line.found, line.place.document
    evidence = Evidence(
        quote=line.quote[found.start : found.end],
        path=document.path(document.blocks[line.block].node),
        rule=f"visible_{kind or 'date'}",
        confidence=0.8 if kind else 0.65,
        start=found.start,
    )
    return Dated(found.iso, evidence)


def _distance(line: Line) -> int:
    """Blocks to the title; a line of facts about the text counts as nearer."""
    document, anchor = line.place.document, line.place.title_block
    in_meta = zones_of(document)[document.blocks[line.block].node] in ("meta", "author")
    return (abs(line.block - anchor) if anchor is not None else line.block) - (4 if in_meta else 0)


_FIRST_PARAGRAPHS = 4


def stands_alone(line: Line) -> bool:
    """Whether the date makes up a good part of its line, as in a byline, and is no part of a sentence or title."""
    if line.place.title_block is not None and line.block == line.place.title_block:
        return False
    if DATELINE.match(line.quote) and line.found.start < 40:
        return line.block < line.place.body[0] + _FIRST_PARAGRAPHS
    if line.found.start == 0 and _is_opening(line):
        return True
    rest = len(line.quote) - (line.found.end - line.found.start)
    return (rest <= 90 and not line.quote.rstrip().endswith((".", "?", "!"))) or rest < 25


def _is_opening(line: Line) -> bool:
    """Whether a date that opens its line is followed by facts about the text, or with its hour opens the text."""
    place = line.place
    if zones_of(place.document)[place.document.blocks[line.block].node] in ("meta", "author"):
        return True
    return "T" in line.found.iso and line.block <= place.body[0]
