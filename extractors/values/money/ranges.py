"""Amounts into claims: ranges with two ends, open ranges, single amounts."""

from __future__ import annotations

from decimal import Decimal

from .amount import Amount, scaled
from .bounds import close_spans, mark
from .claim import Claim
from .steps import Step, Trace
from .tokens import NUMBER, SIGN, WORD, Item

_THOUSAND = Decimal(1000)
_ATTRIBUTES_BETWEEN = 5
_WIDEST = 40
"""The upper end of a range is at most this many times the lower one."""


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
        mark(items, claim, claims[-1].after if claims else 0, prices)
        if trace is not None:
            trace.append(_step(items, claim))
        claims.append(claim)
    close_spans(items, claims)
    return claims


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
        shared = scaled(low.value, high.multiplier)
        if low.number < _THOUSAND * 10 and shared <= high.value and not low.grouped:
            return shared, high.value
    elif high.multiplier == 1 and low.multiplier != 1:
        shared = scaled(high.value, low.multiplier)
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
    high_start = items[high.first].start
    also = slash = False
    for item in items[low.last + 1 : high.first]:
        sense = item.sense
        if sense is None:
            if item.kind is SIGN and (item.text in "()+*'’" or (item.text == "," and _opened(items, low))):
                continue
            if item.kind is WORD and len(item.text) <= 3 and (joiners or also):
                continue
            return False
        if sense.join:
            if item.text == "…" and item.end != high_start:
                return False  # a pause, and no range
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
