"""Open ranges and marks of approximation: `from`, `up to`, `120k+`, `25万円以上`, `about`."""

from __future__ import annotations

from itertools import pairwise

from .claim import Claim
from .sense import Sense
from .tokens import NUMBER, SIGN, WORD, Item

_NEAR = 6
_SPAN = 12
_ABBREVIATED = 4


def mark(items: list[Item], claim: Claim, free: int, prices: bool) -> None:
    """Bounds and marks of approximation around the claim."""
    bound = None
    place, fillers = claim.first - 1, 0
    while place >= free and place > claim.first - _NEAR and fillers <= 2:
        sense = items[place].sense
        if items[place].ends or items[place].text in ",(":
            break
        if sense is None:
            if not _filler(items[place]):
                break
            fillers += 1
        elif sense.about:
            claim.about, claim.before = True, place
        elif (sense.least or sense.most) and sense.statistic and (fillers or _after_pay(items, place)):
            break  # `the minimum wage is 1,080`, `salario mínimo 1.080 €`: a statistic, and no bound
        elif sense.least or sense.most:
            bound, claim.before = sense, place
            break
        elif not (sense.between or sense.glue or sense.also or sense.start):
            break
        place -= 1
    if claim.is_range:
        _after(items, claim)
        return
    after = "least" if claim.amounts[0].open_ended else _after(items, claim)
    number_sign = claim.amounts[0].negative
    if bound is not None and not number_sign and not (prices and bound.start):
        _bound(claim, "least" if bound.least else "most")
    elif after:
        _bound(claim, after)


def _after_pay(items: list[Item], place: int) -> bool:
    """An adjective of the noun before it: `płaca minimalna`, but not the abbreviation in `Gehalt min.`."""
    before = items[place - 1].sense if place else None
    return len(items[place].text) > _ABBREVIATED and before is not None and before.pay


def _filler(item: Item) -> bool:
    return (item.kind is WORD and len(item.text) <= 4) or item.text in "'\"“„:"


def _after(items: list[Item], claim: Claim) -> str:
    """The bound that is written after: `120k+`, `25万円以上`, `or more`; moves `after` behind it."""
    place = claim.last + 1
    while place < len(items) and place <= claim.last + 5:
        item = items[place]
        sense = item.sense
        if sense is None or item.ends:
            return ""
        if sense.least_after or sense.most_after:
            if (item.kind is SIGN or sense.adds) and not _hangs(items, place):
                return ""
            claim.after = place + 1
            return "least" if sense.least_after else "most"
        if not (sense.unit or sense.period or sense.basis or sense.per):
            return ""
        place += 1
    return ""


def _hangs(items: list[Item], place: int) -> bool:
    """A sign marks an open end only where no number follows: `120k+` but not `120k + 10%` or `30万〜40万`."""
    item = items[place]
    if item.kind is SIGN and item.start - items[place - 1].end > 0 and item.text not in "〜～":
        return False
    if place + 1 == len(items):
        return True
    after = items[place + 1]
    if item.kind is WORD:
        return after.kind is SIGN
    follows: Sense | None = after.sense
    return after.kind is not NUMBER and not (follows is not None and (follows.number is not None or follows.currency))


def _bound(claim: Claim, bound: str) -> None:
    claim.bound = bound
    if bound == "least":
        claim.high = None
    else:
        claim.low = None


def close_spans(items: list[Item], claims: list[Claim]) -> None:
    """`from $70k at entry level to $120k for seniors`: two amounts, of which neither is open."""
    for one, other in pairwise(claims):
        if one.bound != "least" or one.is_range or other.is_range or other.first - one.last > _SPAN:
            continue
        opening = items[one.before].sense
        between = items[one.after : other.first]
        leads = between[-1].sense if between else None
        if opening is None or not opening.start or " " in items[one.before].text:
            continue  # `starts at` promises no upper end
        if any(item.ends or item.text in ";," for item in between):
            continue
        if leads is not None and (leads.join or leads.most):
            one.bound = other.bound = ""
            one.low = one.high = one.amounts[0].value
            other.low = other.high = other.amounts[0].value
