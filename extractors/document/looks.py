"""Headings that no tag tells of: lines drawn alike, each over some text of its own; and lines drawn large.

Exports and builders write `p.title`, `span.big`, bold paragraphs, or styles alone. What makes such lines headings is
that two or more look alike and like nothing else on the page, are short, and stand over text, a list or a table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from extractors.document.acting import heads_card, in_item, names_something
from extractors.document.headings import Heading, is_own
from extractors.document.model import Document
from extractors.document.weight import PLAIN_SIZE, Weight, weight_of

_LONGEST = 100
_LARGE, _LARGE_BOLD = 22.0, 18.0
"""Pixels from which a line in a large type is a heading of its own."""
_ENOUGH = 40
"""Characters of text under a line that make it a heading, where no list or table stands there."""
_MOST, _SHARE = 0.8, 0.6
_FEW = 3
_SENTENCE = re.compile(r"[^\W\d][.!?…]\s+\S")
_LISTED = frozenset({"li", "td", "th", "dt", "dd"})


def with_alike(document: Document, found: list[Heading], skipped: frozenset[int]) -> list[Heading]:
    """The headings found by what they are, and those that are drawn like them, large, or alike."""
    taken = {heading.block for heading in found}
    lines = [index for index in _lines(document) if index not in taken and index not in skipped]
    looks = _heading_looks(document, found)
    weights = {index: weight_of(document, index) for index in lines}
    added = {index: 2 for index, weight in weights.items() if weight in looks or _is_large(weight)}
    if sum(heading.level > 1 and heading.rule not in ("summary", "term") for heading in found) + len(added) <= 1:
        added.update(_alike(document, [index for index in lines if index not in added]))
    if not added:
        return found
    headings = [_heading(document, index, level) for index, level in added.items()]
    return sorted([*found, *headings], key=lambda heading: (heading.first, heading.level))


def _heading(document: Document, index: int, level: int) -> Heading:
    block = document.blocks[index]
    return Heading(block.node, index, level, block.text.rstrip(" :"), "styled", index + 1, index + 1)


def _lines(document: Document) -> Iterator[int]:
    """Short lines of the page's own text that are no items, links or sentences and have something under them."""
    tags = document.tags
    for index, block in enumerate(document.blocks[:-1]):
        text = block.text
        if (
            2 <= len(text) <= _LONGEST
            and text[-1] not in ".,;"
            and "\n" not in text
            and names_something(text)
            and not _SENTENCE.search(text)
            and block.visibility != "off_screen"
            and not (block.spans and any(tags[node] == "a" and end - start > 1 for start, end, node in block.spans))
            and is_own(document, block.node)
            and not in_item(document, block.node)
        ):
            yield index


def _heading_looks(document: Document, found: Sequence[Heading]) -> set[Weight]:
    """How headings are drawn that were told by what stands around them, where two or more have a class alike."""
    told = [heading for heading in found if heading.rule in ("above", "bold", "styled") and heading.level > 1]
    counts = Counter(weight for heading in told if _has_class(weight := weight_of(document, heading.block)))
    many = {weight for weight, times in counts.items() if times >= 2}
    if many:  # how some longer text is drawn tells nothing
        many -= {
            weight_of(document, index) for index, block in enumerate(document.blocks) if len(block.text) > _LONGEST
        }
    return many


def _has_class(weight: Weight) -> bool:
    return any(not make.endswith(".") for make in weight.make)


def _is_large(weight: Weight) -> bool:
    return weight.size >= _LARGE or (weight.bold and weight.size >= _LARGE_BOLD)


def _alike(document: Document, lines: Sequence[int]) -> dict[int, int]:
    """Lines drawn alike with their levels: those that reach over most of the page, and those in between."""
    looks: dict[Weight, list[int]] = {}
    for index in lines:
        weight = weight_of(document, index)
        if weight.bold or weight.size > PLAIN_SIZE or _has_class(weight):
            looks.setdefault(weight, []).append(index)
    looks = {weight: places for weight, places in looks.items() if len(places) >= 2}
    others = Counter(
        weight
        for index, block in enumerate(document.blocks)
        if is_own(document, block.node) and (weight := weight_of(document, index)) in looks
    )
    able = [
        (weight, places)
        for weight, places in looks.items()
        if len(places) >= others[weight] * _MOST and _act(document, weight, places)
    ]
    if not able:
        return {}
    weight, outer = max(able, key=lambda look: (look[1][-1] - look[1][0], look[0].size))
    found = dict.fromkeys(outer, 2)
    for other, places in able:
        if other != weight and other.bold and places[0] > outer[0] and _over_text(document, places):
            found.update(dict.fromkeys(places, 3))
    return found


def _act(document: Document, weight: Weight, places: Sequence[int]) -> bool:
    """Whether lines that look alike act as headings: they differ, and most stand over what looks otherwise."""
    blocks = document.blocks
    if len(places) < (2 if weight.bold or weight.size > PLAIN_SIZE else _FEW):
        return False
    if len({blocks[index].text for index in places}) < len(places) * _MOST or _are_cards(document, places):
        return False
    apart = sum(weight_of(document, index + 1) != weight for index in places)
    over = sum(_holds_something(document, first, last) for first, last in _under(document, places))
    return apart >= len(places) * _MOST and over >= len(places) * _SHARE


def _under(document: Document, places: Sequence[int]) -> list[tuple[int, int]]:
    """The blocks under each line, up to the next one."""
    return [
        (index + 1, following) for index, following in zip(places, [*places[1:], len(document.blocks)], strict=True)
    ]


def _holds_something(document: Document, first: int, last: int) -> bool:
    under = [block for block in document.blocks[first:last] if is_own(document, block.node)]
    return sum(len(block.text) for block in under) >= _ENOUGH or any(block.tag in _LISTED for block in under)


def _over_text(document: Document, places: Sequence[int]) -> bool:
    """Whether a paragraph or a list stands right under each of the lines."""
    right_under = [document.blocks[index + 1] for index in places]
    return all(len(block.text) > _LONGEST or block.tag in _LISTED for block in right_under)


def _are_cards(document: Document, places: Sequence[int]) -> bool:
    """Whether the lines head small boxes that stand side by side: the entries of a list."""
    return sum(heads_card(document, index) for index in places) * 2 > len(places)
