"""Which words of a headline are the occupation that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from extractors.gazetteer import Kind, kinds_of
from extractors.values.occupations.words import Words, words_for

_TOKEN = re.compile(r"(?:[^\s,;:!?()\[\]|–—\"“”«»„]|:(?=\w))+")
_ELISION = re.compile(r"^(?:d|l|un|dell|all|nell|qu|s|dall)['’]", re.IGNORECASE)
_GENDER = re.compile(r"[:*_·•/].*$|['’]s$|s['’]$|['’]$")
"""What stands after a word for a person: another gender ("infirmier·ère", "Fahrer:innen"), or an owner's s."""
_POSSESSIVE = re.compile(r"['’]s$|['’]$")
_ATTACHED = re.compile(r"\([a-zà-ÿ·/-]{1,6}\)")
_EDGE = ".'’/&-*"
_MAX_BEFORE = 4
_MAX_AFTER = 4
_CUE_BEFORE, _CUE_AFTER = 4, 1
"""How many words may stand between a trade and the word of pay or jobs that makes it one."""


class Found(NamedTuple):
    """An occupation in a text, as worded."""

    name: str
    start: int
    cued: bool
    """Whether the text also speaks of pay, jobs, hiring or becoming one."""
    person: bool
    """Whether it names people; otherwise a trade ("Sales salaries")."""


class _Token(NamedTuple):
    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.text.lower().replace("’", "'").strip(_EDGE)


@lru_cache(maxsize=16384)
def names_occupation(text: str) -> bool:
    """Whether the text has a word for a person by trade, in any language."""
    words = words_for(None)
    tokens = [_Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text)]
    return next(_heads(tokens, words), None) is not None


def read_occupation(text: str, language: str | None = None) -> str | None:
    """The occupation that a headline is about, as worded; None where it names none."""
    found = find_occupation(text, language)
    return found.name if found else None


@lru_cache(maxsize=2048)
def find_occupation(text: str, language: str | None = None) -> Found | None:
    """The same with what speaks for it. `language` is a BCP 47 code; English words are known in every one."""
    words = words_for(language)
    tokens = [_Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text)]
    cued = any(token.lower in words.cues for token in tokens)
    best: tuple[int, int] | None = None
    for first, last in _heads(tokens, words):
        span = _around(text, tokens, first, last, words)
        if best is not None and (span[0] <= best[1] or (span[0] == best[1] + 1 and _adjoin(text, tokens, best[1]))):
            best = best[0], max(best[1], span[1])
        elif best is not None:
            break
        elif not _is_anyone(text, tokens, span, words):
            best = span
    if best is not None:
        name, start = _named(text, tokens, best)
        return Found(name, start, cued, True)
    return _field(text, tokens, words)


def _heads(tokens: Sequence[_Token], words: Words) -> Iterator[tuple[int, int]]:
    """First and last token of each word or phrase for a person."""
    place = 0
    while place < len(tokens):
        lower = _bare(tokens[place])
        phrases = words.phrases.get(lower, ())
        length = next((len(one) for one in phrases if _stands(tokens, place, one)), 0)
        if not length and _is_person(lower, words):
            length = 1
        if length:
            yield place, place + length - 1
        place += length or 1


def _stands(tokens: Sequence[_Token], place: int, phrase: tuple[str, ...]) -> bool:
    if place + len(phrase) > len(tokens) or any(
        tokens[at + 1].start - tokens[at].end != 1 for at in range(place, place + len(phrase) - 1)
    ):
        return False
    rest = zip(tokens[place + 1 : place + len(phrase)], phrase[1:], strict=True)
    return all(word in (token.lower, _bare(token)) for token, word in rest)


def _bare(token: _Token) -> str:
    """A token without elision, other genders and an owner's s: "l’infirmier·ère" is "infirmier"."""
    return _GENDER.sub("", _ELISION.sub("", token.lower)).strip(_EDGE)


@lru_cache(maxsize=65536)
def _is_person(lower: str, words: Words) -> bool:
    if words.is_person(lower):
        return True
    _, hyphen, last = lower.rpartition("-")
    return bool(hyphen) and words.is_person(last)


def _is_anyone(text: str, tokens: Sequence[_Token], span: tuple[int, int], words: Words) -> bool:
    return _named(text, tokens, span)[0].lower() in words.anyone or (
        span[0] == span[1] and _bare(tokens[span[0]]) in words.anyone
    )


def _around(text: str, tokens: Sequence[_Token], first: int, last: int, words: Words) -> tuple[int, int]:
    """First and last token of the whole title around its head."""
    left = first
    while (
        left > 0 and first - left < _MAX_BEFORE and _adjoin(text, tokens, left - 1) and _leads(tokens, left - 1, words)
    ):
        left -= 1
    right = last
    for place in range(last + 1, min(len(tokens), last + 1 + _MAX_AFTER)):
        if not _adjoin(text, tokens, place - 1):
            break
        lower = tokens[place].lower
        if lower in words.links:
            if place + 1 >= len(tokens) or not _follows(tokens[place + 1], words):
                break
            continue
        if not _follows(tokens[place], words):
            break
        right = place
    return left, right


def _adjoin(text: str, tokens: Sequence[_Token], place: int) -> bool:
    return not text[tokens[place].end : tokens[place + 1].start].strip()


def _leads(tokens: Sequence[_Token], place: int, words: Words) -> bool:
    """Whether a word before a head belongs to the title."""
    token = tokens[place]
    lower = token.lower
    if lower in words.breaks or not lower or lower[0].isdigit():
        return False
    return lower in words.before or _is_tool(token.text)


def _follows(token: _Token, words: Words) -> bool:
    lower = token.lower
    if lower in words.after or _ELISION.sub("", lower) in words.after or (words.after and _is_tool(token.text)):
        return True
    return token.text[0].isupper() and lower.endswith(words.after_endings) if words.after_endings else False


def _is_tool(word: str) -> bool:
    """Whether a word in capitals is known as a tool: "Kafka engineers", "développeurs Symfony"."""
    kinds = kinds_of(word) if word[:1].isupper() and len(word) > 1 else Kind(0)
    return bool(kinds & Kind.TOOL) and not kinds & Kind.COMPANY


def _named(text: str, tokens: Sequence[_Token], span: tuple[int, int]) -> tuple[str, int]:
    first, last = tokens[span[0]], tokens[span[1]]
    start = first.start + (found.end() if (found := _ELISION.match(first.text)) else 0)
    attached = _ATTACHED.match(text, last.end)
    end = attached.end() if attached else last.end
    name = _POSSESSIVE.sub("", text[start:end].rstrip(".'’/&-*"))
    lead = len(name) - len(name.lstrip(_EDGE))
    return name[lead:], start + lead


def _field(text: str, tokens: Sequence[_Token], words: Words) -> Found | None:
    """A trade near a word of pay or jobs: "Sales salaries in New York", "Gehalt in der Buchhaltung"."""
    lowers = [token.lower for token in tokens]
    cues = [place for place, lower in enumerate(lowers) if lower in words.cues]
    if not cues:
        return None
    for length in (3, 2, 1):
        for first in range(len(tokens) - length + 1):
            last = first + length - 1
            if " ".join(lowers[first : last + 1]) not in words.fields:
                continue
            near = any(first - _CUE_BEFORE <= cue < first or last < cue <= last + _CUE_AFTER for cue in cues)
            if near or first == 0:
                return Found(
                    text[tokens[first].start : tokens[last].end].rstrip(_EDGE), tokens[first].start, True, False
                )
    return None
