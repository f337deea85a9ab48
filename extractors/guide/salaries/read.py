"""`read_salaries`: all claims of a page in order, each once, the same claim elsewhere noted beside it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from extractors.document import Document
from extractors.document.entries import Entry
from extractors.document.groups import Group
from extractors.guide.money import holds_money
from extractors.guide.salaries.claim import Claim, Setting, record, tidy
from extractors.guide.salaries.entries import read_entries
from extractors.guide.salaries.rivals import names_rival
from extractors.guide.salaries.stated import read_stated
from extractors.guide.salaries.surroundings import Surroundings
from extractors.guide.salaries.tables import has_digits, read_table
from extractors.guide.tree import Node, Tree
from extractors.metadata import Metadata
from extractors.records import AlsoStated, Pay, Salary
from extractors.values.occupations import names_occupation
from extractors.values.pay import PayContext, may_name_pay, parse_pay, read_context, same_claim
from extractors.values.words import has_digit

_SHORT = 80
_SENTENCE = 6
"""Blanks in a short line with a full stop from which it reads as a sentence."""
_FEW_LINES = 6
_ENOUGH = 2
_SURE = 0.8
_MAX_CLAIMS = 5000
_MAX_QUOTE = 200


def read_salaries(document: Document, metadata: Metadata, tree: Tree, setting: Setting) -> tuple[Salary, ...]:
    """The page's pay: tables, cards and lists first, then prose and JSON-LD that say something new.

    A section that no words told and that turns out to hold pay becomes one of salaries.
    """
    structured: list[Claim] = []
    prose: list[Claim] = []
    counts: dict[int, int] = {}
    surroundings = Surroundings(setting.language, setting.country, tree.lead, work=setting.work)
    for node in (None, *tree.nodes):
        groups = tree.lead if node is None else node.groups
        if node is not None and (node.furniture or node.vacancies):
            continue
        if not any(_may_hold(document, group) for group in groups):
            continue
        before = len(structured)
        for group in groups:
            for claim in _claims(document, group, node, surroundings, setting):
                (prose if claim.source == "prose" else structured).append(claim)
        counts[id(node)] = len(structured) - before
        if node is not None and len(structured) - before >= _ENOUGH and node.confidence < _SURE:
            node.kind, node.rule, node.confidence = "salaries", "content", 0.8
            surroundings.forget(node)
        if len(structured) > _MAX_CLAIMS:
            break
    for node in tree.nodes:
        cards = [child for child in node.children if counts.get(id(child))]
        if len(cards) >= _ENOUGH and node.heading.level > 1:
            for one in (node, *cards):
                if one.confidence < _SURE:
                    one.kind, one.rule, one.confidence = "salaries", "content", 0.8
    return _joined(document, [*structured, *prose, *read_stated(metadata)], setting)


def _may_hold(document: Document, group: Group) -> bool:
    if group.grid is not None:
        return True
    texts = (document.blocks[place].text for place in range(group.first, group.last))
    return any(has_digit(text) and holds_money(document, text) for text in texts)


def _claims(
    document: Document, group: Group, node: Node | None, surroundings: Surroundings, setting: Setting
) -> Iterator[Claim]:
    if group.shape == "prose":
        yield from _from_prose(document, group, node, surroundings, setting)
    elif group.grid is not None:
        if has_digits(group.grid):
            yield from read_table(document, group.grid, surroundings.at(node, group), setting)
    elif any(has_digit(block.text) for block in document.blocks[group.first : group.last]):
        yield from read_entries(document, group, surroundings.at(node, group), setting, _heading(node))


def _heading(node: Node | None) -> str | None:
    return node.heading.text if node is not None and node.heading.level > 1 else None


def _from_prose(
    document: Document, group: Group, node: Node | None, surroundings: Surroundings, setting: Setting
) -> Iterator[Claim]:
    """A sentence is judged by its own words; a line that is little more than an amount, by its heading."""
    text = group.text
    if not holds_money(document, text):
        return
    language, country = setting.language, setting.country
    short = len(text) <= _SHORT and not (text.endswith(".") and text.count(" ") >= _SENTENCE)
    if not short and not setting.work and not may_name_pay(text, language):
        return
    around = surroundings.at(node, group)
    if around.opens is False:
        return
    if short:
        yield from read_entries(document, _as_entry(document, group, node), around, setting, _heading(node))
        return
    named = setting.guide or around.opens or names_occupation(text)
    if not named and not may_name_pay(text, language):
        return
    if not setting.work and not read_context(text, language=language, country=country).opens:
        return
    if names_rival(text):
        return
    for pay in parse_pay(text, language=language, country=country, context=_units(around)):
        if named or _is_range_a_year(pay):
            yield Claim(pay, pay.label, "prose", group.first, group.node, "salaries.prose", confidence=0.7)


def _is_range_a_year(pay: Pay) -> bool:
    """ "Graduates start at $70,000 to $90,000": where no trade is named, only this is sure to be somebody's pay."""
    return pay.unit_text == "YEAR" and None not in (pay.min_value, pay.max_value) and pay.min_value != pay.max_value


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


def _joined(document: Document, claims: list[Claim], setting: Setting) -> tuple[Salary, ...]:
    """Each claim once; the same amounts in prose or JSON-LD are noted beside the first statement."""
    kept: list[Salary] = []
    exact: dict[tuple[object, ...], int] = {}
    for claim in claims:
        path = _path(document, claim)
        quote = _quote(document, claim)
        key = _key(claim)
        if key in exact:
            continue
        if claim.source in ("prose", "json-ld"):
            place = _same(kept, claim)
            if place is not None:
                noted = (*kept[place].also_stated, AlsoStated(raw=claim.pay.raw, path=path))
                kept[place] = msgspec.structs.replace(kept[place], also_stated=noted)
                continue
        exact[key] = len(kept)
        kept.append(record(claim, setting, path, quote))
    return tuple(kept)


def _key(claim: Claim) -> tuple[object, ...]:
    pay = claim.pay
    return (
        tidy(claim.label), claim.location, pay.min_value, pay.max_value, pay.currency, pay.unit_text, pay.basis,
        pay.statistic, pay.percentile, pay.component, pay.as_of,
    )  # fmt: skip


def _same(kept: list[Salary], claim: Claim) -> int | None:
    """The claim that says the same, of the same level where both name one."""
    best: int | None = None
    for place, salary in enumerate(kept):
        if claim.pay.level and salary.level and claim.pay.level != salary.level:
            continue
        if same_claim(salary, claim.pay) and _no_finer(claim.pay, salary):
            if claim.pay.level and salary.level == claim.pay.level:
                return place
            best = place if best is None else best
    return best


def _no_finer(pay: Pay, salary: Salary) -> bool:
    """Prose rounds what a table states; a finer figure in prose is a statement of its own."""
    pairs = ((pay.min_value, salary.min_value), (pay.max_value, salary.max_value))
    return all(said is None or known is None or said == known or _step(said) >= _step(known) for said, known in pairs)


def _step(value: Decimal) -> Decimal:
    """The place of the last digit that is not zero."""
    exponent = value.normalize().as_tuple().exponent if value else 0
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _quote(document: Document, claim: Claim) -> str:
    """What stands in the block word for word: two ends of a range in boxes of their own were read as one."""
    quote = claim.quote or claim.pay.raw
    text = document.blocks[claim.block].text if claim.block >= 0 else quote
    return quote if quote in text else text[:_MAX_QUOTE]


def _path(document: Document, claim: Claim) -> str:
    return document.path(claim.node)
