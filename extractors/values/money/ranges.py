"""Amounts into claims: ranges with two ends, open ranges, single amounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from decimal import Decimal

from .amounts import Amount
from .sense import Sense
from .steps import Step, Trace
from .tokens import NUMBER, SIGN, WORD, Item

_THOUSAND = Decimal(1000)
_NEAR = 6
_ATTRIBUTES_BETWEEN = 5
_SPAN = 12
_WIDEST = 40
"""The upper end of a range is at most this many times the lower one."""


@dataclass(slots=True)
class Claim:
    """One amount or range as it stands in the text; `first` and `last` are places in the list of items."""

    low: Decimal | None
    high: Decimal | None
    currency: tuple[str, ...]
    first: int
    last: int
    amounts: tuple[Amount, ...]
    about: bool = False
    code: bool = False
    period: str = ""
    bound: str = ""
    after: int = 0
    """The first item after the claim and the words of its bound."""
    before: int = 0
    notes: dict[str, object] = field(default_factory=dict)

    @property
    def is_range(self) -> bool:
        """Two ends, both given."""
        return len(self.amounts) == 2

    @property
    def size(self) -> Decimal:
        """The larger end that is given."""
        size = self.high if self.high is not None else self.low
        assert size is not None
        return size


def find_claims(items: list[Item], amounts: list[Amount], trace: Trace, prices: bool = False) -> list[Claim]:
    """Ranges, open ranges and single amounts, in order. `prices`: `from $5` is a price and no lower bound."""
    claims: list[Claim] = []
    index = 0
    while index < len(amounts):
        first = amounts[index]
        second = amounts[index + 1] if index + 1 < len(amounts) else None
        claim = None if second is None else _range(items, first, second, amounts[index - 1] if index else None)
        if claim is None:
            claim = Claim(
                first.value,
                first.value,
                first.currency,
                first.first,
                first.last,
                (first,),
                False,
                first.code,
                first.period,
            )
            index += 1
        else:
            index += 2
        claim.before, claim.after = claim.first, claim.last + 1
        _marks(items, claim, claims[-1].after if claims else 0, prices)
        if trace is not None:
            trace.append(_step(items, claim))
        claims.append(claim)
    _close_spans(items, claims)
    return claims


def _close_spans(items: list[Item], claims: list[Claim]) -> None:
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


def _range(items: list[Item], low: Amount, high: Amount, previous: Amount | None) -> Claim | None:
    if low.marked or high.marked or low.negative or not _joined(items, low, high, previous):
        return None
    if low.currency and high.currency and not set(low.currency) & set(high.currency):
        return None
    low_value, high_value = _share(low, high)
    if low_value > high_value or (low_value and high_value > low_value * _WIDEST and not low.currency):
        return None
    low.value, high.value = low_value, high_value
    currency = low.currency or high.currency
    if low.currency and high.currency:
        currency = tuple(code for code in low.currency if code in high.currency)
    return Claim(
        low_value,
        high_value,
        currency,
        low.first,
        high.last,
        (low, high),
        code=low.code or high.code,
        period=low.period or high.period,
    )


def _share(low: Amount, high: Amount) -> tuple[Decimal, Decimal]:
    """Give one end the multiplier of the other, unless that turns the range round."""
    if low.multiplier == 1 and high.multiplier != 1:
        shared = low.value * high.multiplier
        if low.number < _THOUSAND * 10 and shared <= high.value and not low.grouped:
            return shared, high.value
    elif high.multiplier == 1 and low.multiplier != 1:
        shared = high.value * low.multiplier
        if high.number < _THOUSAND and shared >= low.value and not high.grouped:
            return low.value, shared
    elif low.multiplier == 1 and high.multiplier == 1 and high.value >= _THOUSAND * 10 and high.grouped:
        shared = low.value * _THOUSAND
        whole = low.value == low.value.to_integral_value() and not low.grouped
        if low.value < _THOUSAND and whole and shared <= high.value and high.value <= shared * 4:
            return shared, high.value
    return low.value, high.value


def _joined(items: list[Item], low: Amount, high: Amount, previous: Amount | None) -> bool:
    """Whether what stands between two amounts makes them the ends of one range."""
    if high.first - low.last > _ATTRIBUTES_BETWEEN + 2:
        return False
    joiners: list[Item] = []
    also = slash = False
    for item in items[low.last + 1 : high.first]:
        sense = item.sense
        if sense is None:
            if item.kind is SIGN and item.text in "()+*'’":
                continue
            if item.kind is WORD and len(item.text) <= 3 and (joiners or also):
                continue
            return False
        if sense.join:
            joiners.append(item)
        elif sense.per and item.text == "/" and not joiners and not also:
            slash = True
        elif sense.also and not (joiners or also):
            also = True
        elif sense.most and not sense.least and _opened(items, low):
            joiners.append(item)
        elif not (sense.unit or sense.period or sense.basis or sense.per or sense.about or sense.glue or sense.vat):
            return False
    if len(joiners) > 1:
        return len({joiner.text for joiner in joiners}) == 1 and joiners[0].kind is SIGN
    if joiners:
        return True
    if high.first == low.last + 1:
        return False
    if slash:
        return high.first == low.last + 2 and _alike(low, high)
    return also and _between(items, low, previous)


def _alike(low: Amount, high: Amount) -> bool:
    """`450/550` and `38/40 000`, but no `1/3` and no `40/month`."""
    small, large = _share(low, high)
    return 0 < small < large <= small * 3 and small >= 10


def _opened(items: list[Item], low: Amount) -> bool:
    return any(item.sense is not None and item.sense.start for item in items[max(0, low.first - 3) : low.first])


def _between(items: list[Item], low: Amount, previous: Amount | None) -> bool:
    """A `between` shortly before the lower end."""
    start = max(0, low.first - 4, previous.last + 1 if previous is not None else 0)
    for item in reversed(items[start : low.first]):
        if item.sense is not None and item.sense.between:
            return True
        if item.ends or item.kind is NUMBER or item.text == ",":
            return False
    return False


def _marks(items: list[Item], claim: Claim, free: int, prices: bool) -> None:
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
        elif sense.least or sense.most:
            bound, claim.before = sense, place
            break
        elif not (sense.between or sense.glue or sense.also or sense.start):
            break
        place -= 1
    if claim.is_range:
        _after(items, claim)
        return
    after = _after(items, claim)
    number_sign = claim.amounts[0].negative
    if bound is not None and not number_sign and not (prices and bound.start):
        _bound(claim, "least" if bound.least else "most")
    elif after:
        _bound(claim, after)


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


def _step(items: list[Item], claim: Claim) -> Step:
    text = " ".join(item.text for item in items[claim.before : claim.after])
    if claim.is_range:
        low, high = claim.amounts
        shared = low.multiplier != high.multiplier or low.grouped != high.grouped
        return Step(
            "range", text, f"{claim.low:f} to {claim.high:f}", "ends joined" + (", scale shared" if shared else "")
        )
    if claim.bound:
        return Step(
            "bound", text, f"{'at least' if claim.bound == 'least' else 'at most'} {claim.size:f}", "bound word"
        )
    return Step("amount", text, f"{claim.size:f}", "about" if claim.about else "single amount")
