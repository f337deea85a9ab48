"""What an author is, where a line of its own below the name says so, as in the card about them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.article.authors.places import Candidate, Place
from extractors.document.zones import zones_of
from extractors.values.names import has_given_name, is_person, lexicon

_ROLE = re.compile(
    r"(?<![a-z])(?:role|job|position|occupation|funktion|fonction|cargo|functie)(?![a-z])|jobtitle|author-?_?title"
)
_LONGEST, _SHORTEST = 70, 3
_NOT_ROLE = re.compile(r"\d{2}|[.!?:]$|@")


def role_of(place: Place, one: Candidate) -> str | None:
    """The short line right below the author's name that holds a role, or is named for one; None where none does."""
    blocks = place.document.blocks
    for index in _named(place, one):
        if index + 1 >= len(blocks):
            continue
        below = blocks[index + 1]
        text = below.text.split("\n")[0].strip(" ,|·")
        if not _SHORTEST <= len(text) <= _LONGEST or _NOT_ROLE.search(text) or index + 1 == place.title_block:
            continue
        if is_person(text) and has_given_name(text):
            continue
        named = any(
            _ROLE.search(place.document.hint(node)) for node in (below.node, place.document.parents[below.node])
        )
        if named or (_is_aside(place, index + 1) and lexicon().roles.search(text)):
            return text
    return None


def _named(place: Place, one: Candidate) -> Iterator[int]:
    """Blocks that hold the author's name and nothing else but a byline's cue."""
    name = one.name.name
    for index, block in enumerate(place.document.blocks):
        if (
            block.text.endswith(name)
            and len(block.text) <= len(name) + _LONGEST_CUE
            and (index == one.block or zones_of(place.document)[block.node] == "author")
        ):
            yield index


_LONGEST_CUE = 12


def _is_aside(place: Place, index: int) -> bool:
    """Whether the line is none of the text's paragraphs."""
    zone = zones_of(place.document)[place.document.blocks[index].node]
    return zone in ("author", "meta") or not place.body[0] <= index < place.body[1]
