"""`read_salaries`: all claims of a page in order, each once, the same claim elsewhere noted beside it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from extractors.document import Document
from extractors.document.entries import Entry
from extractors.document.groups import Group
from extractors.guide.money import holds_money
from extractors.guide.salaries.claim import Claim, Setting
from extractors.guide.salaries.entries import read_entries
from extractors.guide.salaries.joined import joined
from extractors.guide.salaries.layouts import as_grid, paired
from extractors.guide.salaries.rivals import names_rival
from extractors.guide.salaries.signs import of_context, of_label, of_page, of_section, of_words, together
from extractors.guide.salaries.stated import read_stated
from extractors.guide.salaries.surroundings import Surroundings
from extractors.guide.salaries.tables import has_digits, read_table
from extractors.guide.salaries.weights import PAY, weighed
from extractors.guide.salaries.whose import named_by_sections, subject_of, under_headings
from extractors.guide.tree import Node, Tree
from extractors.metadata import Metadata
from extractors.records import Salary
from extractors.values.occupations import names_occupation
from extractors.values.pay import PayContext, judge_pay, may_name_pay
from extractors.values.words import has_digit

_SHORT = 80
_SENTENCE = 6
"""Blanks in a short line with a full stop from which it reads as a sentence."""
_FEW_LINES = 6
_ENOUGH = 2
_SURE = 0.8
_MAX_CLAIMS = 5000
_MAX_LINE_ABOVE = 90
_SEVERAL = 3
_ALIKE = 40
"""Amounts of pay in one table or list are at most so many times larger or smaller than each other, hours and years."""
_NAMED = frozenset({"label: trade", "label: level", "column: trade", "column: level"})


def read_salaries(document: Document, metadata: Metadata, tree: Tree, setting: Setting) -> tuple[Salary, ...]:
    """The page's pay: tables, cards and lists first, then prose and JSON-LD that say something new.

    Every amount that could be pay is weighed by what its words, its row or card, its section and the page say (see
    `signs`). A section that no words told and that turns out to hold pay becomes one of salaries.
    """
    structured: list[Claim] = []
    prose: list[Claim] = []
    counts: dict[int, int] = {}
    sections: list[tuple[Node | None, list[Claim]]] = []
    for node, claims in candidates(document, tree, setting):
        sections.append((node, [claim for claim in map(weighed, claims) if claim.confidence >= PAY]))
        if sum(len(told) for _, told in sections) > _MAX_CLAIMS:
            break
    named_by_sections(sections, setting)
    for node, told in sections:
        tabled = [claim for claim in told if claim.source != "prose"]
        structured += tabled
        prose += [claim for claim in told if claim.source == "prose"]
        counts[id(node)] = len(tabled)
        if node is not None and len(tabled) >= _ENOUGH and node.confidence < _SURE:
            node.kind, node.rule, node.confidence = "salaries", "content", 0.8
    for node in tree.nodes:
        cards = [child for child in node.children if counts.get(id(child))]
        if len(cards) >= _ENOUGH and node.heading.level > 1:
            for one in (node, *cards):
                if one.confidence < _SURE:
                    one.kind, one.rule, one.confidence = "salaries", "content", 0.8
    return joined(document, [*structured, *prose, *read_stated(metadata)], setting)


def candidates(document: Document, tree: Tree, setting: Setting) -> Iterator[tuple[Node | None, list[Claim]]]:
    """Section by section, every amount that could be pay, with the signs by which it is judged."""
    surroundings = Surroundings(setting.language, setting.country, tree.lead, work=setting.work)
    title = next((node.heading.text for node in tree.nodes if node.heading.level == 1), document.title or "")
    page = frozenset(of_page(title, setting))
    for node in (None, *tree.nodes):
        groups = tree.lead if node is None else node.groups
        if node is not None and (node.furniture or node.vacancies):
            continue
        if not any(_may_hold(document, group) for group in groups):
            continue
        section = page | frozenset(of_section(node, setting))
        found: list[Claim] = []
        laid = paired(document, groups, setting.language, setting.country)
        for place, group in enumerate(laid):
            around = surroundings.at(node, group)
            claims = list(_claims(document, group, node, around, setting))
            shared = section | frozenset(
                (*of_context("around", around), *_line_above(laid, place, setting), *_of_group(claims))
            )
            for claim in under_headings(claims, node, setting):
                signs = claim.signs | shared
                found.append(claim._replace(signs=signs | frozenset(together(signs))))
        yield node, found


def _line_above(groups: list[Group], place: int, setting: Setting) -> Iterator[str]:
    """What the last line before a table or list says of it, where that is short: "Expenses of going:"."""
    before = groups[place - 1] if place else None
    if before is None or before.shape not in ("prose", "lines") or groups[place].shape == "prose":
        return
    line = before.text.rstrip().rpartition("\n")[2].strip()
    if 0 < len(line) <= _MAX_LINE_ABOVE:
        yield from of_label("above", line, setting)


def _of_group(claims: list[Claim]) -> Iterator[str]:
    """What the amounts of one table or list say of each other."""
    if len(claims) >= _SEVERAL:
        yield "several"
        named = sum(not _NAMED.isdisjoint(claim.signs) for claim in claims)
        if named * 2 > len(claims):
            yield "several: trades or levels"
        sizes = [size for claim in claims if (size := claim.pay.max_value or claim.pay.min_value)]
        if max(sizes) > min(sizes) * _ALIKE:
            yield "several: unlike"


def _may_hold(document: Document, group: Group) -> bool:
    if group.grid is not None:
        return True
    texts = (document.blocks[place].text for place in range(group.first, group.last))
    return any(has_digit(text) and holds_money(document, text) for text in texts)


def _claims(
    document: Document, group: Group, node: Node | None, around: PayContext, setting: Setting
) -> Iterator[Claim]:
    if group.shape == "prose":
        yield from _from_prose(document, group, node, around, setting)
        return
    grid = group.grid or as_grid(document, group)
    if grid is not None:
        if has_digits(grid):
            yield from read_table(document, grid, around, setting)
    elif any(has_digit(block.text) for block in document.blocks[group.first : group.last]):
        yield from read_entries(document, group, around, setting, _heading(node))


def _heading(node: Node | None) -> str | None:
    return node.heading.text if node is not None and node.heading.level > 1 else None


def _from_prose(
    document: Document, group: Group, node: Node | None, around: PayContext, setting: Setting
) -> Iterator[Claim]:
    """A sentence is judged by its own words; a line that is little more than an amount, by its heading."""
    text = group.text
    if not holds_money(document, text):
        return
    language, country = setting.language, setting.country
    short = len(text) <= _SHORT and not (text.endswith(".") and text.count(" ") >= _SENTENCE)
    if short:
        yield from read_entries(document, _as_entry(document, group, node), around, setting, _heading(node))
        return
    if not around.opens and not names_occupation(text) and not may_name_pay(text, language, or_level=True):
        return
    rival = {"line: rival"} if names_rival(text) else set()
    if names_occupation(text):
        rival.add("line: trade")
    end = 0
    for judged in judge_pay(text, language=language, country=country, context=_units(around)):
        pay = judged.pay
        signs = {"in prose", *rival, *of_words(judged), *of_label("label", pay.label, setting)}
        subject = subject_of(text, judged, end, setting)
        end = (pay.start or 0) + len(pay.raw)
        yield Claim(
            pay,
            pay.label or subject,
            "prose",
            group.first,
            group.node,
            "salaries.prose",
            occupation=subject,
            signs=frozenset(signs),
        )


def _as_entry(document: Document, group: Group, node: Node | None) -> Group:
    """A short line as a card of its own, or with the few lines that stand in one box with it."""
    places: tuple[int, ...] = (group.first,)
    box = document.parents[group.node]
    first, last = document.first_block[box], document.last_block[box]
    if (
        node is not None
        and node.heading.first <= first
        and last <= node.heading.last
        and 1 < last - first <= _FEW_LINES
    ):
        places = tuple(range(first, last))
    entry = Entry(group.text, "", group.first, group.node, blocks=places)
    return Group("boxes", group.node, group.first, group.last, (entry,))


def _units(around: PayContext) -> PayContext | None:
    """For prose only what the surroundings say of units, not that every amount is pay."""
    if not (around.unit_text or around.basis or around.currencies):
        return None
    return msgspec.structs.replace(
        around, opens=None, statistic=None, percentile=None, level=None, scale=PayContext().scale
    )
