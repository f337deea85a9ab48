"""Where a page's date is found when neither its metadata nor a line near its title tells it."""

from __future__ import annotations

import re

from extractors.article.date_lines import LONGEST_LINE, Line, best_of, kind_of
from extractors.article.date_places import Dated, Place
from extractors.article.lines import dates_in
from extractors.records import Evidence
from extractors.values.dates import iso_date

_IN_URL = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[/_.-]([01]?\d|[a-z]{3})[/_.-]([0-3]?\d)(?!\d)|(?<!\d)(20[012]\d)([01]\d)([0-3]\d)(?!\d)"
    r"|(?<!\d)(?P<d>[0-3]?\d)[-_.](?P<m>[01]?\d)[-_.](?P<y>20\d\d)(?!\d)",
    re.IGNORECASE,
)


def from_signature(place: Place) -> Dated | None:
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


def from_url(place: Place) -> Dated | None:
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
