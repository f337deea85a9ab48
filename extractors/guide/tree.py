"""The page as a tree of sections: headings, what stands under each, and what kind each is.

The kind of a section comes from three sources in turn, and the evidence names which: the heading's words, the words of the
line above it, what stands under it. Where a heading's words and what stands under it contradict each other (a table of
pay under the word "hub"), what stands there wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.document import Document
from extractors.document.groups import Group, groups_of
from extractors.document.promote import Heading, is_own, outline
from extractors.guide.content import Finding, judge, lists_vacancies
from extractors.guide.wording import Reading, is_furniture, read_heading
from extractors.records import SectionKind
from extractors.values.occupations import names_occupation

ENTITY_KINDS: tuple[SectionKind, ...] = ("key_companies", "hubs", "universities", "skills", "tools")
_OVERRULED = frozenset({"key_companies", "hubs", "universities", "skills", "tools", "career_path"})


@dataclass
class Node:
    """A section while it is being read."""

    heading: Heading
    groups: list[Group]
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None
    kind: SectionKind = "other"
    rule: str = "none"
    """`heading`, `kicker`, `content`, `parent`, or `none`."""
    confidence: float = 0.5
    furniture: bool = False
    reading: Reading | None = None
    vacancies: bool = False
    """Teasers of single vacancies stand under it."""

    def below(self) -> list[Node]:
        """All sections under this one, in order."""
        found: list[Node] = []
        for child in self.children:
            found.append(child)
            found.extend(child.below())
        return found


@dataclass
class Tree:
    """All sections in the page's order, and what stands before the first heading."""

    nodes: list[Node]
    lead: list[Group]

    @property
    def own(self) -> list[Node]:
        """The sections that are part of the page's subject, the title aside."""
        return [node for node in self.nodes if not node.furniture and node.heading.level > 1]


def read_tree(document: Document, language: str | None) -> Tree:
    """The page's sections with their kinds."""
    headings = outline(document)
    nodes = [Node(heading, groups_of(document, heading.first, heading.last)) for heading in headings]
    _nest(nodes)
    for node in nodes:
        _mark_furniture(document, node, language)
    for node in nodes:
        if not node.furniture:
            _decide(document, node, language)
    for node in nodes:
        _inherit(node)
    first = headings[0].block if headings else len(document.blocks)
    return Tree(nodes, groups_of(document, 0, first))


def _nest(nodes: Sequence[Node]) -> None:
    """Each section under the nearest one before it of a higher level; a closed box ends with its last block."""
    open_nodes: list[Node] = []
    for node in nodes:
        while open_nodes and not _holds(open_nodes[-1].heading, node.heading):
            open_nodes.pop()
        if open_nodes:
            node.parent = open_nodes[-1]
            open_nodes[-1].children.append(node)
        open_nodes.append(node)


def _holds(outer: Heading, inner: Heading) -> bool:
    if outer.until is not None:
        return inner.block < outer.until and (inner.level > outer.level or inner.until is not None)
    return inner.level > outer.level


def _mark_furniture(document: Document, node: Node, language: str | None) -> None:
    """Related guides, clients, teasers: known by their heading, by the heading above, or by what stands there."""
    if (node.parent is not None and node.parent.furniture and node.parent.heading.level > 1) or (
        node.heading.level > 1 and is_furniture(node.heading.text, language)
    ):
        node.furniture = True
    elif not is_own(document, node.heading.node):
        node.furniture = node.heading.level > 1


def _decide(document: Document, node: Node, language: str | None) -> None:
    heading = node.heading
    node.reading = reading = read_heading(heading.text, language)
    kicker = read_heading(heading.kicker.text, language) if heading.kicker is not None else None
    node.vacancies = lists_vacancies(document, node.groups)
    finding = judge(document, node, language)
    if reading is not None and reading.strength != "weak":
        _take(node, reading.kind, "heading", 0.95 if reading.strength == "decisive" else 0.85)
        if finding is not None and _contradicts(reading, finding):
            _take(node, finding.kind, "content", finding.confidence)
    elif kicker is not None and kicker.strength != "weak":
        _take(node, kicker.kind, "kicker", 0.85)
        if finding is not None and _contradicts(kicker, finding):
            _take(node, finding.kind, "content", finding.confidence)
    elif finding is not None and (reading is None or finding.confidence >= 0.6 or finding.kind == reading.kind):
        _take(node, finding.kind, "content", finding.confidence)
    elif reading is not None:
        _take(node, reading.kind, "heading", 0.5)
    if (
        node.kind == "overview"
        and reading is not None
        and reading.strength == "weak"
        and names_occupation(heading.text)
    ):
        _take(node, "about_role", "heading", 0.7)


def _contradicts(reading: Reading, finding: Finding) -> bool:
    """What stands there is certain, and the heading only promises names or nothing in particular."""
    if finding.kind == reading.kind or finding.confidence < 0.8:
        return False
    if reading.kind in _OVERRULED:
        return finding.kind in ("salaries", "career_path")
    return (
        reading.strength != "decisive"
        and reading.kind in ("overview", "market_demand", "why_hire", "other")
        and (finding.kind in ("salaries", "career_path"))
    )


def _take(node: Node, kind: SectionKind, rule: str, confidence: float) -> None:
    node.kind, node.rule, node.confidence = kind, rule, confidence


def _inherit(node: Node) -> None:
    """A question under the FAQ belongs to it; an unnamed sub-section of pay that holds pay does, too."""
    parent = node.parent
    if parent is None or parent.furniture:
        return
    if parent.kind == "faq" and node.heading.level > parent.heading.level:
        _take(node, "faq", "parent", 0.9)
    elif node.rule == "none" and parent.kind in ("salaries", "market_demand") and parent.heading.level > 1:
        _take(node, parent.kind, "parent", 0.5)
