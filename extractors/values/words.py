"""A text's words, letters only, and whether some phrase can stand among them: asked of every line of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = "".join(chr(code) if chr(code).isalpha() else " " for code in range(128))
_MOST_WORDS = 50_000


def words_of(text: str) -> list[str]:
    """The runs of letters of a text, in order, as they are written.

    A table and a split take a fifth of the time of a pattern; they serve for ASCII, which most lines are.
    """
    return text.translate(_LETTERS).split() if text.isascii() else _WORD.findall(text)


class Vocabulary:
    """Whether a text can hold one of many phrases: what a pattern of all of them need not be tried on.

    Phrases are in lower case; `*` stands for any letters, at either end of a word. A phrase is known by its longest
    word. A word that tells of none is remembered as dull, and languages have few that are not: most texts cost no more
    than a look at each word.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._whole: set[str] = set()
        starts: set[str] = set()
        self._inner: list[str] = []
        self._signs: list[str] = []
        """Phrases without letters."""
        for phrase in phrases:
            found = max(_WORD.finditer(phrase), key=lambda word: len(word[0]), default=None)
            if found is None:
                self._signs.append(phrase.replace("*", ""))
            elif phrase[: found.start()].endswith("*"):
                self._inner.append(found[0])
            elif phrase[found.end() : found.end() + 1] == "*":
                starts.add(found[0])
            else:
                self._whole.add(found[0])
        self._starts = tuple(starts)
        self._dull: set[str] = set()

    def may_stand_in(self, lower: str) -> bool:
        """Whether a text in lower case can hold one of the phrases; errs towards yes."""
        words = words_of(lower)
        if not self._dull.issuperset(words):
            for word in words:
                if word not in self._dull and self._tells(word):
                    return True
        return any(sign in lower for sign in self._signs) if self._signs else False

    def _tells(self, word: str) -> bool:
        if word in self._whole or word.startswith(self._starts) or any(part in word for part in self._inner):
            return True
        if len(self._dull) > _MOST_WORDS:
            self._dull.clear()
        self._dull.add(word)
        return False
