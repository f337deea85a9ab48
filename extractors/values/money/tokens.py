"""Text into items: numbers, words and signs, each with what the lexicon says of it."""

from __future__ import annotations

import re
from decimal import Decimal

from . import currencies
from .lexicon import Lexicon
from .sense import Sense
from .separators import MAX_LENGTH

NUMBER, WORD, SIGN, BREAK = "number", "word", "sign", "break"

# One character each, so that offsets stay true.
_SAME_LENGTH = str.maketrans(
    dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " ")
    | dict.fromkeys("’‘ʼ′＇`´", "'")
    | {"，": ",", "．": ".", "\u00ad": "-", "\r": "\n", "\u2028": "\n", "\u2029": "\n"}
    | {chr(0xFF10 + digit): str(digit) for digit in range(10)}
)

_TOKEN = re.compile(
    r"(\d{1,3}(?: \d{3}(?!\d))+(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,'·]\d+)*)"
    r"|([^\W\d_]+)"
    r"|(\n)"
    r"|([^\s])"
)
_SENTENCE_ENDS = ".!?。！？"
_HARD_SIGNS = ";|•●▪◦‣·；│"
_FOOTNOTE = re.compile(r"(?<![mM])(?<!\bft)[⁰¹²³⁴-⁹]+|·(?=\d\d薪)")
"""Raised digits, but for those of square metres; and the dot before payments a year."""
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


class Item:
    """A number, word, sign or line break, and what it says."""

    __slots__ = ("end", "ends", "kind", "sense", "start", "text")

    def __init__(self, kind: str, text: str, start: int, end: int, sense: Sense | None = None) -> None:
        self.kind = kind
        self.text = text
        """In lower case."""
        self.start = start
        self.end = end
        self.sense = sense
        self.ends = kind is BREAK
        """A sentence, line or cell ends here."""

    def __repr__(self) -> str:
        return f"{self.kind}:{self.text!r}"


def normalise(text: str) -> str:
    """Exotic spaces, apostrophes and full-width digits as plain ones, marks of footnotes as spaces; every character
    keeps its place.
    """
    if text.isascii():
        return text if "`" not in text and "\t" not in text else text.translate(_SAME_LENGTH)
    return _FOOTNOTE.sub(_blank, text.translate(_SAME_LENGTH))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def read_items(text: str, lexicon: Lexicon) -> list[Item]:
    """The items of a normalised text, phrases of several words joined into one item."""
    items = _split(text, lexicon)
    phrases, opens_phrase, sense_of = lexicon.phrases, lexicon.opens_phrase, lexicon.word
    result: list[Item] = []
    index, count = 0, len(items)
    while index < count:
        item = items[index]
        kind, word = item.kind, item.text
        taken = 0
        if word in opens_phrase and index + 1 < count and (kind is not NUMBER or _stands_alone(result)):
            for phrase in phrases(word, items[index + 1].text):
                taken = _match(items, index, phrase.rest, phrase.tight)
                if taken and kind is NUMBER and _goes_on(items, index + taken + 1, text, lexicon):
                    taken = 0
                if taken:
                    last = items[index + taken]
                    item = Item(WORD, text[item.start : last.end].lower(), item.start, last.end, phrase.sense)
                    break
        if not taken and kind is not NUMBER:
            item.sense = sense_of(word)
            if kind is WORD:
                if len(word) == 3 or word[0] >= "\u4e00":
                    item.sense = _sense(item, text, lexicon)
            elif kind is SIGN and item.sense is None:
                item.ends = word in _HARD_SIGNS or _ends_sentence(items, index, text)
        result.append(item)
        index += taken + 1
    return result


def _stands_alone(before: list[Item]) -> bool:
    """A number that no currency and no dash precedes: the 401 of 401(k), not that of €401k or 300-401k."""
    last = before[-1] if before else None
    return last is None or not (last.sense is not None and (last.sense.currency or last.sense.join))


def _goes_on(items: list[Item], after: int, text: str, lexicon: Lexicon) -> bool:
    """A currency or the other end of a range follows: `401k EUR`, `401k-450k`."""
    if after >= len(items):
        return False
    sense = _sense(items[after], text, lexicon) if items[after].kind is not NUMBER else None
    if sense is None:
        return False
    return bool(sense.currency) or (sense.join and after + 1 < len(items) and items[after + 1].kind is NUMBER)


def _split(text: str, lexicon: Lexicon) -> list[Item]:
    items: list[Item] = []
    append = items.append
    for match in _TOKEN.finditer(text):
        kind = match.lastindex
        start, end = match.span()
        found = match.group()
        if kind == 1:
            append(Item(NUMBER, found, start, end))
        elif kind == 2:
            if found[0] >= "\u3040" or (not found.isascii() and _CJK.search(found)):
                for part in lexicon.cjk.finditer(found.lower()):
                    append(Item(WORD, part.group(), start + part.start(), start + part.end()))
            else:
                append(Item(WORD, found.lower(), start, end))
        elif kind == 3:
            append(Item(BREAK, found, start, end))
        else:
            append(Item(SIGN, found, start, end))
    return items


def _match(items: list[Item], index: int, rest: tuple[str, ...], tight: bool) -> int:
    """How many items after this one make up the rest of a phrase; 0 where they do not."""
    count = len(rest)
    if index + count >= len(items):
        return 0
    for offset, word in enumerate(rest, index + 1):
        item = items[offset]
        if item.text != word or (tight and item.start != items[offset - 1].end):
            return 0
    if items[index + count].kind is WORD and len(rest[-1]) == 1 and _continues(items, index + count):
        return 0
    return count


def _continues(items: list[Item], index: int) -> bool:
    """A one-letter word that a sign ties to more letters is part of something longer."""
    return index + 2 < len(items) and items[index + 1].text == "'" and items[index + 1].start == items[index].end


def _sense(item: Item, text: str, lexicon: Lexicon) -> Sense | None:
    word = item.text
    sense = lexicon.word(word)
    if item.kind is WORD:
        if sense is None and word[0] >= "\u4e00":
            value = ideographic_number(word)
            return None if value is None else Sense(number=value)
        if len(word) == 3 and (sense is None or not sense.currency):
            code = currencies.code(text[item.start : item.end])
            if code is not None:
                return code
    return sense


def _ends_sentence(items: list[Item], index: int, text: str) -> bool:
    item = items[index]
    if item.text not in _SENTENCE_ENDS or item.text in "。！？":
        return item.text in "。！？"
    if index + 1 == len(items):
        return True
    after = items[index + 1]
    if after.start == item.end:
        return after.kind is BREAK
    if item.text != ".":
        return True
    before = items[index - 1] if index else item
    abbreviated = before.kind is WORD and len(before.text) <= 4 and before.end == item.start
    return not abbreviated or text[after.start].isupper()


_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "億": 10**8, "兆": 10**12}


def ideographic_number(word: str) -> Decimal | None:
    """`七万`, `一千万`, `二十三`: the value of a number in Chinese characters; None where it is none or too long."""
    if len(word) > MAX_LENGTH:
        return None
    total = section = digit = 0
    for char in word:
        if char in _DIGITS:
            digit = digit * 10 + _DIGITS[char]
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit = 0
        elif char in _MYRIADS:
            total += ((section + digit) or 1) * _MYRIADS[char]
            section = digit = 0
        else:
            return None
    return Decimal(total + section + digit)
