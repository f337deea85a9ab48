"""The best byline that the page shows, each weighed by what it is and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from extractors.article.authors.asking import Byline
from extractors.article.authors.fellows import fellows
from extractors.article.authors.lines import WEAK_RULES, byline_of
from extractors.article.authors.places import NEVER, SIGNED, Candidate, Place, windows
from extractors.article.lines import OUTSIDE
from extractors.article.site import absolute
from extractors.document.zones import zones_of
from extractors.records import Evidence
from extractors.values.names import Name, has_given_name, is_organization, key_of, lexicon

_OUTSIDE = OUTSIDE | {"share", "tags", "cta", "header"}
_STRONG = 3.3
_BESIDE = 6
_IN_TEXT = 0.6
"""What a byline within the text loses: texts speak of people too."""
_TYPED = 0.3
"""What a byline at the head of the text gains: guests are named there, above it is who set their text up."""
_CLEAR = 3.4
"""A byline of this weight by the title is the page's; what stands elsewhere is not looked at."""


def visible_byline(place: Place) -> list[Candidate]:
    """The best visible byline near the title, else at the end of the text."""
    best: list[Candidate] = []
    best_score = 0.0
    for span, cost in windows(place):
        if best_score >= _CLEAR:
            break
        for score, group in _bylines(place, span, cost):
            if score > best_score:
                best, best_score = group, score
    return best


def shown_bylines(place: Place) -> list[tuple[float, list[Candidate]]]:
    """Every byline that the page shows with its weight, the heaviest first; one that stands in two windows once."""
    found: dict[str, tuple[float, list[Candidate]]] = {}
    for span, cost in windows(place):
        for score, group in _bylines(place, span, cost):
            path = group[0].evidence.path
            found[path] = max(found.get(path, (score, group)), (score, group), key=lambda one: one[0])
    return sorted(found.values(), key=lambda one: -one[0])


def _bylines(place: Place, span: range, cost: float) -> Iterator[tuple[float, list[Candidate]]]:
    document, zones = place.document, zones_of(place.document)
    anchor = place.title_block if place.title_block is not None else place.body[0]
    for index in span:
        block = document.blocks[index]
        zone = zones[block.node]
        if zone in NEVER or index == place.title_block or block.visibility == "off_screen":
            continue
        distance = min(abs(index - anchor), 30) * 0.02 + (0.3 if index < anchor else 0.0) + cost
        below = zone == "footer" and place.body[1] - 3 <= index < place.body[1] + 14
        if zone not in SIGNED and place.body[0] + 2 <= index < place.body[1] - 3:
            distance += _IN_TEXT
        outside = zone in _OUTSIDE
        found = byline_of(place, index, zone, clear=outside)
        if found is None or _is_sign(place, found) or _is_menu(place, index, found):
            continue
        far = found.rule == "author_element" and abs(index - anchor) > _BESIDE and not below
        if outside and (found.weight < _STRONG or far):
            continue
        if _is_publisher(place, index, found):
            continue
        if found.rule == "byline_cue" and zone is None and place.body[0] <= index <= place.body[0] + 1:
            distance -= _TYPED
        group = [_candidate(place, index, name, found) for name in found.names]
        for other, more in fellows(place, index, found, partial(_read, place)):
            group += [_candidate(place, other, name, more._replace(weight=found.weight)) for name in more.names]
        yield found.weight - distance, group


def _read(place: Place, index: int) -> Byline | None:
    return byline_of(place, index, zones_of(place.document)[place.document.blocks[index].node])


def _is_publisher(place: Place, index: int, found: Byline) -> bool:
    """Whether the line tells whose site it is: "Published by Quay Media Ltd", away from the text's head."""
    if place.body[0] <= index < place.body[1] or not is_organization(found.names[0].name):
        return False
    anchor = place.title_block if place.title_block is not None else place.body[0]
    return (
        not anchor < index <= place.body[0] and lexicon().publisher.match(place.document.blocks[index].text) is not None
    )


def _is_menu(place: Place, index: int, found: Byline) -> bool:
    """Whether the name is made of several links that stand side by side."""
    block = place.document.blocks[index]
    start = block.text.find(found.names[0].name)
    end = start + len(found.names[0].name)
    tags = place.document.tags
    return sum(tags[node] == "a" and start < last and first < end for first, last, node in block.spans) > 1


def _is_sign(place: Place, found: Byline) -> bool:
    """Whether it is no more than the site's name in or near a byline's place, and no person's."""
    name = found.names[0].name
    return (
        found.rule in WEAK_RULES
        and place.site_name is not None
        and key_of(name) == key_of(place.site_name)
        and not has_given_name(name)
    )


def _candidate(place: Place, index: int, name: Name, byline: Byline) -> Candidate:
    document = place.document
    block = document.blocks[index]
    start, quote = _quote(block.text, name.name)
    evidence = Evidence(
        quote=quote,
        path=document.path(block.node),
        rule=byline.rule,
        confidence=min(0.95, byline.weight / 4),
        start=start if start >= 0 else None,
    )
    url = None
    for first, last, node in block.spans:
        if document.tags[node] == "a" and name.name in block.text[first:last]:
            url = absolute(document, document.attributes[node].get("href"), place.url)
            break
    return Candidate(name, evidence, index, url, organization=is_organization(name.name))


def _quote(text: str, name: str) -> tuple[int, str]:
    """Where the name stands and how it is worded there; a nickname may stand within it."""
    start = text.find(name)
    if start >= 0:
        return start, name
    words = name.split(" ")
    start = text.find(words[0])
    end = text.find(words[-1], start + 1)
    return (start, text[start : end + len(words[-1])]) if 0 <= start < end else (-1, name)
