"""Visible lines that hold dates, near a text's title and below it, and which kind of date each announces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from extractors.article.lines import OUTSIDE, dates_in
from extractors.document import Document
from extractors.document.zones import zones_of
from extractors.metadata import Metadata, Thing
from extractors.records import Evidence
from extractors.values.dates import Found, any_date, iso_date, lexicon, relative_date

_BEFORE, _AFTER, _FAR_BEFORE, _BELOW = 10, 17, 26, 25
LONGEST_LINE = 260


class Dated(NamedTuple):
    """A date and where it stood."""

    iso: str
    evidence: Evidence


class Place(NamedTuple):
    """Where to look, and by which customs."""

    document: Document
    metadata: Metadata
    subjects: Sequence[Thing]
    title_block: int | None
    body: tuple[int, int]
    """First block of the main text and the first after it."""
    url: str | None
    language: str | None
    fetched_at: datetime | None
    latest: date
    """Later dates are no dates of a page that is there already: the day of fetching."""


def window(place: Place) -> tuple[Sequence[int], Sequence[int]]:
    """Blocks near the title and just above the text; and those just below it."""
    count = len(place.document.blocks)
    first, last = place.body
    anchor = place.title_block if place.title_block is not None else first
    zones, blocks = zones_of(place.document), place.document.blocks
    start = min(anchor, first)
    near = [
        *(
            index
            for index in range(max(0, start - _FAR_BEFORE), max(0, start - _BEFORE))
            if zones[blocks[index].node] == "meta"
        ),
        *range(max(0, start - _BEFORE), min(count, anchor + _AFTER)),
    ]
    if first > anchor + _AFTER - 2:
        near += range(max(anchor + _AFTER, first - 8), min(count, first + 3))
    return near, range(max(0, last - 3), min(count, last + _BELOW))


def is_quoted(document: Document, node: int) -> bool:
    """Whether it stands in a quotation, as the posts of others that a text embeds do."""
    return any(document.tags[above] == "blockquote" for above in (node, *document.ancestors(node)))


class Line(NamedTuple):
    """A date in a visible line near the title or the end."""

    found: Found
    kind: str
    """`published`, `modified`, `other` or empty."""
    block: int
    near: bool
    quote: str
    place: Place


@cache
def cue_pattern(kind: str) -> re.Pattern[str]:
    """The words that announce a date of that kind, in all languages; those in a compound ("Harbour-Update") do not."""
    words = sorted(lexicon()["cues"][kind], key=len, reverse=True)
    return re.compile(
        "|".join(
            rf"(?<![\w-]){re.escape(word)}" + (r"(?!\w)" if word[-1].isascii() and word[-1].isalnum() else "")
            for word in words
        ),
        re.IGNORECASE,
    )


_DIGIT = re.compile(r"\d")


def lines_of(place: Place) -> Iterator[Line]:
    """The dates in lines where a page's own date may stand."""
    latest = (place.latest + timedelta(days=2)).isoformat()
    document, zones = place.document, zones_of(place.document)
    near, after = window(place)
    anchor = place.title_block if place.title_block is not None else place.body[0]
    for index in sorted({*near, *after}):
        block = document.blocks[index]
        zone = zones[block.node]
        text = block.text
        if block.tag == "figcaption" or (len(text) > LONGEST_LINE and not _DATELINE.match(text)):
            continue
        if zone in OUTSIDE and not _may_hold(zone, index, anchor, place.body):
            continue
        far = index > place.body[1] + 8 and index not in near
        if far and not (_DIGIT.search(text) and cue_pattern("published").search(text)):
            continue
        if not _DIGIT.search(block.text):
            yield from _relative(place, index, block.text, index in near)
            continue
        dates = [found for found in dates_in(document, index, place.language) if found.iso <= latest]
        if not dates:
            yield from _relative(place, index, text, index in near)
            yield from _in_another_language(place, index, text, index in near)
        if dates and is_quoted(document, block.node):
            continue
        end = 0
        for position, found in enumerate(dates):
            before = block.text[end : found.start]
            if len(text) > 120 and found.start > 60 and (index not in near or not kind_of(before)):
                continue  # a date within a sentence
            kind = kind_of(before)
            if not kind and not before.strip() and position == len(dates) - 1:
                kind = kind_of(block.text[found.end : found.end + 25])
            if not kind and not before.strip() and index and len(document.blocks[index - 1].text) < 40:
                kind = kind_of(document.blocks[index - 1].text)
            end = found.end
            if not kind and _IS_EVENT.search(text, found.start, found.end + _RANGE_OF_HOURS):
                kind = "other"
            yield Line(_with_stamp(place, index, found), kind, index, index in near, block.text, place)


_IS_EVENT = re.compile(r"\d[:：.]\d\d(?: ?(?:Uhr|[ap]\.?m\.?|h))?\s?[-–—－~〜～]\s?\d{1,2}[:：.]\d\d")
_RANGE_OF_HOURS = 24
"""A day with hours from and to is that of an event."""


def _may_hold(zone: str | None, index: int, anchor: int, body: tuple[int, int]) -> bool:
    """Whether a line in a foot, head or form may hold the date: those of the text itself stand close to it."""
    if zone == "comments":  # of a forum's page, the first is the text
        return anchor < index <= anchor + 2 and (not body[1] or index < body[0])
    return zone in ("footer", "header", "form", "breadcrumb") and (
        abs(index - anchor) <= 3 or (zone == "footer" and body[1] <= index <= body[1] + 2)
    )


def _with_stamp(place: Place, index: int, found: Found) -> Found:
    """The date as the line's `time` element states it, where that is the same day and says more."""
    document = place.document
    for _, _, node in document.blocks[index].spans:
        if document.tags[node] == "time" and (stamp := document.attributes[node].get("datetime")):
            iso = iso_date(stamp, place.latest)
            if iso and iso[:10] == found.iso[:10] and len(iso) > len(found.iso):
                return found._replace(iso=iso)
    return found


def _relative(place: Place, index: int, text: str, near: bool) -> Iterator[Line]:
    """A date such as "3 days ago", which needs the time of fetching to be one."""
    if place.fetched_at is None or not near or len(text) > _LONGEST_RELATIVE:
        return
    bare = cue_pattern("published").sub("", cue_pattern("modified").sub("", text)).strip(" :|•·,")
    if iso := relative_date(bare, place.fetched_at, place.language):
        yield Line(Found(iso, 0, len(text)), kind_of(text), index, near, text, place)


_LONGEST_RELATIVE = 40


def _in_another_language(place: Place, index: int, text: str, near: bool) -> Iterator[Line]:
    """The date of a short line in a language whose months the table lacks."""
    language = (place.language or "")[:2]
    if not language or language in lexicon()["languages"] or not near or len(text) > _LONGEST_RELATIVE:
        return
    if _YEAR.search(text) and (iso := any_date(text, language)) and iso <= place.latest.isoformat():
        yield Line(Found(iso, 0, len(text)), kind_of(text), index, near, text, place)


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def kind_of(text: str) -> str:
    """Which date the words before it announce; the nearest cue decides."""
    if not text or text.isspace():
        return ""
    best, where = "", -1
    for kind in ("published", "modified", "other"):
        for match in cue_pattern(kind).finditer(text):
            if match.end() > where or (match.end() == where and kind == "modified"):
                best, where = kind, match.end()
    return best


def best_of(lines: Sequence[Line], kind: str) -> Dated | None:
    """The day nearest to the title among those of that kind; of none, only where it stands alone in its line."""
    candidates = [line for line in lines if line.kind == kind and len(line.found.iso) >= 10]
    if kind == "":
        candidates = [line for line in candidates if line.near and stands_alone(line)]
    if not candidates:
        return None
    anchor = candidates[0].place.title_block
    best = min(candidates, key=lambda line: (not line.near, _distance(line, anchor)))
    found = best.found
    document = best.place.document
    evidence = Evidence(
        quote=best.quote[found.start : found.end],
        path=document.path(document.blocks[best.block].node),
        rule=f"visible_{kind or 'date'}",
        confidence=0.8 if kind else 0.65,
        start=found.start,
    )
    return Dated(found.iso, evidence)


def _distance(line: Line, anchor: int | None) -> int:
    """Blocks to the title; a line of facts about the text counts as nearer."""
    document = line.place.document
    in_meta = zones_of(document)[document.blocks[line.block].node] in ("meta", "author")
    return (abs(line.block - anchor) if anchor is not None else line.block) - (4 if in_meta else 0)


_DATELINE = re.compile(
    r"^\W?(?:[^\W\d][\w/ -]{2,30}(?:[,:.]|(?<= vom)|(?<= of)|(?<= du)|(?<= del)) ?)?"
    r"\(?\d{1,2}\.? ?[^\W_]+\.? ?\d{4}\)?\s?[-–—.:|]\s"
)
_FIRST_PARAGRAPHS = 4


def stands_alone(line: Line) -> bool:
    """Whether the date makes up a good part of its line, as in a byline, and is no part of a sentence or title."""
    if line.place.title_block is not None and line.block == line.place.title_block:
        return False
    if _DATELINE.match(line.quote) and line.found.start < 40:
        return line.block < line.place.body[0] + _FIRST_PARAGRAPHS
    rest = len(line.quote) - (line.found.end - line.found.start)
    return (rest <= 90 and not line.quote.rstrip().endswith((".", "?", "!"))) or rest < 25
