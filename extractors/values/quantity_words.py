"""The words of quantities as patterns: `lexicon/quantities.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any


class Lexicon:
    """`lexicon/quantities.toml` as patterns and sets."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.multipliers = {word: Decimal(number) for number, words in data["multipliers"].items() for word in words}
        self.comma = frozenset(data["decimal_comma"]["languages"])
        self.currencies: dict[str, str] = data["currencies"]
        self.percent = frozenset(data["percent"]["words"])
        self.points = frozenset(data["percent"]["points"])
        self.units = frozenset(data["units"]["words"])
        self.ordinals: dict[str, int] = data["rank"]["ordinals"]
        self.small: dict[str, int] = data["small"]["words"]
        self.doubled: dict[str, float] = data["small"]["doubled"]
        self.fraction_values: dict[str, float] = data["fractions"]["words"]
        self.symbol_ends = frozenset(word[-1].lower() for word in self.currencies if word)
        symbols = _any(word for word in self.currencies if not word.isalpha() or len(word) < 4)
        names = _any(word for word in self.currencies if word.isalpha())
        multipliers = _any(self.multipliers)
        number = r"\d{1,3}(?:[,.\u00a0\u202f ’']\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
        follow = _any([*self.percent, *self.points])
        self.number = re.compile(
            rf"(?<![\w.,/:#$€£-])(?P<symbol>{symbols})?\s?(?P<number>{number})(?P<plus>\+)?"
            rf"(?:(?:\s|-)?(?P<multiplier>{multipliers})(?![\w]))?"
            rf"(?:\s?(?P<percent>{follow})(?!\w))?(?:\s?(?:(?:de|d['’]|di)\s?)?(?P<currency>{names}|€|\$|£|zł)(?!\w))?"
            rf"(?P<times>\s?(?:{_any(data['small']['times'])})(?!\w))?",
            re.IGNORECASE,
        )
        rank_before, ordinals = _any(data["rank"]["before"]), _any(self.ordinals)
        verbs = _any(data["rank"]["verbs"])
        self.rank = re.compile(
            rf"(?<!\w)(?:(?:{rank_before})\s?(?P<n>\d{{1,3}})(?![\w%.,]\d|\w)(?=\s+(?:out|of|in|among|on|worldwide|globally|von|sur))"
            rf"|(?P<m>\d{{1,3}})(?:st|nd|rd|th)(?=\s+(?:out|of|in|among|place|largest|biggest|most|highest|position))"
            rf"|(?:{verbs})\s+(?:(?:[A-ZÀ-Þ][\w-]*|it|them|at|as|the)\s+){{0,4}}(?P<o>{ordinals}|\d{{1,3}}(?:st|nd|rd|th))(?!\w))",
            re.IGNORECASE,
        )
        self.fraction = re.compile(
            rf"(?<!\w)(?P<words>{_any(self.fraction_values)})\s+(?={_any(data['fractions']['before'])})", re.IGNORECASE
        )
        self.not_fraction = re.compile(rf"(?<!\w)(?:{_any(data['fractions']['not_after'])})\s+$", re.IGNORECASE)
        small = _any(self.small)
        self.ratio = re.compile(
            rf"(?<![\w.,])(?P<a>\d{{1,3}}|{small})\s+(?P<in>{_any(data['small']['in'])})\s+(?:the\s+)?(?P<b>\d{{1,4}}|{small})(?![\w%]|[.,]\d)",
            re.IGNORECASE,
        )
        self.ratio_of_digits = re.compile(rf"\d\s+(?:{_any(data['small']['in'])})\s", re.IGNORECASE)
        self.ratio_of_ascii_digits = re.compile(rf"[0-9]\s+(?:{_any(data['small']['in'])})\s", re.IGNORECASE)
        self.word_times = re.compile(
            rf"(?<!\w)(?P<n>{small})\s+(?:{_any(w for w in data['small']['times'] if len(w) > 2)})(?!\w)", re.IGNORECASE
        )
        self.double = re.compile(rf"(?<!\w)(?P<word>{_any(self.doubled)})(?!\w)", re.IGNORECASE)
        self.cues = _phrases(data["cues"]["words"])
        self.street = re.compile(
            rf"\s+(?:(?:[NSEW]\.?|[A-Z][\w'’.-]+)\s+){{1,4}}(?i:{_any(data['streets']['words'])})(?!\w)"
        )
        self.numbered_names = _phrases(data["numbered_names"]["words"])
        changes = data["changes"]
        self.change_words = frozenset(changes["verbs"])
        self.change = re.compile(
            rf"(?<!\w)(?:{_any(changes['verbs'])})\s(?:[^\s.;]+\s){{0,3}}?"
            rf"(?P<from>(?:{_any(changes['from'])})\s[^\d\s.;]?\s?\d(?:[\d\u00a0\u202f’]|[.,](?=\d))*[^.;]{{0,30}}?)\s"
            rf"(?:{_any(changes['to'])})\s(?=[^\d\s.;]?\s?\d)",
            re.IGNORECASE,
        )
        self.references = _phrases(data["references"]["words"]) | {"no", "nr", "#", "number"}
        self.not_counted = re.compile(rf"[\s-]*(?:{_any(data['not_counted']['words'])})(?!\w)", re.IGNORECASE)
        self.comparison = re.compile(rf"(?<!\w)(?:{_any(data['comparisons']['strong'])})(?!\w)", re.IGNORECASE)
        self.out_of = re.compile(r"\s*(?:out of|of|von|sur|de)\s+(?:the\s+|den\s+|les\s+)?\d+[^,.;]*", re.IGNORECASE)
        self.since = _phrases([*data["since"]["words"], *data["comparisons"]["strong"]])
        self.since_year = re.compile(
            rf"(?:{_any(data['since']['words'])})\s+(?:the\s+|early\s+|late\s+)?(?:19|20)\d\d", re.IGNORECASE
        )
        self.symbol_before = re.compile(rf"(?<![\w.,/:#-])(?:{symbols})\s?$", re.IGNORECASE)
        self.rank_words = _first_words([*data["rank"]["before"], *data["rank"]["verbs"]]) | {"st", "nd", "rd", "th"}
        self.ratio_words = _first_words(data["small"]["in"])
        self.fraction_words = _words_of(self.fraction_values) - {"a", "one", "two", "three", "un", "une", "ein", "die"}
        self.times_words = _words_of(data["small"]["times"])
        self.multiple_words = self.times_words | set(self.doubled)
        self.rank_verbs = _first_words(data["rank"]["verbs"])
        self.lone_words = {_WORD.findall(phrase)[-1] for phrase in self.fraction_values} | set(self.doubled)
        """One of these can make a claim of a sentence without any number: the last words of fractions, "doubled"."""
        self.telling_words = self.lone_words | set(self.small) | set(self.ordinals)
        """Without one of these a sentence without a number holds no claim."""
        self.comparison_words: dict[str, list[frozenset[str]]] = {}
        for phrase in data["comparisons"]["strong"]:
            words = _WORD.findall(phrase)
            self.comparison_words.setdefault(words[0], []).append(frozenset(words))
        self.ends = frozenset(data["ends"]["words"])

    def may_compare(self, words: set[str]) -> bool:
        """Whether all words of some comparison are among a sentence's words."""
        known = self.comparison_words
        return any(phrase <= words for first in known.keys() & words for phrase in known[first])


def _any(words: Iterable[str]) -> str:
    ordered = sorted(set(words), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


def _phrases(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.strip(".") for word in words)


_AROUND_WORDS = ".,:;()“”\"'"
_ARTICLES = frozenset({"the", "a", "an", "early", "late", "year"})
_LONGEST_PHRASE = 4


def ends_with(text: str, phrases: frozenset[str]) -> bool:
    """Whether a text ends with one of the phrases, articles after it left aside; ten times faster than a pattern."""
    words = text.lower().split()[-_LONGEST_PHRASE - 1 :]
    if not words or words[-1].strip(_AROUND_WORDS) not in _last_words(phrases):
        return False
    words = [word.strip(_AROUND_WORDS) for word in words]
    while words:
        if any(" ".join(words[-length:]) in phrases for length in range(1, min(_LONGEST_PHRASE, len(words)) + 1)):
            return True
        if words.pop() not in _ARTICLES:
            break
    return False


@lru_cache(maxsize=16)
def _last_words(phrases: frozenset[str]) -> frozenset[str]:
    """What a text ends with that ends with one of the phrases, or with an article."""
    return _ARTICLES.union(phrase.split(" ")[-1] for phrase in phrases)


def _first_words(phrases: Iterable[str]) -> set[str]:
    return {_WORD.findall(phrase)[0] for phrase in phrases if _WORD.search(phrase)}


def _words_of(phrases: Iterable[str]) -> set[str]:
    return {word for phrase in phrases for word in _WORD.findall(phrase)}


_WORD = re.compile(r"[^\W\d_]+")


@cache
def lexicon() -> Lexicon:
    """`lexicon/quantities.toml`, read once."""
    text = files("extractors.lexicon").joinpath("quantities.toml").read_text(encoding="utf-8")
    return Lexicon(tomllib.loads(text))
