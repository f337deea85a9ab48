"""Who signs beside those whom a byline names: the next entries of its list, the next boxes that look alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from extractors.article.authors.asking import Byline
from extractors.article.authors.marks import links_to_author
from extractors.article.authors.places import Place
from extractors.document import Document
from extractors.document.zones import zones_of
from extractors.values.names import has_given_name, is_person, key_of, names_in

_FARTHEST = 4
"""Blocks from one name to the next: a role, a picture's line, a link to more stand between."""
_MOST = 12
_LONGEST = 80
_JOINED = re.compile(r"^(?:and|und|et|y|e|en|och|og|ja|ve|и|&)\s+", re.IGNORECASE)
_UP = 3
"""Elements between a name and the entry of a list of authors that holds it."""

Reader = Callable[[int], Byline | None]


def fellows(place: Place, index: int, first: Byline, read: Reader) -> Iterator[tuple[int, Byline]]:
    """The further bylines of the group that begins at a block, with their blocks; `read` gives the byline of one.

    A name counts that stands in an element of the same shape as the one before it, or goes on with "and".
    """
    document, known = place.document, {key_of(one.name) for one in first.names}
    last, end = index, min(len(document.blocks), index + _MOST)
    for other in range(index + 1, end):
        if other - last > _FARTHEST or other == place.title_block or place.body[0] + 1 < other < place.body[1] - 3:
            return
        found = _fellow(place, last, other, first.rule, read)
        if found is None:
            continue
        names = [one for one in found.names if key_of(one.name) not in known]
        known.update(key_of(one.name) for one in names)
        if names:
            yield other, found._replace(names=names)
        last = other


def _fellow(place: Place, last: int, other: int, rule: str, read: Reader) -> Byline | None:
    document = place.document
    text = document.blocks[other].text
    if len(text) > _LONGEST or zones_of(document)[document.blocks[other].node] in ("related", "comments"):
        return None
    alike = _are_alike(document, last, other)
    joined = _JOINED.match(text)
    if joined and (names := names_in(text[joined.end() :])) and is_person(names[0].name):
        return Byline(0.0, rule, names) if other == last + 1 else None
    if not alike:
        return None
    found = read(other)
    if found and all(is_person(one.name) for one in found.names):
        return found if found.rule == rule or rule in ("byline_after_label", "author_zone", "author_link") else None
    names = names_in(text)
    plain = len(names) == 1 and names[0].name == text.strip(" ,;") and is_person(names[0].name)
    if plain and (has_given_name(text) or links_to_author(document, other, names[0].name)):
        return Byline(0.0, rule, names)
    return None


def _are_alike(document: Document, first: int, other: int) -> bool:
    """Whether two blocks stand in elements of one tag and class, side by side, or in entries that do."""
    one, two = document.blocks[first].node, document.blocks[other].node
    for _ in range(_UP):
        if one < 0 or two < 0 or one == two:
            return False
        if document.tags[one] != document.tags[two] or _css(document, one) != _css(document, two):
            return False
        if document.parents[one] == document.parents[two]:
            return True
        one, two = document.parents[one], document.parents[two]
    return False


def _css(document: Document, node: int) -> str:
    return document.attributes[node].get("class") or ""
