"""When the page was published and when it was changed: metadata first, then `time`, then text near the title, then URL.

None where the page states none: copyright years, dates of events and of other pages are not its date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from extractors.article.date_lines import (
    LONGEST_LINE,
    Dated,
    Line,
    Place,
    best_of,
    cue_pattern,
    is_quoted,
    kind_of,
    lines_of,
    stands_alone,
    window,
)
from extractors.article.lines import OUTSIDE, dates_in
from extractors.document.zones import zones_of
from extractors.metadata import values_of
from extractors.records import Evidence, Issue
from extractors.values.dates import iso_date

__all__ = ["Dated", "Dates", "Place", "read_dates"]

PUBLISHED_META = (
    "article:published_time article:published og:article:published_time og:published_time article.published "
    "datepublished date_published publishdate publish-date publish_date pubdate publication_date publication-date "
    "pub_date parsely-pub-date sailthru.date cxenseparse:recs:publishtime bt:pubdate dc.date.issued "
    "dcterms.issued dcterms.created dcterms.date dc.date dc.date.created dcsext.articlefirstpublished "
    "citation_publication_date citation_date originalpublicationdate article_date_original date article:post_date "
    "video:release_date rnews:datepublished artikel_datum created displaydate "
).split()
MODIFIED_META = (
    "article:modified_time og:article:modified_time og:updated_time article:modified datemodified last-modified "
    "lastmod modified dcterms.modified dc.date.modified cxenseparse:recs:modifiedtime revised article.updated "
    "lastupdated "
).split()
"""Names that content systems and standards (OpenGraph, Dublin Core, Highwire, Parse.ly, Sailthru) give the dates."""

_IN_URL = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_.-]([01]?\d|[a-z]{3})[/_.-]([0-3]?\d)(?!\d)|(?<!\d)(20[012]\d)([01]\d)([0-3]\d)(?!\d)"
    r"|(?<!\d)(?P<d>[0-3]?\d)[-_.](?P<m>[01]?\d)[-_.](?P<y>20\d\d)(?!\d)",
    re.IGNORECASE,
)
_PUBLISHED_HINT = re.compile(r"publish|pubdate|posted|created|entry-date|post-date|datepublished|issued")
_MODIFIED_HINT = re.compile(r"modif|updat|revis|edited")


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
    lines = list(lines_of(place))
    modified = (
        _from_subjects(place, ("dateModified",), issues, pages=True)
        or _from_meta(place, MODIFIED_META, issues)
        or _from_elements(place, modified=True)
        or best_of(lines, "modified")
        or _from_elements(place, modified=True, below=True)
    )
    stated = _stated(place, issues)
    shown = _beside_title(place, lines)
    published: Dated | None
    if stated and shown and not _is_shown(stated, lines):
        published = _reconciled(stated, shown, modified, issues)
    else:
        published = (
            stated
            or shown
            or _from_elements(place, modified=False)
            or best_of(lines, "published")
            or best_of(lines, "")
            or _from_elements(place, modified=False, below=True)
            or _from_url(place)
            or _from_subjects(place, ("datePublished",), issues, pages=True)
            or _from_signature(place)
        )
    blocks = frozenset(line.block for line in lines if line.near and (line.kind or stands_alone(line)))
    return Dates(published, modified, tuple(dict.fromkeys(issues)), blocks)


def _stated(place: Place, issues: list[Issue]) -> Dated | None:
    """The metadata's date of publication; of two that are a day apart the one in the page's own offset."""
    by_subject = _from_subjects(place, ("datePublished", "dateCreated"), issues, pages=False)
    if by_subject and not by_subject.iso.endswith(_UTC):
        return by_subject
    by_meta = _from_meta(place, PUBLISHED_META, issues)
    if by_subject and by_meta and _has_own_offset(by_meta.iso) and near(by_subject.iso, by_meta.iso):
        return by_meta
    return (
        by_subject
        or by_meta
        or _from_meta(place, _other_names(place), issues)
        or _from_subjects(place, ("uploadDate",), issues, pages=False)
    )


_UTC = "+00:00"


def _has_own_offset(iso: str) -> bool:
    return "T" in iso and iso[-6] in "+-" and not iso.endswith(_UTC)


def _is_shown(stated: Dated, lines: Sequence[Line]) -> bool:
    """Whether the page shows the stated day near the title: another one that it shows there is none of its own."""
    return any(
        line.near and line.kind in ("", "published") and line.found.iso[:10] == stated.iso[:10] for line in lines
    )


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


def _dated(
    place: Place, text: str, path: str, rule: str, issues: list[Issue], confidence: float = 0.95
) -> Dated | None:
    iso = iso_date(text, place.latest)
    if iso is None or len(iso) < 10:
        if re.search(r"\d{4}", text):
            issues.append(Issue(code="date_unlikely", message=f"The date {text[:40]!r} was left out.", path=path))
        return None
    return Dated(iso, Evidence(quote=text, path=path, rule=rule, confidence=confidence))


def _from_subjects(place: Place, names: Iterable[str], issues: list[Issue], *, pages: bool) -> Dated | None:
    for name in names:
        for thing in place.subjects:
            is_page = "WebPage" in thing.types or thing.types == ("ItemPage",)
            if is_page and not pages:
                continue
            for value in values_of(thing.data.get(name)):
                if isinstance(value, (str, int)) and (
                    found := _dated(
                        place, str(value), thing.path(place.document, name), f"{thing.source}_{name}", issues
                    )
                ):
                    return found
    return None


def _from_meta(place: Place, names: Iterable[str], issues: list[Issue]) -> Dated | None:
    for name in names:
        for stated in place.metadata.meta.get(name, ()):
            path = f"{place.document.path(stated.node)}/@content"
            if found := _dated(place, stated.text, path, f"meta_{name}", issues, 0.9):
                return found
    return None


_PUBLISHED_NAME = re.compile(r"publi(?:sh|cation).*(?:date|time)|(?:date|time).*publi(?:sh|cation)|release.?date")


def _other_names(place: Place) -> list[str]:
    """Names of `meta` tags that say, in their own way, that they hold the date of publication."""
    return [name for name in place.metadata.meta if _PUBLISHED_NAME.search(name)]


def _from_elements(place: Place, *, modified: bool, below: bool = False) -> Dated | None:
    """`time` elements and dated items near the title, or those below the text."""
    document = place.document
    zones = zones_of(document)
    beside, after = window(place)
    place_of = after if below else beside
    best: tuple[float, Dated] | None = None
    for node in document.nodes("time", "abbr"):
        position = document.first_block[node]
        if position not in place_of or zones[node] in OUTSIDE or is_quoted(document, node):
            continue
        attributes = document.attributes[node]
        stamp = attributes.get("datetime") or attributes.get("title") or attributes.get("content")
        iso = iso_date(stamp, place.latest) if stamp else None
        if iso is None or len(iso) < 10:
            continue
        parent = document.parents[node]
        hint = f"{document.hint(node)} {document.hint(parent) if parent >= 0 else ''}"
        before = document.blocks[position].text[:60].lower() if position < len(document.blocks) else ""
        is_modified = (bool(_MODIFIED_HINT.search(hint)) and not _PUBLISHED_HINT.search(document.hint(node))) or bool(
            cue_pattern("modified").search(before) and not cue_pattern("published").search(before)
        )
        if is_modified != modified:
            continue
        anchor = place.title_block if place.title_block is not None else place.body[0]
        score = (2.0 if _PUBLISHED_HINT.search(hint) else 0.0) - abs(position - anchor) * 0.1
        if best is None or score > best[0]:
            path = f"{document.path(node)}/@{'datetime' if attributes.get('datetime') else 'title'}"
            best = (score, Dated(iso, Evidence(quote=stamp or "", path=path, rule="time_element", confidence=0.85)))
    return best[1] if best else None


def _from_signature(place: Place) -> Dated | None:
    """The date in a sentence about the text that names it by its title: ""A walk" was posted on 3 May 2010 by …"."""
    title = place.document.blocks[place.title_block].text if place.title_block is not None else ""
    if len(title) < _SHORTEST_TITLE:
        return None
    for index, block in enumerate(place.document.blocks):
        start = block.text.find(title)
        if start < 0 or not len(title) + 10 < len(block.text) < len(title) + LONGEST_LINE:
            continue
        for found in dates_in(place.document, index, place.language):
            around = block.text[start + len(title) : found.start] + block.text[found.end : found.end + 25]
            if found.start > start and len(found.iso) >= 10 and kind_of(around) == "published":
                line = Line(found, "published", index, False, block.text, place)
                return best_of([line], "published")
    return None


_SHORTEST_TITLE = 12


def _from_url(place: Place) -> Dated | None:
    if not place.url:
        return None
    match = _IN_URL.search(place.url.split("?")[0])
    if match is None:
        return None
    if match["y"]:
        text = f"{match['y']}-{int(match['m']):02d}-{int(match['d']):02d}"
    elif match[4]:
        text = f"{match[4]}-{match[5]}-{match[6]}"
    elif match[2].isdigit():
        text = f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
    else:
        text = f"{match[3]} {match[2]} {match[1]}"
    iso = iso_date(text, place.latest)
    if iso is None or len(iso) < 10:
        return None
    return Dated(iso, Evidence(quote=match[0], path="url", rule="url_date", confidence=0.75))


def near(first: str, second: str) -> bool:
    """Whether two dates lie within a day of each other."""
    return abs(date.fromisoformat(first[:10]) - date.fromisoformat(second[:10])) <= timedelta(days=1)
