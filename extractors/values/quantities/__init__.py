"""Quantified claims in a sentence: shares, amounts, counts, ranks, ratios; of what, when, and against what.

`claims_in(sentence)` leaves out numbers that are no claim: dates, times, phone and version numbers, numbers of lists,
figures and sections, years.
"""

from __future__ import annotations

from extractors.values.quantities.kinds import Claims
from extractors.values.quantities.sentence import DIGIT, Claim
from extractors.values.quantity_words import lexicon
from extractors.values.words import words_of

__all__ = ["Claim", "claims_in", "may_claim"]


def claims_in(sentence: str, language: str | None = None) -> list[Claim]:
    """The claims of one sentence, in order."""
    words = set(words_of(sentence.lower()))
    digits = DIGIT.search(sentence) is not None
    if not digits and not _words_claim(words):
        return []
    read = Claims(sentence, words, (language or "en")[:2].lower(), digits=digits)
    return sorted(read.claims(), key=lambda claim: claim.start)


def may_claim(text: str) -> bool:
    """Whether a text could hold a claim at all: cheap, and never wrong when it says no."""
    return DIGIT.search(text) is not None or _words_claim(set(words_of(text.lower())))


def _words_claim(words: set[str]) -> bool:
    """Whether words alone can make a claim: "doubled", "one in three"."""
    known = lexicon()
    return not known.word_claims.isdisjoint(words) or len(known.small.keys() & words) > 1
