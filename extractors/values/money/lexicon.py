"""The words of pay and money in every language: TOML beside the code, read once, merged for the language of a text.

A text is read with the words of its own language first, and with those of all others where its own has no such word:
pages mix languages, above all in tables. Words that are too short or ambiguous for that are listed under `local`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from .facts import Fact, Grammar, load_facts
from .index import Index
from .sense import Sense

_SHARED_STEM = 5
_SHARED_INNER = 7
_LEAST_LENGTH = {"not_pay": 6, "change": 6, "change_after": 6, "multiplier": 3, "number": 4}
"""How long a word must be for this to be believed of it in a text of another language."""
_CACHED_WORDS = 50_000


class Phrase(NamedTuple):
    """What follows the first word of a phrase of several, and what the whole says."""

    rest: tuple[str, ...]
    tight: bool
    """Written without spaces, and only so: `a$` is no `a $`."""
    sense: Sense


class Lexicon:
    """The words for texts of one language: its own and the core's, and after them those of all other languages.

    Senses are put together when a word is first met, so that a language costs nothing until it is read.
    """

    def __init__(self, language: str, index: Index, grammar: Grammar) -> None:
        self.language = language
        self.grammar = grammar
        self.cjk = index.cjk
        self.opens_phrase = index.phrases.keys()
        """Words that phrases of several begin with."""
        self._index = index
        self._known: dict[str, Sense | None] = {}
        self._phrases: dict[str, dict[str, list[Phrase]]] = {}
        """By their first and their second word."""

    def phrases_that_say(self, fields: Container[str]) -> Iterator[str]:
        """All phrases, in lower case and with their asterisks, that say one of the fields of `Sense`."""
        for fact in self._index.facts_of_all:
            if fact.field in fields and (self._is_own(fact) or self._foreign(fact)):
                yield fact.phrase.lower()

    def word(self, word: str) -> Sense | None:
        """What a single word in lower case says by itself and by every pattern that it fits; None for nothing."""
        try:
            return self._known[word]
        except KeyError:
            if len(self._known) > _CACHED_WORDS:
                self._known.clear()
            sense = self._known[word] = self._sense(self._index.facts(word))
            return sense

    def phrases(self, word: str, following: str) -> Sequence[Phrase]:
        """The phrases of several words that begin with these two, longest first."""
        known = self._phrases.get(word)
        if known is None:
            known = self._phrases[word] = {}
            for phrase in self._phrases_from(word):
                known.setdefault(phrase.rest[0], []).append(phrase)
        return known.get(following, ())

    def _phrases_from(self, word: str) -> list[Phrase]:
        found: list[Phrase] = []
        own_word = any(self._is_own(fact) for fact in self._index.words.get(word, ()))
        for rest, tight, facts in self._index.phrases[word]:
            if own_word and not any(self._is_own(fact) for fact in facts):
                continue  # another language's phrase that begins with a word of this one
            sense = self._sense(facts)
            if sense is None:
                continue
            if not (sense.not_pay or sense.weak or sense.change or sense.nothing):
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
        return len(fact.phrase) >= _LEAST_LENGTH.get(fact.field, 0)


@cache
def lexicon_for(language: str | None) -> Lexicon:
    """The lexicon for texts in a language (BCP 47; only the primary subtag counts; None: unknown)."""
    index, grammars = _load()
    primary = _ALIASES.get(language or "", language or "")
    return Lexicon(primary, index, grammars.get(primary, Grammar()))


def knows_language(language: str) -> bool:
    """Whether there are words of this language (BCP 47) in the lexicon."""
    primary = language_key(language) or ""
    return _ALIASES.get(primary, primary) in _load()[1]


_ALIASES = {"no": "nb", "nn": "nb", "iw": "he", "und": ""}


def language_key(language: str | None) -> str | None:
    """The primary subtag in lower case: the part of a language tag that the lexicon goes by."""
    if not language:
        return None
    return language.replace("_", "-").partition("-")[0].lower()


@cache
def _load() -> tuple[Index, dict[str, Grammar]]:
    facts, grammars = load_facts()
    return Index(facts), grammars


@lru_cache(maxsize=8192)
def languages_of(word: str) -> frozenset[str]:
    """The languages that know a word as such or as the first of a phrase, stems aside; `core` is none."""
    index, _ = _load()
    facts = index.words.get(word, []) + [fact for _, _, told in index.phrases.get(word, ()) for fact in told]
    return frozenset(fact.language for fact in facts) - {"core"}
