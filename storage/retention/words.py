"""Text as a row of folded words with their places, so that a name is found however a page writes it.

`Jane Doe`, `JANE DOE`, `jane-doe` in an address, `Jane%20Doe`, `Jos&eacute;` and `Jos\\u00e9` in a script, and a name
whose parts lie in two tags or two JSON fields: all of them fold to the same words.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple
from urllib.parse import unquote

_LETTERS = (
    "0-9A-Za-z\u00aa\u00ad\u00ba\u00c0-\u1fff\u200b-\u200d\u2060\u2c00-\u2dff\ua640-\uabff\ufb00-\ufdff\ufe70-\ufeff"
)
# A character of a script that is written without spaces is a word of its own.
_SINGLE = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_HEX = "[0-9A-Fa-f]"
# Escapes that stand for letters (and for soft hyphens and joiners, which fold to nothing), never for spaces and signs.
_DECIMAL = r"6[5-9]|[78]\d|90|9[7-9]|1[01]\d|12[0-2]|173|19[2-9]|[2-9]\d\d|[1-7]\d{3}|820[345]|[1-9]\d{4}"
_HEXADECIMAL = (
    rf"[46][1-9A-Fa-f]|[57][0-9Aa]|[Aa][Dd]|[C-Fc-f]{_HEX}|[1-9A-Fa-f]{_HEX}{{2}}|1{_HEX}{{3}}|200[b-dB-D]"
    rf"|[3-9A-Da-d]{_HEX}{{3}}"
)
_NAMED = (
    r"[A-Za-z]{1,2}(?:acute|grave|circ|tilde|uml|ring|cedil|slash|caron|breve|ogon|macr|dot|lig|strok|dblac)|shy|zwn?j"
)
_ESCAPE = (
    rf"&#0*(?:{_DECIMAL});|&#[xX]0*(?:{_HEXADECIMAL});|&(?:{_NAMED});"
    rf"|%[C-Fc-f]{_HEX}(?:%[89ABab]{_HEX})+|%[46][1-9A-Fa-f]|%[57][0-9Aa]"
    rf"|\\u(?:00[46][1-9A-Fa-f]|00[57][0-9Aa]|00[C-Fc-f]{_HEX}|0[1-9A-Fa-f]{_HEX}{{2}}|1{_HEX}{{3}}|[3-9A-Da-d]{_HEX}{{3}})"
)
# Plain repetition: early releases of Python 3.11 go wrong on possessive ones within each other.
_WORD = re.compile(rf"(?:[{_LETTERS}]|{_ESCAPE})+|[{_SINGLE}]")
# What may lie between two words of a name: signs, tags, escaped signs, and the step from one JSON field or one meta
# element to the next (`givenName`, `familyName`).
_GAP = re.compile(
    rf"""(?:"\s*,\s*"[A-Za-z_:@]{{1,40}}"\s*:\s*"|"[^<>]{{0,200}}>\s*<meta[^<>]{{0,200}}?content=["']?
    |<[^<>]{{0,2000}}>|&(?:[A-Za-z]{{2,8}}|\#\w{{1,7}});|%[2-5]{_HEX}|%C2%A0|\\[nrt"'/\\]|\\u(?:00[2a]{_HEX}|20{_HEX}{{2}})
    |[^{_LETTERS}{_SINGLE}<&%\\]){{0,60}}+""",
    re.VERBOSE,
)
_JSON_ESCAPE = re.compile(rf"\\u({_HEX}{{4}})")
_OTHER_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss"}
)
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}


class Word(NamedTuple):
    """A word and where it stands, in characters."""

    folded: str
    start: int
    end: int


def raw_words(text: str) -> set[str]:
    """The distinct words of a text as they are written."""
    return set(_WORD.findall(text))


def words(text: str) -> Iterator[re.Match[str]]:
    """Every word of a text, as written."""
    return _WORD.finditer(text)


def following(text: str, first: Word, count: int) -> list[Word]:
    """`first` and up to `count - 1` words after it, across whatever may lie between the words of a name."""
    run = [first]
    while len(run) < count:
        gap = _GAP.match(text, run[-1].end)
        found = _WORD.match(text, gap.end() if gap else run[-1].end)
        if found is None:
            break
        if folded := fold(found[0]):
            run.append(Word(folded, found.start(), found.end()))
        else:
            run[-1] = run[-1]._replace(end=found.end())
    return run


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """A word without case, accents, escapes and invisible characters."""
    if word.isascii():
        if word.isalnum():
            return word.lower()
        word = _JSON_ESCAPE.sub(lambda found: chr(int(found[1], 16)), html.unescape(unquote(word)))
    plain = unicodedata.normalize("NFKD", word.casefold()).translate(_OTHER_LETTERS)
    return "".join(char for char in plain if unicodedata.category(char) not in ("Mn", "Cf"))


def folded(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(word for found in _WORD.finditer(text) if (word := fold(found[0])))


def forms(name: str) -> set[tuple[str, ...]]:
    """The ways in which a name is written: family name first, words run together, umlauts as two letters or one."""
    spelt = [
        tuple(dict.fromkeys((word, "".join(_UMLAUTS.get(char, char) for char in word.lower()))))
        for word in (found[0] for found in _WORD.finditer(unicodedata.normalize("NFC", name)))
    ]
    found: set[tuple[str, ...]] = set()
    for chosen in product(*spelt):
        ordered = tuple(word for one in chosen if (word := fold(one)))
        for start in range(len(ordered)):
            found |= set(_run_together(ordered[start:] + ordered[:start]))
    return found


def _run_together(name: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """`zoe van dael`, `zoe vandael`, `zoevan dael`, `zoevandael`; one word only where it is long enough."""
    steps = len(name) - 1
    for joins in product((False, True), repeat=steps) if 0 < steps < _MOST_JOINS else [(False,) * steps]:
        words = [name[0]]
        for word, joined in zip(name[1:], joins, strict=True):
            if joined and (words[-1] + word).isascii():
                words[-1] += word
            else:
                words.append(word)
        if len(words) > 1 or steps < 1 or len(words[0]) >= _SHORTEST_JOINED:
            yield tuple(words)


_MOST_JOINS = 5
_SHORTEST_JOINED = 7


def sentences(text: str) -> list[tuple[str, ...]]:
    """A text about somebody, in pieces of five words or more, each of which tells who it is about."""
    pieces: list[tuple[str, ...]] = []
    rest: tuple[str, ...] = ()
    for sentence in re.split(r"(?<=[.!?…])\s+|\n+", text):
        rest += folded(sentence)
        if len(rest) >= _SHORTEST_SENTENCE:
            pieces.append(rest)
            rest = ()
    if rest and pieces:
        pieces[-1] += rest
    return pieces


_SHORTEST_SENTENCE = 5
