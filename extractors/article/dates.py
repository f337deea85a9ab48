"""When the page was published and when it was changed: metadata first, then `time`, then text near the title, then URL.

None where the page states none: copyright years, dates of events and of other pages are not its date.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from extractors.article.date_elements import from_elements
from extractors.article.date_lines import Line, Lines, best_of, stands_alone
from extractors.article.date_places import Dated, Place
from extractors.article.date_stamps import MODIFIED_META, PUBLISHED_META, from_meta, from_subjects, other_names
from extractors.article.date_traces import from_signature, from_url
from extractors.records import Issue

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
    lines = Lines(place)
    modified = (
        from_subjects(place, ("dateModified",), issues, pages=True)
        or from_meta(place, MODIFIED_META, issues)
        or from_elements(place, lines.window, modified=True)
        or lines.best("modified")
        or from_elements(place, lines.window, modified=True, below=True)
    )
    stated = _stated(place, issues)
    shown = _beside_title(place, lines.near)
    published: Dated | None
    if stated and shown and not _is_shown(stated, lines.near):
        published = _reconciled(stated, shown, modified, issues)
    else:
        published = (
            stated
            or shown
            or from_elements(place, lines.window, modified=False)
            or lines.best("published")
            or lines.best("")
            or from_elements(place, lines.window, modified=False, below=True)
            or from_url(place)
            or from_subjects(place, ("datePublished",), issues, pages=True)
            or from_signature(place)
        )
    blocks = frozenset(line.block for line in lines.near if line.kind or stands_alone(line))
    return Dates(published, modified, tuple(dict.fromkeys(issues)), blocks)


def _stated(place: Place, issues: list[Issue]) -> Dated | None:
    """The metadata's date of publication; of two that are a day apart the one in the page's own offset."""
    by_subject = from_subjects(place, ("datePublished", "dateCreated"), issues, pages=False)
    if by_subject and not by_subject.iso.endswith(_UTC):
        return by_subject
    by_meta = from_meta(place, PUBLISHED_META, issues)
    if by_subject and by_meta and _has_own_offset(by_meta.iso) and near(by_subject.iso, by_meta.iso):
        return by_meta
    return (
        by_subject
        or by_meta
        or from_meta(place, other_names(place), issues)
        or from_subjects(place, ("uploadDate",), issues, pages=False)
    )


_UTC = "+00:00"


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
        return shown
    if modified and modified.iso[:10] == shown.iso[:10] and shown.evidence.rule != "visible_published":
        return stated
    message = f"The metadata give {stated.iso[:10]} as the date, the page shows {shown.iso[:10]}, which was kept."
    issues.append(Issue(code="dates_disagree", message=message, path=shown.evidence.path))
    return shown


def _swapped(iso: str) -> str:
    return f"{iso[:4]}-{iso[8:10]}-{iso[5:7]}"


def _beside_title(place: Place, lines: Sequence[Line]) -> Dated | None:
    """The date that stands right by the title, as a byline's does."""
    anchor = place.title_block
    if anchor is None:
        return None
    by_title = [line for line in lines if -_JUST_BEFORE <= line.block - anchor <= _JUST_AFTER]
    return best_of(by_title, "published") or best_of(by_title, "")


_JUST_BEFORE, _JUST_AFTER = 4, 9


def near(first: str, second: str) -> bool:
    """Whether two dates lie within a day of each other."""
    return abs(date.fromisoformat(first[:10]) - date.fromisoformat(second[:10])) <= timedelta(days=1)
