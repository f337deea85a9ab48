"""Dates that the page states to machines: JSON-LD, microdata and `meta`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.article.date_places import Dated, Place
from extractors.records import Evidence, Issue
from extractors.things import values_of
from extractors.values.stamps import iso_date

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


def _dated(
    place: Place, text: str, path: str, rule: str, issues: list[Issue], confidence: float = 0.95
) -> Dated | None:
    iso = iso_date(text, place.latest, place.language)
    if iso is None or len(iso) < 10:
        if re.search(r"\d{4}", text):
            issues.append(Issue(code="date_unlikely", message=f"The date {text[:40]!r} was left out.", path=path))
        return None
    return Dated(iso, Evidence(quote=text, path=path, rule=rule, confidence=confidence))


def from_subjects(place: Place, names: Iterable[str], issues: list[Issue], *, pages: bool) -> Dated | None:
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


def from_meta(place: Place, names: Iterable[str], issues: list[Issue]) -> Dated | None:
    for name in names:
        for stated in place.metadata.meta.get(name, ()):
            path = f"{place.document.path(stated.node)}/@content"
            if found := _dated(place, stated.text, path, f"meta_{name}", issues, 0.9):
                return found
    return None


_PUBLISHED_NAME = re.compile(r"publi(?:sh|cation).*(?:date|time)|(?:date|time).*publi(?:sh|cation)|release.?date")


def other_names(place: Place) -> list[str]:
    """Names of `meta` tags that say, in their own way, that they hold the date of publication."""
    return [name for name in place.metadata.meta if _PUBLISHED_NAME.search(name)]
