"""The main text: where it stands, and which blocks there belong to it."""

from __future__ import annotations

import re

from extractors.article.content import facts_of, sums
from extractors.document import Document

HARD = frozenset({"cookie","comments","share","newsletter","related","author","breadcrumb","pagination","tags","ad","popup","toc","nav","footer","header","aside","cta","meta","form"})

def content_root(document: Document) -> int:
    """The node that holds the main text; 0 (the whole page) where none stands out."""
    facts = facts_of(document)
    scores: dict[int, float] = {}
    parents = document.parents
    for index, value in enumerate(facts.prose):
        if not value:
            continue
        block = document.blocks[index]
        score = 1.0 + min(value / 100, 3.0) + min(block.text.count(",")+block.text.count("，")+block.text.count("、"), 6)
        node = block.node
        if block.tag not in ("div", "td", "section", "article"):
            node = parents[node]
        for depth in range(6):
            if node < 0:
                break
            scores[node] = scores.get(node, 0.0) + score / (1, 1.5, 3, 5, 7, 9)[depth]
            node = parents[node]
    if not scores:
        return 0
    total_length, total_links = sums(facts.lengths), sums(facts.links)
    total_prose = sums(facts.prose)
    def within(total, node):
        return total[document.last_block[node]] - total[document.first_block[node]]
    best, best_score = 0, 0.0
    for node, score in scores.items():
        length = within(total_length, node)
        score *= 1 - (within(total_links, node) / length if length else 0)
        if score > best_score:
            best, best_score = node, score
    node = best
    while parents[node] > 0:
        node = parents[node]
        gain = within(total_prose, node) - within(total_prose, best)
        length = within(total_length, node) - within(total_length, best)
        if gain > GAIN * within(total_prose, best) and gain > DENS * length:
            best = node
    return best

GAIN=0.1
DENS=0.5

CAPTION = re.compile(r"caption|credit|copyright")

def body_blocks(document: Document, root: int, title: int | None = None) -> list[int]:
    facts = facts_of(document)
    blocks = document.blocks
    kept = []
    first, last = document.first_block[root], document.last_block[root]
    if title is not None and title < first < title + 12:
        for index in range(title + 1, first):
            if facts.prose[index] and blocks[index].visibility == "visible" and not CAPTION.search(document.hint(blocks[index].node)):
                kept.append(index)
    for index in range(first, last):
        block = blocks[index]
        if block.visibility == "off_screen" or index == title:
            continue
        if facts.zones[index] in HARD:
            continue
        if block.tag == "figcaption" or CAPTION.search(document.hint(block.node)) or any(document.tags[a]=="figcaption" for a in list(document.ancestors(block.node))[:3]):
            continue
        if facts.links[index] * 2 > facts.lengths[index] and block.tag not in ("p",) :
            continue
        kept.append(index)
    # head: nothing but text before the first running text
    head = next((i for i, index in enumerate(kept) if facts.prose[index]), None)
    if head:
        kept = [index for index in kept[:head] if blocks[index].tag in ("h2","h3","h4","li","blockquote")] + kept[head:]
    return kept


def render(document: Document, kept: list[int]) -> str:
    return "\n\n".join(document.blocks[i].text for i in kept)


def body_text(document: Document, title: int | None = None) -> str:
    return render(document, body_blocks(document, content_root(document), title))
