"""Pay for a period as pay for a year, with the assumption named; and whether two statements make one claim."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from extractors.records import Pay, UnitText

_WEEKS = Decimal(52)
_MONTHS = Decimal(12)
_HOURS_A_WEEK = Decimal(40)
_DAYS_EMPLOYED = Decimal(260)
_DAYS_CONTRACTED = Decimal(220)
_HALF = Decimal("0.5")
_MOST_ROUNDED = Decimal("0.03")


def annualise(pay: Pay) -> Pay:
    """The same pay with `annual_min`, `annual_max` and `annual_assumption` filled; the raw value stays as it is.

    A month counts as the payments a year that are stated, else 12; a week 52 times; an hour the stated hours a week,
    else 40, in 52 weeks (2,080 hours, as the US Bureau of Labor Statistics reckons); a day 260 times for employees
    (52 weeks of 5) and 220 times for contractors, who are not paid for leave. Without a period nothing is filled.
    """
    if pay.unit_text is None:
        return pay
    factor, assumption = factor_of(pay)
    return msgspec.structs.replace(
        pay,
        annual_min=None if pay.min_value is None else pay.min_value * factor,
        annual_max=None if pay.max_value is None else pay.max_value * factor,
        annual_assumption=assumption,
    )


def factor_of(pay: Pay) -> tuple[Decimal, str]:
    """How often the amount is paid in a year, and the assumption in words."""
    return yearly(pay.unit_text, pay.payments_per_year, pay.hours_per_week, pay.employment_type == "contractor")


def yearly(
    unit: UnitText | None, payments: Decimal | None, hours: Decimal | None, contractor: bool
) -> tuple[Decimal, str]:
    """The factor from a period to a year, and the assumption in words."""
    if unit == "MONTH":
        return payments or _MONTHS, f"{(payments or _MONTHS):f} payments a year"
    if unit == "WEEK":
        return _WEEKS, "52 weeks"
    if unit == "DAY":
        days = _DAYS_CONTRACTED if contractor else _DAYS_EMPLOYED
        return days, f"{days} days"
    if unit == "HOUR":
        weekly = hours or _HOURS_A_WEEK
        return weekly * _WEEKS, f"{weekly:f} hours a week, 52 weeks"
    return Decimal(1), "stated for the year"


def same_claim(one: Pay, other: Pay) -> bool:
    """Whether two statements say the same, one perhaps rounded: €40k–€53k beside €39,600–€52,800.

    Currency, period and basis must not contradict each other. The coarser statement's last digit that is not zero is
    its precision; the finer one must round to it, by no more than 3%.
    """
    for name in ("currency", "basis", "component", "percentile"):
        ours, theirs = getattr(one, name), getattr(other, name)
        if ours and theirs and ours != theirs:
            return False
    if one.unit_text and other.unit_text and one.unit_text != other.unit_text:
        return False
    pairs = ((one.min_value, other.min_value), (one.max_value, other.max_value))
    if any((a is None) != (b is None) for a, b in pairs):
        return False
    known = [(a, b) for a, b in pairs if a is not None and b is not None]
    ours_known, theirs_known = [a for a, _ in known], [b for _, b in known]
    return bool(known) and (_rounds(ours_known, theirs_known) or _rounds(theirs_known, ours_known))


def _rounds(coarse: list[Decimal], fine: list[Decimal]) -> bool:
    """Every fine value rounds to its coarse one, at the precision that the coarse ones share."""
    step = min(_precision(value) for value in coarse)
    return all(
        abs(rough - exact) <= step * _HALF and abs(rough - exact) <= _MOST_ROUNDED * abs(exact)
        for rough, exact in zip(coarse, fine, strict=True)
    )


def _precision(value: Decimal) -> Decimal:
    """The place of the last digit that is not zero: 1000 for 53000."""
    if not value:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)
