"""From text to pay: items, amounts, claims, attributes, gate, records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from extractors.records import Pay
from extractors.values.money import currencies
from extractors.values.money.amounts import find_amounts
from extractors.values.money.claim import Claim
from extractors.values.money.currencies import country_of, mark_letters
from extractors.values.money.languages import guess_language
from extractors.values.money.lexicon import language_key, lexicon_for
from extractors.values.money.prefilter import is_data
from extractors.values.money.ranges import find_claims
from extractors.values.money.steps import Trace
from extractors.values.money.tokens import Item, normalise, read_items

from .attributes import Attributes, read_attributes
from .bare import Around, give_currency, is_cell, is_money, may_be_bare
from .context import PayContext, read_context
from .cues import Cues, read_cues
from .gate import could_be_pay, decide
from .labels import read_label
from .periods import plausible
from .record import Reading, make_reading, make_record, steps_of

_ANY_NUMBER = re.compile(r"\d|[一二三四五六七八九十百千万萬]")
_MONEY_IN_WORDS = re.compile(
    r"[$€£¥₹]|(?i:euro|dollar|pound|dólar|dolar|franc|fran[kc]en|złot|zlot|kron|rupee|reais|lakh|crore)"
)
_NO_CONTEXT = PayContext()
_ALIKE, _ALIKE_WITH_PERIOD = 15, 3000
"""Pay that goes on from other pay is at most so many times larger or smaller; more where it states its own period."""


class Judged(NamedTuple):
    """An amount of money with what its own words say of it, whatever stands around."""

    pay: Pay
    accepted: bool
    """The words alone make it pay."""
    why: str
    cues: Cues
    attached: bool
    """The period stands right behind the amount."""
    plausible: bool
    """Pay for the period can be of this size."""


def read_pay(
    text: str, language: str | None, country: str | None, context: str | PayContext | None, trace: Trace
) -> list[Pay]:
    """The pay that a text states; `trace` collects the steps where it is a list."""
    return [judged.pay for judged in _judged(text, language, country, context, trace) if judged.accepted]


def judge_pay(
    text: str, *, language: str | None = None, country: str | None = None, context: PayContext | None = None
) -> list[Judged]:
    """Every amount of money in a text that could be pay, read as if it were, with what its words say.

    Of the context only units count, and that bare numbers under it are amounts; not that it names pay.
    """
    return list(_judged(text, language, country, context, None, alone=True))


def _judged(
    text: str,
    language: str | None,
    country: str | None,
    context: str | PayContext | None,
    trace: Trace,
    *,
    alone: bool = False,
) -> Iterator[Judged]:
    if is_data(text) or (not _ANY_NUMBER.search(text) and not _MONEY_IN_WORDS.search(text)):
        return
    lexicon = lexicon_for(language_key(language) or guess_language(text))
    plain = normalise(text)
    if isinstance(context, str):
        context = read_context(context, language=language, country=country)
    context = context or _NO_CONTEXT
    items = read_items(plain, lexicon)
    country = country or context.country or country_of(language)
    mark_letters(items, plain, country)
    claims = find_claims(items, find_amounts(items, lexicon), trace)
    if not claims:
        return
    around = Around(lexicon, country, context, is_cell(items, claims))
    in_dollars = any(item.sense is not None and item.sense.is_word and "USD" in item.sense.currency for item in items)
    for claim in claims:
        give_currency(items, claim, around)
        if in_dollars and len(claim.currency) > 1:
            claim.currency = currencies.of_dollars(claim.currency)
    claims = [claim for claim in claims if claim.currency or may_be_bare(claim, around)]
    yield from _records(text, items, claims, read_attributes(items, claims), around, trace, alone)


def _records(
    text: str,
    items: list[Item],
    claims: list[Claim],
    attributes: list[Attributes],
    around: Around,
    trace: Trace,
    alone: bool,
) -> Iterator[Judged]:
    """The records of the claims that are money, and whether they are pay; of those that are not, only where asked."""
    others = {claim.first for claim in claims if claim.currency}
    money = [
        (claim, facts)
        for claim, facts in zip(claims, attributes, strict=True)
        if is_money(items, claim, facts, around, others)
    ]
    listed = [claim for claim, _ in money]
    taken: list[Reading] = []
    previous: tuple[Claim, bool] | None = None
    for index, (claim, facts) in enumerate(money):
        start, end = items[claim.before].start, items[claim.after - 1].end
        reading = make_reading(text, start, end, claim, facts, around)
        cues = read_cues(items, claim, others)
        judged = reading._replace(context=msgspec.structs.replace(reading.context, opens=None)) if alone else reading
        accepted, why = _decide(items, judged, cues, taken, previous)
        restated = previous is not None and _restates(items, previous[0], claim)
        previous = claim, accepted
        if trace is not None:
            trace += steps_of(reading, accepted, why)
        if accepted:
            taken.append(reading)
        elif not alone or restated or not could_be_pay(items, claim):
            continue
        pay = make_record(reading, *read_label(text, items, listed, index, facts))
        stated = "" if reading.guessed else reading.period
        fits = plausible(claim.low, claim.high, reading.currency, stated, told=bool(stated) and not facts.period)
        yield Judged(pay, accepted, why, cues, facts.attached or bool(claim.period), fits)


def _decide(
    items: list[Item], reading: Reading, cues: Cues, taken: list[Reading], previous: tuple[Claim, bool] | None
) -> tuple[bool, str]:
    claim = reading.claim
    if previous is not None and _restates(items, previous[0], claim):
        return previous[1], "the amount before it in another currency"
    opened = any(_goes_on(before.claim, claim, bool(reading.facts.period)) for before in taken[-3:])
    return decide(items, reading, cues, opened)


def _restates(items: list[Item], before: Claim, claim: Claim) -> bool:
    """`SAR 19,200 (~$5,100)`: the same amount in another currency."""
    between = items[before.after : claim.before]
    if not between or between[0].text != "(" or len(between) > 2:
        return False
    return bool(claim.currency and before.currency) and not set(claim.currency) & set(before.currency)


def _goes_on(before: Claim, claim: Claim, own_period: bool) -> bool:
    """The claim is money of the same currency and of a size that pay can have beside the other."""
    if before.currency and claim.currency and not set(before.currency) & set(claim.currency):
        return False
    most = _ALIKE_WITH_PERIOD if own_period else _ALIKE
    return before.size <= claim.size * most and claim.size <= before.size * most
