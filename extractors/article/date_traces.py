"""Where a page's date is found when neither its metadata nor a line near its title tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from extractors.article.date_choice import LONGEST_LINE, Line, best_of
from extractors.article.date_places import Dated, Place, is_quoted
from extractors.article.date_words import announces, kind_of, label_of
from extractors.article.lines import dates_in
from extractors.document.zones import zones_of
from extractors.records import Evidence
from extractors.values.stamps import iso_date


def from_signature(place: Place) -> Dated | None:
    """The date in a sentence about the text that names it by its title: ""A walk" was posted on 3 May 2010 by …"."""
    title = place.document.blocks[place.title_block].text if place.title_block is not None else ""
    if len(title) < _SHORTEST_TITLE:
        return None
    shortest, longest = len(title) + 10, len(title) + LONGEST_LINE
    for index, block in enumerate(place.document.blocks):
        if not shortest < len(block.text) < longest or (start := block.text.find(title)) < 0:
            continue
        for found in dates_in(place.document, index, place.language):
            around = block.text[start + len(title) : found.start] + block.text[found.end : found.end + 25]
            if found.start > start and len(found.iso) >= 10 and kind_of(around) == "published":
                line = Line(found, "published", index, False, block.text, place)
                return best_of([line], "published")
    return None


_SHORTEST_TITLE = 12


def from_label(place: Place) -> Dated | None:
    """The one day on the page that words such as "Published" announce, away from the text: in a box beside it, say.

    Of several, teasers have theirs; the box beside the text may still hold but one.
    """
    lines = list(_announced(place))
    zones, blocks = zones_of(place.document), place.document.blocks
    beside = [line for line in lines if zones[blocks[line.block].node] in _BESIDE]
    for some in (lines, beside):
        if len({line.found.iso[:10] for line in some}) == 1:
            return best_of(some, "published")
    return None


def _announced(place: Place) -> Iterator[Line]:
    document, zones, latest = place.document, zones_of(place.document), (place.latest + timedelta(days=1)).isoformat()
    blocks = document.blocks
    for index, block in enumerate(blocks[:_MOST_BLOCKS]):
        text = block.text
        if len(text) > _LONGEST_LABELLED or not ("20" in text or "19" in text) or zones[block.node] in _OTHER_PAGES:
            continue
        label = label_of(blocks[index - 1].text) if index else ""
        if label != "published" and not announces(text, "published"):
            continue
        for found in dates_in(document, index, place.language):
            before = text[: found.start]
            kind = kind_of(before) if before.strip() else label
            if kind == "published" and len(found.iso) >= 10 and found.iso <= latest:
                yield Line(found, kind, index, False, text, place)


_MOST_BLOCKS = 20_000
_BESIDE = frozenset({"aside", "meta", "footer"})
_OTHER_PAGES = frozenset({"related", "comments", "nav", "popup", "cookie", "ad", "newsletter", "pagination", "cta"})
_LONGEST_LABELLED = 80


def from_data(place: Place) -> Dated | None:
    """The one day that the page's programs know as that of publication: in `data-` attributes, or in scripts.

    Where they know several, those of other pages are among them, and none is taken.
    """
    return _only(_in_attributes(place)) or _only(_in_scripts(place))


def _only(found: Iterator[Dated]) -> Dated | None:
    by_day: dict[str, Dated] = {}
    for dated in found:
        by_day.setdefault(dated.iso[:10], dated)
        if len(by_day) > 1:
            return None
    return next(iter(by_day.values()), None)


_NAME = (
    r"(?:(?:date|time|first|original(?:ly)?|article|post)[_-]?)*publi(?:sh(?:ed)?|cation)"
    r"(?:[_-]?(?:date|time|at|on|stamp))*"
)
_ATTRIBUTE = re.compile(rf"data-{_NAME}")
_KEY = re.compile(r"ub(?:li|_?[dD]ate|-date)")
_IN_SCRIPT = re.compile(
    rf"(?<![\w-])(?:{_NAME}|pub[_-]?date)\\*[\"']?\s*:\s*\\*[\"']?"
    r"((?:19|20)\d\d-[01]\d-[0-3]\d(?:[T ][0-2]\d:[0-5]\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?|1\d{9}(?:\d{3})?)(?![\d.])",
    re.IGNORECASE,
)
_BEFORE_KEY, _AFTER_KEY = 24, 80
_MOST_KEYS = 500
_LONGEST_SCRIPT = 2_000_000


def _in_attributes(place: Place) -> Iterator[Dated]:
    document = place.document
    names = {name for name in set().union(*document.attributes) if "publi" in name and _ATTRIBUTE.fullmatch(name)}
    if not names:
        return
    for node, attributes in enumerate(document.attributes):
        for name, value in attributes.items() if not names.isdisjoint(attributes) else ():
            iso = iso_date(value, place.latest) if name in names else None
            if iso and len(iso) >= 10 and not is_quoted(document, node):
                path = f"{document.path(node)}/@{name}"
                yield Dated(iso, Evidence(quote=value, path=path, rule="data_attribute", confidence=0.6))


def _in_scripts(place: Place) -> Iterator[Dated]:
    for node, text in place.document.scripts:
        for key in islice(_KEY.finditer(text, 0, _LONGEST_SCRIPT), _MOST_KEYS):
            match = _IN_SCRIPT.search(text, max(0, key.start() - _BEFORE_KEY), key.end() + _AFTER_KEY)
            iso = iso_date(match[1], place.latest) if match else None
            if match and iso and len(iso) >= 10:
                path = place.document.path(node)
                yield Dated(iso, Evidence(quote=match[1], path=path, rule="script_data", confidence=0.6))
