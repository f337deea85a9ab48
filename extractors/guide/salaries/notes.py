"""What a sentence without amounts says of the amounts near it: "All figures are gross per year, in thousands"."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from extractors.values.money import parse_money
from extractors.values.pay import PayContext, may_hold_money, read_context
from extractors.values.sentences import sentences
from extractors.values.words import has_digit

NOTHING = PayContext()
_MAX_SENTENCE, _MAX_TEXT = 220, 900
_FEW_WORDS = 8
_ENOUGH = 2
_CLAUSE = re.compile(r"[;\n]\s*|\s[–—]\s")


@lru_cache(maxsize=4096)
def note_of(text: str, language: str | None, country: str | None) -> PayContext:
    """Period, basis, currency and scale that the text's sentences tell, earlier ones first; nothing else.

    A sentence with an amount in it speaks of that amount, and one that names other money of that.
    """
    context = NOTHING
    if len(text) > _MAX_TEXT:
        return context
    for _, sentence in sentences(text):
        if len(sentence) > _MAX_SENTENCE:
            continue
        for clause in filter(None, map(str.strip, _CLAUSE.split(sentence))):
            context = _beside(context, _clause(clause, language, country))
    return msgspec.structs.replace(context, raw=text[:_MAX_SENTENCE]) if context is not NOTHING else context


def _clause(clause: str, language: str | None, country: str | None) -> PayContext:
    found = read_context(clause, language=language, country=country)
    told = sum((bool(found.unit_text), bool(found.basis), bool(found.currencies), found.scale != 1))
    if not told or (found.opens is False and not found.basis):
        return NOTHING
    few = clause.count(" ") < _FEW_WORDS
    if not (found.opens or told >= _ENOUGH or few):
        return NOTHING
    if has_money(clause, language, country):
        piece = clause.partition(",")[0]
        return (
            _clause(piece, language, country)
            if piece != clause and not has_money(piece, language, country)
            else NOTHING
        )
    return PayContext(
        raw=clause,
        currencies=found.currencies,
        unit_text=found.unit_text,
        basis=found.basis,
        tax_note=found.tax_note,
        employment_type=found.employment_type,
        scale=found.scale if found.currencies or few else NOTHING.scale,
        opens=True if found.opens else None,
    )


def has_money(text: str, language: str | None, country: str | None = None) -> bool:
    """Whether an amount with its currency stands in the text."""
    return has_digit(text) and may_hold_money(text) and bool(parse_money(text, language=language, country=country))


def _beside(one: PayContext, other: PayContext) -> PayContext:
    """Clauses of one text: "Dong in millions; dollars for comparison" leaves the currency to the first."""
    if one is NOTHING or other is NOTHING:
        return other if one is NOTHING else one
    if one.currencies and other.currencies and not set(one.currencies) & set(other.currencies):
        other = msgspec.structs.replace(other, currencies=(), scale=NOTHING.scale)
    return other.over(one)
