"""Where the main text stands: the element that holds it."""

from __future__ import annotations

import re

from extractors.article.content import Facts, facts_of, sums
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


def content_root(document: Document, title: int | None = None) -> int:
    """The node that holds the main text; 0 (the whole page) where none stands out."""
    facts = facts_of(document)
    best = densest(document, facts, title)
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


def densest(document: Document, facts: Facts, title: int | None) -> int:
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
