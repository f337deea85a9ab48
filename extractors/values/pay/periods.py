"""Periods: as words (`monthly`), after a mark (`per hour`, `/Jahr`), or by the size of the amount."""

from __future__ import annotations

from decimal import Decimal

from extractors.values.money.currencies import bands
from extractors.values.money.tokens import NUMBER, Item

_ABROAD = 10
_UNIT_LEAST = 2
_CLOSES = ",);+/"
_WIDEST = 12
"""A range without a period whose ends are further apart is hardly one of pay."""


def period_at(items: list[Item], place: int) -> tuple[str, int]:
    """The period named by the items from this place on and the last item of it; an empty string where none is.

    A count before it makes it a workload or a stretch of time: `40 hours per week`, `5 days a month`.
    """
    sense = items[place].sense
    if sense is None:
        return "", place
    if sense.per and place + 1 < len(items):
        following = items[place + 1].sense
        if following is not None and following.unit and not following.multiplier:
            return ("", place) if _workload(items, place) else (following.unit, place + 1)
        if following is not None and following.glue and place + 2 < len(items):
            after = items[place + 2].sense
            if after is not None and after.unit:
                return after.unit, place + 2
    if sense.period and not sense.currency:
        return sense.period, place
    if sense.unit and _after_money(items, place):
        return sense.unit, place
    return "", place


def _after_money(items: list[Item], place: int) -> bool:
    """A unit right after an amount that is written with its currency, and nothing that it could count: `$45 hr`."""
    if place < 2 or items[place - 1].kind != NUMBER or items[place].start - items[place - 1].end > 1:
        return False
    currency = items[place - 2].sense
    if currency is None or not currency.currency or items[place].sense is None or len(items[place].text) < _UNIT_LEAST:
        return False
    after = items[place + 1] if place + 1 < len(items) else None
    return after is None or after.ends or after.text in _CLOSES or (after.sense is not None and bool(after.sense.basis))


def _workload(items: list[Item], place: int) -> bool:
    before = items[place - 1] if place else None
    if before is None or before.sense is None or not before.sense.unit or before.kind is NUMBER:
        return False
    return items[place].text != "/" or (place > 1 and items[place - 2].kind is NUMBER)


def infer_period(low: Decimal | None, high: Decimal | None, currency: str | None) -> str:
    """The period that an amount of this size can only be for, in this currency; an empty string in between."""
    ends = [end for end in (low, high) if end is not None]
    smallest, largest = min(ends), max(ends)
    band = bands(currency)
    if smallest >= band.year_least:
        return "YEAR" if largest <= band.year_most else ""
    if smallest >= 2 * band.month_least and largest <= band.month_most:
        return "MONTH"
    if band.hour_most <= 25 * smallest and largest <= band.hour_most:
        return "HOUR"
    return ""


def plausible(
    low: Decimal | None, high: Decimal | None, currency: str | None, period: str, *, told: bool = False
) -> bool:
    """Whether pay in this currency for this period can be of this size; without a period, for any from month up.

    `told`: what stands around names pay and its period, so that even what is paid in another country passes: dollars
    a month in Vietnam.
    """
    size = high if high is not None else low
    assert size is not None
    band = bands(currency)
    if told and period in ("MONTH", "YEAR"):
        return size * _ABROAD >= band.month_least and size <= 20 * band.year_most
    if not period and low is not None and high is not None and high > low * _WIDEST:
        return False
    if period == "HOUR":
        return size * 60 >= band.hour_most and size <= 5 * band.hour_most
    if period == "DAY":
        return size * 8 >= band.hour_most and size <= 50 * band.hour_most
    if period == "WEEK":
        return size * 8 >= band.month_least and size <= band.year_least * 2
    if period == "MONTH":
        return size * 2 >= band.month_least and size <= band.year_most / 4
    if period == "YEAR":
        return size >= 2 * band.month_least and size <= 20 * band.year_most
    return size * 2 >= band.month_least and size <= band.year_most
