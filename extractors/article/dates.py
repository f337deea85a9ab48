"""When the page was published and when it was changed: metadata first, then `time`, then text near the title, then URL.

None where the page states none: copyright years, dates of events and of other pages are not its date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from extractors.article.lines import dates_in
from extractors.document import Document
from extractors.document.zones import zones_of
from extractors.metadata import Metadata, Thing, values_of
from extractors.records import Evidence, Issue
from extractors.values.dates import Found, any_date, iso_date, lexicon, relative_date

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
_OUTSIDE = frozenset(
    {
        "nav",
        "footer",
        "related",
        "comments",
        "cookie",
        "popup",
        "aside",
        "newsletter",
        "ad",
        "form",
        "toc",
        "pagination",
        "breadcrumb",
    }
)
_BEFORE, _AFTER, _FAR_BEFORE, _BELOW = 10, 17, 26, 25
_LONGEST_LINE = 260
_PUBLISHED_HINT = re.compile(r"publish|pubdate|posted|created|entry-date|post-date|datepublished|issued")
_MODIFIED_HINT = re.compile(r"modif|updat|revis|edited")


class Dated(NamedTuple):
    """A date and where it stood."""

    iso: str
    evidence: Evidence


class Dates(NamedTuple):
    """The page's dates, and what was odd about them."""

    published: Dated | None
    modified: Dated | None
    issues: tuple[Issue, ...]
    blocks: frozenset[int]
    """The lines beside the title that hold them."""


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


def read_dates(place: Place) -> Dates:
    """Both dates, each from the best source that states it."""
    issues: list[Issue] = []
    lines = list(_lines(place))
    modified = (
        _from_subjects(place, ("dateModified",), issues, pages=True)
        or _from_meta(place, MODIFIED_META, issues)
        or _from_elements(place, modified=True)
        or _from_lines(lines, "modified")
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
            or _from_lines(lines, "published")
            or _from_lines(lines, "")
            or _from_elements(place, modified=False, below=True)
            or _from_url(place)
            or _from_subjects(place, ("datePublished",), issues, pages=True)
            or _from_signature(place)
        )
    blocks = frozenset(line.block for line in lines if line.near and (line.kind or _stands_alone(line)))
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


def _is_shown(stated: Dated, lines: Sequence[_Line]) -> bool:
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


def _beside_title(place: Place, lines: Sequence[_Line]) -> Dated | None:
    """The date that stands right by the title, as a byline's does."""
    anchor = place.title_block
    if anchor is None:
        return None
    by_title = [line for line in lines if -_JUST_BEFORE <= line.block - anchor <= _JUST_AFTER]
    return _from_lines(by_title, "published") or _from_lines(by_title, "")


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


def _window(place: Place) -> tuple[Sequence[int], Sequence[int]]:
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


def _from_elements(place: Place, *, modified: bool, below: bool = False) -> Dated | None:
    """`time` elements and dated items near the title, or those below the text."""
    document = place.document
    zones = zones_of(document)
    beside, after = _window(place)
    window = after if below else beside
    best: tuple[float, Dated] | None = None
    for node in document.nodes("time", "abbr"):
        position = document.first_block[node]
        if position not in window or zones[node] in _OUTSIDE or _is_quoted(document, node):
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
            _cue_pattern("modified").search(before) and not _cue_pattern("published").search(before)
        )
        if is_modified != modified:
            continue
        anchor = place.title_block if place.title_block is not None else place.body[0]
        score = (2.0 if _PUBLISHED_HINT.search(hint) else 0.0) - abs(position - anchor) * 0.1
        if best is None or score > best[0]:
            path = f"{document.path(node)}/@{'datetime' if attributes.get('datetime') else 'title'}"
            best = (score, Dated(iso, Evidence(quote=stamp or "", path=path, rule="time_element", confidence=0.85)))
    return best[1] if best else None


def _is_quoted(document: Document, node: int) -> bool:
    """Whether it stands in a quotation, as the posts of others that a text embeds do."""
    return any(document.tags[above] == "blockquote" for above in (node, *document.ancestors(node)))


class _Line(NamedTuple):
    """A date in a visible line near the title or the end."""

    found: Found
    kind: str
    """`published`, `modified`, `other` or empty."""
    block: int
    near: bool
    quote: str
    place: Place


@cache
def _cue_pattern(kind: str) -> re.Pattern[str]:
    words = sorted(lexicon()["cues"][kind], key=len, reverse=True)
    return re.compile(
        "|".join(
            rf"(?<![\w-]){re.escape(word)}" + (r"(?!\w)" if word[-1].isascii() and word[-1].isalnum() else "")
            for word in words
        ),
        re.IGNORECASE,
    )


_DIGIT = re.compile(r"\d")


def _lines(place: Place) -> Iterator[_Line]:
    """The dates in lines where a page's own date may stand."""
    latest = (place.latest + timedelta(days=2)).isoformat()
    document, zones = place.document, zones_of(place.document)
    near, after = _window(place)
    anchor = place.title_block if place.title_block is not None else place.body[0]
    for index in sorted({*near, *after}):
        block = document.blocks[index]
        zone = zones[block.node]
        text = block.text
        if block.tag == "figcaption" or (len(text) > _LONGEST_LINE and not _DATELINE.match(text)):
            continue
        if zone in _OUTSIDE and not _may_hold(zone, index, anchor, place.body):
            continue
        far = index > place.body[1] + 8 and index not in near
        if far and not (_DIGIT.search(text) and _cue_pattern("published").search(text)):
            continue
        if not _DIGIT.search(block.text):
            yield from _relative(place, index, block.text, index in near)
            continue
        dates = [found for found in dates_in(document, index, place.language) if found.iso <= latest]
        if not dates:
            yield from _relative(place, index, text, index in near)
            yield from _in_another_language(place, index, text, index in near)
        if dates and _is_quoted(document, block.node):
            continue
        end = 0
        for position, found in enumerate(dates):
            before = block.text[end : found.start]
            if len(text) > 120 and found.start > 60 and (index not in near or not _kind_of(before)):
                continue  # a date within a sentence
            kind = _kind_of(before)
            if not kind and not before.strip() and position == len(dates) - 1:
                kind = _kind_of(block.text[found.end : found.end + 25])
            if not kind and not before.strip() and index and len(document.blocks[index - 1].text) < 40:
                kind = _kind_of(document.blocks[index - 1].text)
            end = found.end
            if not kind and _IS_EVENT.search(text, found.start, found.end + _RANGE_OF_HOURS):
                kind = "other"
            yield _Line(_with_stamp(place, index, found), kind, index, index in near, block.text, place)


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


def _relative(place: Place, index: int, text: str, near: bool) -> Iterator[_Line]:
    """A date such as "3 days ago", which needs the time of fetching to be one."""
    if place.fetched_at is None or not near or len(text) > _LONGEST_RELATIVE:
        return
    bare = _cue_pattern("published").sub("", _cue_pattern("modified").sub("", text)).strip(" :|•·,")
    if iso := relative_date(bare, place.fetched_at, place.language):
        yield _Line(Found(iso, 0, len(text)), _kind_of(text), index, near, text, place)


_LONGEST_RELATIVE = 40


def _in_another_language(place: Place, index: int, text: str, near: bool) -> Iterator[_Line]:
    """The date of a short line in a language whose months the table lacks."""
    language = (place.language or "")[:2]
    if not language or language in lexicon()["languages"] or not near or len(text) > _LONGEST_RELATIVE:
        return
    if _YEAR.search(text) and (iso := any_date(text, language)) and iso <= place.latest.isoformat():
        yield _Line(Found(iso, 0, len(text)), _kind_of(text), index, near, text, place)


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _kind_of(text: str) -> str:
    """Which date the words before it announce; the nearest cue decides."""
    if not text or text.isspace():
        return ""
    best, where = "", -1
    for kind in ("published", "modified", "other"):
        for match in _cue_pattern(kind).finditer(text):
            if match.end() > where or (match.end() == where and kind == "modified"):
                best, where = kind, match.end()
    return best


def _from_lines(lines: Sequence[_Line], kind: str) -> Dated | None:
    candidates = [line for line in lines if line.kind == kind and len(line.found.iso) >= 10]
    if kind == "":
        candidates = [line for line in candidates if line.near and _stands_alone(line)]
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


def _distance(line: _Line, anchor: int | None) -> int:
    """Blocks to the title; a line of facts about the text counts as nearer."""
    document = line.place.document
    in_meta = zones_of(document)[document.blocks[line.block].node] in ("meta", "author")
    return (abs(line.block - anchor) if anchor is not None else line.block) - (4 if in_meta else 0)


_DATELINE = re.compile(
    r"^\W?(?:[^\W\d][\w/ -]{2,30}(?:[,:.]|(?<= vom)|(?<= of)|(?<= du)|(?<= del)) ?)?"
    r"\(?\d{1,2}\.? ?[^\W_]+\.? ?\d{4}\)?\s?[-–—.:|]\s"
)
_FIRST_PARAGRAPHS = 4


def _stands_alone(line: _Line) -> bool:
    """Whether the date makes up a good part of its line, as in a byline, and is no part of a sentence or title."""
    if line.place.title_block is not None and line.block == line.place.title_block:
        return False
    if _DATELINE.match(line.quote) and line.found.start < 40:
        return line.block < line.place.body[0] + _FIRST_PARAGRAPHS
    rest = len(line.quote) - (line.found.end - line.found.start)
    return (rest <= 90 and not line.quote.rstrip().endswith((".", "?", "!"))) or rest < 25


def _from_signature(place: Place) -> Dated | None:
    """The date in a sentence about the text that names it by its title: ""A walk" was posted on 3 May 2010 by …"."""
    title = place.document.blocks[place.title_block].text if place.title_block is not None else ""
    if len(title) < _SHORTEST_TITLE:
        return None
    for index, block in enumerate(place.document.blocks):
        start = block.text.find(title)
        if start < 0 or not len(title) + 10 < len(block.text) < len(title) + _LONGEST_LINE:
            continue
        for found in dates_in(place.document, index, place.language):
            around = block.text[start + len(title) : found.start] + block.text[found.end : found.end + 25]
            if found.start > start and len(found.iso) >= 10 and _kind_of(around) == "published":
                line = _Line(found, "published", index, False, block.text, place)
                return _from_lines([line], "published")
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
