"""A claim that passed the gate as a record."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from extractors.records import Level, Pay
from extractors.values.money import currencies
from extractors.values.money.claim import Claim
from extractors.values.money.steps import Step

from .annual import yearly
from .attributes import Attributes
from .bare import Around
from .context import PayContext
from .periods import infer_period

_LARGE = 10_000


class Reading(NamedTuple):
    """What was made of a claim, before it is known whether it is pay."""

    claim: Claim
    facts: Attributes
    context: PayContext
    raw: str
    start: int
    currency: str | None
    currency_why: str
    """Empty where the currency is stated."""
    period: str
    period_why: str
    guessed: bool
    """The period was told by the size of the amount."""
    basis: str

    @property
    def inferred(self) -> tuple[str, ...]:
        """Names of the fields that neither text nor context states."""
        names = (("currency", bool(self.currency_why and self.currency)), ("unit_text", self.guessed))
        return tuple(name for name, inferred in names if inferred)


def make_reading(text: str, start: int, end: int, claim: Claim, facts: Attributes, around: Around) -> Reading:
    """Scale, currency, period and basis of a claim; scales the claim itself where its context has a unit."""
    context = around.context
    _scale(claim, context)
    currency, why = _currency(claim, around)
    period, period_why = facts.period, f"stated: {facts.period_from!r}"
    if not period and context.unit_text:
        period, period_why = context.unit_text, f"the context {context.raw!r}"
    guessed = "" if period else infer_period(claim.low, claim.high, currency)
    if guessed:
        period_why = f"the size of the amount in {currency}"
    elif not period:
        period_why = "not stated, and not told by the size"
    basis = facts.basis or context.basis or ""
    return Reading(
        claim,
        facts,
        context,
        text[start:end],
        start,
        currency,
        why,
        period or guessed,
        period_why,
        bool(guessed),
        basis,
    )


def _scale(claim: Claim, context: PayContext) -> None:
    """Multiply by the context's unit, unless the amounts carry a multiplier or are large already."""
    if context.scale == 1 or claim.size >= _LARGE or any(amount.multiplier != 1 for amount in claim.amounts):
        return
    claim.low = None if claim.low is None else claim.low * context.scale
    claim.high = None if claim.high is None else claim.high * context.scale


def _currency(claim: Claim, around: Around) -> tuple[str | None, str]:
    """The currency and, where it was inferred, from what."""
    if not claim.currency:
        return currencies.assumed(around.country, around.lexicon)
    named = around.context.currencies
    if len(claim.currency) > 1 and len(named) == 1 and named[0] in claim.currency:
        return named[0], ""
    currency, why = currencies.resolve(claim.currency, around.country, around.lexicon)
    return currency, claim.currency_why or why


def make_record(reading: Reading, label: str | None, level: Level | None) -> Pay:
    """The record, with the pay for a year beside the amount as stated."""
    claim, facts, context = reading.claim, reading.facts, reading.context
    employment = facts.employment or context.employment_type
    unit = reading.period or None
    annual_low = annual_high = assumption = None
    if unit is not None:
        factor, assumption = yearly(unit, facts.payments, facts.hours, employment == "contractor")  # type: ignore[arg-type]
        assumption += ", period inferred" if reading.guessed else ""
        annual_low = _times(claim.low, factor)
        annual_high = _times(claim.high, factor)
    return Pay(
        min_value=claim.low,
        max_value=claim.high,
        currency=reading.currency,
        unit_text=unit,  # type: ignore[arg-type]
        basis=reading.basis or None,  # type: ignore[arg-type]
        tax_note="vat_excluded" if facts.vat else context.tax_note,
        component=facts.component or context.component or None,  # type: ignore[arg-type]
        statistic=facts.statistic or context.statistic or ("range" if claim.is_range else None),  # type: ignore[arg-type]
        percentile=facts.percentile or context.percentile,
        label=label,
        level=level or context.level,
        payments_per_year=facts.payments,
        hours_per_week=facts.hours,
        employment_type=employment or None,  # type: ignore[arg-type]
        approximate=claim.about,
        inferred=reading.inferred,
        raw=reading.raw,
        start=reading.start,
        annual_min=annual_low,
        annual_max=annual_high,
        annual_assumption=assumption,
    )


def _times(value: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if value is None else value * factor


def steps_of(reading: Reading, accepted: bool, why: str) -> list[Step]:
    """How the reading came about, for those who ask."""
    raw, facts = reading.raw, reading.facts
    basis_why = f"stated: {facts.basis_from!r}" if facts.basis else "the context" if reading.basis else "not stated"
    return [
        Step("currency", raw, reading.currency or "none", reading.currency_why or "stated"),
        Step("period", raw, reading.period or "none", reading.period_why),
        Step("basis", raw, reading.basis or "none", basis_why),
        Step("gate", raw, "pay" if accepted else "no pay", why),
    ]
