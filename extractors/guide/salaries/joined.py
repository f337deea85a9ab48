"""Each claim of a page once; what says the same elsewhere on it is noted beside it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from extractors.document import Document
from extractors.guide.salaries.claim import Claim, Setting, record, tidy
from extractors.records import AlsoStated, Pay, Salary
from extractors.values.pay import same_claim

_MAX_QUOTE = 200


def joined(document: Document, claims: Sequence[Claim], setting: Setting) -> tuple[Salary, ...]:
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
        tidy(claim.label), claim.location, claim.occupation,
        pay.min_value, pay.max_value, pay.currency, pay.unit_text, pay.basis,
        pay.statistic, pay.percentile, pay.component, pay.as_of,
    )  # fmt: skip


def _same(kept: list[Salary], claim: Claim) -> int | None:
    """The claim that says the same, of the same level where both name one."""
    best: int | None = None
    for place, salary in enumerate(kept):
        if claim.pay.level and salary.level and claim.pay.level != salary.level:
            continue
        if claim.source == salary.source == "prose" and _of_others(claim, salary):
            continue
        if same_claim(salary, claim.pay) and _no_finer(claim.pay, salary):
            if claim.pay.level and salary.level == claim.pay.level:
                return place
            best = place if best is None else best
    return best


def _of_others(claim: Claim, salary: Salary) -> bool:
    """Two sentences that name different people: the same pay of doctors and of lawyers is told twice."""
    trades = bool(claim.occupation and salary.occupation and claim.occupation != salary.occupation)
    return trades or (claim.label is not None and tidy(claim.label) != salary.label)


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
