"""Whether a text can hold money at all, in a few microseconds: most paragraphs cannot."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\d|[一二三四五六七八九十百千万]")
_SYMBOL = re.compile(r"[$€£¥￥＄￡₹₨₽₴₪₩₫฿₱₺₦₸₾₡₲円元원]")
_DIGITS = re.compile(r"\d[\d.,']*")
_AFTER = re.compile(
    r"[\s.,\-–—+]{0,3}(?:[A-Z]{3}|[kK]|kr|Kč|kč|Ft|ft|Rs|rs|RM|TL|Rp|lei|zł|zl|đ|L|Cr|[TkMm]EUR|[Рр])\b"
)
_BEFORE = re.compile(r"\b(?:[A-Z]{3}|[Rr]s|RM|TL|Rp|[Kk]r|R|[Ff]r|zł|грн|руб|S/)[\s.:\-]{0,2}$")
_MOST_NUMBERS = 40
# Stems in lower case: names of currencies, large units, and what pay without a currency is told by. Whatever is read
# without a symbol or a code beside its number holds one; a test checks that against the examples of every language.
_IN_WORDS = ("euro", "dollar", "dólar", "pound", "pfund", "franc", "frank", "złot", "krono", "kroner", "rupee", "reais")
_NAMES = (
    *("euro", "dollar", "dólar", "dolar", "dòlar", "pound", "pfund", "ponden", "franc", "frank", "złot", "zlot"),
    *("krone", "kronor", "krona", "korun", "forint", "rupee", "rupi", "roepie", "reais", "peso", "sterlin", "libra"),
    *("ドル", "ユーロ", "yuan", " yen", "ringgit", "lliur", "lira", "рубл", "лева", "грив", "eur ", "usd ", "gbp "),
)
_STEMS = (
    *_NAMES,
    *("lakh", "lacs", "lac ", "crore", "lpa", "tys", "mil ", "mila", "万", "руб", "лв", "грн", "eur"),
    *("salar", "salár", "salaire", "sueldo", "wage", "compens", "remun", "rémun", "brut", "gross", "nett", "tarie"),
    *("gehalt", "gehält", "lohn", "löhn", "verdien", "verdient", "vergüt", "einkommen", "stipend", "retrib", "ral "),
    *("ordenado", "vencim", "wynagrodz", "zarob", "zarab", "płac", "pensj", "fizet", "palkka", "maaş", "plać"),
    *("заплат", "зарплат", "年収", "月給", "月収", "時給", "日給", "給与", "手取", "lön", "løn", "mzda"),
)


def _fewest(stems: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stems that say it all (`euro` holds `eur`), and those of them that a text in ASCII can hold."""
    kept = tuple(stem for stem in stems if not any(other in stem for other in stems if other != stem))
    return kept, tuple(filter(str.isascii, kept))


_WITH_NUMBER, _WITHOUT = _fewest(_STEMS), _fewest(_IN_WORDS)
_LONG = 100_000
_LETTERS = 5


def may_hold_money(text: str) -> bool:
    """Whether reading a text for money or pay can find anything: a number, and a sign or word of money or pay.

    Errs towards yes. Amounts in words only ("fifty thousand euros") pass by the name of their currency.
    """
    stems, of_ascii = _WITH_NUMBER
    if _NUMBER.search(text) is None:
        stems, of_ascii = _WITHOUT
    elif _SYMBOL.search(text) is not None or _code_beside(text):
        return True
    lower = text.lower()
    for stem in of_ascii if lower.isascii() else stems:  # noqa: SIM110  (half of what any() takes)
        if stem in lower:
            return True
    return False


def _code_beside(text: str) -> bool:
    """A code or a short unit stands before or after one of the numbers; so many numbers as to be slow count as yes."""
    for count, match in enumerate(_DIGITS.finditer(text)):
        start = match.start()
        if count > _MOST_NUMBERS or _AFTER.match(text, match.end()) or _BEFORE.search(text[max(0, start - 6) : start]):
            return True
    return False


def is_data(text: str) -> bool:
    """Over 100,000 characters of which less than a fifth are letters: a dump of numbers, which nobody reads as text."""
    return len(text) > _LONG and sum(map(str.isalpha, text)) * _LETTERS < len(text)
