"""The kinds of claims: ranks, ratios, fractions, numbers with what they count, multiples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from extractors.values.quantities.sentence import BEFORE, DIGIT, DIGIT_IN_ASCII, YEAR, Claim, Sentence
from extractors.values.quantity_words import ends_with

_NOT_DIGIT = re.compile(r"[^\d.,]")
_UNIT = re.compile(r"[\s-]*([^\W\d_]+[²]?)")
_NAME_BEFORE = re.compile(r"\S\s+(?:[^\W\d_]\.?&)?([A-ZÀ-Þ][^\W\d_]*)\s$")
"""A word with a capital right before a number, within a sentence."""
_NOUN = re.compile(r"\s+(?!(?:and|or|und|oder|et|ou|en|of|y|o|e)\s)(?:of\s+)?(?:[^\W\d_]+[-‑])*[^\W\d_]{3,}")
_THING = re.compile(r"\s+[A-ZÀ-Þ]")
"""After "10x" in a list of things: "10x Berserk Scroll"."""
_GOES_ON = re.compile(r"\s?[-–]\s?\d|/\d|:\d|\w")
_ENTRY = re.compile(r"[.):]\s|\s*[-–]\s")
_WORD_FOLLOWS = re.compile(r"\s+[a-z]{3,}")
_SPAN_FOLLOWS = re.compile(r"\s+(?:in|over|within|during|to)\s")
_RECKONS = re.compile(
    r"(?:more|less|fewer|over|least|most|average|total|than|zu|de|bis|minstens|mindestens|meer)\s*"
    r"(?:of\s+|als\s+|dan\s+|que\s+|de\s+|the\s+)?$",
    re.IGNORECASE,
)
_IN_NUMBER = re.compile(r"[\s\u00a0\u202f’']")
_DOT_OF_THOUSANDS = re.compile(r"\.(?=\d{3}(?:\D|$))")
_COMMA_OF_THOUSANDS = re.compile(r",(?=\d{3}(?:\D|$))")
_OF_HOW_MANY = frozenset({*range(2, 11), 12, 20, 50, 100})
_SMALLEST_COUNT = 20
"""A bare number below this is a claim only after a word such as "over"."""
_WORDS_OF_QUANTITY = 8
_ENOUGH = 100
"""A number from here on counts something where a noun follows."""


class Claims(Sentence):
    """The claims of a sentence, kind by kind."""

    def claims(self) -> Iterator[Claim]:
        """All claims, those of the more special kinds first."""
        known = self.known
        kinds = (
            (self._ranks, known.rank_words),
            (self._ratios, known.ratio_words),
            (self._fractions, known.fraction_words),
            (self._changes, known.change_words),
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

    def _ranks(self) -> Iterator[tuple[Claim, int]]:
        for match in self.known.rank.finditer(self.text):
            written = (match["n"] or match["m"] or match["o"]).lower()
            value = self.known.ordinals.get(written) or int(re.sub(r"\D", "", written))
            out_of = self.known.out_of.match(self.text, match.end())
            end = out_of.end() if out_of else match.end()
            comparison = out_of[0].strip() if out_of else None
            yield self._claim(match.start(), match.end(), Decimal(value), "rank", None, comparison), end

    def _ratios(self) -> Iterator[tuple[Claim, int]]:
        if self.known.small.keys().isdisjoint(self.words) and not self._may_be_ratio():
            return
        for match in self.known.ratio.finditer(self.text):
            first, second = self._small(match["a"]), self._small(match["b"])
            if not 0 < first < second or second > 1000 or YEAR.fullmatch(match["b"]):
                continue
            if match["in"].lower() == "in" and (first > 9 or (match["b"].isdigit() and second not in _OF_HOW_MANY)):
                continue
            share = (Decimal(first) / Decimal(second) * 100).quantize(Decimal("0.1")).normalize()
            if match["in"].lower() == "in" and not _WORD_FOLLOWS.match(self.text, match.end()):
                continue
            yield self._claim(match.start(), match.end(), _plain(share), "%", None, None), match.end()

    def _may_be_ratio(self) -> bool:
        """Whether a number stands before "in", "out of" and the like."""
        text = self.text
        known = self.known.ratio_of_ascii_digits if text.isascii() else self.known.ratio_of_digits
        return known.search(text) is not None

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
            if self.years or self.comparisons or _SPAN_FOLLOWS.match(self.text, match.end()):
                value = Decimal(str(self.known.doubled[match["word"].lower()]))
                yield self._claim(match.start(), match.end(), value, "times", None, None), match.end()

    def _changes(self) -> Iterator[tuple[Claim, int]]:
        """ "grew from 1,200 in 2018 to 1,900 in 2023"."""
        for change in self.known.change.finditer(self.text) if self.digits else ():
            match = self.known.number.match(self.text, change.end())
            value = self._value(match) if match is not None else None
            if match is None or value is None or YEAR.match(self.text, match.start("number")):
                continue
            unit, currency = self._unit(match)
            if not (unit or currency) and value < _SMALLEST_COUNT:
                continue
            claim = self._claim(match.start(), match.end(), value, unit, currency, change["from"])
            self.taken.append(change.span("from"))
            after = next((year[1] for year in self.years if year.start(1) >= match.end()), None)
            claim = claim._replace(as_of=after or (None if YEAR.search(change["from"]) else claim.as_of))
            words = self.text[: change.start()].split()[-_WORDS_OF_QUANTITY:]
            while words and words[-1].lower() in self.known.ends:
                words.pop()
            quantity = " ".join(words).strip("“”\"' ,")
            yield claim._replace(quantity=quantity or claim.quantity), match.end()

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
        text, position, ends, number = self.text, 0, self.known.symbol_ends, self.known.number
        find_digit = (DIGIT_IN_ASCII if text.isascii() else DIGIT).search
        while digit := find_digit(text, position):
            start = digit.start()
            before = text[max(0, start - 5) : start]
            symbol = self.known.symbol_before.search(before) if before.lower().rstrip()[-1:] in ends else None
            match = number.match(text, start - len(symbol[0]) if symbol else start)
            if match is None:
                end = _NOT_DIGIT.search(text, start)
                position = end.end() if end else len(text)
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
        if unit in ("%", "percentage points") or currency:
            return True
        text, start, end = self.text, match.start(), match.end()
        if start == 0 and _ENTRY.match(text, end):
            return False  # the number of a list's entry
        before = text[max(0, start - BEFORE) : start]
        if ends_with(before, self.known.references) or self.known.not_counted.match(text, end):
            return False
        if _GOES_ON.match(text, end) and not match["multiplier"]:
            return False
        if unit is None and not match["multiplier"] and (self._is_named(before) or self.known.street.match(text, end)):
            return False
        cued = ends_with(before, self.known.cues)
        noun = _NOUN.match(text, end) is not None
        if match["multiplier"] and match["multiplier"].lower() not in ("m", "b", "k"):
            return True
        if match["multiplier"]:
            return cued or noun
        if unit == "times":
            return value > 1 and not _THING.match(text, end)
        if unit is not None:
            return cued and value > 1
        if value >= _ENOUGH or match["plus"]:
            return noun or cued
        return cued and noun and value >= 2 and (value >= _SMALLEST_COUNT or self._reckons(before))

    def _is_named(self, before: str) -> bool:
        """ "Boeing 737 crews", "Fortune 500 firms": the number is part of a name. German writes all nouns large."""
        if ends_with(before, self.known.numbered_names):
            return True
        found = _NAME_BEFORE.search(before) if self.language != "de" else None
        return found is not None and found[1].lower() not in self.known.cues

    def _reckons(self, before: str) -> bool:
        """Whether the word before a small number is one that reckons ("more than 3 companies"), not "just", "some"."""
        return _RECKONS.search(before) is not None


def _plain(value: Decimal) -> Decimal:
    """Without exponent and trailing zeros."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
