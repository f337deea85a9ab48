"""The facts of all languages, found by word, by first word of a phrase, and by pattern."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .facts import Fact

_SPLIT = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
_PATTERN_LEAST, _PATTERN_MOST = 4, 60


class Index:
    """All facts of all languages, by word, by first word of a phrase, and by pattern."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts_of_all = facts
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
        self.cjk = re.compile(
            "|".join(map(re.escape, longest_first)) + r"|[一二三四五六七八九〇零十百千万億兆萬]+|[a-zà-ÿ]+|."
        )

    def facts(self, word: str) -> list[Fact]:
        """Everything that is said of a word, itself or by patterns."""
        found = list(self.words.get(word, ()))
        if _PATTERN_LEAST <= len(word) <= _PATTERN_MOST:
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
