"""Whether a text can tell anything of the amounts near it: most headings and lines cannot, and need not be read."""

from __future__ import annotations

import re
from functools import cache

from extractors.values.money.currencies import table
from extractors.values.money.lexicon import language_key, lexicon_for
from extractors.values.words import Vocabulary

_OF_SURROUNDINGS = frozenset(
    {
        "currency", "coin", "subunit", "multiplier", "unit", "period", "basis", "vat", "pay", "not_pay", "component",
        "statistic", "percentile", "employment", "level",
    }
)  # fmt: skip
"""What `context` takes from a phrase of the lexicon."""
_OF_PAY = frozenset({"pay"})
_OF_PEOPLE = frozenset({"pay", "level"})
_ODD = re.compile(r"000|(?<![^\W\d_])[A-Z]{3}(?![^\W\d_])|[\u3040-\uffff]")
"""Thousands, codes of currencies, words that no blanks keep apart."""
_UNPARTED = re.compile(r"[\u3040-\uffff]")


def may_tell(text: str, language: str | None) -> bool:
    """Whether a text can tell period, basis, currency, statistic or the like; errs towards yes.

    `language` as `language_key` gives it.
    """
    return _ODD.search(text) is not None or _vocabulary(language, _OF_SURROUNDINGS).may_stand_in(text.lower())


def may_name_pay(text: str, language: str | None, *, or_level: bool = False) -> bool:
    """Whether a text can have a word of pay (`or_level`: or of seniority); errs towards yes."""
    fields = _OF_PEOPLE if or_level else _OF_PAY
    if language is None or (not text.isascii() and _UNPARTED.search(text)):
        return True
    return _vocabulary(language_key(language), fields).may_stand_in(text.lower())


@cache
def _vocabulary(language: str | None, fields: frozenset[str]) -> Vocabulary:
    codes = table().lower_case if "currency" in fields else ()
    return Vocabulary([*lexicon_for(language).phrases_that_say(fields), *codes])
