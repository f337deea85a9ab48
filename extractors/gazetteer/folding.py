"""Names in one spelling: without case, accents, legal forms and punctuation."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

FOLDING = 1
"""Number of these rules; a table made by others would miss names without a word, so it is refused."""

_LETTER = r"[\w\u0300-\u036f\u0900-\u0eff]"
"""Letters and the marks that belong to them, in India's scripts and Thai, too, which a pattern takes for no letters."""
TOKEN = re.compile(rf"\.?{_LETTER}+(?:[.’'´`ʼ]{_LETTER}+)*[+#]*|&")
"""What makes a word of a name; everything else parts words."""
_INNER = re.compile(r"[.’'´`ʼ_]")
_MARKS = re.compile(r"[\u0300-\u036f]")
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"})
_AND = frozenset(("and", "und", "et", "y", "en"))
_MOST_FORM_WORDS = 4


def fold(name: str) -> str:
    """A name as the table has it: "The Coca-Cola Company Ltd." and "coca cola company" are one."""
    words = folded_words(name)
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(_without_legal_forms(words))


def folded_words(text: str) -> list[str]:
    """The words of a text in folded form, legal forms among them."""
    return [fold_word(found) for found in TOKEN.findall(text)]


@lru_cache(maxsize=16384)
def fold_word(word: str) -> str:
    """One word of `TOKEN` in folded form."""
    plain = word.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", plain))).translate(_LETTERS)
    if not plain.isalnum() and plain != ".net":
        plain = _INNER.sub("", plain)
    return "&" if plain in _AND else plain


def legal_form_length(words: list[str], at: int) -> int:
    """How many words from a place on are a legal form; 0 where there is none."""
    forms = _forms().at_end
    most = min(_MOST_FORM_WORDS, len(words) - at)
    return next((n for n in range(most, 0, -1) if tuple(words[at : at + n]) in forms), 0)


def shorter(folded: str) -> Iterator[tuple[str, bool]]:
    """A folded name without what may follow it, and whether that follows tools, or else firms.

    "accenture philippines" is "accenture" if that is a firm; "sage 100" and "quickbooks online" are editions of tools.
    """
    forms = _forms()
    words = folded.split(" ")
    for length in (1, 2):
        if len(words) > length:
            rest, tail = " ".join(words[:-length]), " ".join(words[-length:])
            if tail in forms.after_firms:
                yield rest, False
            if tail in forms.after_tools or (length == 1 and tail.isdigit()):
                yield rest, True


def _without_legal_forms(words: list[str]) -> list[str]:
    forms = _forms()
    kept = words
    while len(kept) > 1:
        most = min(_MOST_FORM_WORDS, len(kept) - 1)
        length = next((n for n in range(most, 0, -1) if tuple(kept[-n:]) in forms.at_end), 0)
        if not length:
            break
        kept = kept[:-length]
        while len(kept) > 1 and kept[-1] == "&":
            kept = kept[:-1]
    if len(kept) > 1 and kept[0] in forms.in_front:
        kept = kept[1:]
    return kept


class _Forms(NamedTuple):
    at_end: frozenset[tuple[str, ...]]
    in_front: frozenset[str]
    after_firms: frozenset[str]
    after_tools: frozenset[str]


@cache
def _forms() -> _Forms:
    data = tomllib.loads(files("extractors.gazetteer").joinpath("forms.toml").read_text(encoding="utf-8"))
    joined = {key: frozenset(" ".join(folded_words(form)) for form in forms) for key, forms in data.items()}
    at_end = frozenset(tuple(form.split(" ")) for form in joined["at_end"])
    return _Forms(at_end, joined["in_front"], joined["after_firms"], joined["after_tools"])
