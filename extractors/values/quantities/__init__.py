"""Quantified claims in a sentence: shares, amounts, counts, ranks, ratios; of what, when, and against what.

`claims_in(sentence)` leaves out numbers that are no claim: dates, times, phone and version numbers, numbers of lists,
figures and sections, years.
"""

from __future__ import annotations

from operator import attrgetter

from extractors.values.quantities.kinds import Claims
from extractors.values.quantities.sentence import Claim
from extractors.values.quantity_words import lexicon
from extractors.values.words import has_digit, words_of

__all__ = ["Claim", "claims_in", "may_claim"]

_START = attrgetter("start")


def claims_in(sentence: str, language: str | None = None) -> list[Claim]:
    """The claims of one sentence, in order."""
    words = words_of(sentence.lower())
    digits = has_digit(sentence)
    if not digits and not _words_claim(words):
        return []
    read = Claims(sentence, set(words), (language or "en")[:2].lower(), digits=digits)
    return sorted(read.claims(), key=_START)


def may_claim(text: str) -> bool:
    """Whether a text could hold a claim at all: cheap, and never wrong when it says no."""
    return has_digit(text) or _words_claim(words_of(text.lower()))


def _words_claim(words: list[str]) -> bool:
    """Whether words alone can make a claim: "doubled", "one in three", "ranks first"."""
    known = lexicon()
    if known.telling_words.isdisjoint(words):
        return False
    if not known.lone_words.isdisjoint(words):
        return True
    small = known.small.keys() & set(words)
    return (
        len(small) > 1
        or (bool(small) and not known.times_words.isdisjoint(words))
        or (not known.rank_verbs.isdisjoint(words) and not known.ordinals.keys().isdisjoint(words))
    )
