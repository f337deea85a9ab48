"""The words of pay and money in every language: TOML beside the code, read once, merged for the language of a text.

A text is read with the words of its own language first, and with those of all others where its own has no such word:
pages mix languages, above all in tables. Words that are too short or ambiguous for that are listed under `local`.
Notation in the TOML: a trailing dot is optional in the text (`mies.`), an asterisk stands for any letters (`*gehalt*`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from .sense import Sense

FOLDER = Path(__file__).resolve().parents[2] / "lexicon" / "pay"
_SPLIT = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
_SHARED_STEM = 5
_SHARED_INNER = 7
_CAREFUL = {"not_pay", "change", "change_after"}
_CAREFUL_LENGTH = 6
_CACHED_WORDS = 50_000
_FLAGS = {
    "pay": "pay",
    "weak": "weak",
    "not_pay": "not_pay",
    "change": "change",
    "change_after": "change_after",
    "adds": "adds",
    "floor": "floor",
    "about": "about",
    "glue": "glue",
    "recipient": "recipient",
    "payments": "payments",
    "subunit": "subunit",
    "vat": "vat",
}
_GROUPS = {
    "range": {"join": "join", "and": "also", "between": "between", "from": "start"},
    "bound": {"least": "least", "most": "most", "least_after": "least_after", "most_after": "most_after"},
}
_VALUES = {
    "basis": "basis",
    "statistic": "statistic",
    "component": "component",
    "employment": "employment",
    "level": "level",
    "nation": "nation",
}


class Fact(NamedTuple):
    """One phrase, one thing that it says."""

    phrase: str
    field: str
    value: Any
    language: str
    local: bool


class Phrase(NamedTuple):
    """What follows the first word of a phrase of several, and what the whole says."""

    rest: tuple[str, ...]
    tight: bool
    """Written without spaces, and only so: `a$` is no `a $`."""
    sense: Sense


class Grammar(NamedTuple):
    """How a language writes numbers, and the currency that its speakers mostly mean."""

    decimal_comma: bool = False
    groups_by_space: bool = False
    currency: str = ""


class _Words:
    """Words of one provenance: single ones, phrases of several, and patterns."""

    def __init__(self) -> None:
        self.single: dict[str, Sense] = {}
        self.several: dict[tuple[tuple[str, ...], bool], Sense] = {}
        self.patterns: dict[str, Sense] = {}
        self._compiled: list[tuple[re.Pattern[str], Sense]] | None = None

    def add(self, phrase: str, field: str, value: Any) -> None:
        """Note what a phrase says."""
        if "*" in phrase and " " not in phrase:
            setattr(self.patterns.setdefault(phrase, Sense()), field, value)
            return
        for words in _spellings(phrase):
            if len(words) == 1:
                sense = self.single.setdefault(words[0], Sense())
            else:
                sense = self.several.setdefault((words, " " not in phrase), Sense())
            setattr(sense, field, value)

    def find(self, word: str) -> Sense | None:
        """What a word says by itself and by every pattern that it fits."""
        merged = self.single.get(word)
        if merged is not None:
            if merged.nothing:
                return merged
            merged = merged.copy()
        if len(word) < 4:
            return merged
        if self._compiled is None:
            self._compiled = [(_pattern(phrase), sense) for phrase, sense in self.patterns.items()]
        for pattern, sense in self._compiled:
            if pattern.fullmatch(word):
                if merged is None:
                    merged = sense.copy()
                else:
                    merged.merge(sense)
        return merged


class Lexicon:
    """The words for texts of one language: its own and the core's, and after them those of all other languages."""

    def __init__(self, language: str, facts: list[Fact], grammar: Grammar) -> None:
        self.language = language
        self.grammar = grammar
        self.phrases: dict[str, list[Phrase]] = {}
        self._own, self._foreign = _Words(), _Words()
        self._known: dict[str, Sense | None] = {}
        for fact, own in _chosen(language, facts):
            (self._own if own else self._foreign).add(fact.phrase, fact.field, fact.value)
        several = {**self._foreign.several, **self._own.several}
        for (words, _), sense in several.items():
            if not (sense.not_pay or sense.change or sense.nothing):
                sense.pay = sense.pay or any(part.pay for part in map(self.word, words) if part is not None)
        for words, tight in sorted(several, key=lambda key: len(key[0]), reverse=True):
            self.phrases.setdefault(words[0], []).append(Phrase(words[1:], tight, several[words, tight]))
        ideographs = {word for words in (self._own, self._foreign) for word in words.single if _is_cjk(word)}
        longest_first = sorted(ideographs, key=lambda word: (-len(word), word))
        self.cjk = re.compile("|".join(map(re.escape, longest_first)) + r"|[一二三四五六七八九〇零十百千万億兆萬]+|.")

    def word(self, word: str) -> Sense | None:
        """What a single word in lower case says, or None."""
        try:
            return self._known[word]
        except KeyError:
            if len(self._known) > _CACHED_WORDS:
                self._known.clear()
            sense = self._own.find(word) or self._foreign.find(word)
            if sense is not None and sense.nothing:
                sense = None
            self._known[word] = sense
            return sense


def _is_cjk(word: str) -> bool:
    return "\u3040" <= word[0] <= "\u9fff"


def _chosen(language: str, facts: list[Fact]) -> Iterator[tuple[Fact, bool]]:
    """Facts of the language and the core (True), and of other languages where this one has no such phrase."""
    own = {fact.phrase.rstrip(".") for fact in facts if fact.language in (language, "core")}
    for fact in facts:
        mine = fact.language in (language, "core")
        if not mine:
            if fact.local or fact.phrase.rstrip(".") in own:
                continue
            if "*" in fact.phrase and language and not _shared_pattern(fact.phrase):
                continue
            if fact.field in _CAREFUL and language and len(fact.phrase) < _CAREFUL_LENGTH:
                continue
        yield fact, mine


def _shared_pattern(phrase: str) -> bool:
    """Long enough to mean the same in a text of another language; longer where anything may stand before it."""
    return len(phrase.replace("*", "")) >= (_SHARED_INNER if phrase[0] == "*" else _SHARED_STEM)


def _spellings(phrase: str) -> list[tuple[str, ...]]:
    words = tuple(_SPLIT.findall(phrase.lower()))
    return [words, words[:-1]] if words[-1] == "." and len(words) > 1 else [words]


def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(re.escape(phrase.lower()).replace(r"\*", r"\w*"))


@cache
def lexicon_for(language: str | None) -> Lexicon:
    """The lexicon for texts in a language (BCP 47; only the primary subtag counts; None: unknown)."""
    facts, grammars = _load()
    primary = _ALIASES.get(language or "", language or "")
    return Lexicon(primary, facts, grammars.get(primary, Grammar()))


_ALIASES = {"no": "nb", "nn": "nb", "iw": "he", "und": ""}


def language_key(language: str | None) -> str | None:
    """The primary subtag in lower case: the part of a language tag that the lexicon goes by."""
    if not language:
        return None
    return language.replace("_", "-").partition("-")[0].lower()


@cache
def _load() -> tuple[list[Fact], dict[str, Grammar]]:
    facts: list[Fact] = []
    grammars: dict[str, Grammar] = {}
    for path in sorted(FOLDER.glob("*.toml"), key=lambda path: (path.stem != "core", path.stem != "en", path.stem)):
        if path.stem == "currencies":
            continue
        data = read_toml(path)
        language = "core" if path.stem == "core" else path.stem
        if language != "core":
            grammars[language] = Grammar(
                data.get("decimal", ".") == ",", data.get("group") == " ", data.get("currency_of_speakers", "")
            )
        facts += _facts(data, language)
    return facts, grammars


def read_toml(path: Path) -> dict[str, Any]:
    """The words of a TOML file; its examples, which stand last and only tests read, are left out."""
    return tomllib.loads(path.read_text(encoding="utf-8").partition("\n[[example]]")[0])


def _facts(data: Mapping[str, Any], language: str) -> Iterator[Fact]:
    local = set(data.get("local", ()))

    def fact(phrase: str, field: str, value: Any) -> Fact:
        return Fact(phrase, field, value, language, phrase in local)

    for key, field in _FLAGS.items():
        for phrase in data.get(key, ()):
            yield fact(phrase, field, True)
    for phrase in data.get("nothing", ()):
        yield fact(phrase, "nothing", True)
    for key, names in _GROUPS.items():
        for name, phrases in data.get(key, {}).items():
            for phrase in phrases:
                yield fact(phrase, names[name], True)
    for key, field in _VALUES.items():
        for value, phrases in data.get(key, {}).items():
            for phrase in phrases:
                yield fact(phrase, field, value)
    yield from _periods(data.get("period", {}), fact)
    yield from _numbers(data, fact)
    yield from _currencies(data, fact)


def _periods(table: Mapping[str, Any], fact: Any) -> Iterator[Fact]:
    for phrase in table.get("per", ()):
        yield fact(phrase, "per", True)
    for unit, phrases in table.get("noun", {}).items():
        for phrase in phrases:
            yield fact(phrase, "unit", unit)
    for unit, phrases in table.get("word", {}).items():
        for phrase in phrases:
            yield fact(phrase, "period", unit)


def _numbers(data: Mapping[str, Any], fact: Any) -> Iterator[Fact]:
    for value, phrases in data.get("multiplier", {}).items():
        for phrase in phrases:
            yield fact(phrase, "multiplier", Decimal(value))
    for value, phrases in data.get("percentile", {}).items():
        for phrase in phrases:
            yield fact(phrase, "percentile", Decimal(value))
            yield fact(phrase, "statistic", "percentile")
    words = {int(value): list(phrases) for value, phrases in data.get("number", {}).items()}
    pattern: str = data.get("number_joined", "")  # `{unit}und{ten}`: five-and-forty in one word
    for ten in range(20, 100, 10) if pattern else ():
        for one in range(1, 10):
            for ten_word in words.get(ten, ()):
                for one_word in (*words.get(one, ()), *data.get("number_joined_units", {}).get(str(one), ())):
                    words.setdefault(ten + one, []).append(pattern.format(unit=one_word, ten=ten_word))
    hundred: str = data.get("hundred_joined", "")  # `{unit}hundert`
    for one in range(2, 10) if hundred else ():
        words.setdefault(100 * one, []).extend(hundred.format(unit=word) for word in words.get(one, ()))
    thousand: str = data.get("thousand_joined", "")  # `{number}mila`
    for number in [number for number in words if 1 < number < 1000] if thousand else ():
        words.setdefault(1000 * number, []).extend(thousand.format(number=word) for word in words[number])
    for value, phrases in words.items():
        for phrase in phrases:
            yield fact(phrase, "number", Decimal(value))


def _currencies(data: Mapping[str, Any], fact: Any) -> Iterator[Fact]:
    for codes, phrases in data.get("currency", {}).items():
        for phrase in phrases:
            yield fact(phrase, "currency", tuple(codes.split()))
            yield fact(phrase, "is_word", phrase[0].isalpha())
    for phrase, (code, factor, *period) in data.get("scaled", {}).items():
        yield fact(phrase, "currency", (code,))
        yield fact(phrase, "multiplier", Decimal(factor))
        for unit in period:
            yield fact(phrase, "period", unit)
    for phrase, (code, share) in data.get("coin", {}).items():
        yield fact(phrase, "currency", tuple(code.split()))
        yield fact(phrase, "coin", Decimal(share))
