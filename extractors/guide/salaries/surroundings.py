"""What the words around amounts say: headings above, a caption, a note beside the table."""

from __future__ import annotations

import re

import msgspec

from extractors.document.groups import Group
from extractors.guide.salaries.rivals import names_rival
from extractors.guide.tree import Node
from extractors.values.pay import PayContext, may_hold_money, parse_pay, read_context

NOTHING = PayContext()
_MAX_NOTE = 220
_DIGITS = re.compile(r"\d")


def section_context(node: Node | None, language: str | None, country: str | None, *, work: bool = True) -> PayContext:
    """What the headings above say, outer ones first, and the notes that stand beside tables.

    On a page that does not bear on work only words of pay say that amounts are pay: what something costs, a budget and
    money are a shop's words too.
    """
    chain: list[Node] = []
    while node is not None:
        chain.append(node)
        node = node.parent
    context = PayContext(country=country)
    for node in reversed(chain):
        inner = heading_context(node, language, country, work=work)
        if context.opens and inner.opens is False and not _names_other_money(node):
            # "Sales" and "Education" under a heading of pay are trades.
            inner = msgspec.structs.replace(inner, opens=None)
        context = context.over(inner)
        if node.heading.level > 1:
            context = context.over(notes_context(node.groups, language, country))
            if node.parent is not None and node.parent.heading.level > 1 and node.parent.children[-1] is not node:
                # A note below a row of cards stands, in order, under the last card's title.
                context = context.over(notes_context(node.parent.children[-1].groups, language, country))
    return context


def heading_context(node: Node, language: str | None, country: str | None, *, work: bool = True) -> PayContext:
    """What the heading and the line above it say. Of the page's title only whether it is about pay."""
    text = node.heading.text if node.heading.kicker is None else f"{node.heading.kicker.text}: {node.heading.text}"
    found = read_context(text, language=language, country=country)
    if node.heading.level == 1:
        if found.opens or _names_other_money(node):
            return PayContext(opens=bool(found.opens))
        return NOTHING
    reading, opens = node.reading, found.opens
    if _names_other_money(node):
        opens = None if opens else False
    elif not work and names_rival(text):
        opens = False
    elif reading is not None and reading.kind == "salaries" and "cost" in reading.cue and opens is False:
        opens = None  # what it costs to hire or to build: the amounts tell by themselves
    elif work and (
        node.kind == "salaries" or (reading is not None and reading.kind == "salaries" and reading.strength != "weak")
    ):
        opens = True
    scale = found.scale if found.currencies else NOTHING.scale
    return msgspec.structs.replace(found, opens=opens, statistic=None, percentile=None, scale=scale, raw=text)


def _names_other_money(node: Node) -> bool:
    """The heading speaks of living costs, funding, prices or the like."""
    reading = node.reading
    return reading is not None and reading.kind == "other" and reading.strength == "decisive"


def notes_context(groups: list[Group], language: str | None, country: str | None) -> PayContext:
    """What short lines without amounts say: "All figures are gross per year"."""
    context = NOTHING
    for group in groups:
        text = group.text
        if group.shape not in ("prose", "lines") or not text or len(text) > _MAX_NOTE:
            continue
        if _DIGITS.search(text) and may_hold_money(text) and parse_pay(text, language=language, country=country):
            continue
        found = read_context(text, language=language, country=country)
        if found.unit_text or found.basis or found.currencies:
            # A note tells units; whether the table is about pay is told by headings and columns.
            context = context.over(
                PayContext(
                    raw=text,
                    country=country,
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
