"""The date in a page's address."""

from __future__ import annotations

import re

from extractors.article.date_places import Dated, Place
from extractors.records import Evidence
from extractors.values.stamps import iso_date

_END = r"(?=[/?#.]|$)"
_IN_URL = re.compile(
    rf"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<s>[/_.-])(?P<m>[01]?\d|[a-z]{{3}})(?P=s)(?P<d>[0-3]\d(?!\d)|\d{_END})"
    r"|(?<!\d)(?P<y2>20[012]\d)(?P<m2>[01]\d)(?P<d2>[0-3]\d)(?!\d)"
    r"|(?<!\d)(?P<d3>[0-3]?\d)(?P<s3>[-_.])(?P<m3>[01]?\d)(?P=s3)(?P<y3>20\d\d)(?!\d)",
    re.IGNORECASE,
)
_IN_PATH = re.compile(rf"/(?P<y>(?:19|20)\d\d)/(?P<m>[01]?\d|[a-z]{{3}})/(?P<d>[0-3]?\d){_END}", re.IGNORECASE)


def from_address(place: Place) -> Dated | None:
    """The day that the page's address holds, in any of the ways in which sites write it."""
    return _found(place, _IN_URL)


def from_path(place: Place) -> Dated | None:
    """The day that the address holds as its folders: `/2017/7/12/`."""
    return _found(place, _IN_PATH)


def _found(place: Place, pattern: re.Pattern[str]) -> Dated | None:
    match = pattern.search(place.url.split("?")[0]) if place.url else None
    if match is None:
        return None
    year, month, day = next((y, m, d) for y, m, d in _parts(match) if y)
    text = f"{year}-{int(month):02d}-{int(day):02d}" if month.isdigit() else f"{day} {month} {year}"
    iso = iso_date(text, place.latest)
    if iso is None or len(iso) < 10:
        return None
    return Dated(iso, Evidence(quote=match[0].strip("/"), path="url", rule="url_date", confidence=0.75))


def _parts(match: re.Match[str]) -> list[tuple[str, str, str]]:
    groups = match.groupdict("")
    return [(groups.get(f"y{form}", ""), groups.get(f"m{form}", ""), groups.get(f"d{form}", "")) for form in ("", 2, 3)]
