"""What stands around a list: the headings above it, the line that announces it, its column head and caption."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from extractors.document import Document
from extractors.document.headings import Heading
from extractors.document.zones import zones_of
from extractors.guide.lists.columns import Column
from extractors.guide.lists.runs import Run

_LONGEST_LEAD = 320
_FEW, _LARGE = 3, 14


class Around(msgspec.Struct, frozen=True, gc=False):
    """The texts that may say what a list holds, each None where there is none."""

    heading: Heading | None
    parent: Heading | None
    kicker: str | None
    lead: str | None
    """The text right above, where it is no heading."""
    head: str | None
    caption: str | None
    label: str | None
    """A line above in the same entry or box: what stands before the names of a group."""
    intro: str | None
    """The words of the same paragraph that are no names, where the names stand in running text."""
    zone: str | None
    order: int
    """Which block of a member of a larger run holds the first item: 0 the first, -1 where there is no such run."""
    fellows: int
    """How many members that run has."""
    place: float
    """How far down the page, from 0 to 1."""

    def text(self, name: str) -> str | None:
        """The words at a place by its name; `title` is a heading of the first level."""
        if name == "heading":
            return self.heading.text if self.heading is not None and self.heading.level > 1 else None
        if name == "title":
            return self.heading.text if self.heading is not None and self.heading.level == 1 else None
        if name == "parent":
            return self.parent.text if self.parent is not None and self.parent.level > 1 else None
        found: str | None = getattr(self, name)
        return found


class Surroundings:
    """Looks up what stands around the lists of a page."""

    def __init__(self, document: Document, headings: Sequence[Heading], runs: Sequence[Run]) -> None:
        self._members: dict[int, list[tuple[int, int, Run]]] = {}
        for run in runs:
            if len(run.members) < _FEW:
                continue
            for member in run.members:
                first, last = document.first_block[member], document.last_block[member]
                if last - first <= _LARGE:
                    for index in range(first, last):
                        self._members.setdefault(index, []).append((last - first, first, run))
        self._document = document
        self._headings = headings
        self._starts = [heading.block for heading in headings]
        self._by_block = {heading.block: heading for heading in headings}

    def of(self, column: Column) -> Around:
        document = self._document
        level = self._level_within(column)
        place = bisect_left(self._starts, column.first) - 1
        heading = self._above(place, level)
        parent = None
        if heading is not None:
            at = bisect_left(self._starts, heading.block)
            parent = self._above(at - 1, heading.level)
        labels = [item.label for item in column.items if item.label]
        total = max(len(document.blocks), 1)
        return Around(
            heading,
            parent,
            heading.kicker.text if heading is not None and heading.kicker is not None else None,
            self._lead(column, heading),
            column.head,
            column.caption,
            " / ".join(dict.fromkeys(labels))[:120] if labels else None,
            self._intro(column),
            zones_of(document)[column.node] if column.node >= 0 else None,
            *self._within(column),
            column.first / total,
        )

    def heading_over(self, block: int) -> Heading | None:
        """The nearest heading above a block."""
        place = bisect_left(self._starts, block) - 1
        return self._headings[place] if place >= 0 else None

    def _within(self, column: Column) -> tuple[int, int]:
        """Where in a member of a run around it the list stands, and how many members that run has."""
        around = [
            (size, first, run)
            for size, first, run in self._members.get(column.first, ())
            if run.parent != column.node and first <= column.first and column.last <= first + size
        ]
        if not around:
            return -1, 0
        _, first, run = min(around, key=lambda one: one[0])
        return column.first - first, len(run.members)

    def _level_within(self, column: Column) -> int:
        """The highest level of the headings that the list itself holds; 7 where it holds none."""
        level = 7
        at = bisect_left(self._starts, column.first)
        while at < len(self._starts) and self._starts[at] < column.last:
            level = min(level, self._headings[at].level)
            at += 1
        return level

    def _above(self, place: int, level: int) -> Heading | None:
        while place >= 0:
            heading = self._headings[place]
            if heading.level < level:
                return heading
            place -= 1
        return None

    def _lead(self, column: Column, heading: Heading | None) -> str | None:
        index = column.first - 1
        if index < 0 or (heading is not None and index <= heading.block):
            return None
        text = self._document.blocks[index].text
        return text if len(text) <= _LONGEST_LEAD and index not in self._by_block else None

    def _intro(self, column: Column) -> str | None:
        if column.source not in ("prose", "lines", "inline"):
            return None
        block = self._document.blocks[column.first]
        text, place = "", 0
        for item in column.items:
            if item.block == column.first and item.start >= place:
                text += block.text[place : item.start]
                place = item.start + len(item.text)
        text = (text + block.text[place:]).strip(" ,;.")
        return text[:_LONGEST_LEAD] if len(text) > 3 else None
