"""The lines of a card or list item, and what those without an amount say of those with one."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from extractors.document import Document
from extractors.document.model import Block
from extractors.guide.salaries.claim import Setting
from extractors.values.occupations import names_occupation
from extractors.values.pay import PayContext, read_context
from extractors.values.words import has_digit

_INLINE = frozenset({"span", "strong", "b", "em", "i", "small", "div", "a", "p", "time", "label", "mark", "sup"})


def lines_of(document: Document, block: Block) -> list[str]:
    """The lines of a block: apart at line breaks, and at inline boxes where these make up all of it."""
    spans = [span for span in block.spans if document.tags[span[2]] in _INLINE]
    outer: list[tuple[int, int]] = []
    for start, end, _ in spans:
        if not outer or start >= outer[-1][1]:
            outer.append((start, end))
    if not outer or len(block.text) > 400:
        return [line.strip() for line in block.text.split("\n") if line.strip()]
    edges = [0]
    for start, end in outer:
        edges += [start, end]
    edges.append(len(block.text))
    pieces = [block.text[first:last].strip() for first, last in pairwise(edges)]
    pieces = [piece for piece in pieces if piece]
    loose = [
        block.text[first:last].strip()
        for first, last in zip(
            [0, *(end for _, end in outer)], [*(start for start, _ in outer), len(block.text)], strict=True
        )
    ]
    # "Junior: <b>€30k</b> a year" reads on through its bold part; "<span>Junior</span><span>€30k</span>" is two lines.
    if any(text.strip(" :·|–—-") for text in loose):
        return [line.strip() for line in block.text.split("\n") if line.strip()]
    return [line.strip() for piece in pieces for line in piece.split("\n") if line.strip(" :·|–—-")]


def qualifies(found: PayContext, line: str) -> bool:
    """A line that tells period, basis or statistic and names nobody: "gross per year", "Median"."""
    if found.level:
        return False
    telling = bool(
        found.unit_text or found.basis or found.currencies or found.statistic or found.component or found.opens
    )
    return telling and line.count(" ") <= 4 and not has_digit(line)


def without_unit(line: str, setting: Setting) -> str:
    """ "Starter, gross a month": the name before what tells the unit."""
    name, _, rest = line.partition(",") if "," in line else line.partition("(")
    said = read_context(rest, language=setting.language, country=setting.country)
    return name.strip() if name.strip() and (said.unit_text or said.basis) else line


def beside(context: PayContext, found: PayContext) -> PayContext:
    """Period, basis and currency of a line hold for the whole card; its statistic for the nearest amount only."""
    return msgspec.structs.replace(
        context,
        currencies=context.currencies or found.currencies,
        unit_text=found.unit_text or context.unit_text,
        basis=found.basis or context.basis,
        component=context.component,
    )


def tells_other_money(lines: list[tuple[str, int]], position: int, setting: Setting) -> bool:
    """The line below or above the amount names tuition, rent or the like."""
    for place in (position + 1, position - 1):
        if 0 <= place < len(lines) and not has_digit(lines[place][0]) and len(lines[place][0]) <= 60:
            found = read_context(lines[place][0], language=setting.language, country=setting.country)
            if found.opens is False and not found.component:
                return not names_occupation(lines[place][0])
            if found.opens:
                return False
    return False


def nearest_to(lines: list[tuple[str, int]], position: int, context: PayContext, setting: Setting) -> PayContext:
    """The statistic and component that the line right above or below names."""
    order = (position - 1, position + 1)
    if sum(has_digit(line) for line, _ in lines) > 1 and lines and has_digit(lines[0][0]):
        order = (position + 1, position - 1)
    for place in order:
        if 0 <= place < len(lines) and not has_digit(lines[place][0]) and len(lines[place][0]) <= 40:
            found = read_context(lines[place][0], language=setting.language, country=setting.country)
            if found.statistic or found.component:
                return msgspec.structs.replace(
                    context, statistic=found.statistic, percentile=found.percentile, component=found.component
                )
    return context


def near_name(names: list[tuple[int, str]], position: int) -> str | None:
    """The naming line right above the amount, else right below, else the card's first."""
    above = [line for place, line in names if place == position - 1]
    below = [line for place, line in names if place == position + 1]
    near = [*above, *below]
    return near[0] if near else None
