"""Quantified claims in a sentence: shares, amounts, counts, ranks, ratios; of what, when, and against what.

`claims_in(sentence)` leaves out numbers that are no claim: dates, times, phone and version numbers, numbers of lists,
figures and sections, years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import NamedTuple

from extractors.values.quantity_words import ends_with, lexicon
from extractors.values.words import words_of


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


_YEAR = re.compile(r"(?<![\w.,/$€£-])(?:(?:FY|Q[1-4])\s?)?((?:19|20)\d\d)(?![\w%]|[.,]\d)(?!\s?(?:€|\$|£))")
_CLOCK_OR_DATE = re.compile(
    r"\d{1,2}:\d{2}|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d+\.\d+\.\d+|\d[\d()]*(?:[\s/.-]\d{2,5}){2,}"
    r"|(?:19|20)\d\d\s?[-–/]\s?(?:19|20)?\d\d(?!\d)|#\d+|\[\d+\]|\(\d{1,3}\)"
)
_MAY_BE_DATE = re.compile(r"[\d#\[(]")
_ADDRESS = re.compile(r"https?:\S+|\b[\w.+-]+@\S+")
_CLAUSE_END = re.compile(r"[,;:!?]\s|\.(?:\s|$)|\s(?:and|but|while|und|aber|et|mais|y|pero|en|maar)\s|[()]")
_BEFORE = 40
"""Characters before a number that are looked at for a cue."""
_DIGIT = re.compile(r"\d")
_NOT_DIGIT = re.compile(r"[^\d.,]")
_PLURAL = re.compile(r"\s+[a-zäöüß]{3,}(?:s|en|e)\b")
_UNIT = re.compile(r"[\s-]*([^\W\d_]+[²]?)")
_NOUN = re.compile(r"\s+(?:of\s+)?(?:[^\W\d_]+[-‑])*[^\W\d_]{3,}")
_GOES_ON = re.compile(r"\s?[-–]\s?\d|/\d|:\d|\w")
_ENTRY = re.compile(r"[.):]\s|\s*[-–]\s")
_TOKEN = re.compile(r"[^\s]+")
_IN_NUMBER = re.compile(r"[\s\u00a0\u202f’']")
_DOT_OF_THOUSANDS = re.compile(r"\.(?=\d{3}(?:\D|$))")
_COMMA_OF_THOUSANDS = re.compile(r",(?=\d{3}(?:\D|$))")
_OF_HOW_MANY = frozenset({*range(2, 11), 12, 20, 50, 100})
_SMALLEST_COUNT = 20
"""A bare number below this is a claim only after a word such as "over"."""
_ENOUGH = 100
"""A number from here on counts something where a noun follows."""


def claims_in(sentence: str, language: str | None = None) -> list[Claim]:
    """The claims of one sentence, in order."""
    words = set(words_of(sentence.lower()))
    digits = _DIGIT.search(sentence) is not None
    if not digits and not _words_claim(words):
        return []
    read = _Sentence(sentence, words, (language or "en")[:2].lower(), digits=digits)
    return sorted(read.claims(), key=lambda claim: claim.start)


def may_claim(text: str) -> bool:
    """Whether a text could hold a claim at all: cheap, and never wrong when it says no."""
    return _DIGIT.search(text) is not None or _words_claim(set(words_of(text.lower())))


def _words_claim(words: set[str]) -> bool:
    """Whether words alone can make a claim: "doubled", "one in three"."""
    known = lexicon()
    return not known.word_claims.isdisjoint(words) or len(known.small.keys() & words) > 1


def _clocks_and_dates(text: str) -> Iterator[tuple[int, int]]:
    """Where times, dates, phone numbers, footnotes and the like stand; tried only at a digit or a mark."""
    place = 0
    while found := _MAY_BE_DATE.search(text, place):
        place = found.start()
        match = _CLOCK_OR_DATE.match(text, place)
        if match is None:
            place += 1
        else:
            yield match.span()
            place = match.end()


class _Sentence:
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
        before = self.text[max(0, match.start(1) - _BEFORE) : match.start(1)]
        return not (ends_with(before, self.known.cues) and _PLURAL.match(self.text, match.end(1)))

    def _until_clause_ends(self, start: int) -> tuple[int, int]:
        if dated := self.known.since_year.match(self.text, start):
            return start, dated.end()
        end = _CLAUSE_END.search(self.text, start)
        return start, end.start() if end else len(self.text.rstrip(". "))

    def claims(self) -> Iterator[Claim]:
        """All claims, those of the more special kinds first."""
        known = self.known
        kinds = (
            (self._ranks, known.rank_words),
            (self._ratios, known.ratio_words),
            (self._fractions, known.fraction_words),
            (self._numbers, None),
            (self._multiples, known.multiple_words),
        )
        for read, words in kinds:
            if not self.digits if words is None else words.isdisjoint(self.words):
                continue
            for claim, end in read():
                span = (claim.start, end)
                if not self._overlaps(span):
                    self.taken.append(span)
                    yield claim

    def _overlaps(self, span: tuple[int, int]) -> bool:
        return any(start < span[1] and span[0] < end for start, end in self.taken)

    # --- kinds of claims ---------------------------------------------------------------------------------------

    def _ranks(self) -> Iterator[tuple[Claim, int]]:
        for match in self.known.rank.finditer(self.text):
            written = (match["n"] or match["m"] or match["o"]).lower()
            value = self.known.ordinals.get(written) or int(re.sub(r"\D", "", written))
            out_of = self.known.out_of.match(self.text[match.end() :])
            end = match.end() + (out_of.end() if out_of else 0)
            comparison = out_of[0].strip() if out_of else None
            yield self._claim(match.start(), match.end(), Decimal(value), "rank", None, comparison), end

    def _ratios(self) -> Iterator[tuple[Claim, int]]:
        if self.known.small.keys().isdisjoint(self.words) and not self.known.ratio_of_digits.search(self.text):
            return
        for match in self.known.ratio.finditer(self.text):
            first, second = self._small(match["a"]), self._small(match["b"])
            if not 0 < first < second or second > 1000 or _YEAR.fullmatch(match["b"]):
                continue
            if match["in"].lower() == "in" and (first > 9 or (match["b"].isdigit() and second not in _OF_HOW_MANY)):
                continue
            share = (Decimal(first) / Decimal(second) * 100).quantize(Decimal("0.1")).normalize()
            if match["in"].lower() == "in" and not re.match(r"\s+[a-z]{3,}", self.text[match.end() :]):
                continue
            yield self._claim(match.start(), match.end(), _plain(share), "%", None, None), match.end()

    def _small(self, word: str) -> int:
        return int(word) if word.isdigit() else self.known.small[word.lower()]

    def _fractions(self) -> Iterator[tuple[Claim, int]]:
        for match in self.known.fraction.finditer(self.text):
            if self.known.not_fraction.search(self.text[max(0, match.start() - 12) : match.start()]):
                continue
            words = " ".join(match["words"].lower().split())
            yield (
                self._claim(
                    match.start(), match.end("words"), Decimal(str(self.known.fraction_values[words])), "%", None, None
                ),
                match.end("words"),
            )

    def _multiples(self) -> Iterator[tuple[Claim, int]]:
        for match in self.known.word_times.finditer(self.text):
            yield (
                self._claim(
                    match.start(), match.end(), Decimal(self.known.small[match["n"].lower()]), "times", None, None
                ),
                match.end(),
            )
        for match in self.known.double.finditer(self.text):
            if (
                self.years
                or self.comparisons
                or re.match(r"\s+(?:in|over|within|during|to)\s", self.text[match.end() :])
            ):
                value = Decimal(str(self.known.doubled[match["word"].lower()]))
                yield self._claim(match.start(), match.end(), value, "times", None, None), match.end()

    def _numbers(self) -> Iterator[tuple[Claim, int]]:
        year_starts = {year.start(1) for year in self.years}
        for match in self._written_numbers():
            start = match.start("number")
            if start in year_starts or self._overlaps(match.span("number")) or self._within_comparison(start):
                continue
            value = self._value(match)
            if value is None:
                continue
            unit, currency = self._unit(match)
            if self._is_claim(match, value, unit, currency):
                yield self._claim(match.start(), match.end(), value, unit, currency, None), match.end()

    def _written_numbers(self) -> Iterator[re.Match[str]]:
        """Each number with its symbol, multiplier and unit."""
        position, ends = 0, self.known.symbol_ends
        while digit := _DIGIT.search(self.text, position):
            start = digit.start()
            before = self.text[max(0, start - 5) : start]
            symbol = self.known.symbol_before.search(before) if before.lower().rstrip()[-1:] in ends else None
            match = self.known.number.match(self.text, start - len(symbol[0]) if symbol else start)
            if match is None:
                end = _NOT_DIGIT.search(self.text, start)
                position = end.end() if end else len(self.text)
            else:
                yield match
                position = max(match.end(), start + 1)

    def _within_comparison(self, start: int) -> bool:
        """Numbers that another one is held against are no claims of their own."""
        return any(first <= start < end for first, end in self.comparisons)

    def _value(self, match: re.Match[str]) -> Decimal | None:
        written = _IN_NUMBER.sub("", match["number"])
        if self.language in self.known.comma:
            written = _DOT_OF_THOUSANDS.sub("", written).replace(",", ".")
        else:
            written = _COMMA_OF_THOUSANDS.sub("", written)
        if written.count(".") > 1:
            written = written.replace(".", "")
        written = written.replace(",", ".")
        try:
            value = Decimal(written)
        except InvalidOperation:
            return None
        if match["multiplier"]:
            value *= self.known.multipliers[" ".join(match["multiplier"].lower().split())]
        return _plain(value)

    def _unit(self, match: re.Match[str]) -> tuple[str | None, str | None]:
        if match["percent"]:
            words = " ".join(match["percent"].lower().split())
            return ("percentage points" if words in self.known.points else "%"), None
        written = (match["symbol"] or match["currency"] or "").lower()
        if written:
            return None, self.known.currencies.get(written)
        if match["times"]:
            return "times", None
        word = _UNIT.match(self.text, match.end())
        if word and word[1].lower() in self.known.units:
            return word[1].lower(), None
        return None, None

    def _is_claim(self, match: re.Match[str], value: Decimal, unit: str | None, currency: str | None) -> bool:
        before, after = self.text[max(0, match.start() - _BEFORE) : match.start()], self.text[match.end() :]
        if unit in ("%", "percentage points") or currency:
            return True
        if match.start() == 0 and _ENTRY.match(after):
            return False  # the number of a list's entry
        if ends_with(before, self.known.references) or self.known.not_counted.match(after):
            return False
        if _GOES_ON.match(after) and not match["multiplier"]:
            return False
        cued = ends_with(before, self.known.cues)
        noun = _NOUN.match(after) is not None
        if match["multiplier"] and match["multiplier"].lower() not in ("m", "b", "k"):
            return True
        if match["multiplier"]:
            return cued or noun
        if unit == "times":
            return True
        if unit is not None:
            return cued and value > 1
        if value >= _ENOUGH or match["plus"]:
            return noun or cued
        return cued and noun and value >= 2 and (value >= _SMALLEST_COUNT or self._reckons(before))

    def _reckons(self, before: str) -> bool:
        """Whether the word before a small number is one that reckons ("more than 3 companies"), not "just", "some"."""
        return (
            re.search(
                r"(?:more|less|fewer|over|least|most|average|total|than|zu|de|bis|minstens|mindestens|meer)\s*(?:of\s+|als\s+|dan\s+|que\s+|de\s+|the\s+)?$",
                before,
                re.IGNORECASE,
            )
            is not None
        )

    # --- what a claim says besides its number --------------------------------------------------------------------

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
            if not ends_with(self.text[max(0, match.start(1) - _BEFORE) : match.start(1)], self.known.since)
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


def _plain(value: Decimal) -> Decimal:
    """Without exponent and trailing zeros."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
