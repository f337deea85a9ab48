"""The words of pay and money in every language: TOML beside the code, read once, merged for the language of a text.

A text is read with the words of its own language first, and with those of all others where its own has no such word:
pages mix languages, above all in tables. Words that are too short or ambiguous for that are listed under `local`.
Notation in the TOML: a trailing dot is optional in the text (`mies.`), an asterisk stands for any letters (`*gehalt*`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
_PATTERN_LEAST = 4
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


class Lexicon:
    """The words for texts of one language: its own and the core's, and after them those of all other languages.

    Senses are put together when a word is first met, so that a language costs nothing until it is read.
    """

    def __init__(self, language: str, index: Index, grammar: Grammar) -> None:
        self.language = language
        self.grammar = grammar
        self.cjk = index.cjk
        self._index = index
        self._known: dict[str, Sense | None] = {}
        self._phrases: dict[str, list[Phrase]] = {}

    def word(self, word: str) -> Sense | None:
        """What a single word in lower case says by itself and by every pattern that it fits; None for nothing."""
        try:
            return self._known[word]
        except KeyError:
            if len(self._known) > _CACHED_WORDS:
                self._known.clear()
            sense = self._known[word] = self._sense(self._index.facts(word))
            return sense

    def phrases(self, word: str) -> Sequence[Phrase]:
        """The phrases of several words that begin with this one, longest first."""
        if word not in self._index.phrases:
            return ()
        known = self._phrases.get(word)
        if known is None:
            known = self._phrases[word] = self._phrases_from(word)
        return known

    def _phrases_from(self, word: str) -> list[Phrase]:
        found: list[Phrase] = []
        own_word = any(self._is_own(fact) for fact in self._index.words.get(word, ()))
        for rest, tight, facts in self._index.phrases[word]:
            if own_word and not any(self._is_own(fact) for fact in facts):
                continue  # another language's phrase that begins with a word of this one
            sense = self._sense(facts)
            if sense is None:
                continue
            if not (sense.not_pay or sense.change or sense.nothing):
                parts = map(self.word, (word, *rest))
                sense.pay = sense.pay or any(part.pay for part in parts if part is not None)
            found.append(Phrase(rest, tight, sense))
        return found

    def _sense(self, facts: Sequence[Fact]) -> Sense | None:
        """One sense of all that is said: by the language itself, or by others where it says nothing."""
        if not facts:
            return None
        chosen = [fact for fact in facts if self._is_own(fact)]
        if not chosen:
            chosen = [fact for fact in facts if self._foreign(fact)]
        if not chosen or any(fact.field == "nothing" and len(fact.phrase.split()) == 1 for fact in chosen):
            return None
        sense = Sense()
        for fact in chosen:
            if not getattr(sense, fact.field):
                setattr(sense, fact.field, fact.value)
        return sense

    def _is_own(self, fact: Fact) -> bool:
        return fact.language == self.language or fact.language == "core"

    def _foreign(self, fact: Fact) -> bool:
        """Whether a word of another language may be read in this one."""
        if fact.local:
            return False
        if not self.language:
            return True
        if "*" in fact.phrase:
            length = len(fact.phrase.replace("*", ""))
            return length >= (_SHARED_INNER if fact.phrase[0] == "*" else _SHARED_STEM)
        return fact.field not in _CAREFUL or len(fact.phrase) >= _CAREFUL_LENGTH


class Index:
    """All facts of all languages, by word, by first word of a phrase, and by pattern."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.words: dict[str, list[Fact]] = {}
        self.prefixes: dict[str, list[Fact]] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], bool, list[Fact]]]] = {}
        patterns: dict[str, list[Fact]] = {}
        several: dict[tuple[tuple[str, ...], bool], list[Fact]] = {}
        for fact in facts:
            phrase = fact.phrase
            if "*" in phrase:
                if phrase.index("*") == len(phrase) - 1:
                    self.prefixes.setdefault(phrase[:-1].lower(), []).append(fact)
                else:
                    patterns.setdefault(phrase, []).append(fact)
                continue
            for words in _spellings(phrase):
                if len(words) == 1:
                    self.words.setdefault(words[0], []).append(fact)
                else:
                    several.setdefault((words, " " not in phrase), []).append(fact)
        for words, tight in sorted(several, key=lambda key: -len(key[0])):
            self.phrases.setdefault(words[0], []).append((words[1:], tight, several[words, tight]))
        self.patterns = [(_pattern(phrase), facts) for phrase, facts in patterns.items()]
        parts = {max(phrase.split("*"), key=len) for phrase in patterns}
        self.any_pattern = re.compile("|".join(map(re.escape, sorted(parts))))
        ideographs = {word for word in (*self.words, *self.phrases) if _is_cjk(word)}
        longest_first = sorted(ideographs, key=lambda word: (-len(word), word))
        self.cjk = re.compile("|".join(map(re.escape, longest_first)) + r"|[一二三四五六七八九〇零十百千万億兆萬]+|.")

    def facts(self, word: str) -> list[Fact]:
        """Everything that is said of a word, itself or by patterns."""
        found = list(self.words.get(word, ()))
        if len(word) >= _PATTERN_LEAST:
            for end in range(2, len(word) + 1):
                found += self.prefixes.get(word[:end], ())
            if self.any_pattern.search(word):
                for pattern, facts in self.patterns:
                    if pattern.fullmatch(word):
                        found += facts
        return found


def _is_cjk(word: str) -> bool:
    return "\u3040" <= word[0] <= "\u9fff"


def _spellings(phrase: str) -> list[tuple[str, ...]]:
    words = tuple(_SPLIT.findall(phrase.lower()))
    return [words, words[:-1]] if words[-1] == "." and len(words) > 1 else [words]


def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(re.escape(phrase.lower()).replace(r"\*", r"\w*"))


@cache
def lexicon_for(language: str | None) -> Lexicon:
    """The lexicon for texts in a language (BCP 47; only the primary subtag counts; None: unknown)."""
    index, grammars = _load()
    primary = _ALIASES.get(language or "", language or "")
    return Lexicon(primary, index, grammars.get(primary, Grammar()))


_ALIASES = {"no": "nb", "nn": "nb", "iw": "he", "und": ""}


def language_key(language: str | None) -> str | None:
    """The primary subtag in lower case: the part of a language tag that the lexicon goes by."""
    if not language:
        return None
    return language.replace("_", "-").partition("-")[0].lower()


@cache
def _load() -> tuple[Index, dict[str, Grammar]]:
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
    return Index(facts), grammars


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
