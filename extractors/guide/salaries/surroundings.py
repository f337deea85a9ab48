"""What the words around amounts say: headings above, a caption, a note beside the table."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extractors.document.groups import Group
from extractors.guide.salaries.rivals import names_rival
from extractors.guide.tree import Node
from extractors.values.pay import PayContext, may_hold_money, parse_pay, read_context
from extractors.values.words import has_digit

NOTHING = PayContext()
_MAX_NOTE = 220


class Surroundings:
    """What stands around the sections of a page, each read once.

    On a page that does not bear on work (`work` False) only words of pay say that amounts are pay: what something
    costs, a budget and money are a shop's words too.
    """

    def __init__(self, language: str | None, country: str | None, *, work: bool) -> None:
        self.language, self.country, self.work = language, country, work
        self._known: dict[int, PayContext] = {}

    def of(self, node: Node | None) -> PayContext:
        """What the headings above say, outer ones first, and the notes that stand beside tables."""
        chain: list[Node] = []
        while node is not None and id(node) not in self._known:
            chain.append(node)
            node = node.parent
        context = PayContext(country=self.country) if node is None else self._known[id(node)]
        for node in reversed(chain):
            context = self._known[id(node)] = self._within(context, node)
        return context

    def forget(self, node: Node) -> None:
        """The section is of another kind than it was read as."""
        self._known.pop(id(node), None)

    def _within(self, context: PayContext, node: Node) -> PayContext:
        """What stands around a section, given what stands around the one that it is part of."""
        inner = self._heading(node)
        if context.opens and inner.opens is False and not _names_other_money(node):
            # "Sales" and "Education" under a heading of pay are trades.
            inner = msgspec.structs.replace(inner, opens=None)
        context = _over(context, inner)
        if node.heading.level > 1:
            context = _over(context, self._notes(node.groups))
            if node.parent is not None and node.parent.heading.level > 1 and node.parent.children[-1] is not node:
                # A note below a row of cards stands, in order, under the last card's title.
                context = _over(context, self._notes(node.parent.children[-1].groups))
        return context

    def _heading(self, node: Node) -> PayContext:
        """What the heading and the line above it say. Of the page's title only whether it is about pay."""
        text = node.heading.text if node.heading.kicker is None else f"{node.heading.kicker.text}: {node.heading.text}"
        found = read_context(text, language=self.language, country=self.country)
        if node.heading.level == 1:
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

    def _notes(self, groups: Sequence[Group]) -> PayContext:
        """What short lines without amounts say: "All figures are gross per year"."""
        context = NOTHING
        for group in groups:
            text = group.text
            if group.shape not in ("prose", "lines") or not text or len(text) > _MAX_NOTE:
                continue
            found = read_context(text, language=self.language, country=self.country)
            if not (found.unit_text or found.basis or found.currencies) or self._states_pay(text):
                continue
            # A note tells units; whether the table is about pay is told by headings and columns.
            context = context.over(
                PayContext(
                    raw=text,
                    country=self.country,
                    currencies=found.currencies,
                    unit_text=found.unit_text,
                    basis=found.basis,
                    tax_note=found.tax_note,
                    employment_type=found.employment_type,
                    scale=found.scale if found.currencies else NOTHING.scale,
                    opens=True if found.opens else None,
                )
            )
        return context

    def _states_pay(self, text: str) -> bool:
        if not has_digit(text) or not may_hold_money(text):
            return False
        return bool(parse_pay(text, language=self.language, country=self.country))


def _over(outer: PayContext, inner: PayContext) -> PayContext:
    return outer if inner is NOTHING else outer.over(inner)


def _names_other_money(node: Node) -> bool:
    """The heading speaks of living costs, funding, prices or the like."""
    reading = node.reading
    return reading is not None and reading.kind == "other" and reading.strength == "decisive"
