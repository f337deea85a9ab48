"""At which level a heading acts, whatever its mark-up, and which section it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.document import Document
from extractors.document.promote import Heading
from extractors.guide.nodes import ENTITY_KINDS, FEW, Node, style_of, tells_another
from extractors.records import SectionKind


def relevel(document: Document, nodes: Sequence[Node]) -> None:
    """Headings that look alike act at one level: where their words name two kinds of section, at the sections' own.

    Pages mix `h2`, bold lines and styled boxes for one and the same level; what follows a list of companies in another
    make of heading is no company.
    """
    kinds: dict[tuple[str, str, str], list[SectionKind]] = {}
    unread: dict[tuple[str, str, str], int] = {}
    texts: list[tuple[tuple[str, str, str], str]] = []
    for node in nodes:
        reading = node.reading
        if node.heading.level == 1 or node.heading.text[-1] == "?":
            continue
        style = style_of(document, node)
        texts.append((style, node.heading.text.lower()))
        if reading is not None and reading.strength != "weak":
            kinds.setdefault(style, []).append(reading.kind)
        elif node.heading.kicker is None:
            unread[style] = unread.get(style, 0) + 1
    # Sub-headings that come again under each entry of a list ("Highlights", "How to apply") are no sections.
    repeated = {style for (style, _), times in Counter(texts).items() if times >= FEW}
    sections = {
        style
        for style, told in kinds.items()
        if len(set(told)) >= 2 and len(told) >= unread.get(style, 0) and style not in repeated
    }
    asked = False
    for node in nodes:
        if node.heading.level > 1 and style_of(document, node) in sections:
            question = node.heading.text[-1] == "?" and (node.reading is None or node.reading.kind != "cta")
            node.depth = 3 if asked and question else 2
            asked = (asked and node.depth == 3) or (node.reading is not None and node.reading.kind == "faq")
        elif node.heading.level > 1 and node.heading.rule in ("bold", "styled", "summary", "term"):
            node.depth = max(node.heading.level, 3)
    _lower_entries(document, nodes, sections)


def _lower_entries(document: Document, nodes: Sequence[Node], sections: set[tuple[str, str, str]]) -> None:
    """Headings of the sections' own make right under an empty section of names are its entries."""
    holder: Node | None = None
    for place, node in enumerate(nodes):
        following = nodes[place + 1] if place + 1 < len(nodes) else None
        reading = node.reading
        if (
            holder is not None
            and node.heading.kicker is None
            and style_of(document, node) == style_of(document, holder)
        ):
            kind = holder.reading.kind if holder.reading is not None else "other"
            if not tells_another(node, kind) and (reading is None or reading.strength != "decisive"):
                node.depth = holder.depth + 1
                continue
        holder = None
        if (
            reading is not None
            and reading.strength != "weak"
            and reading.kind in ENTITY_KINDS
            and following is not None
        ):
            empty = all(group.shape == "prose" and "," not in group.text for group in node.groups)
            unread = following.reading is None or not tells_another(following, reading.kind)
            if empty and len(node.groups) <= 1 and unread and style_of(document, node) in sections:
                holder = node


def nest(nodes: Sequence[Node]) -> None:
    """Each section under the nearest one before it of a higher level; a closed box ends with its last block."""
    open_nodes: list[Node] = []
    for node in nodes:
        while open_nodes and not _holds(open_nodes[-1], node):
            open_nodes.pop()
        if open_nodes:
            node.parent = open_nodes[-1]
            open_nodes[-1].children.append(node)
        open_nodes.append(node)


def _holds(outer: Node, inner: Node) -> bool:
    until = outer.heading.until
    if until is not None and outer.heading.rule != "tab":
        return inner.heading.block < until
    if until is not None:
        deeper = inner.depth > outer.depth or inner.heading.rule == "summary"
        return inner.heading.block < until and deeper
    return inner.depth > outer.depth


def without_repeats(headings: list[Heading]) -> tuple[list[Heading], int]:
    """The headings without a second rendering of all of them, and how many sections were rendered twice."""
    texts = [(heading.level, heading.text) for heading in headings if heading.level > 1]
    half = len(texts) // 2
    if half < FEW or texts[:half] != texts[half : 2 * half] or len(texts) % 2:
        return headings, 0
    kept: list[Heading] = []
    seen = 0
    for heading in headings:
        if heading.level > 1:
            seen += 1
        if seen > half:
            break
        kept.append(heading)
    # The title may stand again before the second rendering.
    while kept and kept[-1].level == 1 and len(kept) > 1:
        kept.pop()
    return kept, half
