"""When the page was published and when it was changed: metadata first, then `time`, then text near the title, then URL.

None where the page states none: copyright years, dates of events and of other pages are not its date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

import msgspec

from extractors.article.date_address import from_address, from_path
from extractors.article.date_choice import Line, best_of, stands_alone
from extractors.article.date_elements import from_elements
from extractors.article.date_lines import Lines
from extractors.article.date_places import Dated, Place
from extractors.article.date_stamps import MODIFIED_META, PUBLISHED_META, from_meta, from_subjects, other_names
from extractors.article.date_traces import from_data, from_label, from_signature
from extractors.records import Issue
from extractors.values.months import lexicon

__all__ = ["Dated", "Dates", "Place", "read_dates"]


class Dates(NamedTuple):
    """The page's dates, and what was odd about them."""

    published: Dated | None
    modified: Dated | None
    issues: tuple[Issue, ...]
    blocks: frozenset[int]
    """The lines beside the title that hold them."""


def read_dates(place: Place) -> Dates:
    """Both dates, each from the best source that states it."""
    issues: list[Issue] = []
    place = with_custom(place)
    lines = Lines(place)
    modified = _on_local_day(_first(MODIFIED, lines, issues), place.language)
    stated = _on_local_day(_stated(lines, issues), place.language)
    shown = _beside_title(place, lines.near)
    if stated is None:
        published = _on_local_day(_found(lines, shown, issues), place.language)
    elif _is_shown(stated, lines.near):
        published = stated
    elif shown:
        published = _reconciled(stated, shown, modified, issues)
    else:
        published = _with_address(stated, from_path(place), issues)
    blocks = frozenset(line.block for line in lines.near if line.kind or stands_alone(line))
    return Dates(published, modified, tuple(dict.fromkeys(issues)), blocks)


Way = Callable[[Lines, list[Issue]], Dated | None]
"""A way of reading a date; what is odd goes into the list."""
MODIFIED: tuple[Way, ...] = (
    lambda lines, issues: from_subjects(lines.place, ("dateModified",), issues, pages=True),
    lambda lines, issues: from_meta(lines.place, MODIFIED_META, issues),
    lambda lines, _: from_elements(lines.place, lines.window, modified=True),
    lambda lines, _: lines.best("modified"),
    lambda lines, _: from_elements(lines.place, lines.window, modified=True, below=True),
    lambda lines, _: best_of(lines.foot, "modified"),
    lambda lines, _: best_of(lines.relative, "modified"),
)
"""The ways to the date of the last change; the first that finds one is believed."""
STATED: tuple[Way, ...] = (
    lambda lines, issues: from_subjects(lines.place, ("datePublished", "dateCreated"), issues, pages=False),
    lambda lines, issues: from_meta(lines.place, PUBLISHED_META, issues),
    lambda lines, issues: from_meta(lines.place, other_names(lines.place), issues),
    lambda lines, issues: from_subjects(lines.place, ("uploadDate",), issues, pages=False),
)
"""The ways to the date of publication that the metadata state."""
UNSTATED: tuple[Way, ...] = (
    lambda lines, _: from_elements(lines.place, lines.window, modified=False),
    lambda lines, _: lines.best("published"),
    lambda lines, _: lines.best(""),
    lambda lines, _: best_of(lines.doubtful, "published"),
    lambda lines, _: best_of(lines.doubtful, ""),
    lambda lines, _: from_elements(lines.place, lines.window, modified=False, below=True),
    lambda lines, _: lines.only_below(),
    lambda lines, _: from_address(lines.place),
    lambda lines, issues: from_subjects(lines.place, ("datePublished",), issues, pages=True),
    lambda lines, _: from_signature(lines.place),
    lambda lines, _: from_label(lines.place),
    lambda lines, _: from_data(lines.place),
    lambda lines, _: best_of(lines.relative, "published"),
    lambda lines, _: best_of(lines.relative, ""),
    lambda lines, _: lines.month(),
)
"""The ways to it where the metadata state none and no line beside the title does."""


def _first(ways: Sequence[Way], lines: Lines, issues: list[Issue]) -> Dated | None:
    return next((found for way in ways if (found := way(lines, issues))), None)


def with_custom(place: Place) -> Place:
    """The place with the language by whose custom days and months are told apart."""
    language = _custom(place.language, place.url)
    if (language or "").lower() in ("en", "en-us") and _writes_day_first(place):
        language = "en-gb"
    return place._replace(language=language)


def _writes_day_first(place: Place) -> bool:
    """Whether the page's other dates, those that can be read in one way only, have the day before the month."""
    first = second = 0
    for block in place.document.blocks[:_MOST_BLOCKS]:
        if "/" not in block.text:
            continue
        for match in islice(_SLASHED.finditer(block.text), _MOST_DATES):
            first += int(match[1]) > _MONTHS >= int(match[2])
            second += int(match[2]) > _MONTHS >= int(match[1])
    return first > 0 and second == 0


_SLASHED = re.compile(r"(?<![\d/])([0-3]?\d)/([0-3]?\d)/(?:19|20)\d\d(?![\d/])")
_MONTHS, _MOST_BLOCKS, _MOST_DATES = 12, 5000, 20


def _custom(language: str | None, url: str | None) -> str | None:
    """The language with a region: English that names none is read by the custom of the country of the page's host."""
    if language != "en" or not url or not (host := _COUNTRY.match(url)):
        return language
    country = host[1].lower()
    return f"en-{country}" if country in lexicon()["custom"]["day_first"] else language


_COUNTRY = re.compile(r"\w+://[^/?#]*\.([a-z]{2})(?=[/:?#]|$)", re.IGNORECASE)


def _found(lines: Lines, shown: Dated | None, issues: list[Issue]) -> Dated | None:
    """The date where the metadata state none: the best that the page shows, or else what tells it in other ways."""
    if shown and shown.evidence.rule == "visible_date":
        address = from_path(lines.place)  # an unannounced date by the title may be that of what the text tells of
        return shown if address is None or near(shown.iso, address.iso) else address
    return shown or _first(UNSTATED, lines, issues)


def _stated(lines: Lines, issues: list[Issue]) -> Dated | None:
    """The metadata's date of publication; of two that are a day apart the one in the page's own offset."""
    by_subject = STATED[0](lines, issues)
    if by_subject and _has_own_offset(by_subject.iso):
        return by_subject
    by_meta = STATED[1](lines, issues)
    if by_subject and by_meta and _has_own_offset(by_meta.iso) and near(by_subject.iso, by_meta.iso):
        return by_meta
    return by_subject or by_meta or _first(STATED[2:], lines, issues)


_UTC = "+00:00"
_FULL_HOUR = re.compile(r"T(\d\d):00(?::00)?\+00:00$")


def _full_hour(iso: str) -> int | None:
    """The hour of a stamp in UTC without minutes and seconds."""
    match = _FULL_HOUR.search(iso)
    return int(match[1]) if match else None


def _on_local_day(stated: Dated | None, language: str | None) -> Dated | None:
    """A stamp in UTC at the very hour at which days begin where the language is spoken means that day."""
    if stated is None or _full_hour(stated.iso) not in lexicon()["midnight"].get((language or "")[:2], ()):
        return stated
    day = date.fromisoformat(stated.iso[:10]) + timedelta(days=1)
    evidence = msgspec.structs.replace(stated.evidence, rule="local_midnight", confidence=0.7)
    return Dated(day.isoformat(), evidence)


def _has_own_offset(iso: str) -> bool:
    return "T" in iso and iso[-6] in "+-" and not iso.endswith(_UTC)


def _is_shown(stated: Dated, lines: Sequence[Line]) -> bool:
    """Whether the page shows the stated day near the title: another one that it shows there is none of its own."""
    return any(line.kind in ("", "published") and line.found.iso[:10] == stated.iso[:10] for line in lines)


def _reconciled(stated: Dated, shown: Dated, modified: Dated | None, issues: list[Issue]) -> Dated:
    """The metadata's date, unless the page shows its readers another one that is not the day of a change.

    Stamps in UTC fall on the day before or after the page's own; the day that the page shows is its own.
    """
    if stated.iso[:10] == shown.iso[:10]:
        return stated if len(stated.iso) >= len(shown.iso) else shown
    if _swapped(shown.iso) == stated.iso[:10]:
        return stated  # 08/11: read by another country's custom
    if near(stated.iso, shown.iso):
        # Midnight in UTC is a day without a time: a clock west of Greenwich shows its readers the day before.
        return stated if _full_hour(stated.iso) == 0 and shown.iso < stated.iso else shown
    if modified and modified.iso[:10] == shown.iso[:10] and shown.evidence.rule != "visible_published":
        return stated
    message = f"The metadata give {stated.iso[:10]} as the date, the page shows {shown.iso[:10]}, which was kept."
    issues.append(Issue(code="dates_disagree", message=message, path=shown.evidence.path))
    return shown


def _with_address(stated: Dated, address: Dated | None, issues: list[Issue]) -> Dated:
    """The metadata's date, unless the address holds an older one: it is given once, stamps change when pages move.

    It is given in the site's own time, too: of days that follow each other, that of a stamp in UTC gives way.
    """
    if address is None or address.iso == stated.iso[:10]:
        return stated
    if near(stated.iso, address.iso):
        return address if stated.iso.endswith(_UTC) else stated
    if address.iso > stated.iso:
        return stated
    message = f"The metadata give {stated.iso[:10]} as the date, the address {address.iso}, which was kept."
    issues.append(Issue(code="dates_disagree", message=message, path=address.evidence.path))
    return address


def _swapped(iso: str) -> str:
    return f"{iso[:4]}-{iso[8:10]}-{iso[5:7]}"


def _beside_title(place: Place, lines: Sequence[Line]) -> Dated | None:
    """The date that stands right by the title, as a byline's does."""
    anchor = place.title_block
    if anchor is None:
        return None
    beside = [line for line in lines if line.block - anchor >= -_JUST_BEFORE]
    return best_of(beside, "published") or best_of([one for one in beside if one.block - anchor <= _JUST_AFTER], "")


_JUST_BEFORE, _JUST_AFTER = 4, 9


def near(first: str, second: str) -> bool:
    """Whether two dates lie within a day of each other."""
    return abs(date.fromisoformat(first[:10]) - date.fromisoformat(second[:10])) <= timedelta(days=1)
