"""What the pay reader offers beside reading: contexts, levels, labels, years, equal claims, explanations."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.records import Pay
from extractors.values.money import parse_money
from extractors.values.money.separators import read_number
from extractors.values.pay import (
    annualise,
    explain_pay,
    level_of,
    may_hold_money,
    parse_pay,
    read_context,
    same_claim,
)


def one(text: str, language: str = "en", **around: str) -> Pay:
    (pay,) = parse_pay(text, language=language, **around)  # type: ignore[arg-type]
    return pay


@pytest.mark.parametrize(
    ("raw", "value", "thousands"),
    [
        ("1,234", "1234", True),
        ("1.234", "1234", True),
        ("1234", "1234", False),
        ("1.234,50", "1234.50", False),
        ("1,234.50", "1234.50", False),
        ("12,34,567", "1234567", True),
        ("1'234'567.50", "1234567.50", False),
        ("1 234 567", "1234567", True),
        ("12 345,60", "12345.60", True),
        ("9.99", "9.99", False),
        ("20,0", "20.0", False),
        ("3.3900", "3.3900", False),
        ("0.125", "0.125", False),
        ("1.550.000", "1550000", True),
    ],
)
def test_separators_are_read_by_evidence(raw: str, value: str, thousands: bool) -> None:
    assert read_number(raw) == (Decimal(value), thousands)


@pytest.mark.parametrize("raw", ["31.12.2024", "1.2.3.4", "1,2,3", "7" * 40])
def test_what_no_grouping_explains_is_no_number(raw: str) -> None:
    assert read_number(raw) is None


@pytest.mark.parametrize(
    ("header", "language", "wanted"),
    [
        (
            "Bruto maandsalaris (€)",
            "nl",
            {"currencies": ("EUR",), "unit_text": "MONTH", "basis": "gross", "opens": True},
        ),
        ("Salary Range (Gross/Year)", "en", {"unit_text": "YEAR", "basis": "gross", "statistic": "range"}),
        ("in k€", "en", {"currencies": ("EUR",), "scale": Decimal(1000), "opens": None}),
        ("年収（万円）", "ja", {"currencies": ("JPY",), "unit_text": "YEAR", "scale": Decimal(10000)}),
        ("brutto / mies.", "pl", {"basis": "gross", "unit_text": "MONTH"}),
        ("B2B (netto + VAT, zł/h)", "pl", {"basis": "net", "unit_text": "HOUR", "tax_note": "vat_excluded"}),
        ("Average Salary (₹ LPA)", "en", {"currencies": ("INR",), "scale": Decimal(100000), "statistic": "mean"}),
        ("Jahresgehalt in Tsd. Euro", "de", {"scale": Decimal(1000), "unit_text": "YEAR", "currencies": ("EUR",)}),
        ("25th percentile", "en", {"statistic": "percentile", "percentile": Decimal(25), "opens": None}),
        ("OTE", "en", {"component": "on_target", "opens": True}),
        ("TJM freelance", "fr", {"unit_text": "DAY", "employment_type": "contractor"}),
        ("Senior", "en", {"level": "senior", "opens": None}),
        ("Years of experience", "en", {"unit_text": None, "opens": None}),
        ("Monthly rent", "en", {"opens": False}),
    ],
)
def test_a_header_is_read_once(header: str, language: str, wanted: dict[str, object]) -> None:
    context = read_context(header, language=language)
    assert {name: getattr(context, name) for name in wanted} == wanted


def test_a_column_goes_before_its_caption() -> None:
    caption = read_context("Annual salaries in k€, gross", language="en")
    (pay,) = parse_pay("45 – 60", context=caption.over(read_context("Senior", language="en")))
    assert (pay.min_value, pay.max_value, pay.currency) == (45000, 60000, "EUR")
    assert (pay.unit_text, pay.basis, pay.level) == ("YEAR", "gross", "senior")
    (monthly,) = parse_pay("4,500", context=caption.over(read_context("Monthly, CHF", language="en")))
    assert (monthly.min_value, monthly.currency, monthly.unit_text) == (4500, "CHF", "MONTH")


@pytest.mark.parametrize(
    ("text", "language", "country", "currency", "inferred"),
    [
        ("Salary: $90,000", "en", None, "USD", True),
        ("Salary: $90,000", "en", "CA", "CAD", True),
        ("Salary: US$90,000", "en", "CA", "USD", False),
        ("Salary: $90,000 AUD", "en", None, "AUD", False),
        ("lön 45 000 kr", "sv", None, "SEK", True),
        ("løn 45.000 kr", "da", None, "DKK", True),
        ("Gehalt: 60.000 - 70.000 brutto", "de", "CH", "CHF", True),
    ],
)
def test_a_currency_that_is_not_written_is_marked(
    text: str, language: str, country: str | None, currency: str, inferred: bool
) -> None:
    (pay,) = parse_pay(text, language=language, country=country)
    assert (pay.currency, "currency" in pay.inferred) == (currency, inferred)


@pytest.mark.parametrize(
    ("text", "period", "inferred"),
    [
        ("Salary: €58,000", "YEAR", True),
        ("Salary: €58,000 a year", "YEAR", False),
        ("Salary: €3,400", "MONTH", True),
        ("Pay: £11.80", "HOUR", True),
        ("Salary: €12,000", None, False),
    ],
)
def test_a_period_is_told_by_the_size_only_where_it_is_plain(text: str, period: str | None, inferred: bool) -> None:
    pay = one(text)
    assert (pay.unit_text, "unit_text" in pay.inferred) == (period, inferred)


@pytest.mark.parametrize(
    ("text", "language", "low", "high", "assumption"),
    [
        ("Gehalt 3.000 € brutto im Monat (14x)", "de", "42000", "42000", "14 payments a year"),
        ("salary of €4,000 - €5,000 per month", "en", "48000", "60000", "12 payments a year"),
        ("€50 per hour, 36 hours per week", "en", "93600", "93600", "36 hours a week, 52 weeks"),
        ("£500 day rate", "en", "110000", "110000", "220 days"),
        ("up to £80,000 per annum", "en", None, "80000", "stated for the year"),
    ],
)
def test_a_year_is_reckoned_beside_the_stated_amount(
    text: str, language: str, low: str | None, high: str, assumption: str
) -> None:
    pay = one(text, language)
    assert (pay.annual_min, pay.annual_max) == (low and Decimal(low), Decimal(high))
    assert pay.annual_assumption == assumption
    assert annualise(pay).annual_max == pay.annual_max


def test_what_has_no_period_has_no_year() -> None:
    pay = Pay(min_value=Decimal(5), max_value=Decimal(5))
    assert annualise(pay) == pay


@pytest.mark.parametrize(
    ("one_text", "other_text", "same"),
    [
        ("salary €40k–€53k", "salary €39,600–€52,800", True),
        ("salary €40k–€53k a year", "salary €39,600–€52,800", True),
        ("salary €40k–€53k", "salary €41,000–€52,800", False),
        ("salary €40k–€53k", "salary $39,600–$52,800", False),
        ("salary €5,000 a month", "salary €5,000 a week", False),
        ("salary €5,000 gross a month", "salary €5,000 net a month", False),
        ("salary from €50k", "salary up to €50k", False),
        ("salary $66k", "salary $65,800", True),
    ],
)
def test_a_rounded_restatement_is_the_same_claim(one_text: str, other_text: str, same: bool) -> None:
    assert same_claim(one(one_text), one(other_text)) is same
    assert same_claim(one(other_text), one(one_text)) is same


@pytest.mark.parametrize(
    ("label", "language", "level"),
    [
        ("Senior Java Developer", "en", "senior"),
        ("Entry-level", "en", "junior"),
        ("Berufseinsteiger", "de", "junior"),
        ("Développeur confirmé", "fr", "mid"),
        ("Starszy programista", "pl", "senior"),
        ("Werkstudent", "de", "intern"),
        ("Medior", "nl", "mid"),
        ("Pleno", "pt", "mid"),
        ("VP of Engineering", "en", "executive"),
        ("Executive level", "en", "executive"),
        ("Enterprise Account Executive", "en", None),
        ("Senior Sales Executive", "en", "senior"),
        ("Data Entry Clerk", "en", None),
        ("Teamleiterin", "de", "lead"),
        ("Java Developer", "en", None),
    ],
)
def test_a_label_names_a_level(label: str, language: str, level: str | None) -> None:
    assert level_of(label, language) == level


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "€40k – €53k for junior profiles to €66k – €94k for senior professionals",
            [("junior profiles", "junior"), ("senior professionals", "senior")],
        ),
        ("Junior: €38k, Medior: €52k, Senior: €71k", [("Junior", "junior"), ("Medior", "mid"), ("Senior", "senior")]),
        ("Salary: €60,000", [(None, None)]),
    ],
)
def test_several_amounts_keep_their_labels(text: str, labels: list[tuple[str | None, str | None]]) -> None:
    assert [(pay.label, pay.level) for pay in parse_pay(text, language="en")] == labels


@pytest.mark.parametrize(
    ("text", "component", "employment"),
    [
        ("base salary of $150,000", "base", None),
        ("total compensation: $240,000", "total", None),
        ("£70,000 OTE", "on_target", None),
        ("contractors charge a day rate of £450", None, "contractor"),
    ],
)
def test_component_and_employment_are_told_apart(text: str, component: str | None, employment: str | None) -> None:
    pay = one(text)
    assert (pay.component, pay.employment_type) == (component, employment)


def test_the_raw_words_and_their_place_are_those_of_the_text() -> None:
    text = "Lohn:\u00a0CHF 7’200.– pro Monat"
    pay = one(text, "de")
    assert pay.start is not None
    assert text[pay.start : pay.start + len(pay.raw)] == pay.raw == "CHF 7’200.–"


def test_an_explanation_names_every_decision_and_what_was_turned_down() -> None:
    steps = explain_pay("Salary: €40-53k. We raised €20M.", language="en")
    said = {(step.name, step.text): (step.decision, step.why) for step in steps}
    assert said["range", "€ 40 - 53 k"] == ("40000 to 53000", "ends joined, scale shared")
    assert said["gate", "€40-53k"][0] == "pay"
    assert said["gate", "€20M"][0] == "no pay"
    assert all(str(step) for step in steps)


@pytest.mark.parametrize("text", ["", "No figures here.", "Founded in 2015, we have 300 people in 12 teams."])
def test_most_paragraphs_are_skipped(text: str) -> None:
    assert not may_hold_money(text)


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("From $24.95", "en", [("24.95", "24.95", "USD")]),
        ("at least 10 dollars", "en", [("10", None, "USD")]),
        ("three dollars and forty-five cents", "en", [("3.45", "3.45", "USD")]),
        ("fünfundzwanzigtausend Euro", "de", [("25000", "25000", "EUR")]),
        ("21万5千円", "ja", [("215000", "215000", "JPY")]),
        ("10 svenske kroner", "nb", [("10", "10", "SEK")]),
        ("a loss of € -12", "en", [("-12", "-12", "EUR")]),
        ("12 apples", "en", []),
    ],
)
def test_money_is_read_whether_pay_or_not(text: str, language: str, wanted: list[tuple[str | None, ...]]) -> None:
    found = parse_money(text, language=language)
    assert [(pay.min_value, pay.max_value, pay.currency) for pay in found] == [
        (low and Decimal(low), high and Decimal(high), currency) for low, high, currency in wanted
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("¥7.7M a year", "7700000"),
        ("€2.5-4k per month", "2500"),
        ("€4.5k per month", "4500"),
        ("€18.50 per hour", "18.50"),
    ],
)
def test_a_multiplier_leaves_no_noughts_behind_the_point(text: str, value: str) -> None:
    (pay,) = parse_pay(text)
    assert str(pay.min_value) == value


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("zwischen 50.000 und 60.000 Euro jährlich", 50000, 60000, "YEAR"),
        ("entre 2.000 y 2.500 euros al mes", 2000, 2500, "MONTH"),
        ("tussen € 3000 en € 4000 per maand", 3000, 4000, "MONTH"),
        ("ab 18 € die Stunde", 18, None, "HOUR"),
        ("45.000 € im Jahr", 45000, 45000, "YEAR"),
        ("R$ 4.500,00 por mês", 4500, 4500, "MONTH"),
        ("$18.50 an hour", 18.5, 18.5, "HOUR"),
    ],
)
def test_words_tell_the_language_where_nobody_does(text: str, low: float | None, high: float | None, unit: str) -> None:
    (pay,) = parse_pay(text)
    assert (pay.min_value, pay.max_value, pay.unit_text) == (low, high, unit)
