"""Whether a text can hold money at all, in a few microseconds: most paragraphs cannot."""

from __future__ import annotations

import re

from extractors.values.words import any_of

_NUMBER = re.compile(r"\d|[一二三四五六七八九十百千万]")
_SYMBOL = re.compile(r"[$€£¥￥＄￡₹₨₽₴₪₩₫฿₱₺₦₸₾₡₲₵円元원萬薪]")
_CODES_BEFORE = (
    r"[A-Z]{3}|грн|руб|[KTU][Ss]h|Dhs|Shs|GH¢",
    r"[Rr]s|RM|TL|Rp|[Kk]r|[Ff]r|zł|S/|Sh|Dh|SR",
    r"K[Ss]hs",
    r"[RNPKQLB]",
)
_BEFORE = "|".join(rf"(?<=\b(?:{codes})[\s.:\-]{{{blanks}}}\d)" for codes in _CODES_BEFORE for blanks in range(3))
_BESIDE = re.compile(
    rf"\d(?<!\d\d)(?:{_BEFORE}"
    r"|[\d.,']*[\s.,\-–—+]{0,3}(?:[A-Z]{3}|[kK]|kr|Kč|kč|Ft|ft|Rs|rs|RM|TL|Rp|lei|zł|zl|đ|L|Cr|[TkMm]EUR|[Рр])\b)"
)
"""A code or a short unit before or after a number. Begins with the number, so that it is tried at few places."""
# Stems in lower case: names of currencies, large units, and what pay without a currency is told by. Whatever is read
# without a symbol or a code beside its number holds one; a test checks that against the examples of every language.
_IN_WORDS = ("euro", "dollar", "dólar", "pound", "pfund", "franc", "frank", "złot", "krono", "kroner", "rupee", "reais")
_NAMES = (
    *("euro", "dollar", "dólar", "dolar", "dòlar", "pound", "pfund", "ponden", "franc", "frank", "złot", "zlot"),
    *("krone", "kronor", "krona", "korun", "forint", "rupee", "rupi", "roepie", "reais", "peso", "sterlin", "libra"),
    *(
        "shilling",
        "naira",
        "cedi",
        "dirham",
        "riyal",
        "rial",
        "dong",
        " baht",
        "juta",
        "ribu",
        "/=",
        "jt",
        "gaji",
        "upah",
    ),
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


_WITH_NUMBER, _WITHOUT = re.compile(any_of(_STEMS)), re.compile(any_of(_IN_WORDS))
_LONG = 100_000
_LETTERS = 5


def may_hold_money(text: str) -> bool:
    """Whether reading a text for money or pay can find anything: a number, and a sign or word of money or pay.

    Errs towards yes. Amounts in words only ("fifty thousand euros") pass by the name of their currency.
    """
    if _NUMBER.search(text) is None:
        return _WITHOUT.search(text.lower()) is not None
    if "$" in text or (not text.isascii() and _SYMBOL.search(text) is not None) or _BESIDE.search(text) is not None:
        return True
    return _WITH_NUMBER.search(text.lower()) is not None


def is_data(text: str) -> bool:
    """Over 100,000 characters of which less than a fifth are letters: a dump of numbers, which nobody reads as text."""
    return len(text) > _LONG and sum(map(str.isalpha, text)) * _LETTERS < len(text)
