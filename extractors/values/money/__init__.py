"""Amounts of money in a text, in any notation; `extractors.values.pay` reads pay on top of this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.records import Pay

from .amounts import find_amounts
from .claim import Claim
from .currencies import country_of, mark_letters, resolve
from .languages import guess_language
from .lexicon import language_key, lexicon_for
from .prefilter import is_data, may_hold_money
from .ranges import find_claims
from .steps import Step
from .tokens import Item, normalise, read_items

if TYPE_CHECKING:
    from .lexicon import Lexicon

__all__ = ["Step", "may_hold_money", "parse_money"]


def parse_money(
    text: str, *, language: str | None = None, country: str | None = None, context: str | None = None
) -> list[Pay]:
    """Read every amount of money in a text, pay or not, in order; a price's `from` is no lower bound.

    `language` is a BCP 47 tag and `country` an ISO 3166-1 alpha-2 code; both only help where the text is ambiguous.
    `context` is what stands around the text, such as a table's header cell: it may name the currency. Amounts without
    a currency in the text or its context are left out. Never raises on any text; a dump of numbers
    of more than 100,000 characters counts as holding none.
    """
    if is_data(text):
        return []
    lexicon = lexicon_for(language_key(language) or guess_language(text))
    plain = normalise(text)
    items = read_items(plain, lexicon)
    country = country or country_of(language)
    mark_letters(items, plain, country)
    around = _currency_of(context, lexicon) if context else ()
    claims = find_claims(items, find_amounts(items, lexicon, subunits=True), None, prices=True)
    return [
        _record(text, items, claim, claim.currency or around, country, lexicon)
        for claim in claims
        if (claim.currency or around) and not any(amount.marked for amount in claim.amounts)
    ]


def _currency_of(context: str, lexicon: Lexicon) -> tuple[str, ...]:
    for item in read_items(normalise(context), lexicon):
        if item.sense is not None and item.sense.currency:
            return item.sense.currency
    return ()


def _record(
    text: str, items: list[Item], claim: Claim, candidates: tuple[str, ...], country: str | None, lexicon: Lexicon
) -> Pay:
    currency, why = resolve(candidates, country, lexicon)
    start, end = items[claim.before].start, items[claim.after - 1].end
    sign = -1 if len(claim.amounts) == 1 and claim.amounts[0].negative else 1
    return Pay(
        min_value=None if claim.low is None else sign * claim.low,
        max_value=None if claim.high is None else sign * claim.high,
        currency=currency,
        approximate=claim.about,
        inferred=("currency",) if why else (),
        raw=text[start:end],
        start=start,
    )
