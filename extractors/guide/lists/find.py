"""All columns of a page that may list names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from extractors.document import Document
from extractors.document.tables import Grid, grid_of
from extractors.document.zones import zones_of
from extractors.gazetteer import kinds_of
from extractors.guide.lists.columns import Column, Item
from extractors.guide.lists.names import LONGEST, members_of, readings
from extractors.guide.lists.prose import sentences_of
from extractors.guide.lists.runs import SKIPPED, Run, like
from extractors.guide.lists.slots import slots_of
from extractors.guide.pictures import picture_name
from extractors.guide.shapes import arrow_steps

_WORD = re.compile(r"[^\W\d_]+")
_NOUNS = ("de", "lb")
"""Languages that write every noun with a capital."""
_SENTENCE = 40
_LARGE = 16
_MOST_COLUMNS = 12


def find_columns(
    document: Document, language: str | None, runs: Sequence[Run], promising: Callable[[int], bool] | None = None
) -> list[Column]:
    """Every column that structure shows, ways of reading it apart; in no particular order.

    `promising` says of a block whether names in its sentences are worth looking for; without it all are searched.
    """
    found: list[Column] = []
    grids: set[int] = set()
    zones = zones_of(document)
    for table in document.nodes("table"):
        if zones[table] in SKIPPED:
            continue
        grid = grid_of(document, table)
        if grid is not None:
            grids.add(table)
            found.extend(_of_grid(document, grid))
    inside = [range(document.first_block[table], document.last_block[table]) for table in grids]
    for run in runs:
        if not any(run.first in part for part in inside):
            found.extend(_of_run(document, run))
    found.extend(_of_pictures(document, zones))
    ordinary = Ordinary(document)
    nouns = (language or "")[:2] in _NOUNS
    for index, block in enumerate(document.blocks):
        if zones[block.node] in SKIPPED or any(index in part for part in inside):
            continue
        found.extend(_in_block(document, index))
        if len(block.text) > _SENTENCE and (promising is None or promising(index)):
            for names in sentences_of(block.text, ordinary, nouns=nouns):
                items = tuple(Item(name, index, start, block.node) for name, start in names)
                found.append(Column(items, "prose", "members", index, index + 1, block.node, tag=block.tag))
    return found


class Ordinary:
    """Whether a word that opens a sentence is an ordinary word: the page writes it small elsewhere."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._small: set[str] | None = None

    def __call__(self, word: str, listed: bool) -> bool:
        """Whether it is none of a name; `listed` where a comma follows, as within an enumeration."""
        if self._small is None:
            self._small = {
                word for block in self._document.blocks for word in _WORD.findall(block.text) if word.islower()
            }
        bare = word.strip(".'’!?-")
        small = bare.lower()
        return (small in self._small or small in common_words()) and not (listed and kinds_of(bare))


@cache
def common_words() -> frozenset[str]:
    """Words that texts of our languages write small."""
    small = files("extractors.lexicon").joinpath("common_words.txt").read_text(encoding="utf-8").splitlines()
    short = tomllib.loads(files("extractors.lexicon").joinpath("languages.toml").read_text(encoding="utf-8"))["words"]
    return frozenset((*small[1:], *(word for words in short.values() for word in words.split())))


def _of_run(document: Document, run: Run) -> Iterator[Column]:
    slots = slots_of(document, run)
    large = (run.last - run.first) > _LARGE * len(run.members)
    tag = document.tags[run.members[0]]
    count = 0
    for place, slot in enumerate(slots):
        if slot.several and large:
            continue
        beside = tuple(other.items[0].text for other in slots if other is not slot and not other.several)[:6]
        for form, items in readings(slot.items):
            count += 1
            if count > _MOST_COLUMNS:
                return
            yield Column(
                items, "run", form, run.first, run.last, run.parent, slot=place, beside=beside, tag=tag, css=slot.css
            )


def _of_grid(document: Document, grid: Grid) -> Iterator[Column]:
    first, last = document.first_block[grid.node], document.last_block[grid.node]
    width = min(grid.width, 12)
    for column in range(width):
        items: list[Item] = []
        for row in grid.rows:
            cell = row[column] if column < len(row) else None
            if cell is None or cell.block < 0 or (items and items[-1].node == cell.node):
                continue
            label = row[0].text if column and row[0].text else None
            items.append(Item(cell.text, cell.block, 0, cell.node, _url_in(document, cell.block), label=label))
        beside = (
            tuple(grid.rows[0][other].text for other in range(min(width, len(grid.rows[0]))) if other != column)
            if grid.rows
            else ()
        )
        for form, read in readings(items):
            yield Column(
                read, "table", form, first, last, grid.node, head=grid.head(column) or None, caption=grid.caption,
                slot=column, beside=beside, tag="tr",
            )  # fmt: skip

    if len(grid.rows) + len(grid.header) <= 2:
        for row in (*grid.header, *grid.rows):
            cells = [Item(cell.text, cell.block, 0, cell.node) for cell in row if cell.block >= 0]
            for form, read in readings(cells):
                yield Column(read, "row", form, first, last, grid.node, caption=grid.caption, tag="td")


def _of_pictures(document: Document, zones: list[str | None]) -> Iterator[Column]:
    """Pictures near each other that bear a name: a wall of logos."""
    run: list[Item] = []
    holder = -1
    for image in [*document.nodes("img"), -1]:
        above = -1
        if image >= 0:
            if zones[image] in SKIPPED:
                continue
            above = _holder(document, image)
        if above != holder or image < 0:
            if len(run) >= 2:
                place = document.first_block[holder]
                yield Column(tuple(run), "picture", "whole", place, document.last_block[holder], holder, tag="img")
            run, holder = [], above
        if image >= 0 and (name := picture_name(document.attributes[image].get("alt") or "")):
            href = document.attributes[document.parents[image]].get("href")
            run.append(Item(name, -1, image, image, href))


def _holder(document: Document, image: int) -> int:
    """The element whose children hold a picture each."""
    node = document.parents[image]
    for _ in range(3):
        if node < 0 or document.tags[node] in ("ul", "ol", "section", "main", "body", "article", "p"):
            return node
        siblings = sum(1 for _ in document.children(node))
        if siblings >= 3:
            return node
        node = document.parents[node]
    return node


def _url_in(document: Document, index: int) -> str | None:
    for _, _, node in document.blocks[index].spans:
        if document.tags[node] == "a":
            return document.attributes[node].get("href")
    return None


def _in_block(document: Document, index: int) -> Iterator[Column]:
    """Chips, lines and enumerations within one block."""
    block = document.blocks[index]
    text = block.text
    top: list[tuple[int, int, int]] = []
    for span in block.spans:
        if not (top and span[0] < top[-1][1]):
            top.append(span)
    if len(top) == 1 and top[0][0] == 0 and top[0][1] == len(text):
        inner = [span for span in block.spans if document.parents[span[2]] == top[0][2]]
        top = inner if len(inner) >= 2 else top
    if len(top) >= 2:
        shapes: dict[tuple[str, str], list[Item]] = {}
        for start, end, node in top:
            if words := text[start:end].strip():
                url = document.attributes[node].get("href") if document.tags[node] == "a" else None
                shapes.setdefault(like(document, node), []).append(Item(words, index, start, node, url))
        for shape, items in shapes.items():
            if len(items) < 2:
                continue
            held = sum(len(item.text) for item in items)
            source = "chips" if held * 10 >= len(text) * 8 else "inline"
            for form, read in readings(items):
                yield Column(read, source, form, index, index + 1, block.node, tag=shape[0], css=shape[1])
    if "\n" in text:
        lines = _lines(text, index, block.node)
        for form, read in readings(lines):
            yield Column(read, "lines", form, index, index + 1, block.node, tag=block.tag)
    elif len(text) <= 1000 and text.count(" ") < 120:
        parts = members_of(Item(text, index, 0, block.node))
        if len(parts) >= 2 and all(len(part.text) <= LONGEST and part.text.count(" ") <= 6 for part in parts):
            yield Column(tuple(parts), "lines", "members", index, index + 1, block.node, tag=block.tag)
    steps = arrow_steps(text)
    if len(steps) >= 2:
        items = []
        place = 0
        for step in steps:
            place = max(text.find(step, place), 0)
            items.append(Item(step, index, place, block.node))
        yield Column(tuple(items), "arrows", "whole", index, index + 1, block.node, tag=block.tag)


def _lines(text: str, index: int, node: int) -> list[Item]:
    items: list[Item] = []
    place = 0
    for line in text.split("\n"):
        if line.strip():
            items.append(Item(line.strip(), index, place + len(line) - len(line.lstrip()), node))
        place += len(line) + 1
    return items
