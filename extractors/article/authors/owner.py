"""Whose site it is, where a page itself is signed by nobody: personal sites sign each page by their name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.article.authors.marks import links
from extractors.article.authors.places import Candidate, Place
from extractors.document import Block
from extractors.document.zones import zones_of
from extractors.records import Evidence
from extractors.values.names import Name, clean_name, has_given_name, is_person, lexicon, names_in

_TOP = 12
_LONGEST_SIGN = 60
_LONGEST_GREETING = 25
"""What stands before "I'm Jane": "Hi there and welcome!"."""
_BESIDE = frozenset({"aside", "footer", "author"})
_HOME = re.compile(r"^(?:https?://[^/]+)?/?(?:index\.\w+)?$")
_TOO_LONG = 3
_MACHINE = re.compile(r"\b(?:chat|\w*bot\b|virtual|virtuell|assist[ae]nt)", re.IGNORECASE)
"""Programs that answer questions introduce themselves too."""


def owner_of(place: Place) -> list[Candidate]:
    """The person whose name stands at the top of each of the site's pages, or who introduces themselves beside them."""
    for index, name, rule in (*_signs(place), *_greetings(place)):
        block = place.document.blocks[index]
        evidence = Evidence(quote=name, path=place.document.path(block.node), rule=rule, confidence=0.6)
        return [Candidate(Name(name), evidence, index)]
    return []


def _signs(place: Place) -> Iterator[tuple[int, str, str]]:
    """Names above the title that lead home."""
    document, title = place.document, place.title_block
    for index, block in enumerate(document.blocks[: min(_TOP, title if title is not None else _TOP)]):
        if len(block.text) > _LONGEST_SIGN:
            continue
        home = any(_HOME.match(href) for _, _, href in links(document, block))
        for text in _parts(block) if home else (block.text,):
            name = clean_name(text)
            fits = len(name.split()) <= _TOO_LONG and is_person(name) and has_given_name(name)
            if fits and (home or block.tag == "h1"):
                yield index, name, "site_of_person"


def _parts(block: Block) -> Iterator[str]:
    yield block.text
    for start, end, _ in block.spans:
        yield block.text[start:end]


def _greetings(place: Place) -> Iterator[tuple[int, str, str]]:
    """`Hi, I'm Jane` in a box beside or below the text."""
    document, zones, known = place.document, zones_of(place.document), lexicon()
    for index, block in enumerate(document.blocks):
        if zones[block.node] not in _BESIDE or not (place.body[0] <= index or index < _TOP):
            continue
        match = known.introduction.search(block.text, 0, _LONGEST_GREETING + 15)
        if match is None or match.start() > _LONGEST_GREETING:
            continue
        names = names_in(block.text[match.end() :], single=True)
        if names and has_given_name(names[0].name) and not (names[0].name.isupper() or _MACHINE.search(block.text)):
            yield index, names[0].name, "introduction_beside"
