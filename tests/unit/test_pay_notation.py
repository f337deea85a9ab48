"""How pay is written in the countries where it is paid: signs, letters, units, and what is added to base pay."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.records import Pay
from extractors.values.pay import may_hold_money, parse_pay


def shown(pay: Pay) -> str:
    ends = "..".join("" if end is None else f"{end:f}" for end in (pay.min_value, pay.max_value))
    return " ".join(filter(None, (ends, pay.currency, pay.unit_text)))


@pytest.mark.parametrize(
    ("text", "language", "country", "wanted"),
    [
        # the Dutch dash for no cents, hours and what is left out behind it
        ("€ 2.650,- tot € 3.800,- p.m. o.b.v. 40 uur, excl. vakantiegeld", "nl", None, "2650..3800 EUR MONTH"),
        ("€ 3.100,- bruto per maand, exclusief 8% vakantiegeld", "nl", None, "3100..3100 EUR MONTH"),
        # a unit right behind the amount
        ("$45 hr", "en", "US", "45..45 USD HOUR"),
        ("$52 yr", "en", "US", ""),
        ("£2,300 pm", "en", "GB", "2300..2300 GBP MONTH"),
        ("Salary: £620 pw", "en", "GB", "620..620 GBP WEEK"),
        # thousands without a currency behind a word of pay
        ("Gehalt: ab 70k", "de", "DE", "70000.. EUR YEAR"),
        ("salaris 60k", "nl", "NL", "60000..60000 EUR YEAR"),
        # marks of footnotes
        ("39.400³ €", "de", "DE", "39400..39400 EUR YEAR"),
        ("Salario: 28.500² € brutos al año", "es", "ES", "28500..28500 EUR YEAR"),
        # a lower end, and an upper end behind a comma
        ("Starting at $90k, up to $130k", "en", "US", "90000..130000 USD YEAR"),
        ("starting from €42,000, up to €58,000 a year", "en", "IE", "42000..58000 EUR YEAR"),
        # letters and short forms of countries
        ("R9 400 a month", "en", "ZA", "9400..9400 ZAR MONTH"),
        ("R55 – R75 p/h", "en-ZA", None, "55..75 ZAR HOUR"),
        ("N250,000 – N400,000 monthly", "en", "NG", "250000..400000 NGN MONTH"),
        ("KSh 85,000 per month", "en", None, "85000..85000 KES MONTH"),
        ("420,000/= per month", "en", "TZ", "420000..420000 TZS MONTH"),
        ("GH¢ 28 an hour", "en", None, "28..28 GHS HOUR"),
        ("GH₵ 2,500 - 4,000 per month", "en", None, "2500..4000 GHS MONTH"),
        ("Dh3,500 – Dh5,500 a month", "en", "AE", "3500..5500 AED MONTH"),
        ("Rs 48,000 to 60,000 monthly", "en", "PK", "48000..60000 PKR MONTH"),
        ("Rs. 25,000/- per month", "en", "IN", "25000..25000 INR MONTH"),
        ("between 30,000 and 45,000 Kenya shillings a month", "en", None, "30000..45000 KES MONTH"),
        # Indonesian and Chinese units
        ("gaji Rp5 juta sampai Rp8 juta per bulan", "id", None, "5000000..8000000 IDR MONTH"),
        ("pay of Rp 5.4–6.5 juta a month", "en", "ID", "5400000..6500000 IDR MONTH"),
        ("月薪15000-25000元", "zh", None, "15000..25000 CNY MONTH"),
        ("15K-25K·14薪", "zh", None, "15000..25000 CNY MONTH"),
        ("年薪30万-50万", "zh", None, "300000..500000 CNY YEAR"),
        ("1.5万-2.5万/月", "zh", None, "15000..25000 CNY MONTH"),
        ("時薪 190 元", "zh-TW", None, "190..190 TWD HOUR"),
        # where dollars are spoken of, the sign stands for no peso
        ("Seniors quote in dollars: $45 to $62 an hour", "en", "MX", "45..62 USD HOUR"),
        ("Los seniors cobran en dólares: US$45 a US$62 la hora", "es", "MX", "45..62 USD HOUR"),
        ("$45 to $62 an hour", "en", "MX", "45..62 MXN HOUR"),
        # the same letters where they are no money
        ("Grade R9 400 staff", "en", "GB", ""),
        ("open until 5 pm", "en", "GB", ""),
        ("a room of 25 m² costs €900", "en", "IE", ""),
    ],
)
def test_pay_is_read_as_its_country_writes_it(text: str, language: str, country: str | None, wanted: str) -> None:
    found = parse_pay(text, language=language, country=country)
    assert "; ".join(map(shown, found)) == wanted
    assert not wanted or may_hold_money(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("salary of $50,000 plus bonus", "en"),
        ("base salary of $50,000 excluding bonus", "en"),
        ("salary $120,000 before bonus", "en"),
        ("salary of £45,000 with a discretionary bonus", "en"),
        ("salary 50,000 EUR not including bonus", "en"),
        ("Gehalt 60.000 € zuzüglich Bonus", "de"),
        ("Gehalt: € 60.000 zzgl. Bonus", "de"),
        ("Jahresgehalt 62.000 € ohne Bonus", "de"),
        ("salaire 45 000 € + prime annuelle", "fr"),
        ("45 000 € brut par an hors primes", "fr"),
        ("salaris € 4.000 per maand exclusief bonus", "nl"),
        ("stipendio 35.000 € più bonus", "it"),
        ("sueldo 30.000 € más bonus", "es"),
        ("pensja 12 000 zł plus premia", "pl"),
        ("salário R$ 8.000 mais bônus", "pt"),
        ("lön 42 000 kr plus bonus", "sv"),
    ],
)
def test_base_pay_with_additions_named_beside_it_is_base_pay(text: str, language: str) -> None:
    (pay,) = parse_pay(text, language=language)
    assert pay.component == "base"


def test_a_bonus_beside_one_amount_is_not_that_of_the_next() -> None:
    one, other = parse_pay("Juniors earn €30k plus bonus, seniors €50k a year.", language="en")
    assert (one.component, other.component) == ("base", None)
    assert (one.min_value, other.min_value) == (Decimal(30_000), Decimal(50_000))


@pytest.mark.parametrize(
    ("text", "language", "component"),
    [
        ("total compensation of $180,000 including bonus", "en", "total"),
        ("Gesamtvergütung 80.000 € inkl. Bonus", "de", "total"),
    ],
)
def test_pay_that_includes_additions_is_no_base_pay(text: str, language: str, component: str) -> None:
    (pay,) = parse_pay(text, language=language)
    assert pay.component == component
