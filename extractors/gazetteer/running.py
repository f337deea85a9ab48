"""Known names inside running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .folding import TOKEN, fold_word, legal_form_length
from .kinds import KINDS, LOWER, WORD, Kind
from .table import load

_GAP = re.compile(r"\s|[-‐‑–/]|\s?-\s?|\s?[+/&]\s?|\.\s")
"""What may stand between two words of one name."""
_STOPS = (".", "!", "?", ":", "\n", "•", "|", "·", "–", "—")
_LISTS = (",", ";", "/", "|")
"""After the first word of a sentence: it opens a list."""
_MOST_WORDS = 8


def names_in(text: str) -> Iterator[tuple[int, int, Kind]]:
    """Start, end and kinds of the known names in a text, in order and apart, the longest first.

    A name begins and ends with whole words. Proper names need a capital (or a script that has none); names that are
    known in small letters do not; ordinary words need one that no sentence asks for, or open a list. A firm's span
    takes in its legal form.
    """
    kinds, longest = load()
    found = list(TOKEN.finditer(text))
    words = [fold_word(token[0]) for token in found]
    at, count = 0, len(words)
    while at < count:
        most = longest.get(words[at], 0)
        step = 1
        for length in range(min(most, count - at, _MOST_WORDS), 0, -1):
            known = kinds.get(words[at] if length == 1 else " ".join(words[at : at + length]))
            if known is None or not _counts(text, found, at, length, known):
                continue
            step = length + (_form(text, found, words, at + length) if known & Kind.COMPANY else 0)
            yield found[at].start(), found[at + step - 1].end(), KINDS[known]
            break
        at += step


def _counts(text: str, found: list[re.Match[str]], at: int, length: int, known: int) -> bool:
    """Whether the words are written as this name would be."""
    start, end = found[at].start(), found[at + length - 1].end()
    if length > 1 and not all(_adjoin(text, found, place) for place in range(at, at + length - 1)):
        return False
    capital = not found[at][0].lstrip(".")[:1].islower()
    if known & WORD and length == 1:
        alone = text[end : end + 1] in _LISTS or not text[end : end + 40].strip(" .")
        return capital and (alone or not _opens(text, start))
    return capital or bool(known & LOWER)


def _adjoin(text: str, found: list[re.Match[str]], place: int) -> bool:
    gap = text[found[place].end() : found[place + 1].start()]
    # A dot between words belongs to an initial or an abbreviation ("St. Gallen"), or else ends a sentence.
    if gap == " " or not gap:
        return True
    return _GAP.fullmatch(gap) is not None and (gap[0] != "." or len(found[place][0]) <= len("Univ"))


def _opens(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip(" \t\u00a0\"'“‘«(")
    return not before or before.endswith(_STOPS)


def _form(text: str, found: list[re.Match[str]], words: list[str], at: int) -> int:
    """How many words of a legal form follow right upon a name."""
    if at >= len(words) or found[at][0][:1].islower():
        return 0
    length = legal_form_length(words, at)
    gap = text[found[at - 1].end() : found[at].start()]
    return length if length and gap in (" ", ", ") else 0
