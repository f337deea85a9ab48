"""Which currency a code, a symbol, a country or a language stands for."""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from .facts import FOLDER
from .lexicon import Lexicon
from .sense import Sense

if TYPE_CHECKING:
    from .tokens import Item


_NUMBER = "number"


class Bands(NamedTuple):
    """Sizes of pay in a currency: the most an hour, the least and most a month, the least and most a year."""

    hour_most: int
    month_least: int
    month_most: int
    year_least: int
    year_most: int


class Currencies(NamedTuple):
    codes: frozenset[str]
    withdrawn: frozenset[str]
    """Replaced by the euro of late; older pages still write them."""
    like_words: frozenset[str]
    lower_case: frozenset[str]
    of_country: dict[str, str]
    monthly: frozenset[str]
    """Currencies in which pay is mostly spoken of by the month."""
    by_letter: dict[str, str]
    """For some, the letter that stands for the currency where it is paid in, right before the number."""
    pesos: frozenset[str]
    """Currencies whose `$` is no dollar."""
    bands: dict[str, Bands]


@cache
def table() -> Currencies:
    """The table of currencies, read once from `currencies.toml`."""
    data = tomllib.loads((FOLDER / "currencies.toml").read_text(encoding="utf-8"))
    return Currencies(
        codes=frozenset(data["codes"].split()),
        withdrawn=frozenset(data["withdrawn"].split()),
        like_words=frozenset(data["like_words"]),
        lower_case=frozenset(data["lower_case"].split()),
        of_country={country: code for code, countries in data["countries"].items() for country in countries.split()},
        monthly=frozenset(data["monthly"].split()),
        by_letter={code: letter for letter, code in data["letters"].items()},
        pesos=frozenset(data["pesos"].split()),
        bands={code: Bands(*band) for code, band in data["bands"].items()},
    )


@cache
def code(word: str) -> Sense | None:
    """The sense of an ISO code as written (capitals, or lower case where it is no word); None for any other word."""
    known = table()
    upper = word.upper()
    if upper not in known.codes | known.withdrawn or (word != upper and word.lower() not in known.lower_case):
        return None
    return Sense(currency=(upper,), is_code=True)


def bands(currency: str | None) -> Bands:
    """How large pay is in a currency; a wide default where the currency is not known."""
    known = table().bands
    return known.get(currency or "default", known["default"])


def resolve(candidates: tuple[str, ...], country: str | None, lexicon: Lexicon) -> tuple[str, str]:
    """The likeliest of a symbol's currencies and why: stated, by the country, by the language, or the commonest."""
    if len(candidates) == 1:
        return candidates[0], ""
    local = table().of_country.get((country or "").upper())
    if local in candidates:
        return local, f"the country is {(country or '').upper()}"
    spoken = lexicon.grammar.currency
    if spoken in candidates:
        return spoken, f"the language is {lexicon.language}"
    return candidates[0], "the commonest of " + ", ".join(candidates)


def assumed(country: str | None, lexicon: Lexicon) -> tuple[str | None, str]:
    """The currency where none is written: that of the country, else of the language's speakers."""
    local = table().of_country.get((country or "").upper())
    if local:
        return local, f"the country is {(country or '').upper()}"
    return (lexicon.grammar.currency or None), f"the language is {lexicon.language}"


def of_dollars(candidates: tuple[str, ...]) -> tuple[str, ...]:
    """A symbol's currencies without those of pesos: where dollars are spoken of, `$` stands for no peso."""
    return tuple(code for code in candidates if code not in table().pesos) or candidates


def country_of(language: str | None) -> str | None:
    """The country that a language tag names, such as that of `en-ZA`; None where it names none."""
    for part in (language or "").replace("_", "-").split("-")[1:]:
        if len(part) == 2 and part.upper() in table().of_country:
            return part.upper()
    return None


def mark_letters(items: list[Item], text: str, country: str | None) -> None:
    """Note the capital letters that write the country's currency: the R of `R9 400` in South Africa."""
    code = table().of_country.get((country or "").upper())
    letter = table().by_letter.get(code or "")
    if letter is None:
        return
    for item, after in pairwise(items):
        tight = after.kind == _NUMBER and after.start - item.end <= 1 and text[item.start : item.end] == letter
        if tight and (not item.start or text[item.start - 1] in " \n(–—-/:;,|+"):
            item.sense = Sense(currency=(code or "",), is_word=False)
