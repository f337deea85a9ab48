"""Whether a page bears on hiring, pay or careers, so that its lists and amounts may be read for what headings say.

Words such as "tools", "school", "community", "cost" or "requirements" head sections of pages of every sort. They say
what a section lists only where the page's title, or several of its sections together, speak of work. Elsewhere what is
listed must show by itself what it is (see `restraint`).
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from extractors.document import Document
from extractors.guide.nodes import ENTITY_KINDS, Node, Tree
from extractors.guide.titles import speaks_of
from extractors.guide.wording import read_heading
from extractors.metadata import Metadata
from extractors.records import SectionKind
from extractors.values.pay import read_context

if TYPE_CHECKING:
    from extractors.guide.parts import Context
    from extractors.guide.subject import Subject

_ENOUGH, _ENOUGH_WITH_SUBJECT = 3, 2
_SECTION_DEPTH = 2
"""Where the title names neither trade nor place, only headings of the page's main level speak for it."""
_SURE = 0.85
_MAX_HEADS = 60
_MAX_BLANKS = 6
"""A heading of more words is a headline or a sentence, which names much beside its subject."""
_SENTENCE = re.compile(r"[.!…:]\s|[.!…]$|[\"“”„«»]")
_TOLD: frozenset[SectionKind] = frozenset({*ENTITY_KINDS, "salaries", "career_path", "about_role"})
_LOOSE: frozenset[SectionKind] = frozenset({"market_demand", "why_hire"})
"""Headings of any trade speak of trends and reasons; only phrases ("why hire") speak of work."""
_WORK = ("JobPosting", "Occupation", "OccupationAggregation")
_GOODS = ("Product", "Offer", "AggregateOffer", "Recipe", "SoftwareApplication")
_SUBJECT_RULES = ("occupation.title", "location.title", "occupation.subtitle", "location.subtitle")


class Bearing(msgspec.Struct, frozen=True):
    """What a page is read as."""

    work: bool
    """Whether it bears on hiring, pay or careers."""
    named: frozenset[SectionKind] = frozenset()
    """Kinds of entity that its title announces: "40 companies that build boats"."""


def read_bearing(document: Document, metadata: Metadata, context: Context, tree: Tree, subject: Subject) -> Bearing:
    """What the title, the metadata and the headings say of the page's subject."""
    title = context.title or document.title or ""
    reading = read_heading(title, context.language)
    announced = reading.kind if reading is not None and reading.strength != "weak" else None
    named = frozenset(ENTITY_KINDS) & {announced}
    told = [node for node in tree.own if _tells(node)]
    if metadata.of_type(*_WORK) or _titled(title, subject, told=bool(told), career=announced == "career_path"):
        return Bearing(True, named)
    kinds = {node.kind for node in told}
    about = any(evidence.rule in _SUBJECT_RULES for evidence in subject.evidence.values())
    if not about and "about_role" not in kinds:  # duties are told of work alone
        kinds = {node.kind for node in told if node.depth <= _SECTION_DEPTH}
    needed = (_ENOUGH_WITH_SUBJECT if about else _ENOUGH) + bool(metadata.of_type(*_GOODS))
    enough = len(kinds) + speaks_of("hire", title) >= needed
    # a table of pay speaks for the page as a section does
    return Bearing(enough or (len(kinds) == needed - 1 and _has_table_of_pay(tree, context.language)), named)


def _titled(title: str, subject: Subject, *, told: bool, career: bool) -> bool:
    """ "Salaries" and "jobs" say enough; "find", "companies" and "become a" need a trade, a place or a section."""
    if speaks_of("pay", title) or speaks_of("jobs", title):
        return True
    if speaks_of("hire", title) and (subject.occupation is not None or subject.location is not None):
        return True
    trade = subject.evidence.get("occupation")
    if speaks_of("companies", title) and trade is not None and trade.rule == "occupation.title":
        return True
    return told and (career or speaks_of("path", title))


def _has_table_of_pay(tree: Tree, language: str | None) -> bool:
    """Whether a table's cells read as pay, or its caption or a column names it."""
    tables = [(node, group.grid) for node in tree.own for group in node.groups if group.grid is not None]
    if any(node.kind == "salaries" and node.rule == "content" for node, _ in tables):
        return True
    grids = [grid for _, grid in tables]
    heads = (text for grid in grids for text in (grid.caption, *map(grid.head, range(grid.width))) if text)
    return any(read_context(text, language=language).opens for text in islice(heads, _MAX_HEADS))


def _tells(node: Node) -> bool:
    """A heading that is a section's title and names a kind; headlines of other pages name much."""
    if node.rule not in ("heading", "kicker") or node.confidence < _SURE or node.kind not in _TOLD | _LOOSE:
        return False
    decisive = node.reading is not None and node.reading.strength == "decisive"
    text = node.heading.text
    if node.kind in _LOOSE and not (decisive and (node.kind != "why_hire" or speaks_of("hire", text))):
        return False
    return decisive or (text.count(" ") <= _MAX_BLANKS and not _SENTENCE.search(text))
