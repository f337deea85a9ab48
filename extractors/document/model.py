"""The Document: a page as flat lists of nodes and blocks, in the page's order.

A *node* is an element, known by its number; `tags[n]`, `parents[n]`, `ends[n]` and `attributes[n]` describe it, and its
subtree is the range `n + 1 … ends[n] - 1`. A *block* is a run of text that a reader sees as one piece: a paragraph, a
list item, a cell, a heading, or the loose text of a box. Lists and tables are ranges of blocks under a node.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import msgspec

from extractors.records import Issue

Span: TypeAlias = tuple[int, int, int]
"""An inline element within a block: start and end in its text, and its node."""

Visibility: TypeAlias = Literal["visible", "collapsed", "off_screen"]

_IS_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*", re.ASCII).fullmatch
_DEEP, _LONG_PATH = 200, 2000
"""Steps and characters from which paths are not kept."""
_PLENTIFUL = frozenset({"div", "span", "p", "li", "ul", "br", "strong", "b", "i", "em", "td", "tr", "script", "svg"})
"""Tags of most of a page's elements, which hardly anybody asks for."""
HEADING_TAGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
BOLD_TAGS = frozenset({"b", "strong"})


class Block(msgspec.Struct, frozen=True, gc=False):
    """A run of text that a reader sees as one piece."""

    text: str
    """White space folded, inline elements joined without glueing words; "\n" for `br` and for the lines of a `pre`, and
    two for an empty line."""
    node: int
    """The block-level element that holds the text directly (a split box has several blocks)."""
    tag: str
    """That element's tag."""
    spans: tuple[Span, ...] = ()
    """Its inline elements that hold text, outer before inner."""
    visibility: Visibility = "visible"


@dataclass(frozen=True)
class Document:
    """A page as plain facts. Lists are never changed once built."""

    tags: list[str]
    parents: list[int]
    ends: list[int]
    attributes: list[Mapping[str, str]]
    """Names in lower case; an attribute without a value has an empty one."""
    first_block: list[int]
    """For each block-level node the index of its first block …"""
    last_block: list[int]
    """… and of the first block after it."""
    blocks: list[Block]
    title: str | None
    """Text of the head's `title`."""
    json_ld: list[tuple[int, str]]
    """Node and text of each JSON-LD script …"""
    scripts: list[tuple[int, str]]
    """… and of each other script that stands on the page."""
    encoding: str
    """What the bytes were decoded with."""
    issues: tuple[Issue, ...] = ()
    telling: Sequence[int] = ()
    """Nodes that may tell of a zone or a tab by class, id or role: all but those whose names are known not to."""

    def nodes(self, *tags: str) -> list[int]:
        """All nodes with one of the tags, in the page's order."""
        if len(tags) == 1:
            return self._with_tag(tags[0])
        return sorted(node for tag in tags for node in self._with_tag(tag))

    def _with_tag(self, tag: str) -> list[int]:
        if tag in _PLENTIFUL:
            return [node for node, other in enumerate(self.tags) if other == tag]
        return self._by_tag.get(tag, [])

    @cached_property
    def _by_tag(self) -> dict[str, list[int]]:
        """Nodes of the tags that are asked for by name."""
        found: dict[str, list[int]] = {}
        for node, tag in enumerate(self.tags):
            if tag not in _PLENTIFUL:
                if tag in found:
                    found[tag].append(node)
                else:
                    found[tag] = [node]
        return found

    def children(self, node: int) -> Iterator[int]:
        """The element's child elements; those of -1 are the roots (text after `</html>` opens a second one)."""
        ends = self.ends
        child, end = node + 1, ends[node] if node >= 0 else len(ends)
        while child < end:
            yield child
            child = ends[child]

    def ancestors(self, node: int) -> Iterator[int]:
        """The element's ancestors, innermost first."""
        parents = self.parents
        node = parents[node]
        while node >= 0:
            yield node
            node = parents[node]

    def within(self, node: int) -> list[Block]:
        """The blocks in a block-level element, in order."""
        return self.blocks[self.first_block[node] : self.last_block[node]]

    def hint(self, node: int) -> str:
        """The element's class, id, role and itemprop, in lower case, apart by blanks; empty where it has none."""
        attributes = self.attributes[node]
        if not attributes:
            return ""
        get = attributes.get
        parts = [value for name in ("class", "id", "role", "itemprop") if (value := get(name))]
        return " ".join(parts).lower()

    def path(self, node: int) -> str:
        """XPath of the element against the tree as libxml2 parsed it, as `lxml`'s `getpath` writes it.

        An element whose tag is no name that XPath could find is told by its place: `*[3]`.
        """
        paths, parents = self._paths, self.parents
        pending: list[int] = []
        while node not in paths:
            pending.append(node)
            node = parents[node]
        path = paths[node]
        if len(pending) > _DEEP or len(path) > _LONG_PATH:  # so that hostile pages cannot fill the memory
            return "/".join([path, *map(self._step, reversed(pending))])
        for node in reversed(pending):
            paths[node] = path = f"{path}/{self._step(node)}"
        return path or "/"

    def _step(self, node: int) -> str:
        places = self._places
        if node not in places:
            self._place_children(self.parents[node])
        place, tag = places[node], self.tags[node]
        if place > 0:
            return f"{tag}[{place}]"
        return tag if place == 0 else f"*[{-place}]"

    def _place_children(self, parent: int) -> None:
        """Note where each child stands among those of its tag: 0 for the only one; odd tags among all, below 0."""
        tags, ends, places = self.tags, self.ends, self._places
        first_of: dict[str, int] = {}
        counts: dict[str, int] = {}
        odd = False
        child, end = parent + 1, ends[parent] if parent >= 0 else len(ends)
        while child < end:
            tag = tags[child]
            if tag not in counts:
                counts[tag], first_of[tag], places[child] = 1, child, 0
                odd = odd or not ((tag.isascii() and tag.isalpha()) or _IS_NAME(tag))
            else:
                counts[tag] = places[child] = place = counts[tag] + 1
                if place == 2:
                    places[first_of[tag]] = 1
            child = ends[child]
        if odd:  # `o:p` and worse: XPath would look for a namespace
            for place, child in enumerate(self.children(parent), 1):
                if not _IS_NAME(tags[child]):
                    places[child] = -place

    @cached_property
    def _places(self) -> dict[int, int]:
        return {}

    @cached_property
    def _paths(self) -> dict[int, str]:
        """Paths already asked for, and that of no node."""
        return {-1: ""}
