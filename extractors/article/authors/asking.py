"""What readers of bylines are asked about, and what they answer."""

from __future__ import annotations

from typing import NamedTuple

from extractors.article.authors.marks import has_author_hint, links
from extractors.article.authors.places import SIGNED, Place
from extractors.document import Document
from extractors.values.names import Name, is_person, lexicon, may_sign, names_in

LONGEST_HEAD = 120
"""Characters of a paragraph that may hold its byline."""
_LONGEST_LABEL = 40


class Byline(NamedTuple):
    """The names of one byline, by which rule they were read, and how far that rule may be trusted."""

    weight: float
    rule: str
    names: list[Name]


class Line(NamedTuple):
    """A block, by its index, and the part of its text that may hold a byline."""

    place: Place
    block: int
    zone: str | None
    text: str
    may_cue: bool

    @property
    def hinted(self) -> bool:
        """Whether its markup says that it holds an author."""
        document = self.place.document
        return self.zone == "author" or has_author_hint(document, document.blocks[self.block].node)

    @property
    def tag(self) -> str:
        return self.place.document.blocks[self.block].tag


def may_cue_at(document: Document, index: int) -> bool:
    """Whether a line could hold a byline's cue; asked for it and for the line below, reckoned once."""
    known: dict[int, bool] = document.__dict__.setdefault("cued", {})
    held = known.get(index)
    if held is None:
        held = known[index] = may_sign(document.blocks[index].text)
    return held


def after_label(line: Line) -> list[Name]:
    """The names in a block whose forerunner only says that they come: `Author`, `Written by`."""
    document, known = line.place.document, lexicon()
    block = document.blocks[line.block]
    previous = document.blocks[line.block - 1].text if line.block else ""
    if not 0 < len(previous) < _LONGEST_LABEL or not may_cue_at(document, line.block - 1):
        return []
    if not known.label_only.match(previous) or known.not_author.search(previous):
        return []
    plain = line.zone is None or line.zone in SIGNED
    linked = plain and any(links(document, block))
    short = len(block.text) < 40
    names = names_in(line.text[:LONGEST_HEAD], single=plain and short, handle=linked and short)
    return names if len(block.text) < LONGEST_HEAD or (names and is_person(names[0].name)) else []
