"""What acts as a heading, whatever its mark-up: the second, pure step over the blocks.

A heading may be `h1`–`h6`, a bold paragraph, a styled box, a `summary`, a tab or a `dt`; a short line above a slogan (a
kicker) is kept beside it. `outline(document)` gives the headings of the page's own text in order, each with the blocks
under it; menus, footers, related guides, comments and the like are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from extractors.document.acting import MAY_ACT, above_style, acts_as_heading, heading_node, in_data_cell, kicker_above
from extractors.document.headings import FURNITURE, Heading
from extractors.document.looks import with_alike
from extractors.document.model import HEADING_TAGS, Block, Document
from extractors.document.ranks import ranked
from extractors.document.tabs import tabs_of
from extractors.document.zones import zones_of

_MAX_HEADING = 160
_MAX_PSEUDO = 100
_SENTENCE = re.compile(r"[^\W\d][.!?…]\s+\S")
_OPENERS = frozenset({"button", "a", "div", "span"})


def outline(document: Document) -> list[Heading]:
    """The headings of the page's own text, in order."""
    tabs = tabs_of(document)
    found = sorted(
        [*tabs.headings, *_headings(document, tabs.labels)], key=lambda heading: (heading.first, heading.level)
    )
    found = with_alike(document, _without_single_lines(document, found), tabs.labels)
    return _bounded(document, _once(ranked(document, found)))


def _without_single_lines(document: Document, found: list[Heading]) -> list[Heading]:
    """Plain lines above tables are headings where two or more look alike."""
    looks = [above_style(document, heading.node) for heading in found if heading.rule == "above"]
    return [
        heading for heading in found if heading.rule != "above" or looks.count(above_style(document, heading.node)) >= 2
    ]


def _headings(document: Document, skipped: frozenset[int]) -> Iterator[Heading]:
    blocks, tags, parents, zones = document.blocks, document.tags, document.parents, zones_of(document)
    marked = document.nodes(*HEADING_TAGS)
    inside = {index for node in marked for index in range(document.first_block[node], document.last_block[node])}
    last_real, index, total = 1, 0, len(blocks)
    previous_heading = -2
    while index < total:
        block = blocks[index]
        node, tag = block.node, block.tag
        start = index
        index += 1
        zone = zones[node]
        beside = zone == "aside"
        if (zone in FURNITURE and tag != "h1" and not beside) or start in skipped:
            continue
        if start in inside and (real := heading_node(tags, parents, node, tag)) >= 0:
            if in_data_cell(document, real) or block.visibility == "off_screen":
                continue
            index = max(index, document.last_block[real])
            text = " ".join(piece.text.replace("\n", " ") for piece in blocks[start:index])
            if text and len(text) <= _MAX_HEADING * 2:
                level = HEADING_TAGS[tags[real]]
                kicker = kicker_above(document, start, real) if previous_heading != start - 1 else None
                last_real, previous_heading = level, index - 1
                yield Heading(real, start, level, text, "tag", index, index, kicker=kicker, beside=beside)
            continue
        if beside or not 2 <= len(block.text) <= _MAX_PSEUDO or index >= total:
            continue
        if level := _stated_level(document, node):
            last_real, previous_heading = level, start
            yield Heading(node, start, level, block.text.rstrip(" :"), "tag", index, index)
            continue
        opener = _opener(document, block)
        if opener >= 0:
            yield _opened(document, opener, start, block.text, last_real)
            continue
        if tag == "summary" or (parents[node] >= 0 and tags[parents[node]] == "summary"):
            summary = node if tag == "summary" else parents[node]
            box = parents[summary]
            yield Heading(
                summary, start, min(last_real + 1, 6), block.text, "summary", index, index, document.last_block[box]
            )
        elif tag in MAY_ACT and "\n" not in block.text and not _SENTENCE.search(block.text):
            rule, level = acts_as_heading(document, block, start, last_real)
            if rule:
                kicker = kicker_above(document, start, node)
                yield Heading(node, start, level, block.text.rstrip(" :"), rule, index, index, kicker=kicker)


def _stated_level(document: Document, node: int) -> int:
    """The level of what the page itself declares a heading (`role="heading"`); 0 where it does not."""
    attributes = document.attributes[node]
    if not attributes or attributes.get("role") != "heading":
        return 0
    level = (attributes.get("aria-level") or "").strip()
    return min(int(level), 6) if level in {"1", "2", "3", "4", "5", "6", "7", "8", "9"} else 2


def _opener(document: Document, block: Block) -> int:
    """The button that is all of the block and opens and closes what follows; -1 where there is none."""
    length = len(block.text)
    for start, end, node in ((0, length, block.node), *block.spans):
        if start == 0 and end == length:
            attributes = document.attributes[node]
            if attributes and "aria-expanded" in attributes and document.tags[node] in _OPENERS:
                return node
    return -1


def _opened(document: Document, node: int, block: int, text: str, last_real: int) -> Heading:
    """A heading over what its button opens: the element that it controls, else whatever follows."""
    until = None
    controlled = (document.attributes[node].get("aria-controls") or "").strip()
    if controlled:
        panel = next(
            (at for at, found in enumerate(document.attributes) if found and found.get("id") == controlled), -1
        )
        if panel >= 0 and document.first_block[panel] >= block:
            until = document.last_block[panel]
    return Heading(node, block, min(last_real + 1, 6), text, "summary", block + 1, block + 1, until)


def _once(found: list[Heading]) -> list[Heading]:
    """A tab whose panel opens with the same words is one heading; so is a heading drawn twice in a row."""
    kept: list[Heading] = []
    for heading in found:
        if kept and kept[-1].text.casefold() == heading.text.casefold() and heading.first - kept[-1].first <= 1:
            continue
        kept.append(heading)
    return kept


def _bounded(document: Document, found: list[Heading]) -> list[Heading]:
    """Each heading with the end of its content: before the next heading and its kicker, or where its box ends."""
    bounded: list[Heading] = []
    total = len(document.blocks)
    for place, heading in enumerate(found):
        stop = heading.until if heading.until is not None else total
        if place + 1 < len(found):
            following = found[place + 1]
            opens = following.first - 1 if following.rule == "tab" else following.block
            if following.rule == "tab":
                opens = following.first
            stop = min(stop, opens - (following.kicker is not None))
        frame = _frame(document, heading.node)
        if frame >= 0 and heading.rule != "tab":
            stop = min(stop, document.last_block[frame])
        bounded.append(msgspec.structs.replace(heading, last=max(heading.first, stop)))
    return bounded


def _frame(document: Document, node: int) -> int:
    """The `main` that the heading stands in: what comes after it is no longer the heading's; -1 where there is none."""
    tags, parents = document.tags, document.parents
    while node >= 0 and tags[node] != "main":
        node = parents[node]
    return node
