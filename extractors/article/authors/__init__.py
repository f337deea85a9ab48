"""Who signs the page: visible bylines at its top and bottom, and what the metadata state, joined into one list."""

from __future__ import annotations

from typing import NamedTuple

from extractors.article.authors.bylines import visible_byline
from extractors.article.authors.choice import choose
from extractors.article.authors.places import Candidate, Place, names
from extractors.article.authors.roles import role_of
from extractors.article.authors.stated import stated_authors
from extractors.document.zones import zones_of
from extractors.records import Author, Issue
from extractors.values.names import is_organization, is_person
from extractors.values.words import words_of

__all__ = ["MOST", "Authors", "Candidate", "Place", "Weighed", "read_authors", "weigh"]

_SHORTEST_BIO = 50
MOST = 40
"""Authors of one page; longer lists are read up to here, and an issue says so."""


class Authors(NamedTuple):
    """The authors, the blocks that name them, and what was odd."""

    authors: tuple[Author, ...]
    issues: tuple[Issue, ...]
    blocks: frozenset[int]


class Weighed(NamedTuple):
    """Who may have signed, by what the page shows and what its metadata state; and who of them is believed, and why."""

    shown: list[Candidate]
    stated: list[Candidate]
    chosen: list[Candidate]
    issues: tuple[Issue, ...]


def weigh(place: Place) -> Weighed:
    """All candidates, and those chosen among them (with what one tells of another joined)."""
    issues: list[Issue] = []
    shown, stated = visible_byline(place), stated_authors(place)
    chosen = choose(place, shown, stated, issues)
    return Weighed(shown, stated, chosen, tuple(issues))


def read_authors(place: Place) -> Authors:
    """Everyone who signs the page, once; empty where nobody does."""
    shown, _, chosen, found = weigh(place)
    issues = list(found)
    if len(chosen) > MOST:
        issues.append(
            Issue(code="many_authors", message=f"The page names {len(chosen)} authors; the first {MOST} were read.")
        )
        chosen = chosen[:MOST]
    blocks = frozenset(one.block for one in (*shown, *chosen) if one.block is not None)
    return Authors(tuple(_author(place, one) for one in chosen), tuple(issues), blocks)


def _author(place: Place, one: Candidate) -> Author:
    bio = one.bio or _bio(place, one.name.name)
    return Author(
        name=one.name.name,
        job_title=one.name.job_title or role_of(place, one),
        bio=bio,
        url=one.url,
        type="organization"
        if one.organization or (is_organization(one.name.name) and not is_person(one.name.name))
        else "person",
        evidence=one.evidence,
    )


def _bio(place: Place, name: str) -> str | None:
    """The text about the author: prose in an author box, or after the text, that names them."""
    document, zones = place.document, zones_of(place.document)
    first_name, last = words_of(name)[:1], place.body[1]
    for index, block in enumerate(document.blocks):
        if len(block.text) < _SHORTEST_BIO:
            continue
        zone = zones[block.node]
        if not (zone == "author" or last - 3 <= index < last + 12) or zone in ("comments", "related"):
            continue
        if names(block.text, name) or (first_name and first_name[0] in words_of(block.text[:60])[:2]):
            return block.text
    return None
