"""What stands around amounts, nearest first: the sentence above, the note below, the headings, the page."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extractors.document.groups import Group
from extractors.guide.salaries.notes import NOTHING, note_of
from extractors.guide.salaries.rivals import names_rival
from extractors.guide.tree import Node
from extractors.values.pay import PayContext, read_context

_NOTES = ("prose", "lines")
_CARD = 3
"""A section of at most so many groups among its like is a card of a row."""


class Surroundings:
    """What stands around the sections of a page, each read once.

    A section inherits from those it is part of, never from its neighbours. On a page that does not bear on work
    (`work` False) only words of pay say that amounts are pay: what something costs, a budget and money are a shop's
    words too.
    """

    def __init__(self, language: str | None, country: str | None, lead: Sequence[Group], *, work: bool) -> None:
        self.language, self.country, self.work = language, country, work
        self._lead = self._page_notes(lead)
        self._known: dict[int, PayContext] = {}

    def at(self, node: Node | None, group: Group) -> PayContext:
        """What stands around a group of the section: its notes below and above over what `of` says."""
        if node is None:
            return self.of(None)
        context = self.of(node)
        own = next((place for place, other in enumerate(node.groups) if other is group), None)
        if own is None:
            return context
        below = [self._note(other) for other in node.groups[own + 1 :]]
        above = [self._note(other) for other in node.groups[:own]]
        for note in (*reversed(below), *above):
            context = _over(context, note)
        return context

    def of(self, node: Node | None) -> PayContext:
        """What the headings above say, outer ones first, with what stands between them."""
        chain: list[Node] = []
        while node is not None and id(node) not in self._known:
            chain.append(node)
            node = node.parent
        context = _over(PayContext(country=self.country), self._lead) if node is None else self._known[id(node)]
        for node in reversed(chain):
            if node.parent is not None:
                context = self._beside(context, node.parent, node)
            context = self._known[id(node)] = self._within(context, node)
        return context

    def _within(self, context: PayContext, node: Node) -> PayContext:
        """What the section's heading adds to what stands around it."""
        inner = self._heading(node)
        if context.opens and inner.opens is False and not _names_other_money(node):
            # "Sales" and "Education" under a heading of pay are trades.
            inner = msgspec.structs.replace(inner, opens=None)
        return _over(context, inner)

    def _beside(self, context: PayContext, parent: Node, node: Node) -> PayContext:
        """What stands in the outer section before its first part; a note below a row of cards, in the last of them."""
        if parent.heading.level == 1:
            context = _over(context, self._page_notes(parent.groups))
        else:
            for group in parent.groups:
                context = _over(context, self._note(group))
        last = parent.children[-1]
        if last is not node and len(node.groups) <= _CARD and _alike(node, last):
            for group in last.groups[1:]:
                context = self._note(group).over(context)
        return context

    def _heading(self, node: Node) -> PayContext:
        """What the heading and the line above it say. Of the page's title only whether it is about pay, and units."""
        text = node.heading.text if node.heading.kicker is None else f"{node.heading.kicker.text}: {node.heading.text}"
        found = read_context(text, language=self.language, country=self.country)
        if node.heading.level == 1:
            if found.opens and not _names_other_money(node):
                return PayContext(opens=True, unit_text=found.unit_text, basis=found.basis, raw=text)
            if found.opens or _names_other_money(node):
                return PayContext(opens=bool(found.opens))
            return NOTHING
        reading, opens = node.reading, found.opens
        if _names_other_money(node):
            opens = None if opens else False
        elif not self.work and names_rival(text):
            opens = False
        elif reading is not None and reading.kind == "salaries" and "cost" in reading.cue and opens is False:
            opens = None  # what it costs to hire or to build: the amounts tell by themselves
        elif self.work and (
            node.kind == "salaries"
            or (reading is not None and reading.kind == "salaries" and reading.strength != "weak")
        ):
            opens = True
        scale = found.scale if found.currencies else NOTHING.scale
        return msgspec.structs.replace(found, opens=opens, statistic=None, percentile=None, scale=scale, raw=text)

    def _page_notes(self, groups: Sequence[Group]) -> PayContext:
        """What the page's opening lines say of all that follows: units of what they call pay."""
        context = NOTHING
        for group in groups:
            note = self._note(group)
            if note.opens and (note.unit_text or note.basis):
                context = _over(context, msgspec.structs.replace(note, opens=None))
        return context

    def _note(self, group: Group) -> PayContext:
        if group.shape not in _NOTES or not group.text:
            return NOTHING
        return note_of(group.text, self.language, self.country)


def _alike(one: Node, other: Node) -> bool:
    return (one.heading.level, one.heading.rule) == (other.heading.level, other.heading.rule)


def _over(outer: PayContext, inner: PayContext) -> PayContext:
    return outer if inner is NOTHING else outer.over(inner)


def _names_other_money(node: Node) -> bool:
    """The heading speaks of living costs, funding, prices or the like."""
    reading = node.reading
    return reading is not None and reading.kind == "other" and reading.strength == "decisive"
