"""The TOML of the lexicon as facts: one phrase, one thing that it says.

Notation: a trailing dot is optional in the text (`mies.`), an asterisk stands for any letters (`*gehalt*`); phrases
under `local` are too short or ambiguous to be read in texts of other languages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).resolve().parents[2] / "lexicon" / "pay"
_FLAGS = {
    "pay": "pay",
    "weak": "weak",
    "not_pay": "not_pay",
    "change": "change",
    "change_after": "change_after",
    "adds": "adds",
    "floor": "floor",
    "about": "about",
    "glue": "glue",
    "recipient": "recipient",
    "payments": "payments",
    "subunit": "subunit",
    "vat": "vat",
    "role": "role",
    "permit": "permit",
}
_GROUPS = {
    "range": {"join": "join", "and": "also", "between": "between", "from": "start"},
    "bound": {"least": "least", "most": "most", "least_after": "least_after", "most_after": "most_after"},
}
_VALUES = {
    "basis": "basis",
    "statistic": "statistic",
    "component": "component",
    "employment": "employment",
    "level": "level",
    "nation": "nation",
}


class Fact(NamedTuple):
    """One phrase, one thing that it says."""

    phrase: str
    field: str
    value: Any
    language: str
    local: bool


class Grammar(NamedTuple):
    """How a language writes numbers, and the currency that its speakers mostly mean."""

    decimal_comma: bool = False
    groups_by_space: bool = False
    currency: str = ""


def load_facts() -> tuple[list[Fact], dict[str, Grammar]]:
    """All facts, the core's first and English next, and the grammar of each language."""
    facts: list[Fact] = []
    grammars: dict[str, Grammar] = {}
    for path in sorted(FOLDER.glob("*.toml"), key=lambda path: (path.stem != "core", path.stem != "en", path.stem)):
        if path.stem == "currencies":
            continue
        data = read_toml(path)
        language = "core" if path.stem == "core" else path.stem
        if language != "core":
            grammars[language] = Grammar(
                data.get("decimal", ".") == ",", data.get("group") == " ", data.get("currency_of_speakers", "")
            )
        facts += _facts(data, language)
    return facts, grammars


def read_toml(path: Path) -> dict[str, Any]:
    """The words of a TOML file; its examples, which stand last and only tests read, are left out."""
    return tomllib.loads(path.read_text(encoding="utf-8").partition("\n[[example]]")[0])


def _facts(data: Mapping[str, Any], language: str) -> Iterator[Fact]:
    local = set(data.get("local", ()))

    def fact(phrase: str, field: str, value: Any) -> Fact:
        return Fact(phrase, field, value, language, phrase in local)

    for key, field in _FLAGS.items():
        for phrase in data.get(key, ()):
            yield fact(phrase, field, True)
    for phrase in data.get("nothing", ()):
        yield fact(phrase, "nothing", True)
    for key, names in _GROUPS.items():
        for name, phrases in data.get(key, {}).items():
            for phrase in phrases:
                yield fact(phrase, names[name], True)
    for key, field in _VALUES.items():
        for value, phrases in data.get(key, {}).items():
            for phrase in phrases:
                yield fact(phrase, field, value)
    yield from _periods(data.get("period", {}), fact)
    yield from _numbers(data, fact)
    yield from _currencies(data, fact)


def _periods(table: Mapping[str, Any], fact: Any) -> Iterator[Fact]:
    for phrase in table.get("per", ()):
        yield fact(phrase, "per", True)
    for unit, phrases in table.get("noun", {}).items():
        for phrase in phrases:
            yield fact(phrase, "unit", unit)
    for unit, phrases in table.get("word", {}).items():
        for phrase in phrases:
            yield fact(phrase, "period", unit)


def _numbers(data: Mapping[str, Any], fact: Any) -> Iterator[Fact]:
    for value, phrases in data.get("multiplier", {}).items():
        for phrase in phrases:
            yield fact(phrase, "multiplier", Decimal(value))
    for value, phrases in data.get("percentile", {}).items():
        for phrase in phrases:
            yield fact(phrase, "percentile", Decimal(value))
            yield fact(phrase, "statistic", "percentile")
    words = {int(value): list(phrases) for value, phrases in data.get("number", {}).items()}
    pattern: str = data.get("number_joined", "")  # `{unit}und{ten}`: five-and-forty in one word
    for ten in range(20, 100, 10) if pattern else ():
        for one in range(1, 10):
            for ten_word in words.get(ten, ()):
                for one_word in (*words.get(one, ()), *data.get("number_joined_units", {}).get(str(one), ())):
                    words.setdefault(ten + one, []).append(pattern.format(unit=one_word, ten=ten_word))
    hundred: str = data.get("hundred_joined", "")  # `{unit}hundert`
    for one in range(2, 10) if hundred else ():
        words.setdefault(100 * one, []).extend(hundred.format(unit=word) for word in words.get(one, ()))
    thousand: str = data.get("thousand_joined", "")  # `{number}mila`
    for number in [number for number in words if 1 < number < 1000] if thousand else ():
        words.setdefault(1000 * number, []).extend(thousand.format(number=word) for word in words[number])
    for value, phrases in words.items():
        for phrase in phrases:
            yield fact(phrase, "number", Decimal(value))


def _currencies(data: Mapping[str, Any], fact: Any) -> Iterator[Fact]:
    for codes, phrases in data.get("currency", {}).items():
        for phrase in phrases:
            yield fact(phrase, "currency", tuple(codes.split()))
            yield fact(phrase, "is_word", phrase[0].isalpha())
    for phrase, (code, factor, *period) in data.get("scaled", {}).items():
        yield fact(phrase, "currency", (code,))
        yield fact(phrase, "multiplier", Decimal(factor))
        for unit in period:
            yield fact(phrase, "period", unit)
    for phrase, (code, share) in data.get("coin", {}).items():
        yield fact(phrase, "currency", tuple(code.split()))
        yield fact(phrase, "coin", Decimal(share))
