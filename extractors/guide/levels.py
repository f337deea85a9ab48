"""At which level a heading acts, whatever its mark-up, and which section it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.document import Document
from extractors.document.headings import Heading
from extractors.guide.nodes import ENTITY_KINDS, FEW, Node, number_of, style_of, tells_another
from extractors.records import SectionKind


def relevel(document: Document, nodes: Sequence[Node]) -> None:
    """Headings that look alike act at one level: where their words name two kinds of section, at the sections' own.

    Pages mix `h2`, bold lines and styled boxes for one and the same level; what follows a list of companies in another
    make of heading is no company.
    """
    kinds: dict[tuple[str, str, str], list[SectionKind]] = {}
    unread: dict[tuple[str, str, str], int] = {}
    texts: list[tuple[tuple[str, str, str], str]] = []
    boxed = _boxes_in_tabs(nodes)
    numbered = _numbered_entries(document, nodes)
    for node in nodes:
        reading = node.reading
        if node.heading.level == 1 or node.heading.text[-1] == "?" or id(node) in boxed or id(node) in numbered:
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
        if id(node) in boxed:
            node.depth = 3
        elif id(node) in numbered:
            node.depth = max(node.heading.level, numbered[id(node)].depth + 1)
            node.reading = None
        elif node.heading.level > 1 and style_of(document, node) in sections:
            question = node.heading.text[-1] == "?" and (node.reading is None or node.reading.kind != "cta")
            node.depth = 3 if asked and question else 2
            asked = (asked and node.depth == 3) or (node.reading is not None and node.reading.kind == "faq")
        elif node.heading.level > 1 and node.heading.rule in ("bold", "styled", "summary", "term"):
            node.depth = max(node.heading.level, 3)
    _lower_entries(document, nodes, sections)


def _boxes_in_tabs(nodes: Sequence[Node]) -> set[int]:
    """Boxes that open inside a tab of names are its entries, though "Institute of Technology" has a word of tools."""
    found: set[int] = set()
    until = 0
    for node in nodes:
        reading = node.reading
        if node.heading.rule == "tab":
            named = reading is not None and reading.kind in ENTITY_KINDS
            until = (node.heading.until or 0) if named else 0
        elif node.heading.rule == "summary" and node.heading.block < until:
            found.add(id(node))
    return found


def _numbered_entries(document: Document, nodes: Sequence[Node]) -> dict[int, Node]:
    """Headings numbered from one on, with their section: one without a number that names a kind of entity.

    "1. The Firm" among hubs is a hub, whatever its words. Where most of the run name other sections, it is the page's.
    """
    found: dict[int, Node] = {}
    for place, holder in enumerate(nodes):
        reading = holder.reading
        if reading is None or reading.strength == "weak" or reading.kind not in ENTITY_KINDS:
            continue
        if holder.heading.level == 1 or number_of(holder) is not None:
            continue
        run: list[Node] = []
        for node in nodes[place + 1 :]:
            if number_of(node) != len(run) + 1 or style_of(document, node) != style_of(document, nodes[place + 1]):
                break
            run.append(node)
        told = sum(tells_another(node, reading.kind) for node in run)
        if len(run) >= FEW and told * 2 <= len(run):
            found.update((id(node), holder) for node in run)
    return found


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
