"""The main text: where it stands, and which blocks there belong to it."""

from __future__ import annotations

from extractors.article.content import facts_of, sums
from extractors.document import Document

HARD = frozenset(
    {
        "cookie",
        "comments",
        "share",
        "newsletter",
        "related",
        "author",
        "breadcrumb",
        "pagination",
        "tags",
        "ad",
        "popup",
        "toc",
        "nav",
        "footer",
        "header",
        "aside",
        "cta",
        "meta",
        "form",
    }
)


def content_root(document: Document) -> int:
    """The node that holds the main text; 0 (the whole page) where none stands out."""
    facts = facts_of(document)
    scores: dict[int, float] = {}
    parents = document.parents
    for index, value in enumerate(facts.prose):
        if not value:
            continue
        block = document.blocks[index]
        score = (
            1.0
            + min(value / 100, 3.0)
            + min(block.text.count(",") + block.text.count("，") + block.text.count("、"), 6)
        )
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
    total_length, total_links = sums([float(v) for v in facts.lengths]), sums([float(v) for v in facts.links])
    best, best_score = 0, 0.0
    for node, score in scores.items():
        first, last = document.first_block[node], document.last_block[node]
        length = total_length[last] - total_length[first]
        link = total_links[last] - total_links[first]
        score *= 1 - (link / length if length else 0)
        if score > best_score:
            best, best_score = node, score
    return best


def body_blocks(document: Document, root: int) -> list[int]:
    facts = facts_of(document)
    kept = []
    for index in range(document.first_block[root], document.last_block[root]):
        block = document.blocks[index]
        if block.visibility == "off_screen":
            continue
        if facts.zones[index] in HARD:
            continue
        if facts.links[index] * 2 > facts.lengths[index] and block.tag not in ("p",):
            continue
        kept.append(index)
    return kept


def render(document: Document, kept: list[int]) -> str:
    return "\n\n".join(document.blocks[i].text for i in kept)


def body_text(document: Document) -> str:
    return render(document, body_blocks(document, content_root(document)))
