"""A text's words and digits, and whether some phrase can stand among them: asked of every line of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+")
_WORD_OR_ELISION = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_DIGIT = re.compile(r"\d")
_LATIN = bytes(code if _WORD.match(chr(code)) else 0x20 for code in range(256))
_ASCII = _LATIN[:128].decode("ascii")
_ELIDED = _LATIN[:0x27] + b"'" + _LATIN[0x28:]
_MARKS = "’“”–—…‘•"
"""What most often stands beyond Latin-1 in texts of its languages."""
_MOST_WORDS = 50_000
_COMMON = frozenset(
    "a an as at de des el en how in is it la le les no of on or to un us we y all and can for from more most not our"
    " that the this what with you your".split()
)


def words_of(text: str) -> list[str]:
    """The runs of letters of a text, in order, as they are written.

    A table and a split take a fifth of the time of a pattern; they serve for ASCII and Latin-1, which most lines are.
    """
    if text.isascii():
        return text.translate(_ASCII).split()
    for mark in _MARKS:
        if mark in text:
            text = text.replace(mark, " ")
    try:
        return text.encode("latin-1").translate(_LATIN).decode("latin-1").split()
    except UnicodeEncodeError:
        return _WORD.findall(text)


def elided_words_of(text: str) -> list[str]:
    """The same, with words that an apostrophe joins left together ("d'une", "don't"); quotes at words stay too."""
    for mark in _MARKS:
        if mark in text:
            text = text.replace(mark, "'" if mark == "’" else " ")
    try:
        return text.encode("latin-1").translate(_ELIDED).decode("latin-1").split()
    except UnicodeEncodeError:
        return _WORD_OR_ELISION.findall(text)


def has_digit(text: str) -> bool:
    """Whether a text holds a decimal digit of any script: ten looks for one character cost a tenth of a pattern."""
    return (
        "0" in text
        or "1" in text
        or "2" in text
        or "5" in text
        or "3" in text
        or "4" in text
        or "6" in text
        or "7" in text
        or "8" in text
        or "9" in text
        or (not text.isascii() and _DIGIT.search(text) is not None)
    )


def any_of(words: Iterable[str]) -> str:
    """A pattern of some words that branches letter by letter: twice as fast as one word after the other.

    Of words that begin alike it finds the shortest.
    """
    branches: dict[str, list[str]] = {}
    for word in words:
        if not word:
            return ""
        branches.setdefault(word[0], []).append(word[1:])
    parts = [re.escape(letter) + any_of(rest) for letter, rest in sorted(branches.items())]
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


class Vocabulary:
    """Whether a text can hold one of many phrases: what a pattern of all of them need not be tried on.

    Phrases are in lower case; `*` stands for any letters, at either end of a word. A phrase is known by its longest
    word that is not on everybody's lips. Words are remembered as telling or dull, and most are dull: most texts cost no
    more than a look at each word.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._whole: set[str] = set()
        starts: set[str] = set()
        self._inner: list[str] = []
        signs: set[str] = set()
        for phrase in phrases:
            if len(phrase) > 1 and phrase.isalpha():  # most are one word
                self._whole.add(phrase)
                continue
            found = max(_WORD.finditer(phrase), key=lambda word: (word[0] not in _COMMON, len(word[0])), default=None)
            if found is None or len(found[0]) == 1 < len(phrase.replace("*", "")):  # "42", "s.a"
                signs.add(phrase.replace("*", ""))
            elif phrase[: found.start()].endswith("*"):
                self._inner.append(found[0])
            elif phrase[found.end() : found.end() + 1] == "*":
                starts.add(found[0])
            else:
                self._whole.add(found[0])
        self._starts = tuple(starts)
        self._signs = re.compile("|".join(map(re.escape, sorted(signs)))) if signs else None
        """Phrases without words."""
        self._dull: set[str] = set()
        self._telling: set[str] = set()

    def may_stand_in(self, lower: str) -> bool:
        """Whether a text in lower case can hold one of the phrases; errs towards yes."""
        words = words_of(lower)
        if not self._dull.issuperset(words):
            for word in words:
                if word not in self._dull and (word in self._telling or self._learn(word)):
                    return True
        return self._signs is not None and self._signs.search(lower) is not None

    def _learn(self, word: str) -> bool:
        """Whether the word tells of a phrase; remembered."""
        tells = word in self._whole or word.startswith(self._starts) or any(part in word for part in self._inner)
        known = self._telling if tells else self._dull
        if len(known) > _MOST_WORDS:
            known.clear()
        known.add(word)
        return tells
