"""Visible lines that hold dates, near a text's title and below it, and which kind of date each announces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property

from extractors.article.date_choice import DATELINE, LONGEST_LINE, Line, best_of, dated, stands_alone
from extractors.article.date_places import Dated, Place, is_quoted, window
from extractors.article.date_words import announces, kind_of, label_of, without_cues
from extractors.article.lines import OUTSIDE, dates_in
from extractors.document.zones import zones_of
from extractors.values.dates import Found, any_date, looks_relative, may_hold_date, relative_date
from extractors.values.months import lexicon
from extractors.values.stamps import iso_date
from extractors.values.words import has_digit


class Lines:
    """The page's dated lines; those below the text are read when they are first asked for."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.window = window(place)
        self.near = list(_lines_in(place, self.window.near, near=True))

    @cached_property
    def after(self) -> list[Line]:
        """Those just below the text."""
        near = set(self.window.near)
        return list(_lines_in(self.place, (index for index in self.window.after if index not in near), near=False))

    @cached_property
    def doubtful(self) -> list[Line]:
        """Those by the title in boxes that are named for something else, and those far below it but above the text."""
        place, near = self.place, self.window.near
        far = range(place.anchor + _CLOSE, place.body[0])
        return [
            *_lines_in(place, _misnamed(place), near=True, misnamed=True),
            *_lines_in(place, (index for index in far if index not in near), near=True),
        ]

    @cached_property
    def foot(self) -> list[Line]:
        """Those in the page's foot, where wikis tell when they were last edited."""
        place, near = self.place, self.window.near
        zones, blocks = zones_of(place.document), place.document.blocks
        last = range(max(0, len(blocks) - _FOOT), len(blocks))
        in_foot = (one for one in last if zones[blocks[one].node] == "footer" and one not in near)
        return list(_lines_in(place, in_foot, near=False, misnamed=True))

    @cached_property
    def relative(self) -> list[Line]:
        """Dates near the title such as "3 days ago", counted from the time of fetching; none where it is unknown."""
        return list(_relative_lines(self.place, self.window.near)) if self.place.fetched_at else []

    def only_below(self) -> Dated | None:
        """The one day below the text that stands alone. Of several, or where the title has one, none is the text's."""
        if self.near:
            return None
        alone = [line for line in self.after if not line.kind and len(line.found.iso) >= 10 and stands_alone(line)]
        days = {line.found.iso[:10] for line in alone}
        return dated(alone[0], "") if len(days) == 1 else None

    def month(self) -> Dated | None:
        """The month of a line near the title that tells nothing but that: "February 2004"."""
        for line in self.near:
            rest = len(line.quote) - (line.found.end - line.found.start)
            if line.kind in ("", "published") and len(line.found.iso) == len("2004-02") and rest <= _LITTLE:
                return dated(line, line.kind)
        return None

    def best(self, kind: str) -> Dated | None:
        """The day nearest to the title among those of the kind; of no kind, only those near it that stand alone."""
        return best_of(self.near, kind) or (best_of(self.after, kind) if kind else None)


# --- the lines ---------------------------------------------------------------------------------------------------


_CLOSE = 5
_LITTLE = 30
_FOOT = 25
_MISNAMED = frozenset({"aside", "ad", "nav", "comments", "header", "footer", "form", "breadcrumb"})


def _misnamed(place: Place) -> Iterator[int]:
    """Blocks by the title, down to where the text begins, in boxes whose names tell of something else."""
    zones, blocks = zones_of(place.document), place.document.blocks
    for index in range(max(0, place.anchor - _CLOSE), min(place.anchor + _CLOSE, len(blocks))):
        zone = zones[blocks[index].node]
        if index > place.anchor and len(blocks[index].text) > LONGEST_LINE:
            return
        if zone == "comments" and not place.anchor < index <= place.body[0] + 1:
            continue  # a reader's
        if zone in _MISNAMED and not _may_stand(place, index, zone):
            yield index


def _lines_in(place: Place, indices: Iterable[int], *, near: bool, misnamed: bool = False) -> Iterator[Line]:
    """The dates in lines where a page's own date may stand."""
    document, zones, latest = place.document, zones_of(place.document), (place.latest + timedelta(days=2)).isoformat()
    far = place.body[1] + _LONG_BELOW
    for index in indices:
        block = document.blocks[index]
        text = block.text
        if len(text) > LONGEST_LINE and not DATELINE.match(text):
            continue
        if not has_digit(text) or not may_hold_date(text):
            continue
        if not misnamed and not _may_stand(place, index, zones[block.node]):
            continue
        dates = [found for found in dates_in(document, index, place.language) if found.iso <= latest]
        if dates:
            if (near or misnamed or index <= far or announces(text, "published")) and not is_quoted(
                document, block.node
            ):
                yield from _dated_line(place, index, dates, near=near)
        elif near:
            yield from _in_another_language(place, index, text)


_LONG_BELOW = 8


def _may_stand(place: Place, index: int, zone: str | None) -> bool:
    """Whether the page's own date may stand in the line."""
    if place.document.blocks[index].tag == "figcaption":
        return False
    return zone not in OUTSIDE or _may_hold(zone, index, place.anchor, place.body)


def _may_hold(zone: str | None, index: int, anchor: int, body: tuple[int, int]) -> bool:
    """Whether a line in a foot, head or form may hold the date: those of the text itself stand close to it."""
    if zone == "comments":  # of a forum's page, the first is the text
        return anchor < index <= anchor + 2 and (not body[1] or index < body[0])
    return zone in ("footer", "header", "form", "breadcrumb") and (
        abs(index - anchor) <= 3 or (zone == "footer" and body[1] <= index <= body[1] + 2)
    )


def _dated_line(place: Place, index: int, dates: Sequence[Found], *, near: bool) -> Iterator[Line]:
    blocks = place.document.blocks
    text = blocks[index].text
    end = 0
    for position, found in enumerate(dates):
        before = text[end : found.start]
        kind = kind_of(before)
        if len(text) > 120 and found.start > 60 and (not near or not kind):
            continue  # a date within a sentence
        if not kind and not before.strip():
            if position == len(dates) - 1:
                glued = text[found.end - 1] in _MINUTES  # "10時25分更新" tells when it was put there
                kind = kind_of(text[found.end - glued : found.end + 25])
            if not kind and index:
                kind = label_of(blocks[index - 1].text)
        end = found.end
        if not kind and _IS_EVENT.search(text, found.start, found.end + _RANGE_OF_HOURS):
            kind = "other"
        if not kind and _is_named_published(place, index, found):
            kind = "published"
        yield Line(_with_stamp(place, index, found), kind, index, near, text, place)


_MINUTES = "分분"
_PUBLISHED_NAME = re.compile(r"publish|pubdate|posted|issued")
_MODIFIED_NAME = re.compile(r"modif|updat|revis|edited|changed")


def _is_named_published(place: Place, index: int, found: Found) -> bool:
    """Whether the site's own names for the elements around it say so: the innermost telling one decides."""
    document, block = place.document, place.document.blocks[index]
    spans = [node for start, end, node in block.spans if start <= found.start and end >= found.end]
    for node in (*reversed(spans), block.node):
        hint = document.hint(node)
        if _MODIFIED_NAME.search(hint):
            return False
        if _PUBLISHED_NAME.search(hint):
            return True
    return False


_IS_EVENT = re.compile(r"(?<![\d.])\d{1,2}[:：.]\d\d(?: ?(?:Uhr|[ap]\.?m\.?|h))?\s?[-–—－~〜～]\s?\d{1,2}[:：.]\d\d")
_RANGE_OF_HOURS = 24
"""A day with hours from and to is that of an event."""


def _with_stamp(place: Place, index: int, found: Found) -> Found:
    """The date as the `time` element that shows it states it, where that says more, or a day that is not beside it.

    Of two days side by side, that of a stamp in UTC gives way to what the reader sees.
    """
    document = place.document
    for start, end, node in document.blocks[index].spans:
        covers = start <= found.start and found.end <= end + _AROUND
        if document.tags[node] != "time" or not (stamp := document.attributes[node].get("datetime")):
            continue
        iso = iso_date(stamp, place.latest)
        if not iso or len(iso) < 10:
            continue
        if iso[:10] == found.iso[:10] and len(iso) > len(found.iso):
            return found._replace(iso=iso)
        if covers and iso[:10] != found.iso[:10] and (len(found.iso) < 10 or not _beside(iso, found.iso)):
            return found._replace(iso=iso)
    return found


_AROUND = 12


def _beside(first: str, second: str) -> bool:
    return abs(date.fromisoformat(first[:10]) - date.fromisoformat(second[:10])) <= timedelta(days=1)


def _relative_lines(place: Place, indices: Iterable[int]) -> Iterator[Line]:
    zones = zones_of(place.document)
    for index in indices:
        block = place.document.blocks[index]
        text = block.text
        if len(text) > _LONGEST_RELATIVE or not looks_relative(text) or not _may_stand(place, index, zones[block.node]):
            continue
        if place.fetched_at and (iso := relative_date(without_cues(text), place.fetched_at, place.language)):
            yield Line(Found(iso, 0, len(text)), kind_of(text), index, True, text, place)


_LONGEST_RELATIVE = 40


def _in_another_language(place: Place, index: int, text: str) -> Iterator[Line]:
    """The date of a short line in a language whose months the table lacks."""
    language = (place.language or "")[:2]
    if not language or language in lexicon()["languages"] or len(text) > _LONGEST_RELATIVE:
        return
    if _YEAR.search(text) and (iso := any_date(text, language)) and iso <= place.latest.isoformat():
        yield Line(Found(iso, 0, len(text)), kind_of(text), index, True, text, place)


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
