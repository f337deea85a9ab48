"""The table of currencies against what Unicode CLDR and ISO 4217 say."""

from __future__ import annotations

import babel.numbers
import pycountry
import pytest

from extractors.values.money.currencies import bands, code, resolve, table
from extractors.values.money.lexicon import lexicon_for


def test_every_code_is_one_of_iso_4217() -> None:
    assert table().codes <= {currency.alpha_3 for currency in pycountry.currencies}


def test_every_country_pays_in_the_currency_that_cldr_names() -> None:
    for country, currency in table().of_country.items():
        assert currency in babel.numbers.get_territory_currencies(country), country


def test_words_that_look_like_codes_and_bands_are_of_known_currencies() -> None:
    known = table()
    assert known.like_words <= known.codes
    assert {currency.upper() for currency in known.lower_case} - {"RMB"} <= known.codes
    assert known.monthly <= known.codes | known.withdrawn
    assert set(known.bands) - {"default"} <= known.codes | known.withdrawn


@pytest.mark.parametrize("currency", sorted(table().bands))
def test_bands_rise_from_hour_to_year(currency: str) -> None:
    band = bands(currency)
    assert band.hour_most <= band.month_least * 2 < band.month_most < band.year_least < band.year_most


@pytest.mark.parametrize(
    ("word", "currency"),
    [("EUR", "EUR"), ("chf", "CHF"), ("ALL", "ALL"), ("BGN", "BGN"), ("all", None), ("Bob", None), ("ABC", None)],
)
def test_a_code_is_written_in_capitals_or_is_no_word(word: str, currency: str | None) -> None:
    sense = code(word)
    assert (sense.currency[0] if sense else None) == currency


@pytest.mark.parametrize(
    ("country", "language", "currency", "stated"),
    [
        ("AU", "en", "AUD", False),
        (None, "en", "USD", False),
        ("DE", "de", "USD", False),
    ],
)
def test_a_bare_dollar_is_never_stated(country: str | None, language: str, currency: str, stated: bool) -> None:
    found, why = resolve(("USD", "CAD", "AUD"), country, lexicon_for(language))
    assert (found, why == "") == (currency, stated)
