"""The main text: which blocks of the element that holds it belong to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.article.content import Facts, facts_of
from extractors.article.endings import is_bio, is_promo, opens_foot
from extractors.article.root import densest
from extractors.document import Block, Document
from extractors.document.model import HEADING_TAGS

_CAPTION = re.compile(r"caption|credit|copyright|legend")
_LEAD = re.compile(r"lead|intro|teaser|excerpt|summary|standfirst|abstract|dek\b|vorspann|chapo|bajada|subtitle")
_LEAD_BEFORE = 8
_FARTHEST_LEAD = 24
"""Blocks between a title and the text: byline, date, share buttons."""
_FOOT = 0.2
_TAIL = 3
_MAY_BE_LINKS = frozenset({*HEADING_TAGS, "li", "td", "th"})


def body_blocks(document: Document, root: int, title: int | None = None) -> list[int]:
    """Indices of the blocks that make up the main text, in order."""
    facts = facts_of(document)
    first, last = document.first_block[root], document.last_block[root]
    kept = _lead(document, facts, first, title)
    dropped = _side_branches(document, facts, root, title)
    dropped.add(title if title is not None else -1)
    inside = [index for index in range(first, last) if index not in dropped and _belongs(document, facts, index)]
    kept += _without_headless(document, facts, _without_link_lists(document, facts, inside))
    kept = _without_foot(document, facts, kept)
    return _without_head(document, facts, kept)


_KEPT_WHOLE = frozenset({"ul", "ol", "table", "dl", "p", "pre", "blockquote"})
_SMALLEST_BRANCH = 200


def _side_branches(document: Document, facts: Facts, root: int, title: int | None) -> set[int]:
    """Blocks of the branches beside the densest one that read like teasers: much of them links, little of it prose."""
    dropped: set[int] = set()
    node = densest(document, facts, title)
    while node > root:
        parent = document.parents[node]
        for child in document.children(parent):
            span = range(document.first_block[child], document.last_block[child])
            if child == node or not span or document.tags[child] in _KEPT_WHOLE:
                continue
            own = [index for index in span if facts.zones[index] is None]
            length = sum(facts.lengths[index] for index in own)
            links = sum(facts.links[index] for index in own)
            prose = sum(facts.prose[index] for index in own)
            if length > _SMALLEST_BRANCH and (prose < 0.3 * length or links > 0.3 * length):
                dropped.update(span)
        node = parent
    return dropped


def _lead(document: Document, facts: Facts, first: int, title: int | None) -> list[int]:
    """Running text between the title and the main text's box: the lead."""
    start = max(0, first - _LEAD_BEFORE)
    if title is not None and title < first:
        start = title + 1 if first <= title + _FARTHEST_LEAD else max(start, title + 1)
    elif title is not None:
        return []
    near = title is not None and first <= title + _FARTHEST_LEAD
    return [index for index in range(start, first) if _is_lead(document, facts, index, near)]


def _is_lead(document: Document, facts: Facts, index: int, near: bool) -> bool:
    """`near`: the title stands close above; elsewhere only what is named a lead counts."""
    block = document.blocks[index]
    named = _LEAD.search(document.hint(block.node) + document.hint(document.parents[block.node])) is not None
    zone = facts.zones[index]
    if block.visibility != "visible" or facts.links[index] * 3 > facts.lengths[index] or not (near or named):
        return False
    if zone is not None and not (zone == "related" and named):
        return False
    return (
        (facts.prose[index] > 0 or facts.lengths[index] >= 80)
        and not _is_caption(document, index)
        and not is_promo(block.text)
    )


def _belongs(document: Document, facts: Facts, index: int) -> bool:
    block = document.blocks[index]
    if block.visibility == "off_screen" or facts.zones[index] is not None or _is_caption(document, index):
        return False
    if facts.links[index] * 5 > facts.lengths[index] * 4 and block.tag not in _MAY_BE_LINKS:
        return False
    return not is_promo(block.text)


def _is_caption(document: Document, index: int) -> bool:
    node = document.blocks[index].node
    for _ in range(3):
        if node < 0:
            return False
        if document.tags[node] == "figcaption":
            return True
        attributes = document.attributes[node]
        if attributes and (css := attributes.get("class")) and _names_caption(css):
            return True
        node = document.parents[node]
    return False


@lru_cache(maxsize=8192)
def _names_caption(css: str) -> bool:
    return _CAPTION.search(css.lower()) is not None


def _without_link_lists(document: Document, facts: Facts, kept: list[int]) -> list[int]:
    """Lists that are links only are menus and teasers; one link among other items is part of the text."""
    shares: dict[int, list[int]] = {}
    for index in kept:
        block = document.blocks[index]
        if block.tag == "li":
            share = shares.setdefault(document.parents[block.node], [0, 0])
            share[0] += facts.links[index]
            share[1] += facts.lengths[index]
    out = []
    for index in kept:
        block = document.blocks[index]
        if block.tag == "li":
            link, length = shares[document.parents[block.node]]
            if link > length * 0.7:
                continue
        out.append(index)
    return out


def _without_headless(document: Document, facts: Facts, kept: list[int]) -> list[int]:
    """Headings with nothing under them are dropped."""
    out: list[int] = []
    for position, index in enumerate(kept):
        block = document.blocks[index]
        if block.tag in HEADING_TAGS:
            after = kept[position + 1] if position + 1 < len(kept) else None
            if after is None:
                continue
            if facts.links[index] * 2 > facts.lengths[index] and not facts.prose[after]:
                continue
        out.append(index)
    return out


def _without_foot(document: Document, facts: Facts, kept: list[int]) -> list[int]:
    """Cut from the line that opens the foot, where little of the text stands below it, then boilerplate at the end."""
    total = sum(facts.prose[index] for index in kept)
    below = 0
    cut = len(kept)
    for position in range(len(kept) - 1, -1, -1):
        if below > _FOOT * total:
            break
        if opens_foot(document.blocks[kept[position]].text):
            cut = position
        below += facts.prose[kept[position]]
    kept = kept[:cut]
    end = len(kept)
    for position in range(len(kept) - 1, max(len(kept) - 1 - _TAIL, 0), -1):
        if is_bio(document.blocks[kept[position]].text):
            end = position
    while end and document.blocks[kept[end - 1]].tag in HEADING_TAGS:
        end -= 1
    return kept[:end]


def _without_head(document: Document, facts: Facts, kept: list[int]) -> list[int]:
    """Short lines before the first running text (date, section, reading time) are no text; headings and lists are."""
    head = next((position for position, index in enumerate(kept) if facts.prose[index]), 0)
    first = document.blocks[kept[head]] if head < len(kept) else None
    return [
        index
        for index in kept[:head]
        if _may_begin(document, facts, index)
        or (first is not None and _is_short_paragraph(document, facts, index, first))
    ] + kept[head:]


def _is_short_paragraph(document: Document, facts: Facts, index: int, first: Block) -> bool:
    """Whether a short sentence stands beside the first running text: "It was raining." """
    block = document.blocks[index]
    return (
        block.tag == first.tag == "p"
        and document.parents[block.node] == document.parents[first.node]
        and not facts.links[index]
        and _SENTENCE_END.search(block.text) is not None
    )


_SENTENCE_END = re.compile(r"[^\W\d_]{2}[.!?…。！？؟][\"'”’»」)]*$")


def _may_begin(document: Document, facts: Facts, index: int) -> bool:
    block = document.blocks[index]
    if block.tag in ("h2", "h3", "h4", "li", "blockquote", "pre", "dt", "dd") or "\n" in block.text:
        return True
    parent = document.parents[block.node]
    return block.tag == "p" and (facts.lengths[index] >= 60 or document.tags[parent] == "blockquote")


def render(document: Document, kept: Sequence[int]) -> str:
    """The blocks as readable text: paragraphs apart by a blank line, entries of a list and rows of a table on lines."""
    parts: list[str] = []
    last_holder = last_row = -1
    for index in kept:
        block = document.blocks[index]
        tag, node = block.tag, block.node
        if tag in ("td", "th"):
            row = document.parents[node]
            table = document.parents[row]
            if row == last_row:
                parts.append(f" | {block.text}")
            else:
                parts.append(("\n" if table == last_holder else "\n\n") + block.text)
            last_holder, last_row = table, row
        elif tag == "li":
            holder = document.parents[node]
            parts.append(("\n- " if holder == last_holder else "\n\n- ") + block.text)
            last_holder, last_row = holder, -1
        else:
            parts.append(f"\n\n{block.text}")
            last_holder = last_row = -1
    return "".join(parts).lstrip("\n")
