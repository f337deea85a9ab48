"""Digits with separators into a number, by evidence: group lengths, both marks present, language, plausibility.

`1.234,50`, `1,234.50`, `1'234.50`, `1 234,50`, `12,34,567` and `60.000` all come out as one would read them aloud.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_GROUPS = re.compile(r"\d{1,3}([.,'·])\d{3}(?:\1\d{3})*")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})*,\d{3}")
_MARKS = re.compile(r"[.,'· ]")
MAX_LENGTH = 30
"""More characters than this are no amount of money but an account number, a hash or noise."""


@lru_cache(maxsize=8192)
def read_number(raw: str, decimal_comma: bool = False) -> tuple[Decimal, bool] | None:
    """The value of digits with separators, and whether the last three digits stood apart as thousands.

    `decimal_comma` says that a comma before three digits is a decimal mark rather than grouping: in languages that
    group by spaces, where no plausibility speaks for thousands. None where the text is too long to be an amount or
    its groups make no number, such as a date.
    """
    if len(raw) > MAX_LENGTH:
        return None
    if raw.isdigit():
        return Decimal(raw), False
    text = raw.replace(" ", "")
    spaced = len(text) != len(raw)
    marks = _MARKS.findall(text)
    if not marks:
        return Decimal(text), spaced
    if "'" in marks or "·" in marks:
        return _apostrophes(text, spaced)
    last = marks[-1]
    whole, _, fraction = text.rpartition(last)
    if len(set(marks)) == 2:
        return _two_marks(whole, fraction, last, marks)
    if len(marks) > 1:
        return _one_mark_repeated(text, whole, fraction, last)
    if len(fraction) != 3 or spaced or len(whole) > 3 or whole == "0" or (decimal_comma and last == ","):
        return Decimal(f"{whole}.{fraction}"), spaced
    return Decimal(whole + fraction), True


def _apostrophes(text: str, spaced: bool) -> tuple[Decimal, bool] | None:
    """`1'234'567.50`: the apostrophe always groups."""
    bare = text.replace("'", "").replace("·", "")
    inner = _MARKS.findall(bare)
    if not inner:
        return Decimal(bare), True
    if len(inner) > 1:
        return None
    return Decimal(bare.replace(",", ".")), spaced


def _two_marks(whole: str, fraction: str, last: str, marks: list[str]) -> tuple[Decimal, bool] | None:
    """`1.234,50` or `1,234.50`: the last mark is the decimal one, unless it stands more than once."""
    if marks.count(last) > 1:
        return None
    other = "," if last == "." else "."
    if not (_GROUPS.fullmatch(whole) or _INDIAN.fullmatch(whole)):
        return None
    return Decimal(f"{whole.replace(other, '')}.{fraction}"), False


def _one_mark_repeated(text: str, whole: str, fraction: str, last: str) -> tuple[Decimal, bool] | None:
    """`1.234.567` and `12,34,567` group; `1.550.00` groups with a decimal part written alike."""
    if _GROUPS.fullmatch(text) or (last == "," and _INDIAN.fullmatch(text)):
        return Decimal(text.replace(last, "")), True
    if len(fraction) == 2 and _GROUPS.fullmatch(whole):
        return Decimal(f"{whole.replace(last, '')}.{fraction}"), False
    return None
