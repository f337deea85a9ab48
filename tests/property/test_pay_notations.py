"""What holds for every amount and every text: notations round-trip, nothing raises, work grows with length."""

from __future__ import annotations

import sys
from collections.abc import Callable
from decimal import Decimal
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.values.money import may_hold_money, parse_money
from extractors.values.pay import explain_pay, level_of, parse_pay, read_context

LANGUAGES = st.sampled_from([None, "en", "de", "nl", "fr", "es", "it", "pt", "pl", "ja", "sv", "nb", "da", "cs", "xx"])
MONEY = "0123456789.,'’ \u00a0\u202f-–—~〜+/()%kKmMTB€$£¥₹円万千億złkrCHFRsLPA\n;:|"
TEXTS = st.one_of(st.text(max_size=200), st.text(alphabet=MONEY, max_size=120))


def grouped(number: int, mark: str) -> str:
    """Thousands apart by a mark."""
    return f"{number:,}".replace(",", mark)


def indian(number: int) -> str:
    """12,34,567: the last three digits, then pairs."""
    head, tail = str(number)[:-3], str(number)[-3:]
    pairs = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*pairs, tail])


NOTATIONS: dict[str, tuple[str, Callable[[int], str], str]] = {
    "€1,234": ("en", lambda n: f"€{grouped(n, ',')}", "EUR"),
    "1.234 €": ("de", lambda n: f"{grouped(n, '.')} €", "EUR"),
    "€ 1.234,-": ("nl", lambda n: f"€ {grouped(n, '.')},-", "EUR"),
    "€ 1.234,00": ("it", lambda n: f"€ {grouped(n, '.')},00", "EUR"),
    "1 234 € (no-break)": ("fr", lambda n: f"{grouped(n, chr(0xA0))} €", "EUR"),
    "1 234 zł (thin)": ("pl", lambda n: f"{grouped(n, chr(0x202F))} zł", "PLN"),
    "CHF 1'234": ("de", lambda n: f"CHF {grouped(n, chr(39))}", "CHF"),
    "1’234.– Franken": ("de", lambda n: f"{grouped(n, '’')}.– Franken", "CHF"),
    "₹12,34,567": ("en", lambda n: f"₹{indian(n)}", "INR"),
    "US$1,234.00": ("en", lambda n: f"US${grouped(n, ',')}.00", "USD"),
    "R$ 1.234,00": ("pt", lambda n: f"R$ {grouped(n, '.')},00", "BRL"),
    "1 234 kr": ("sv", lambda n: f"{grouped(n, ' ')} kr", "SEK"),
    "1,234円": ("ja", lambda n: f"{grouped(n, ',')}円", "JPY"),
    "1234 EUR": ("es", lambda n: f"{n} EUR", "EUR"),
}


@pytest.mark.parametrize("name", NOTATIONS)
@given(number=st.integers(min_value=1_000, max_value=99_999_999))
@settings(max_examples=60, deadline=None)
def test_an_amount_reads_back_in_every_notation(name: str, number: int) -> None:
    language, write, currency = NOTATIONS[name]
    read = [
        (money.min_value, money.max_value, money.currency) for money in parse_money(write(number), language=language)
    ]
    assert read == [(number, number, currency)]


@given(thousands=st.integers(min_value=20, max_value=900), more=st.integers(min_value=0, max_value=99))
@settings(max_examples=100, deadline=None)
def test_a_range_shares_scale_and_currency(thousands: int, more: int) -> None:
    low, high = thousands, thousands + more
    wanted = [(low * 1000, high * 1000, "EUR")]
    for text in (f"€{low}k – €{high}k", f"{low}-{high}k €", f"{low}k-{high}k EUR", f"{low}.000 - {high}.000 €"):
        read = [
            (pay.min_value, pay.max_value, pay.currency) for pay in parse_pay(f"Salary: {text} a year", language="en")
        ]
        assert read == wanted, text


@given(cents=st.integers(min_value=1, max_value=99), units=st.integers(min_value=1, max_value=999_999))
@settings(max_examples=100, deadline=None)
def test_decimals_are_exact(cents: int, units: int) -> None:
    value = Decimal(f"{units}.{cents:02d}")
    for text in (f"${units}.{cents:02d}", f"{units},{cents:02d} €", f"£{grouped(units, ',')}.{cents:02d}"):
        assert [money.min_value for money in parse_money(text)] == [value], text


@given(text=TEXTS, language=LANGUAGES, country=st.sampled_from([None, "CH", "IN", "zz", ""]), context=st.none() | TEXTS)
@settings(max_examples=400, deadline=None)
def test_nothing_raises(text: str, language: str | None, country: str | None, context: str | None) -> None:
    once_read = read_context(context or "", language=language, country=country)
    assert isinstance(parse_pay(text, language=language, context=once_read), list)
    for pay in parse_pay(text, language=language, country=country, context=context):
        assert pay.min_value is not None or pay.max_value is not None
        assert pay.min_value is None or pay.max_value is None or pay.min_value <= pay.max_value
        assert pay.start is not None
        assert len(pay.raw) > 0
        assert text[pay.start : pay.start + len(pay.raw)] == pay.raw
    parse_money(text, language=language, country=country, context=context)
    assert len(explain_pay(text, language=language)) >= len(parse_pay(text, language=language))
    level_of(text, language)


@given(text=TEXTS, language=LANGUAGES)
@settings(max_examples=200, deadline=None)
def test_the_prefilter_lets_every_amount_through(text: str, language: str | None) -> None:
    if any(character.isdigit() for character in text) and parse_pay(text, language=language):
        assert may_hold_money(text)


def calls(function: Callable[[], Any]) -> int:
    """How many lines of our code run: work, counted rather than timed."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        "$1 ",
        "1,",
        "1 ",
        "€1-",
        "12 345 ",
        "k€ 7 ",
        "salary ",
        "from to ",
        "pay €50,000 and ",
        "年収500万円〜",
        "(((€",
        "7.",
        "unbroken",
        "gehalt",
        "one hundred thousand ",
        "..,,''",
    ],
)
@pytest.mark.parametrize("read", [parse_pay, parse_money])
def test_work_grows_no_faster_than_the_text(piece: str, read: Callable[..., Any]) -> None:
    size = 2400 // len(piece)
    read(piece * 9, language="en")  # words are looked up once
    once = calls(lambda: read(piece * size, language="en"))
    twice = calls(lambda: read(piece * size * 2, language="en"))
    assert twice <= 2.3 * once + 500
