"""From text to pay: items, amounts, claims, attributes, gate, records."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from extractors.records import Level, Pay
from extractors.values.money import currencies
from extractors.values.money.amounts import find_amounts
from extractors.values.money.lexicon import Lexicon, language_key, lexicon_for
from extractors.values.money.ranges import Claim, find_claims
from extractors.values.money.steps import Step, Trace
from extractors.values.money.tokens import WORD, Item, normalise, read_items

from .annual import yearly
from .attributes import Attributes, read_attributes
from .context import PayContext, read_context
from .gate import decide, read_cues
from .labels import read_label
from .periods import infer_period

_BARE_NEAR = 12
_INDIAN = (Decimal(100_000), Decimal(10_000_000))
_ANY_NUMBER = re.compile(r"\d|[一二三四五六七八九十百千万]")
_MONEY_IN_WORDS = re.compile(
    r"[$€£¥₹]|(?i:euro|dollar|pound|dólar|dolar|franc|fran[kc]en|złot|zlot|kron|rupee|reais|lakh|crore)"
)


class Around(NamedTuple):
    """What is known before the text is read."""

    lexicon: Lexicon
    country: str | None
    context: PayContext | None
    cell: bool
    """The text is nothing but amounts, as a table's cell."""


def read_pay(
    text: str, language: str | None, country: str | None, context: str | PayContext | None, trace: Trace
) -> list[Pay]:
    """The pay that a text states; `trace` collects the steps where it is a list."""
    if not _ANY_NUMBER.search(text) and not _MONEY_IN_WORDS.search(text):
        return []
    lexicon = lexicon_for(language_key(language))
    text = normalise(text)
    if isinstance(context, str):
        context = read_context(context, language=language, country=country)
    if context is not None:
        country = country or context.country
    items = read_items(text, lexicon)
    claims = find_claims(items, find_amounts(items, lexicon), trace)
    if not claims:
        return []
    around = Around(lexicon, country, context, _is_cell(items, claims))
    for claim in claims:
        _bare_currency(items, claim, around)
    claims = [claim for claim in claims if claim.currency or _may_be_bare(claim, around)]
    attributes = read_attributes(items, claims)
    others = {claim.first for claim in claims if claim.currency}
    pays: list[Pay] = []
    taken: list[Claim] = []
    found = [
        (claim, facts)
        for claim, facts in zip(claims, attributes, strict=True)
        if _eligible(items, claim, facts, around, others)
    ]
    listed = [claim for claim, _ in found]
    for index, (claim, facts) in enumerate(found):
        pay = _pay(text, items, claim, facts, around, others, taken, trace)
        if pay is not None:
            label = read_label(text, items, listed, index, facts)
            pays.append(_record(pay, *label))
            taken.append(claim)
    return pays


def _is_cell(items: list[Item], claims: list[Claim]) -> bool:
    """Nothing but amounts and words that the lexicon knows."""
    inside = {place for claim in claims for place in range(claim.before, claim.after)}
    return not any(
        item.kind is WORD and item.sense is None and len(item.text) > 1
        for place, item in enumerate(items)
        if place not in inside
    )


def _bare_currency(items: list[Item], claim: Claim, around: Around) -> None:
    """The currency of lakhs and crores, and that of the context, for claims without one of their own."""
    if claim.currency:
        return
    if any(amount.multiplier in _INDIAN for amount in claim.amounts) and not _counts(items, claim):
        claim.currency = ("INR",)
        claim.notes["currency"] = "lakh and crore count rupees"
    elif around.context is not None and around.context.currencies and around.cell:
        claim.currency = around.context.currencies
        claim.notes["context"] = True


def _may_be_bare(claim: Claim, around: Around) -> bool:
    """A number without a currency that may still be an amount: in a cell under a header, or of thousands."""
    if around.context is not None and around.cell:
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


def _eligible(items: list[Item], claim: Claim, facts: Attributes, around: Around, others: set[int]) -> bool:
    """Whether the claim is money at all: it has a currency, or stands where bare numbers are amounts."""
    if claim.currency:
        return True
    if any(amount.marked for amount in claim.amounts):
        return False
    context = around.context
    if context is not None and around.cell and (context.opens or context.names_unit) and context.opens is not False:
        return not _unit_follows(items, claim)
    if _counts(items, claim) or _unit_follows(items, claim):
        return False
    if around.cell and facts.attached and claim.is_range and facts.period in ("YEAR", "MONTH"):
        return True
    if not (claim.is_range or facts.attached or facts.basis):
        return False
    cues = read_cues(items, claim, others)
    return cues.pay < _BARE_NEAR and cues.pay < cues.other and (facts.attached or bool(facts.basis) or cues.pay <= 4)


def _unit_follows(items: list[Item], claim: Claim) -> bool:
    """Years, hours or days follow directly: `5 years`, `40 hours`."""
    if claim.after >= len(items):
        return False
    sense = items[claim.after].sense
    return sense is not None and bool(sense.unit) and not sense.per and not sense.period


class _Draft(NamedTuple):
    """A pay record but for its label."""

    claim: Claim
    facts: Attributes
    around: Around
    low: Decimal | None
    high: Decimal | None
    currency: str | None
    period: str
    basis: str
    inferred: tuple[str, ...]
    text: str
    start: int


def _pay(
    text: str,
    items: list[Item],
    claim: Claim,
    facts: Attributes,
    around: Around,
    others: set[int],
    taken: list[Claim],
    trace: Trace,
) -> _Draft | None:
    context = around.context
    start, end = items[claim.before].start, items[claim.after - 1].end
    raw = text[start:end]
    low, high = _scaled(claim, context)
    claim.low, claim.high = low, high
    inferred: list[str] = []
    currency, why = _currency(claim, around)
    if why:
        inferred.append("currency")
    basis = facts.basis or (context.basis if context is not None and context.basis else "")
    period, period_why = facts.period, f"stated: {facts.period_from!r}"
    if not period and context is not None and context.unit_text:
        period, period_why = context.unit_text, f"the context {context.raw!r}"
        facts.period = period
    guessed = "" if period else infer_period(low, high, currency)
    opened = any(_goes_on(before, claim, 3000 if facts.period else 15) for before in taken)
    cues = read_cues(items, claim, others)
    accepted, gate_why = decide(items, claim, facts, cues, context, currency, opened, period or guessed)
    if guessed:
        period, period_why = guessed, f"the size of the amount in {currency}"
        inferred.append("unit_text")
    if trace is not None:
        trace.append(Step("currency", raw, currency or "none", why or "stated"))
        trace.append(
            Step("period", raw, period or "none", period_why if period else "not stated, and not told by the size")
        )
        trace.append(
            Step(
                "basis",
                raw,
                basis or "none",
                f"stated: {facts.basis_from!r}" if facts.basis else "the context" if basis else "not stated",
            )
        )
        trace.append(Step("gate", raw, "pay" if accepted else "no pay", gate_why))
    if not accepted:
        return None
    return _Draft(claim, facts, around, low, high, currency, period, basis, tuple(inferred), raw, start)


def _scaled(claim: Claim, context: PayContext | None) -> tuple[Decimal | None, Decimal | None]:
    """The bounds times the scale of the context, unless the amounts carry a multiplier or are large already."""
    if context is None or context.scale == 1:
        return claim.low, claim.high
    if any(amount.multiplier != 1 for amount in claim.amounts) or claim.size >= 10_000:
        return claim.low, claim.high
    scale = context.scale
    return (None if claim.low is None else claim.low * scale), (None if claim.high is None else claim.high * scale)


def _currency(claim: Claim, around: Around) -> tuple[str | None, str]:
    """The currency and, where it was inferred, from what."""
    context = around.context
    if not claim.currency:
        return currencies.assumed(around.country, around.lexicon)
    if context is not None and len(claim.currency) > 1:
        agreed = [code for code in context.currencies if code in claim.currency]
        if len(context.currencies) == 1 and agreed:
            return agreed[0], ""
    currency, why = currencies.resolve(claim.currency, around.country, around.lexicon)
    if "currency" in claim.notes:
        return currency, str(claim.notes["currency"])
    return currency, why


def _goes_on(before: Claim, claim: Claim, most: int) -> bool:
    """The claim is money of the same currency, at most so many times larger or smaller."""
    if before.currency and claim.currency and not set(before.currency) & set(claim.currency):
        return False
    return before.size <= claim.size * most and claim.size <= before.size * most


def _record(draft: _Draft, label: str | None, level: Level | None) -> Pay:
    facts, context = draft.facts, draft.around.context
    if context is None:
        context = _NO_CONTEXT
    payments = facts.payments
    employment = facts.employment or context.employment_type
    annual_low = annual_high = assumption = None
    unit = draft.period or None
    if unit is not None:
        factor, assumption = yearly(unit, payments, None, employment == "contractor")  # type: ignore[arg-type]
        annual_low = None if draft.low is None else draft.low * factor
        annual_high = None if draft.high is None else draft.high * factor
    return Pay(
        min_value=draft.low,
        max_value=draft.high,
        currency=draft.currency,
        unit_text=unit,  # type: ignore[arg-type]
        basis=draft.basis or None,  # type: ignore[arg-type]
        tax_note="vat_excluded" if facts.vat else context.tax_note,
        component=facts.component or context.component or None,  # type: ignore[arg-type]
        statistic=facts.statistic or context.statistic or ("range" if draft.claim.is_range else None),  # type: ignore[arg-type]
        percentile=facts.percentile or context.percentile,
        label=label,
        level=level or context.level,
        payments_per_year=payments,
        employment_type=employment or None,  # type: ignore[arg-type]
        approximate=draft.claim.about,
        inferred=draft.inferred,
        raw=draft.text,
        start=draft.start,
        annual_min=annual_low,
        annual_max=annual_high,
        annual_assumption=assumption,
    )


_NO_CONTEXT = PayContext()
