"""Dates in `time` elements."""

from __future__ import annotations

import re

from extractors.article.date_places import Dated, Place, Window, is_quoted
from extractors.article.date_words import announces
from extractors.article.lines import OUTSIDE
from extractors.document.zones import zones_of
from extractors.records import Evidence
from extractors.values.stamps import iso_date

_PUBLISHED_HINT = re.compile(r"publish|pubdate|posted|created|entry-date|post-date|datepublished|issued")
_MODIFIED_HINT = re.compile(r"modif|updat|revis|edited")


_ATTRIBUTES = ("datetime", "title", "content")


def from_elements(place: Place, reach: Window, *, modified: bool, below: bool = False) -> Dated | None:
    """`time` elements and dated items near the title, or those below the text."""
    document = place.document
    nodes = document.nodes("time", "abbr")
    if not nodes:
        return None
    zones = zones_of(document)
    place_of = reach.after if below else reach.near
    best: tuple[float, Dated] | None = None
    days: set[str] = set()
    for node in nodes:
        position = document.first_block[node]
        if position not in place_of or zones[node] in OUTSIDE or is_quoted(document, node):
            continue
        attributes = document.attributes[node]
        stamp = next((value for name in _ATTRIBUTES if (value := attributes.get(name))), None)
        iso = iso_date(stamp, place.latest, place.language) if stamp else None
        if iso is None or len(iso) < 10 or _is_of_change(place, node, position) != modified:
            continue
        days.add(iso[:10])
        hint = _hint(place, node)
        score = (2.0 if _PUBLISHED_HINT.search(hint) else 0.0) - abs(position - place.anchor) * 0.1
        if best is None or score > best[0]:
            path = f"{document.path(node)}/@{next(name for name in _ATTRIBUTES if attributes.get(name))}"
            best = (score, Dated(iso, Evidence(quote=stamp or "", path=path, rule="time_element", confidence=0.85)))
    # Several days below a text are those of other pages.
    return best[1] if best and not (below and len(days) > 1) else None


def _hint(place: Place, node: int) -> str:
    document = place.document
    parent = document.parents[node]
    return f"{document.hint(node)} {document.hint(parent) if parent >= 0 else ''}"


def _is_of_change(place: Place, node: int, position: int) -> bool:
    """Whether its names or the words before it say that it holds the date of a change."""
    document = place.document
    if _MODIFIED_HINT.search(_hint(place, node)) and not _PUBLISHED_HINT.search(document.hint(node)):
        return True
    before = _words_before(place, node, position)
    return announces(before, "modified") and not announces(before, "published")


def _words_before(place: Place, node: int, position: int) -> str:
    """What stands in its line before the element and after the `time` before it."""
    document = place.document
    if position >= len(document.blocks):
        return ""
    block, end = document.blocks[position], 0
    for start, last, other in block.spans:
        if other == node:
            return block.text[end:start][-_LONGEST_CUE:]
        if document.tags[other] == "time":
            end = last
    return block.text[:_LONGEST_CUE]


_LONGEST_CUE = 60
