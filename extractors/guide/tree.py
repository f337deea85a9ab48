"""The page as a tree of sections: headings, what stands under each, and what kind each is.

The kind of a section comes from three sources in turn, and the evidence names which: the heading's words, the words of
the line above it, what stands under it. Where a heading's words and what stands under it contradict each other (a table
of pay under the word "hub"), what stands there wins.
"""

from __future__ import annotations

import re

from extractors.document import Document
from extractors.document.groups import Group, groups_of
from extractors.document.headings import is_own
from extractors.document.promote import outline
from extractors.guide.kinds import decide, from_entries, inherit
from extractors.guide.levels import nest, relevel, without_repeats
from extractors.guide.nodes import ENTITY_KINDS, FEW, GUIDE_KINDS, Node, Tree, bears_a_name, tells_another
from extractors.guide.titles import speaks_of
from extractors.guide.wording import LONGEST_LABEL, is_furniture, plain, read_heading
from extractors.values.occupations import names_occupation

__all__ = ["ENTITY_KINDS", "GUIDE_KINDS", "Node", "Tree", "bears_a_name", "read_tree", "tells_another"]
_SOURCES = re.compile(r"\b(?:sources?|references|bronnen|quellen|fuentes|fonti|źródła|fontes|method\w*|méthod\w*)\b")


def read_tree(document: Document, language: str | None) -> Tree:
    """The page's sections with their kinds."""
    headings, repeated = without_repeats(outline(document))
    nodes = [Node(heading, [], depth=heading.level) for heading in headings]
    for node in nodes:
        node.reading = read_heading(node.heading.text, language)
    nodes = [node for node in nodes if not node.heading.beside or _belongs_beside(node, language)]
    for node in nodes:
        heading = node.heading
        node.groups = _own_groups(groups_of(document, heading.first, heading.last, beside=heading.beside), language)
    relevel(document, nodes)
    nest(nodes)
    for node in nodes:
        _mark_furniture(document, node, language)
    told = {
        node.reading.kind
        for node in nodes
        if node.reading and node.reading.strength != "weak" and node.heading.level > 1
    }
    titles = [node for node in nodes if node.heading.level == 1]
    guide = len(told & GUIDE_KINDS) >= FEW or any(
        names_occupation(node.heading.text)
        and (speaks_of("hire", node.heading.text) or speaks_of("pay", node.heading.text))
        for node in titles
    )
    for node in nodes:
        if not node.furniture:
            decide(document, node, language, guide=guide)
    for node in nodes:
        inherit(node)
    for node in nodes:
        from_entries(document, node)
    first = headings[0].block if headings else len(document.blocks)
    return Tree(nodes, groups_of(document, 0, first), repeated)


def _own_groups(groups: list[Group], language: str | None) -> list[Group]:
    """The groups before a plain line that announces clients of the site, related guides or the like."""
    for place, group in enumerate(groups):
        if group.shape == "prose" and is_furniture(group.text[: LONGEST_LABEL + 1].partition(":")[0], language):
            return groups[:place]
    return groups


def _belongs_beside(node: Node, language: str | None) -> bool:
    """Facts, pay and sources in a column beside the text belong to it; teasers and the like do not."""
    reading = node.reading
    if reading is None or reading.strength != "decisive" or is_furniture(node.heading.text, language):
        return False
    return reading.kind in ("overview", "salaries") or bool(_SOURCES.search(plain(node.heading.text)))


def _mark_furniture(document: Document, node: Node, language: str | None) -> None:
    """Related guides, clients, teasers: known by their heading, by the heading above, or by what stands there."""
    if (node.parent is not None and node.parent.furniture and node.parent.heading.level > 1) or (
        node.heading.level > 1 and is_furniture(node.heading.text, language)
    ):
        node.furniture = True
    elif node.heading.rule == "tab":
        first = node.heading.first
        node.furniture = first < len(document.blocks) and not is_own(document, document.blocks[first].node)
    elif not node.heading.beside and not is_own(document, node.heading.node):
        node.furniture = node.heading.level > 1
