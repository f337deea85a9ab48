"""What stands under a heading, judged without the heading: pay, steps of a career, tools, universities, hubs, …"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.document import Document
from extractors.document.entries import Entry
from extractors.document.groups import Group
from extractors.guide.money import holds_money
from extractors.guide.pictures import pictures_under
from extractors.guide.shapes import (
    arrow_steps,
    is_name,
    is_proper,
    levels_in,
    looks,
    share,
    tool_share,
    written_as_names,
)
from extractors.guide.wording import context_kinds, read_heading
from extractors.records import SectionKind
from extractors.values.occupations import names_occupation
from extractors.values.pay import parse_pay, read_context
from extractors.values.words import has_digit

if TYPE_CHECKING:
    from extractors.guide.nodes import Node

_LISTS = ("list", "ordered", "terms", "chips", "boxes", "lines", "bullets", "dots")
_ENOUGH_PAY = 2
_SHORT = 120
_NEAR = 300
"""Letters of a sentence that still speaks of the names beside it."""
_FEW = 3
_JOB_LINK = (
    "/job/",
    "/jobs/",
    "/vacanc",
    "/vacature",
    "/stelle",
    "/offre",
    "/emploi",
    "/career",
    "/position",
    "/oferta",
    "/praca/",
    "/vaga",
)


@dataclass(frozen=True)
class Finding:
    """What the content is, and how sure that is."""

    kind: SectionKind
    confidence: float


def judge(document: Document, node: Node, language: str | None, *, guide: bool) -> Finding | None:
    """What stands under the heading; None where it tells nothing in particular.

    On a page that is no guide (`guide` False) names must tell by themselves what they are: the sentences beside them
    speak of other things.
    """
    if node.vacancies:
        return Finding("other", 0.7)
    pay = _pay(document, node.groups, language)
    if pay is not None:
        return pay
    path = _path(node.groups)
    if path is not None:
        return path
    for group in node.groups:
        caption = read_heading(group.grid.caption, language) if group.grid is not None and group.grid.caption else None
        if caption is not None and caption.strength != "weak" and caption.kind != "other":
            return Finding(caption.kind, 0.7)
    return _names(document, node, language, guide=guide)


def entries_in(groups: Sequence[Group]) -> list[Entry]:
    """The entries of all lists."""
    return [entry for group in groups if group.shape in _LISTS for entry in group.entries]


def lists_vacancies(document: Document, groups: Sequence[Group]) -> bool:
    """Teasers of single vacancies: like entries, three or more, most linked, a job title with something beside it."""
    for group in groups:
        if len(group.entries) < 3:
            continue
        hits = 0
        for entry in group.entries:
            texts = [document.blocks[place].text for place in entry.blocks]
            whole = " ".join(texts)
            linked = entry.url is not None and any(mark in entry.url for mark in _JOB_LINK)
            beside = len(whole) > len(entry.name) + 3
            hits += linked and beside and names_occupation(whole)
        if hits * 2 > len(group.entries):
            return True
    return False


def _pay(document: Document, groups: Sequence[Group], language: str | None) -> Finding | None:
    """Amounts of pay in a table's cells or beside the entries of a list."""
    candidates = [
        (text, context)
        for group in groups
        for text, context in _cells(document, group)
        if context or holds_money(document, text)
    ]
    found = 0
    for tried, (text, context) in enumerate(candidates):
        if found + len(candidates) - tried < _ENOUGH_PAY:
            break
        around = read_context(context, language=language) if context else None
        if parse_pay(text, language=language, context=around):
            found += 1
        if found >= _ENOUGH_PAY:
            return Finding("salaries", 0.9)
    return None


def _cells(document: Document, group: Group) -> Iterator[tuple[str, str]]:
    """Texts that may hold an amount, with what heads them; a few of each table or list are enough."""
    if group.grid is not None:
        grid = group.grid
        for row in grid.rows[:4]:
            for column, cell in enumerate(row[1:], 1):
                if has_digit(cell.text):
                    label = row[0].text if len(row[0].text) < 80 else ""
                    yield f"{label}: {cell.text}", " ".join(filter(None, (grid.caption, grid.head(column))))
        return
    if group.shape == "prose":
        if len(group.text) < _SHORT and has_digit(group.text):
            yield group.text, ""
        return
    for entry in group.entries[:6]:
        text = "\n".join(document.blocks[place].text for place in entry.blocks if place >= 0)
        if len(text) < 200 and has_digit(text):
            yield text, ""


def _path(groups: Sequence[Group]) -> Finding | None:
    """Arrows between job titles, or ordered steps from a junior title up."""
    for group in groups:
        if group.shape in ("prose", "chips", "dots", "lines") and group.text and len(arrow_steps(group.text)) >= 3:
            return Finding("career_path", 0.9)
        if group.shape in ("ordered", "boxes", "list", "bullets", "chips", "terms") and 3 <= len(group.entries) <= 10:
            names = [entry.name for entry in group.entries]
            titles = sum(names_occupation(name) or looks("levels", name) for name in names)
            if titles == len(names) and levels_in(names) >= 2 and not any(map(has_digit, names)):
                return Finding("career_path", 0.8 if group.shape == "ordered" else 0.65)
    return None


def _names(document: Document, node: Node, language: str | None, *, guide: bool) -> Finding | None:
    """Names in lists or sub-headings: told by their own words, by the words beside them, by the sentence above."""
    entries = [entry for entry in entries_in(node.groups) if is_name(entry.name)]
    names = [entry.name for entry in entries]
    prose = [group.text for group in node.groups if group.shape == "prose"]
    if not names:
        from extractors.guide.enumeration import enumerated

        for text in prose:
            listed = [name for name, _ in enumerated(text, language)]
            if not guide and not all(map(is_proper, listed)):
                names = []  # as for all of them below; the other paragraphs need no reading
                break
            names += listed
        if not all(map(is_proper, names)):
            told = context_kinds(prose[0][:80], language) if ":" in prose[0][:80] else ()
            if guide and "skills" in told and len(names) >= _FEW:
                return Finding("skills", 0.65)
            names = []
    if not names:
        names = [name for _, name in pictures_under(document, node.heading)]
    if not names and node.children and node.heading.level > 1:
        names = [child.heading.text for child in node.children]
    if len(names) < 2:
        return None
    beside = [entry.rest for entry in entries if entry.rest]
    beside += [child.groups[0].text for child in node.children if child.groups and child.groups[0].shape == "prose"]
    said = _said(prose, beside, language) if guide else ()
    # Makers of tools are employers, too: the words beside them tell.
    if len(names) >= _FEW and tool_share(names) >= 0.5 and said[:1] != ("key_companies",):
        return Finding("tools", 0.85)
    if share("universities", names) >= 0.4:
        return Finding("universities", 0.8)
    for kind in said:
        if kind in ("hubs", "universities", "key_companies", "tools", "skills"):
            fits = written_as_names(kind, names)
            if fits and (kind != "skills" or share("skills", names) > 0):
                return Finding(kind, 0.65)
            break
    if share("hubs", names) >= 0.5:
        return Finding("hubs", 0.6)
    if share("skills", names) >= 0.4:
        return Finding("skills", 0.6)
    return None


def _said(prose: Sequence[str], beside: Sequence[str], language: str | None) -> tuple[SectionKind, ...]:
    """What the short sentence above the names or most of the lines beside them say of them.

    Long paragraphs speak of many things, and one of a dozen descriptions that has a telling word tells nothing.
    """
    near = " ".join([text for text in (*prose[:1], *prose[-1:]) if len(text) <= _NEAR])
    found = list(context_kinds(near, language)) if near else []
    counts = Counter(kind for text in beside for kind in context_kinds(text[:_NEAR], language)[:1])
    found += [kind for kind, times in counts.most_common() if times * 2 >= len(beside) and kind not in found]
    return tuple(found)
