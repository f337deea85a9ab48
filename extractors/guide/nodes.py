"""A section while the page is being read, and the tree of all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.document import Document
from extractors.document.entries import stem
from extractors.document.groups import Group
from extractors.document.headings import Heading
from extractors.guide.shapes import looks
from extractors.guide.wording import Reading
from extractors.records import SectionKind

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
ENTITY_KINDS: tuple[SectionKind, ...] = ("key_companies", "hubs", "universities", "skills", "tools")
WORDS_OF: dict[SectionKind, str] = {
    "universities": "universities",
    "hubs": "hubs",
    "key_companies": "companies",
    "skills": "skills",
}
"""Under which heading of `lexicon/names.toml` the words of a kind stand."""
FEW = 3
"""From so many on, like things are a list."""
_NUMBER = re.compile(r"\s*#?\s*(\d{1,3})\s*[.):/–-]")


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
    words = WORDS_OF.get(kind)
    return bool(words) and looks(words or "", node.heading.text)


def number_of(node: Node) -> int | None:
    """The number that the heading begins with, as in "3. Wexley"."""
    found = _NUMBER.match(node.heading.text)
    return int(found[1]) if found else None


def style_of(document: Document, node: Node) -> tuple[str, str, str]:
    """What the heading is made of: rule, tag, class names; for a `summary` those of its box."""
    heading = node.heading
    own = document.parents[heading.node] if heading.rule == "summary" else heading.node
    return heading.rule, document.tags[heading.node], stem(document.attributes[own].get("class") or "")
