"""A sentence, its years and comparisons, and what a claim in it says besides its number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from extractors.values.quantity_words import ends_with, lexicon

YEAR = re.compile(r"(?<![\w.,/$€£-])(?:(?:FY|Q[1-4])\s?)?((?:19|20)\d\d)(?![\w%]|[.,]\d)(?!\s?(?:€|\$|£))")
_YEAR = re.compile(r"((?:19|20)\d\d)(?![\w%]|[.,]\d)(?!\s?(?:€|\$|£))")
"""The same but for what stands before it: a pattern that begins with a look back is tried at every letter."""
_NOT_BEFORE_YEAR = re.compile(r"[\w.,/$€£-]")
_FISCAL = re.compile(r"(?<![\w.,/$€£-])(?:FY|Q[1-4])$")
_CLOCK_OR_DATE = re.compile(
    r"\d{1,2}:\d{2}|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d+\.\d+\.\d+|\d[\d()]*(?:[\s/.-]\d{2,5}){2,}"
    r"|(?:19|20)\d\d\s?[-–/]\s?(?:19|20)?\d\d(?!\d)|#\d+|\[\d+\]|\(\d{1,3}\)"
)
_MAY_BE_DATE = re.compile(r"[\d#\[(]")
_MAY_BE_DATE_IN_ASCII = re.compile(r"[0-9#\[(]")
_ADDRESS = re.compile(r"https?:\S+|\b[\w.+-]+@\S+")
_CLAUSE_END = re.compile(r"[,;:!?]\s|\.(?:\s|$)|\s(?:and|but|while|und|aber|et|mais|y|pero|en|maar)\s|[()]")
BEFORE = 40
"""Characters before a number that are looked at for a cue."""
DIGIT, DIGIT_IN_ASCII = re.compile(r"\d"), re.compile(r"[0-9]")
"""The second looks three times as fast; for texts that have no other digits."""
_PLURAL = re.compile(r"\s+[a-zäöüß]{3,}(?:s|en|e)\b(?!-)")
_TOKEN = re.compile(r"[^\s]+")


class Claim(NamedTuple):
    """A quantified claim; names and units are those of `records.QuantifiedClaim`."""

    quantity: str
    value: Decimal
    unit: str | None
    currency: str | None
    as_of: str | None
    comparison: str | None
    raw: str
    start: int
    """Offset of `raw` in the sentence."""


def _clocks_and_dates(text: str) -> Iterator[tuple[int, int]]:
    """Where times, dates, phone numbers, footnotes and the like stand; tried only at a digit or a mark."""
    place = 0
    find = (_MAY_BE_DATE_IN_ASCII if text.isascii() else _MAY_BE_DATE).search
    while found := find(text, place):
        place = found.start()
        match = _CLOCK_OR_DATE.match(text, place)
        if match is None:
            place += 1
        else:
            yield match.span()
            place = match.end()


class Sentence:
    """One sentence and what is already read of it.

    Most sentences hold no claim: each pattern is tried only where a word that it needs is there.
    """

    def __init__(self, text: str, words: set[str], language: str, *, digits: bool) -> None:
        self.text = text
        self.language = language
        self.known = lexicon()
        self.words = words
        self.taken: list[tuple[int, int]] = []
        self.years: list[re.Match[str]] = []
        self.digits = digits
        if self.digits:
            self.taken = list(_clocks_and_dates(text))
            if "://" in text or "@" in text:
                self.taken += [match.span() for match in _ADDRESS.finditer(text)]
            if "19" in text or "20" in text:
                self.years = [match for match in _YEAR.finditer(text) if self._is_year(match)]
        self.comparisons: list[tuple[int, int]] = []
        """Start and end of what quantities are held against."""
        if self.known.may_compare(self.words):
            found = self.known.comparison.finditer(text)
            self.comparisons = [self._until_clause_ends(match.start()) for match in found]

    def _is_year(self, match: re.Match[str]) -> bool:
        """A number such as 2016 is a year unless a plural noun follows right after a cue ("over 2000 companies")."""
        before = self.text[max(0, match.start(1) - BEFORE) : match.start(1)]
        if before and _NOT_BEFORE_YEAR.match(before[-1]) and not _FISCAL.search(before):
            return False
        return not (ends_with(before, self.known.cues) and _PLURAL.match(self.text, match.end(1)))

    def _until_clause_ends(self, start: int) -> tuple[int, int]:
        if dated := self.known.since_year.match(self.text, start):
            return start, dated.end()
        end = _CLAUSE_END.search(self.text, start)
        return start, end.start() if end else len(self.text.rstrip(". "))

    def _claim(
        self, start: int, end: int, value: Decimal, unit: str | None, currency: str | None, comparison: str | None
    ) -> Claim:
        return Claim(
            quantity=self._quantity(start, end),
            value=value,
            unit=unit,
            currency=currency,
            as_of=self._as_of(start),
            comparison=comparison or self._comparison(start, end),
            raw=self.text[start:end].strip(),
            start=start + len(self.text[start:end]) - len(self.text[start:end].lstrip()),
        )

    def _quantity(self, start: int, end: int) -> str:
        """The words that name what is counted: those after the number, else those before it."""
        words: list[str] = []
        for match in _TOKEN.finditer(self.text[end:]):
            bare = match[0].strip("“”\"'()").rstrip(",.;:!?")
            low = bare.lower()
            if not bare or (words and low in self.known.ends) or (not words and low in self.known.ends and low != "of"):
                break
            if low in ("and", "und", "et", "y", "en") and (
                len(words) >= 3 or re.match(r"\s*\w+ing\b", self.text[end + match.end() :])
            ):
                break
            words.append(bare)
            if match[0][-1] in ",.;:!?)" or len(words) >= 8:
                break
        if words and words[0].lower() in ("of", "der", "des", "de", "von", "van") and len(words) > 1:
            words = words[1:]
        while words and words[-1].lower() in ("the", "a", "in", "of", "and", "der", "die", "de", "la", "und", "et"):
            words.pop()
        if words and not all(word.isdigit() for word in words):
            return " ".join(words)
        clause = re.split(r"[,;:.]\s", self.text[:start])[-1].split()
        while clause and (clause[-1].lower() in self.known.ends or clause[-1].lower() in self.known.cues):
            clause.pop()
        return " ".join(clause[-8:]).strip("“”\"' ,")

    @cached_property
    def _own_years(self) -> list[re.Match[str]]:
        """The years that are not what something is compared with."""
        return [
            match
            for match in self.years
            if not ends_with(self.text[max(0, match.start(1) - BEFORE) : match.start(1)], self.known.since)
        ]

    def _as_of(self, start: int) -> str | None:
        """The year that the claim is of: the nearest one."""
        if not self._own_years:
            return None
        return min(self._own_years, key=lambda match: abs(match.start(1) - start))[1]

    def _comparison(self, start: int, end: int) -> str | None:
        """The comparison that the claim stands in: the first after it in its clause, or right before it."""
        following = [(first, last) for first, last in self.comparisons if first >= start]
        between = [(first, last) for first, last in following if not self._another_claim(end, first)]
        if between:
            first, last = between[0]
            return self.text[first:last].strip(" ,;") or None
        if self.comparisons and self.comparisons[0][0] == 0 and self.comparisons[0][1] <= start:
            return self.text[: self.comparisons[0][1]].strip(" ,;")
        return None

    def _another_claim(self, end: int, first: int) -> bool:
        return (
            first > end and re.search(r"\d[\d.,]*\s?(?:%|percent|prozent)|[$€£]\s?\d", self.text[end:first]) is not None
        )
