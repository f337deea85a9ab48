"""Numbers without a currency of their own: when they are amounts all the same, and of which currency."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from extractors.values.money.claim import Claim
from extractors.values.money.lexicon import Lexicon
from extractors.values.money.tokens import WORD, Item

from .attributes import Attributes
from .context import PayContext
from .cues import read_cues

_INDIAN = (Decimal(100_000), Decimal(10_000_000))
_BARE_NEAR = 12
_THOUSAND = 1000


class Around(NamedTuple):
    """What is known before the text is read."""

    lexicon: Lexicon
    country: str | None
    context: PayContext
    cell: bool
    """The text is nothing but amounts, as a table's cell."""


def is_cell(items: list[Item], claims: list[Claim]) -> bool:
    """Nothing but amounts and words that the lexicon knows."""
    inside = {place for claim in claims for place in range(claim.before, claim.after)}
    return not any(
        item.kind is WORD and item.sense is None and len(item.text) > 1
        for place, item in enumerate(items)
        if place not in inside
    )


def give_currency(items: list[Item], claim: Claim, around: Around) -> None:
    """The currency of lakhs and crores, and that of the context, for claims without one of their own."""
    if claim.currency:
        return
    if any(amount.multiplier in _INDIAN for amount in claim.amounts) and not _counts(items, claim):
        claim.currency = ("INR",)
        claim.currency_why = "lakh and crore count rupees"
    elif around.context.currencies and around.cell:
        claim.currency = around.context.currencies


def may_be_bare(claim: Claim, around: Around) -> bool:
    """A number without a currency that may still be an amount: in a cell under a header, or of thousands."""
    if around.context.raw and around.cell:
        return not any(amount.in_words for amount in claim.amounts)
    last = claim.amounts[-1]
    return claim.size >= 1000 and (last.multiplier >= 1000 or last.grouped)


def _counts(items: list[Item], claim: Claim) -> bool:
    """An unknown word follows, which the number then counts: `15 lakh engineers`."""
    if claim.after >= len(items):
        return False
    item = items[claim.after]
    if item.kind is not WORD:
        return False
    sense = item.sense
    return sense is None or not (sense.per or sense.period or sense.basis or sense.unit or sense.also or sense.adds)


def is_money(items: list[Item], claim: Claim, facts: Attributes, around: Around, others: set[int]) -> bool:
    """Whether the claim is money at all: it has a currency, or stands where bare numbers are amounts."""
    if claim.currency:
        return True
    if any(amount.marked for amount in claim.amounts):
        return False
    context = around.context
    if around.cell and (context.opens or context.names_unit) and context.opens is not False:
        return not _unit_follows(items, claim)
    if _counts(items, claim) or _unit_follows(items, claim):
        return False
    if around.cell and facts.attached and claim.is_range and facts.period in ("YEAR", "MONTH"):
        return True
    if around.cell and facts.payments is not None and claim.is_range:
        return True  # `12K-20K·13薪`: nothing but pay is paid so many times a year
    if not (claim.is_range or facts.attached or facts.basis or _introduced(items, claim)):
        return False
    cues = read_cues(items, claim, others)
    return cues.pay < _BARE_NEAR and cues.pay < cues.other and (facts.attached or bool(facts.basis) or cues.pay <= 4)


def _introduced(items: list[Item], claim: Claim) -> bool:
    """Thousands right after a word of pay, or a colon after one: `Gehalt: ab 70k`."""
    before = items[max(0, claim.before - 2) : claim.before]
    if claim.amounts[-1].multiplier < _THOUSAND or not before:
        return False
    *others, last = before
    word = others[0] if last.text == ":" and others else last
    return word.sense is not None and word.sense.pay and not word.sense.not_pay


def _unit_follows(items: list[Item], claim: Claim) -> bool:
    """Years, hours or days follow directly: `5 years`, `40 hours`."""
    if claim.after >= len(items):
        return False
    sense = items[claim.after].sense
    return sense is not None and bool(sense.unit) and not sense.per and not sense.period
