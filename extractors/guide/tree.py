"""The page as a tree of sections: headings, what stands under each, and what kind each is.

The kind of a section comes from three sources in turn, and the evidence names which: the heading's words, the words of
the line above it, what stands under it. Where a heading's words and what stands under it contradict each other (a table
of pay under the word "hub"), what stands there wins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.document import Document
from extractors.document.groups import Group, groups_of, stem
from extractors.document.promote import Heading, is_own, outline
from extractors.guide.content import Finding, judge, lists_vacancies
from extractors.guide.shapes import is_proper, looks
from extractors.guide.titles import speaks_of
from extractors.guide.wording import Reading, is_furniture, plain, read_heading
from extractors.records import SectionKind
from extractors.values.occupations import names_occupation
from extractors.values.places import find_places

GUIDE_KINDS: frozenset[SectionKind] = frozenset(
    {
        "key_companies",
        "hubs",
        "universities",
        "skills",
        "tools",
        "career_path",
        "market_demand",
        "why_hire",
        "salaries",
        "about_role",
    }
)
"""Kinds of section that make a page a guide."""
_FEW = 3
_DIGIT = re.compile(r"\d")
_SOURCES = re.compile(r"\b(?:sources?|references|bronnen|quellen|fuentes|fonti|źródła|fontes|method\w*|méthod\w*)\b")
ENTITY_KINDS: tuple[SectionKind, ...] = ("key_companies", "hubs", "universities", "skills", "tools")
_WORDS_OF: dict[SectionKind, str] = {
    "universities": "universities",
    "hubs": "hubs",
    "key_companies": "companies",
    "skills": "skills",
}
"""Under which heading of `lexicon/names.toml` the words of a kind stand."""
_VAGUE = frozenset({"overview", "market_demand", "why_hire", "other"})
_OVERRULED = frozenset({"key_companies", "hubs", "universities", "skills", "tools", "career_path"})


@dataclass
class Node:
    """A section while it is being read."""

    heading: Heading
    groups: list[Group]
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None
    depth: int = 2
    """The level it acts at: that of its heading, or of the sections whose headings look alike."""
    listed: bool = False
    """Whether names were read from it."""
    entry: bool = False
    """Whether its heading is an entry of the list above it, such as a company."""
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
    repeated: int = 0
    """Number of sections that the page holds twice in a row."""

    @property
    def own(self) -> list[Node]:
        """The sections that are part of the page's subject, the title and mere entries of lists aside."""
        return [
            node
            for node in self.nodes
            if not node.furniture and node.heading.level > 1 and not (node.entry and node.heading.rule != "tag")
        ]


def read_tree(document: Document, language: str | None) -> Tree:
    """The page's sections with their kinds."""
    headings, repeated = _without_repeats(outline(document))
    nodes = [Node(heading, [], depth=heading.level) for heading in headings]
    for node in nodes:
        node.reading = read_heading(node.heading.text, language)
    nodes = [node for node in nodes if not node.heading.beside or _belongs_beside(node, language)]
    for node in nodes:
        heading = node.heading
        node.groups = _own_groups(groups_of(document, heading.first, heading.last, beside=heading.beside), language)
    _relevel(document, nodes)
    _nest(nodes)
    for node in nodes:
        _mark_furniture(document, node, language)
    told = {
        node.reading.kind
        for node in nodes
        if node.reading and node.reading.strength != "weak" and node.heading.level > 1
    }
    titles = [node for node in nodes if node.heading.level == 1]
    guide = len(told & GUIDE_KINDS) >= _FEW or any(
        names_occupation(node.heading.text)
        and (speaks_of("hire", node.heading.text) or speaks_of("pay", node.heading.text))
        for node in titles
    )
    for node in nodes:
        if not node.furniture:
            _decide(document, node, language, guide=guide)
    for node in nodes:
        _inherit(node)
    for node in nodes:
        _from_entries(document, node)
    first = headings[0].block if headings else len(document.blocks)
    return Tree(nodes, groups_of(document, 0, first), repeated)


def _without_repeats(headings: list[Heading]) -> tuple[list[Heading], int]:
    """The headings without a second rendering of all of them, and how many sections were rendered twice."""
    texts = [(heading.level, heading.text) for heading in headings if heading.level > 1]
    half = len(texts) // 2
    if half < _FEW or texts[:half] != texts[half : 2 * half] or len(texts) % 2:
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


def _own_groups(groups: list[Group], language: str | None) -> list[Group]:
    """The groups before a plain line that announces clients of the site, related guides or the like."""
    for place, group in enumerate(groups):
        if group.shape == "prose" and is_furniture(group.text.split(":")[0], language):
            return groups[:place]
    return groups


def _belongs_beside(node: Node, language: str | None) -> bool:
    """Facts, pay and sources in a column beside the text belong to it; teasers and the like do not."""
    reading = node.reading
    if reading is None or reading.strength != "decisive" or is_furniture(node.heading.text, language):
        return False
    return reading.kind in ("overview", "salaries") or bool(_SOURCES.search(plain(node.heading.text)))


def _relevel(document: Document, nodes: Sequence[Node]) -> None:
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
        style = _style(document, node)
        texts.append((style, node.heading.text.lower()))
        if reading is not None and reading.strength != "weak":
            kinds.setdefault(style, []).append(reading.kind)
        elif node.heading.kicker is None:
            unread[style] = unread.get(style, 0) + 1
    # Sub-headings that come again under each entry of a list ("Highlights", "How to apply") are no sections of the page.
    repeated = {style for (style, _), times in Counter(texts).items() if times >= _FEW}
    sections = {
        style
        for style, told in kinds.items()
        if len(set(told)) >= 2 and len(told) >= unread.get(style, 0) and style not in repeated
    }
    asked = False
    for node in nodes:
        if node.heading.level > 1 and _style(document, node) in sections:
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
        if holder is not None and node.heading.kicker is None and _style(document, node) == _style(document, holder):
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
            if empty and len(node.groups) <= 1 and unread and _style(document, node) in sections:
                holder = node


def tells_another(node: Node, kind: SectionKind) -> bool:
    """Whether the heading names a section of another kind, and not an entry of a list of this kind.

    "Stevens Institute of Technology" among universities is one of them, though it has a word of tools.
    """
    reading = node.reading
    if reading is None or reading.kind == kind or reading.strength == "weak":
        return False
    return not bears_a_name(node, kind)


def bears_a_name(node: Node, kind: SectionKind) -> bool:
    """Whether the heading has a word of names of the kind, such as "College"."""
    words = _WORDS_OF.get(kind)
    return bool(words) and looks(words or "", node.heading.text)


def _style(document: Document, node: Node) -> tuple[str, str, str]:
    """What the heading is made of: rule, tag, class names; for a `summary` those of its box."""
    heading = node.heading
    own = document.parents[heading.node] if heading.rule == "summary" else heading.node
    return heading.rule, document.tags[heading.node], stem(document.attributes[own].get("class") or "")


def _nest(nodes: Sequence[Node]) -> None:
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


def _decide(document: Document, node: Node, language: str | None, *, guide: bool) -> None:
    heading = node.heading
    reading = node.reading
    kicker = read_heading(heading.kicker.text, language) if heading.kicker is not None else None
    node.vacancies = lists_vacancies(document, node.groups)
    finding = judge(document, node, language, guide=guide) if _open_to_doubt(document, node, reading) else None
    if reading is not None and reading.strength != "weak" and not (node.vacancies and reading.kind == "cta"):
        _take(node, reading.kind, "heading", 0.95 if reading.strength == "decisive" else 0.85)
        if finding is not None and _contradicts(reading, finding):
            _take(node, finding.kind, "content", finding.confidence)
    elif kicker is not None and kicker.strength != "weak":
        _take(node, kicker.kind, "kicker", 0.85)
        if finding is not None and _contradicts(kicker, finding):
            _take(node, finding.kind, "content", finding.confidence)
    elif _is_about_role(node, finding):
        _take(node, "about_role", "heading", 0.7)
    elif node.vacancies:
        _take(node, "other", "content", 0.7)
    elif finding is not None and (reading is None or finding.confidence >= 0.6 or finding.kind == reading.kind):
        _take(node, finding.kind, "content", finding.confidence)
    elif reading is not None:
        _take(node, "other" if _is_about_employer(node) else reading.kind, "heading", 0.5)


def _is_about_employer(node: Node) -> bool:
    """ "About Acme": a weak word before the name of neither a place nor a trade."""
    reading = node.reading
    if reading is None or reading.kind != "overview" or not node.heading.text.lower().startswith(reading.cue):
        return False
    name = node.heading.text[len(reading.cue) :].strip(" :")
    return bool(name) and is_proper(name) and not names_occupation(name) and not find_places(name)


def _is_about_role(node: Node, finding: Finding | None) -> bool:
    """ "About backend developers": a weak word beside an occupation, with text under it."""
    reading = node.reading
    if reading is None or reading.kind not in ("overview", "about_role") or node.heading.level == 1:
        return False
    return names_occupation(node.heading.text) and (finding is None or finding.confidence < 0.8)


def _open_to_doubt(document: Document, node: Node, reading: Reading | None) -> bool:
    """Whether what stands under a heading can still change what its words say."""
    if node.heading.level == 1:
        return False
    if reading is None or reading.strength == "weak" or reading.kind in _OVERRULED:
        return True
    if reading.kind == "salaries" and reading.strength != "decisive":
        return not any(map(_DIGIT.search, _texts(document, node)))
    return reading.strength == "strong" and reading.kind in _VAGUE


def _texts(document: Document, node: Node) -> list[str]:
    return [block.text for block in document.blocks[node.heading.first : node.heading.last]]


def _contradicts(reading: Reading, finding: Finding) -> bool:
    """What stands there is certain, and the heading only promises names or nothing in particular."""
    if reading.kind == "salaries":
        return finding.kind in ENTITY_KINDS
    if finding.kind == reading.kind or finding.confidence < 0.8:
        return False
    if reading.kind in _OVERRULED:
        return finding.kind in ("salaries", "career_path")
    return reading.strength != "decisive" and reading.kind in _VAGUE and finding.kind in ("salaries", "career_path")


def _take(node: Node, kind: SectionKind, rule: str, confidence: float) -> None:
    node.kind, node.rule, node.confidence = kind, rule, confidence


def _from_entries(document: Document, node: Node) -> None:
    """Three or more like sub-headings that each bear the name of a school or a hub are a list of them."""
    if node.rule not in ("none", "content") and node.heading.level > 1 and node.kind != "other":
        return
    children = [child for child in node.children if not child.furniture]
    for kind in ("universities", "hubs"):
        named = [
            child for child in children if looks(_WORDS_OF[kind], child.heading.text) and is_proper(child.heading.text)
        ]
        if len(named) < _FEW or len({_style(document, child) for child in named}) > 1:
            continue
        alike = [child for child in children if _style(document, child) == _style(document, named[0])]
        if len(named) * 3 >= len(alike) * 2 and not any(child.kind == "salaries" for child in alike):
            _take(node, kind, "entries", 0.7)
            for child in alike:
                child.entry = True
            return


def _inherit(node: Node) -> None:
    """A question under the FAQ belongs to it; an unnamed sub-section of pay that holds pay does, too."""
    parent = node.parent
    if parent is None or parent.furniture:
        return
    if parent.kind == "faq":
        _take(node, "faq", "parent", 0.9)
    elif node.rule == "none" and parent.kind in ("salaries", "market_demand") and parent.heading.level > 1:
        _take(node, parent.kind, "parent", 0.5)
