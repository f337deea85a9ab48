"""What stands under a heading, as groups of entries: lists, chips, cards, links, lines, bullets, tables, pictures.

Lists come in many shapes; what they share is that siblings look alike. A group keeps its shape and its entries, each
with the text that stands for its name, the rest beside it, and where it stood. Pure over the Document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

import msgspec

from extractors.document.model import BOLD_TAGS, Block, Document
from extractors.document.promote import FURNITURE
from extractors.document.tables import Grid, grid_of
from extractors.document.zones import zones_of

Shape: TypeAlias = Literal[
    "list", "ordered", "terms", "chips", "boxes", "lines", "bullets", "dots", "table", "images", "prose"
]

_BULLET = re.compile(r"^\s*(?:[•‣▪◦●○■□✓✔✅☑➤➔►▸→»·∙–—*-]|[^\w\s(\"'“‘«€$£¥#@+&.\[]{1,2}(?=\s))\ufe0f?\s*(?=\S)")
_NUMBER = re.compile(r"^\s*(?:\(?\d{1,3}\s*[.):/]|#\s?\d{1,3}[.:]?|\d{1,2}\s*[–—-])\s*(?=\D)")
_DOTS = re.compile(r"\s+[·•|∙⋅‧●]\s+|\s*[·•∙⋅]\s*|\s+/\s+")
_NAME_END = re.compile(r"\s+[–—-]\s+|\s*[–—]\s+|:\s+|\s+\|\s+")
_HAS_NAME_END = re.compile(r"[:|–—-]")
_FIRST_SENTENCE = re.compile(r"(?<=[\w)]{3})\.\s+(?=[A-ZÀ-Þ“\"])")
_CHIP_TAGS = frozenset(
    {"a", "span", "button", "em", "i", "b", "strong", "label", "code", "small", "mark", "abbr", "cite"}
)
_CHIP_GAP = re.compile(r"^[\s,;·•|∙/]*$")
_BOX_TAGS = frozenset(
    {"div", "section", "article", "details", "a", "figure", "td", "header", "button", "label", "main"}
)
_MAX_ENTRY = 90
_MAX_DOTTED = 1000
_PARAGRAPH = 160
_PLAIN_TAGS = frozenset({"article", "main", "section", "body"})
"""A long paragraph right under one of these stands in no list, table or card."""
_HAS_DOT = re.compile(r"[·•|∙⋅‧●]| / ")


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One of several things that look alike."""

    name: str
    """The words that stand for it: bold or linked or before a dash, else all of it."""
    rest: str
    """What stands beside or under the name."""
    block: int
    """Index of the block that holds the name; -1 for a picture."""
    node: int
    url: str | None = None
    """Address as written."""
    label: str | None = None
    """Heading of the sub-list that it stands in."""
    blocks: tuple[int, ...] = ()
    """All of its blocks."""


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
            chips = self._chips(places[0], label)
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
        shape = self._shape(node)
        run: list[int] = []
        if shape[1] == "" and shape[0] not in ("details", "article", "figure"):
            return run
        for child in document.children(parent):
            if child < node:
                continue
            if document.first_block[child] >= document.last_block[child]:
                continue
            if self._shape(child) != shape or not self._inside(child) or self.zones[child] in FURNITURE:
                break
            run.append(child)
        sizes = {document.last_block[box] - document.first_block[box] for box in run}
        return run if run and max(sizes) <= 12 else []

    def _shape(self, node: int) -> tuple[str, str]:
        document = self.document
        attributes = document.attributes[node]
        name = attributes.get("class") if attributes else None
        return document.tags[node], stem(name) if name else ""

    # --- text ----------------------------------------------------------------------------------------------------

    def _text(self, index: int, block: Block) -> Group:
        text = block.text
        if block.spans:
            chips = self._chips(index, None)
            if len(chips) >= 2:
                run = self._chip_run(index, chips)
                return Group("chips", block.node, index, run[1], tuple(run[0]), text=text)
        if "\n" in text:
            parts = [part.strip() for part in text.split("\n") if part.strip()]
            if len(parts) >= 2:
                entries = tuple(_named(self.document, part, block, index, index_of(text, part)) for part in parts)
                return Group("lines", block.node, index, index + 1, entries, text=text)
        if _BULLET.match(text) or _NUMBER.match(text):
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
        numbered = bool(_NUMBER.match(blocks[index].text))
        pattern = _NUMBER if numbered else _BULLET
        parent = document.parents[blocks[index].node]
        found: list[Entry] = []
        while index < self.last:
            block = blocks[index]
            if not pattern.match(block.text) or document.parents[block.node] != parent:
                break
            found.append(_named(document, block.text, block, index, 0))
            index += 1
        return found

    def _short_lines(self, index: int, block: Block) -> Group | None:
        """Three or more short siblings of the same make without a full stop."""
        if len(block.text) > 60 or block.text[-1] in ".:;?!":
            return None
        document, blocks = self.document, self.document.blocks
        parent, shape = document.parents[block.node], self._shape(block.node)
        place = index
        while place < self.last:
            other = blocks[place]
            if (
                len(other.text) > 60
                or other.text[-1] in ".:;?!"
                or document.parents[other.node] != parent
                or self._shape(other.node) != shape
                or (place > index and other.node == blocks[place - 1].node)
            ):
                break
            place += 1
        if place - index < 3:
            return None
        entries = tuple(_named(document, blocks[at].text, blocks[at], at, 0) for at in range(index, place))
        return Group("boxes", parent, index, place, entries)

    def _chips(self, index: int, label: str | None) -> list[Entry]:
        """Inline boxes of one make that make up the whole text, but for separators."""
        document = self.document
        block = document.blocks[index]
        outer: list[tuple[int, int, int]] = []
        for span in block.spans:
            if outer and span[0] < outer[-1][1]:
                continue
            if document.tags[span[2]] in _CHIP_TAGS and span[1] > span[0]:
                outer.append(span)
        if len(outer) == 1:
            inner = [span for span in block.spans if span != outer[0] and document.parents[span[2]] == outer[0][2]]
            outer = inner if len(inner) >= 2 else outer
        if len(outer) < 2:
            return []
        place = 0
        for start, end, _ in outer:
            if not _CHIP_GAP.match(block.text[place:start]):
                return []
            place = end
        if not _CHIP_GAP.match(block.text[place:]):
            return []
        shapes = {self._shape(node) for _, _, node in outer}
        if len(shapes) > 1:
            kinds = {self._shape(node)[0] for _, _, node in outer}
            words = [self._shape(node)[1].split() for _, _, node in outer]
            if len(kinds) > 1 or not all(set(words[0]) & set(other) for other in words):
                return []
        return [
            Entry(clean(block.text[start:end]), "", index, node, _href(document, node), label, (index,))
            for start, end, node in outer
            if clean(block.text[start:end])
        ]

    def _chip_run(self, index: int, chips: list[Entry]) -> tuple[list[Entry], int]:
        """Rows of chips that follow each other in like boxes."""
        document, blocks = self.document, self.document.blocks
        shape, parent = self._shape(blocks[index].node), document.parents[blocks[index].node]
        place, found = index + 1, list(chips)
        while place < self.last and document.parents[blocks[place].node] == parent:
            if self._shape(blocks[place].node) != shape or blocks[place].node == blocks[place - 1].node:
                break
            more = self._chips(place, None)
            if len(more) < 1:
                break
            found.extend(more)
            place += 1
        return found, place


# --- entries -----------------------------------------------------------------------------------------------------


def entry_of(document: Document, node: int, places: tuple[int, ...], label: str | None) -> Entry:
    """An entry from the blocks of its item or box: the first that has words names it."""
    blocks = document.blocks
    head = next((place for place in places if any(map(str.isalpha, blocks[place].text))), places[0])
    block = blocks[head]
    named = _named(document, block.text, block, head, 0)
    rest = [named.rest] if named.rest else []
    rest += [blocks[place].text for place in places if place != head]
    url = named.url or _href(document, node) or _inner_href(document, places)
    return Entry(named.name, "\n".join(rest), head, node, url, label, places)


def _named(document: Document, text: str, block: Block, index: int, offset: int) -> Entry:
    """Name and rest of a line: bold or linked words at its start, or what stands before a dash or colon."""
    body = strip_marks(text)
    start = offset + text.find(body) if body else offset
    url = None
    for begin, end, node in block.spans:
        if begin < start or begin > start + 2:
            continue
        tag = document.tags[node]
        if tag == "a" and url is None:
            url = document.attributes[node].get("href")
        if (tag in BOLD_TAGS or tag == "a") and end < offset + len(text) and end > begin:
            name = block.text[begin:end].split("\n")[0].strip(" :–—-|.,")
            if name.isdigit():
                body = block.text[end : offset + len(text)].strip()
                continue
            rest = block.text[end : offset + len(text)].strip()
            bracket = re.match(r"^\(([^()]{1,60})\)", rest)
            if bracket:
                name, rest = f"{name} {bracket[0]}", rest[bracket.end() :]
            if name and rest.strip(" :–—-|.,"):
                return Entry(name, rest.lstrip(" :–—-|,."), index, block.node, url, None, (index,))
    lines = body.split("\n")
    first = lines[0]
    rest_lines = "\n".join(lines[1:])
    name, rest = split_name(first)
    joined = "\n".join(part for part in (rest, rest_lines) if part)
    return Entry(clean(name), joined, index, block.node, url, None, (index,))


def split_name(text: str) -> tuple[str, str]:
    """Name and rest of a line, apart at the first dash or colon, or after a short first sentence."""
    found = _NAME_END.search(text) if _HAS_NAME_END.search(text) else None
    if found and 1 < found.start() <= 70:
        return text[: found.start()], text[found.end() :]
    stop = _FIRST_SENTENCE.search(text) if "." in text else None
    if stop and stop.start() <= 40 and text.count(" ", 0, stop.start()) <= 4:
        return text[: stop.start()], text[stop.end() :]
    return text, ""


@lru_cache(maxsize=4096)
def strip_marks(text: str) -> str:
    """The text without a bullet, an emoji or a number at its start."""
    bare = _BULLET.sub("", text, count=1)
    bare = _NUMBER.sub("", bare, count=1)
    return (_BULLET.sub("", bare, count=1) or bare or text).strip()


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """A name without bullets, numbers and punctuation at its edges."""
    return strip_marks(text).strip(" ,;:–—-|").removesuffix(".").strip() or text.strip()


@lru_cache(maxsize=8192)
def stem(name: str) -> str:
    """Class names without what numbers or marks one of several: `card-3`, `is-active`, `odd`."""
    words = (re.sub(r"[-_]?\d+$|^(?:first|last|odd|even|active|is-\S+)$", "", word) for word in name.split())
    return " ".join(word for word in words if word and not re.fullmatch(r"[a-z-]*[0-9a-f]{6,}", word))


def _href(document: Document, node: int) -> str | None:
    return document.attributes[node].get("href") if document.tags[node] == "a" else None


def _inner_href(document: Document, places: tuple[int, ...]) -> str | None:
    """The only address within an item."""
    found = {
        href
        for place in places
        for _, _, inner in document.blocks[place].spans
        if document.tags[inner] == "a" and (href := document.attributes[inner].get("href"))
    }
    return found.pop() if len(found) == 1 else None


def index_of(text: str, part: str) -> int:
    """Where the part starts in the text; 0 where it does not stand there."""
    return max(text.find(part), 0)
