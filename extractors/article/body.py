"""The main text: where it stands, and which blocks there belong to it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from extractors.article.content import Facts, facts_of, sums
from extractors.article.endings import is_bio, is_promo, opens_foot
from extractors.document import Document

_NO_ROOT = frozenset({"tbody", "thead", "table", "tr", "ul", "ol", "dl", "p", "blockquote", "li", "figure"})
_LOOSE = ("div", "td", "section", "article", "main", "body")
_FAR_FROM_TITLE = 60
_FAR, _BESIDE = 0.4, 0.6
"""What a candidate's weight keeps that begins far below the title, or is named for what stands beside a text."""
_ASIDE = re.compile(r"sidebar|widget(?!-text|-theme-post)|footer|slider|related|teaser")
_SHARES = (1, 1.5, 3, 5, 7, 9)
"""What a block's score is divided by for the element that holds it, the one above, and so on."""
_GAIN = 0.1
_DENSITY = 0.45
_DENSITY_OF_LITTLE = 0.65
_MUCH = 0.5
"""A wider element is taken where it adds a tenth of running text, and what it adds is mostly that: less of it where it
adds much (texts cut into sections), more where it adds little (teasers below a text)."""
_CAPTION = re.compile(r"caption|credit|copyright|legend")
_LEAD = re.compile(r"lead|intro|teaser|excerpt|summary|standfirst|abstract|dek\b|vorspann|chapo|bajada|subtitle")
_LEAD_BEFORE = 8
_FARTHEST_LEAD = 24
"""Blocks between a title and the text: byline, date, share buttons."""
_FOOT = 0.2
_TAIL = 3
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MAY_BE_LINKS = _HEADINGS | {"li", "td", "th"}


def content_root(document: Document, title: int | None = None) -> int:
    """The node that holds the main text; 0 (the whole page) where none stands out."""
    facts = facts_of(document)
    best = _densest(document, facts, title)
    parents = document.parents
    if best <= 0:
        return 0
    prose, lengths = sums(facts.prose), sums(facts.lengths)
    first, last = document.first_block, document.last_block

    def within(total: list[int], node: int) -> int:
        return total[last[node]] - total[first[node]]

    node = best
    while parents[node] > 0:
        node = parents[node]
        gain = within(prose, node) - within(prose, best)
        length = within(lengths, node) - within(lengths, best)
        held = within(prose, best)
        if gain > _GAIN * held and gain > (_DENSITY if gain > _MUCH * held else _DENSITY_OF_LITTLE) * length:
            best = node
    while document.tags[best] in _NO_ROOT and parents[best] > 0:
        best = parents[best]
    return best


def _densest(document: Document, facts: Facts, title: int | None) -> int:
    """The node with most running text right below it; reckoned once a title."""
    known: dict[int | None, int] = document.__dict__.setdefault("densest", {})
    if title not in known:
        known[title] = _reckon_densest(document, facts, title)
    return known[title]


def _reckon_densest(document: Document, facts: Facts, title: int | None) -> int:
    scores: dict[int, float] = {}
    parents = document.parents
    for index, value in enumerate(facts.prose):
        if not value:
            continue
        block = document.blocks[index]
        text = block.text
        commas = text.count(",") if text.isascii() else text.count(",") + text.count("，") + text.count("、")
        score = 1.0 + min(value / 100, 3.0) + min(commas, 6)
        node = block.node if block.tag in _LOOSE else parents[block.node]
        for share in _SHARES:
            if node < 0:
                break
            scores[node] = scores.get(node, 0.0) + score / share
            node = parents[node]
    if not scores:
        return 0
    lengths, links = sums(facts.lengths), sums(facts.links)
    first, last = document.first_block, document.last_block
    best, most = 0, -1.0
    for node, score in scores.items():
        if score <= most:
            continue  # what follows only takes from it
        length = lengths[last[node]] - lengths[first[node]]
        link = links[last[node]] - links[first[node]]
        weight = score * (1 - link / length if length else 0.0)
        if title is not None and first[node] > title + _FAR_FROM_TITLE:
            weight *= _FAR
        if _ASIDE.search(document.hint(node)):
            weight *= _BESIDE
        if weight > most:
            best, most = node, weight
    return best


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
    node = _densest(document, facts, title)
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
        if block.tag in _HEADINGS:
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
    while end and document.blocks[kept[end - 1]].tag in _HEADINGS:
        end -= 1
    return kept[:end]


def _without_head(document: Document, facts: Facts, kept: list[int]) -> list[int]:
    """Short lines before the first running text (date, section, reading time) are no text; headings and lists are."""
    head = next((position for position, index in enumerate(kept) if facts.prose[index]), 0)
    return [index for index in kept[:head] if _may_begin(document, facts, index)] + kept[head:]


def _may_begin(document: Document, facts: Facts, index: int) -> bool:
    block = document.blocks[index]
    if block.tag in ("h2", "h3", "h4", "li", "blockquote", "pre", "dt", "dd") or "\n" in block.text:
        return True
    parent = document.parents[block.node]
    return block.tag == "p" and (facts.lengths[index] >= 60 or document.tags[parent] == "blockquote")


def without_signature(
    document: Document, kept: Sequence[int], names: Sequence[str], lines: Collection[int]
) -> list[int]:
    """The text's blocks without the lines that name its authors and dates, and without the box about the authors.

    `lines` are the blocks that bylines and dates were read from; a long one is a paragraph that happens to hold them.
    """
    blocks = document.blocks
    ends = {*kept[:_HEAD_OF_TEXT], *kept[-_TAIL_OF_AUTHOR:]} & set(lines)
    out = [index for index in kept if index not in ends or len(blocks[index].text) > _LONGEST_BYLINE]
    if names:
        end = len(out)
        for position in range(len(out) - 1, max(len(out) - 1 - _TAIL_OF_AUTHOR, 0), -1):
            text = blocks[out[position]].text
            if text in names or is_bio(text, names) or _is_bare_byline(text, names):
                end = position
        out = out[:end]
    while out and blocks[out[-1]].tag in _HEADINGS:
        out.pop()
    return out


_LONGEST_BYLINE = 160
_HEAD_OF_TEXT = 4
_TAIL_OF_AUTHOR = 4


def _is_bare_byline(text: str, names: Sequence[str]) -> bool:
    """Whether a line holds little more than an author's name: "Written by …", a name and a role."""
    return any(name in text and len(text) <= len(name) + 30 for name in names)


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


def body_text(document: Document, title: int | None = None) -> str:
    """The main text, its authors not known."""
    return render(document, body_blocks(document, content_root(document, title), title))
