"""What stands under a heading, as groups of entries: lists, chips, cards, links, lines, bullets, tables, pictures.

Lists come in many shapes; what they share is that siblings look alike. A group keeps its shape and its entries, each
with the text that stands for its name, the rest beside it, and where it stood. Pure over the Document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec

from extractors.document.chips import chips_of, shape_of
from extractors.document.entries import BULLET, NUMBER, Entry, clean, entry_in_line, entry_of, index_of
from extractors.document.headings import FURNITURE
from extractors.document.model import Block, Document
from extractors.document.tables import Grid, grid_of
from extractors.document.zones import zones_of

Shape: TypeAlias = Literal[
    "list", "ordered", "terms", "chips", "boxes", "lines", "bullets", "dots", "table", "images", "prose"
]
_DOTS = re.compile(r"\s+[·•|∙⋅‧●]\s+|\s*[·•∙⋅]\s*|\s+/\s+")
_BOX_TAGS = frozenset(
    {"div", "section", "article", "details", "a", "figure", "td", "header", "button", "label", "main"}
)
_MAX_ENTRY = 90
_MAX_DOTTED = 1000
_PARAGRAPH = 160
_PLAIN_TAGS = frozenset({"article", "main", "section", "body"})
"""A long paragraph right under one of these stands in no list, table or card."""
_HAS_DOT = re.compile(r"[·•|∙⋅‧●]| / ")


class Group(msgspec.Struct, frozen=True, gc=False):
    """Entries that look alike, or a paragraph, or a table."""

    shape: Shape
    node: int
    first: int
    last: int
    """Range of its blocks."""
    entries: tuple[Entry, ...] = ()
    grid: Grid | None = None
    text: str = ""


def groups_of(document: Document, first: int, last: int, *, beside: bool = False) -> list[Group]:
    """The groups in a range of blocks, in order; what stands in menus, footers and the like is passed over.

    With `beside` only what stands in a column beside the text (`aside`) is read.
    """
    reader = _Reader(document, first, last)
    reader.beside = beside
    return reader.read()


class _Reader:
    def __init__(self, document: Document, first: int, last: int) -> None:
        self.document = document
        self.first, self.last = first, last
        self.zones = zones_of(document)
        self.groups: list[Group] = []
        self.beside = False

    def read(self) -> list[Group]:
        blocks, zones = self.document.blocks, self.zones
        index = self.first
        while index < self.last:
            block = blocks[index]
            zone = zones[block.node]
            if zone != "aside" if self.beside else zone in FURNITURE:
                index += 1
                continue
            group = self._group_at(index, block)
            self.groups.append(group)
            index = max(index + 1, group.last)
        return self.groups

    def _inside(self, node: int) -> bool:
        document = self.document
        return document.first_block[node] >= self.first and document.last_block[node] <= self.last

    def _group_at(self, index: int, block: Block) -> Group:
        document = self.document
        tags, parents = document.tags, document.parents
        if len(block.text) > _PARAGRAPH and block.tag == "p" and tags[parents[block.node]] in _PLAIN_TAGS:
            return self._text(index, block)
        top_list = table = terms = -1
        boxes: list[int] = []
        node = block.node
        first, last = document.first_block, document.last_block
        lowest, highest = self.first, self.last
        while node >= 0:
            if first[node] < lowest or last[node] > highest:
                break
            tag = tags[node]
            if tag in ("ul", "ol", "menu"):
                top_list = node
            elif tag == "table" and table < 0:
                table = node
            elif tag == "dl":
                terms = node
            elif tag in _BOX_TAGS:
                boxes.append(node)
            node = parents[node]
        if table >= 0 and (top_list < 0 or table < top_list):
            grid = grid_of(document, table)
            if grid is not None:
                return Group("table", table, index, document.last_block[table], grid=grid)
        if top_list >= 0:
            return self._list(top_list, index)
        if terms >= 0:
            found = self._terms(terms, index)
            if found is not None:
                return found
        if boxes:
            found = self._boxes(boxes, index)
            if found is not None:
                return found
        return self._text(index, block)

    # --- lists ---------------------------------------------------------------------------------------------------

    def _list(self, node: int, index: int) -> Group:
        document = self.document
        tags, parents, blocks = document.tags, document.parents, document.blocks
        last = document.last_block[node]
        items: dict[int, list[int]] = {}
        for place in range(index, last):
            item = blocks[place].node
            while tags[item] != "li" and item > node:
                item = parents[item]
            items.setdefault(item, []).append(place)
        holders = {self._item_above(item, node) for item in items}
        entries: list[Entry] = []
        for item, places in items.items():
            if item in holders or (self.zones[item] in FURNITURE and not self.beside):
                continue
            holder = self._item_above(item, node)
            label = blocks[items[holder][0]].text if holder in items else None
            entries.extend(self._item_entries(item, places, label))
        shape: Shape = "ordered" if tags[node] == "ol" else "list"
        return Group(shape, node, index, last, tuple(entries))

    def _item_above(self, item: int, top: int) -> int:
        node = self.document.parents[item]
        while node > top and self.document.tags[node] != "li":
            node = self.document.parents[node]
        return node if node > top else -1

    def _item_entries(self, item: int, places: list[int], label: str | None) -> list[Entry]:
        if len(places) == 1:
            chips = chips_of(self.document, places[0], label)
            if len(chips) >= 3:
                return chips
        return [entry_of(self.document, item, tuple(places), label)]

    def _terms(self, node: int, index: int) -> Group | None:
        document = self.document
        entries: list[Entry] = []
        for place in range(document.first_block[node], document.last_block[node]):
            block = document.blocks[place]
            owner = self._term_of(block.node, node)
            if document.tags[owner] == "dt":
                entries.append(entry_of(document, owner, (place,), None))
            elif entries:
                before = entries[-1]
                rest = f"{before.rest}\n{block.text}".strip()
                entries[-1] = Entry(
                    before.name, rest, before.block, before.node, before.url, None, (*before.blocks, place)
                )
        return Group("terms", node, index, document.last_block[node], tuple(entries)) if entries else None

    def _term_of(self, node: int, top: int) -> int:
        while node > top and self.document.tags[node] not in ("dt", "dd"):
            node = self.document.parents[node]
        return node

    # --- boxes ---------------------------------------------------------------------------------------------------

    def _boxes(self, chain: Sequence[int], index: int) -> Group | None:
        """Sibling boxes that look alike; the outermost run that starts here."""
        document = self.document
        for node in reversed(chain):
            parent = document.parents[node]
            if parent < 0 or document.first_block[node] != index:
                continue
            run = self._run(node, parent)
            if len(run) >= 2:
                entries = [
                    entry_of(document, box, tuple(range(document.first_block[box], document.last_block[box])), None)
                    for box in run
                    if document.last_block[box] > document.first_block[box]
                ]
                last = document.last_block[run[-1]]
                return Group("boxes", parent, index, last, tuple(entries))
        return None

    def _run(self, node: int, parent: int) -> list[int]:
        document = self.document
        shape = shape_of(document, node)
        run: list[int] = []
        if shape[1] == "" and shape[0] not in ("details", "article", "figure"):
            return run
        for child in document.children(parent):
            if child < node:
                continue
            if document.first_block[child] >= document.last_block[child]:
                continue
            if shape_of(document, child) != shape or not self._inside(child) or self.zones[child] in FURNITURE:
                break
            run.append(child)
        sizes = {document.last_block[box] - document.first_block[box] for box in run}
        return run if run and max(sizes) <= 12 else []

    # --- text ----------------------------------------------------------------------------------------------------

    def _text(self, index: int, block: Block) -> Group:
        text = block.text
        if block.spans:
            chips = chips_of(self.document, index, None)
            if len(chips) >= 2:
                run = self._chip_run(index, chips)
                return Group("chips", block.node, index, run[1], tuple(run[0]), text=text)
        if "\n" in text:
            parts = [part.strip() for part in text.split("\n") if part.strip()]
            if len(parts) >= 2:
                entries = tuple(
                    entry_in_line(self.document, part, block, index, index_of(text, part)) for part in parts
                )
                return Group("lines", block.node, index, index + 1, entries, text=text)
        if BULLET.match(text) or NUMBER.match(text):
            found = self._bullets(index)
            if len(found) >= 2:
                return Group("bullets", block.node, index, index + len(found), tuple(found), text=text)
        if text[-1] != "." and len(text) < _MAX_DOTTED and _HAS_DOT.search(text) and len(_DOTS.findall(text)) >= 2:
            parts = [part.strip() for part in _DOTS.split(text) if part.strip()]
            if len(parts) >= 3 and max(map(len, parts)) <= _MAX_ENTRY:
                entries = tuple(Entry(clean(part), "", index, block.node, blocks=(index,)) for part in parts)
                return Group("dots", block.node, index, index + 1, entries, text=text)
        short = self._short_lines(index, block)
        if short is not None:
            return short
        return Group("prose", block.node, index, index + 1, text=text)

    def _bullets(self, index: int) -> list[Entry]:
        document, blocks = self.document, self.document.blocks
        numbered = bool(NUMBER.match(blocks[index].text))
        pattern = NUMBER if numbered else BULLET
        parent = document.parents[blocks[index].node]
        found: list[Entry] = []
        while index < self.last:
            block = blocks[index]
            if not pattern.match(block.text) or document.parents[block.node] != parent:
                break
            found.append(entry_in_line(document, block.text, block, index, 0))
            index += 1
        return found

    def _short_lines(self, index: int, block: Block) -> Group | None:
        """Three or more short siblings of the same make without a full stop."""
        if len(block.text) > 60 or block.text[-1] in ".:;?!":
            return None
        document, blocks = self.document, self.document.blocks
        parent, shape = document.parents[block.node], shape_of(document, block.node)
        place = index
        while place < self.last:
            other = blocks[place]
            if (
                len(other.text) > 60
                or other.text[-1] in ".:;?!"
                or document.parents[other.node] != parent
                or shape_of(document, other.node) != shape
                or (place > index and other.node == blocks[place - 1].node)
            ):
                break
            place += 1
        if place - index < 3:
            return None
        entries = tuple(entry_in_line(document, blocks[at].text, blocks[at], at, 0) for at in range(index, place))
        return Group("boxes", parent, index, place, entries)

    def _chip_run(self, index: int, chips: list[Entry]) -> tuple[list[Entry], int]:
        """Rows of chips that follow each other in like boxes."""
        document, blocks = self.document, self.document.blocks
        shape, parent = shape_of(document, blocks[index].node), document.parents[blocks[index].node]
        place, found = index + 1, list(chips)
        while place < self.last and document.parents[blocks[place].node] == parent:
            if shape_of(document, blocks[place].node) != shape or blocks[place].node == blocks[place - 1].node:
                break
            more = chips_of(self.document, place, None)
            if len(more) < 1:
                break
            found.extend(more)
            place += 1
        return found, place
