"""Every language's examples and counter-examples, which stand beside its words."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

import extractors
from extractors.records import Pay
from extractors.values.pay import may_hold_money, parse_pay

FOLDER = Path(extractors.__file__).parent / "lexicon" / "pay"
PERIODS = {"YEAR", "MONTH", "WEEK", "DAY", "HOUR"}


def cases(kind: str) -> list[object]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case['text'][:60]}")
        for path in sorted(FOLDER.glob("*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8")).get(kind, ())
    ]


def read(language: str, case: dict[str, object]) -> list[Pay]:
    return parse_pay(
        str(case["text"]),
        language=language,
        country=case.get("country"),
        context=case.get("context"),  # type: ignore[arg-type]
    )


def matches(pay: Pay, expected: str) -> bool:
    """`40000..53000 EUR YEAR gross`; a period with a question mark was not stated and may be inferred."""
    amount, currency, *rest = expected.split()
    low, _, high = amount.partition("..")
    if ".." not in amount:
        high = low
    bounds = (Decimal(low) if low else None, Decimal(high) if high else None)
    period = next((word for word in rest if word.rstrip("?") in PERIODS), None)
    basis = next((word for word in rest if word in ("gross", "net")), None)
    period_fits = pay.unit_text in (None, period[:-1]) if period and period.endswith("?") else pay.unit_text == period
    return (pay.min_value, pay.max_value) == bounds and pay.currency == currency and period_fits and pay.basis == basis


def shown(pay: Pay) -> str:
    return f"{pay.min_value}..{pay.max_value} {pay.currency} {pay.unit_text} {pay.basis} ({', '.join(pay.inferred)})"


@pytest.mark.parametrize(("language", "case"), cases("example"))
def test_an_example_is_read_as_its_language_says(language: str, case: dict[str, object]) -> None:
    found = read(language, case)
    expected = list(case["expect"])  # type: ignore[call-overload]
    assert len(found) == len(expected), [shown(pay) for pay in found]
    for pay, wanted in zip(found, expected, strict=True):
        assert matches(pay, wanted), f"wanted {wanted}, got {shown(pay)}"
    if "labels" in case:
        assert [pay.label for pay in found] == case["labels"]


@pytest.mark.parametrize(("language", "case"), cases("counter_example"))
def test_a_counter_example_holds_no_pay(language: str, case: dict[str, object]) -> None:
    assert [shown(pay) for pay in read(language, case)] == []


def test_every_language_has_examples_and_counter_examples() -> None:
    for path in FOLDER.glob("*.toml"):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if "pay" in data:
            assert len(data["example"]) >= 3, path.stem
            assert len(data["counter_example"]) >= 2, path.stem


@pytest.mark.parametrize(("language", "case"), [case for case in cases("example") if "context" not in case.values[1]])
def test_the_prefilter_lets_every_example_through(language: str, case: dict[str, object]) -> None:
    assert may_hold_money(str(case["text"])), language
