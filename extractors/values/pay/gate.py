"""Whether an amount is pay: cues of pay against cues of other money, by their distance from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.values.money.claim import Claim
from extractors.values.money.currencies import table
from extractors.values.money.tokens import NUMBER, SIGN, Item

from .cues import NEVER, Cues
from .periods import infer_period, plausible

if TYPE_CHECKING:
    from .record import Reading

# Distances are in words, with a price for commas, brackets and other amounts on the way (see `cues`).
_FAR = 26  # a word of pay further off speaks of something else
_WEAK_NEAR = 11  # `paid`, `range` and the like must stand near, and no word of other money
_BESIDE = 4  # other money this near counts even where the context names pay
_OWN_WORD = 6  # a word of pay this near counts even where the context names other money
_CHANGE_NEAR = 5
_WINDOW, _ABOVE = 45, 60
_FEW_WORDS, _FEW_WORDS_A_MONTH = 7, 4  # rents and subscriptions are paid by the month too
_WIDEST = 5  # ends of a range that nothing but its size tells to be pay


def decide(items: list[Item], reading: Reading, cues: Cues, opened: bool) -> tuple[bool, str]:
    """Whether a claim is pay, and why. `opened`: an earlier amount of the text was, and this goes on from it."""
    claim, facts, context = reading.claim, reading.facts, reading.context
    stated = "" if reading.guessed and reading.period != "HOUR" else reading.period
    if any(amount.marked for amount in claim.amounts):
        return False, "a percentage"
    if claim.amounts[0].negative:
        return False, "a negative amount"
    told = context.opens is True and context.unit_text is not None and context.unit_text == reading.period
    if not opened and not plausible(claim.low, claim.high, reading.currency, stated, told=told):
        return False, "no size of pay"
    if cues.permit:
        return False, f"{cues.permit!r} asks for it"
    if _change(items, claim):
        return False, "a difference, no level of pay"
    if context.opens is False and not context.component and not (cues.pay <= _OWN_WORD and cues.pay < cues.other):
        return False, f"the context {context.raw!r} names other money"
    if context.opens or context.component:
        near = cues.other <= _BESIDE and cues.other <= min(cues.pay, cues.weak)
        return (False, f"{cues.other_word!r} beside it") if near else (True, "the context names pay")
    pay, word = (cues.pay, cues.pay_word) if cues.pay <= _FAR or facts.attached else (NEVER, "")
    ranged = claim.is_range and reading.period in ("YEAR", "MONTH")
    if cues.weak < min(pay, _WEAK_NEAR) and (facts.period or ranged or _sized(claim, reading.currency)):
        pay, word = cues.weak, cues.weak_word
    weak = pay == cues.weak and pay != cues.pay
    if pay < NEVER:
        if cues.other <= pay or (weak and cues.other <= _WEAK_NEAR):
            return False, f"{cues.other_word!r} is nearer than {word!r}"
        return True, f"{word!r} speaks of pay"
    if cues.other < NEVER:
        return False, f"{cues.other_word!r} speaks of other money"
    return _without_cues(items, reading, cues, opened)


def could_be_pay(items: list[Item], claim: Claim) -> bool:
    """Whether the amount is one of money that is paid at all: no share, nothing below zero, no difference."""
    return not (any(amount.marked for amount in claim.amounts) or claim.amounts[0].negative or _change(items, claim))


def _without_cues(items: list[Item], reading: Reading, cues: Cues, opened: bool) -> tuple[bool, str]:
    claim, facts = reading.claim, reading.facts
    if opened:
        return True, "goes on from pay before it"
    if _line_above(items, claim.before):
        return True, "the line above speaks of pay"
    tied = facts.attached or bool(claim.period)
    if tied and (facts.period != "MONTH" or cues.words <= (_FEW_WORDS_A_MONTH if claim.is_range else 0)):
        return True, f"paid by the {facts.period.lower()}"
    sized = reading.period in ("YEAR", "MONTH") or bool(facts.period)
    if cues.person and sized and (claim.is_range or cues.words <= _FEW_WORDS):
        return True, "seniority or employment beside an amount of the size of pay"
    yearly = _sized(claim, reading.currency)
    if cues.statistic and cues.words == 0 and yearly:
        return True, "an average of the size of yearly pay"
    few = _FEW_WORDS if reading.period == "YEAR" else 0
    if claim.is_range and yearly and cues.words <= few and _narrow(claim):
        return True, "a range of the size of yearly pay, with little else"
    if reading.context.names_unit:
        return True, "a cell under a unit of money"
    if cues.words == 0 and yearly and not _other_words(items, claim):
        return True, "nothing but an amount of the size of yearly pay"
    return False, "nothing speaks of pay"


def _narrow(claim: Claim) -> bool:
    return claim.low is None or claim.high is None or claim.high <= claim.low * _WIDEST


def _sized(claim: Claim, currency: str | None) -> bool:
    """Of the size of pay for a year, or as a range for a month where pay is spoken of by the month."""
    period = infer_period(claim.low, claim.high, currency)
    monthly = (claim.is_range or bool(claim.bound)) and currency in table().monthly
    return period == "YEAR" or (period == "MONTH" and monthly)


def _change(items: list[Item], claim: Claim) -> bool:
    """A word of difference right before the amount: `a raise of`, `wzrośnie o`."""
    for item in reversed(items[max(0, claim.first - _CHANGE_NEAR) : claim.first]):
        if item.ends or item.kind is NUMBER:
            break
        if item.sense is not None and item.sense.change:
            return True
    after = items[claim.last + 1].sense if claim.last + 1 < len(items) else None
    if after is None or not after.change_after or claim.after != claim.last + 1:
        return False
    # `30.000 € más bonus`: the word adds what is named next
    named = (item.sense for item in items[claim.last + 2 : claim.last + 4])
    return not (after.adds and any(sense is not None and (sense.component or sense.not_pay) for sense in named))


def _line_above(items: list[Item], place: int) -> bool:
    """The line or sentence before speaks of pay, and of no amount of its own."""
    ends, start, place = 0, place, place - 1
    while place >= max(0, start - _ABOVE) and ends <= 2:
        item = items[place]
        if item.ends:
            ends += not (place + 1 < len(items) and items[place + 1].ends)
        elif ends:
            if item.kind is NUMBER or (item.sense is not None and (item.sense.currency or item.sense.not_pay)):
                return False
            if item.sense is not None and item.sense.pay:
                return True
        place -= 1
    return False


def _other_words(items: list[Item], claim: Claim) -> bool:
    """Other words stand in the claim's line or cell, or the one before it speaks of other money."""
    place = claim.before - 1
    while place >= 0 and not items[place].ends:
        if items[place].kind is not SIGN:
            return True
        place -= 1
    for item in reversed(items[max(0, place - _WINDOW) : max(0, place)]):
        if item.ends:
            break
        if item.sense is not None and item.sense.not_pay:
            return True
    after = claim.after
    while after < len(items) and not items[after].ends:
        if items[after].kind is not SIGN and items[after].sense is None:
            return True
        after += 1
    return False
