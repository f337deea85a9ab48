"""Words of the lexicon are told by the examples and counter-examples that stand beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import partial
from importlib.resources import files
from typing import Any

import pytest

from extractors.article.endings import is_bio, is_promo, opens_foot
from extractors.guide.shapes import pattern
from extractors.guide.titles import speaks_of

Tells = Callable[[str], bool]


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("extractors.lexicon").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _has_word(kind: str, name: str) -> bool:
    return pattern(kind).search(name) is not None


READERS: dict[str, dict[str, Tells]] = {
    "kinds": {subject: partial(speaks_of, subject) for subject in _data("kinds")},
    "endings": {"end": opens_foot, "promo": is_promo, "bio": is_bio},
    "names": {kind: partial(_has_word, kind) for kind, table in _data("names").items() if "words" in table},
}
"""By file and table, what tells that a text holds one of its words."""


def _cases(key: str) -> list[Any]:
    return [
        pytest.param(tells, text, id=f"{file}.{table}: {text}")
        for file, tables in READERS.items()
        for table, tells in tables.items()
        for text in _data(file)[table][key]
    ]


@pytest.mark.parametrize(("tells", "text"), _cases("examples"))
def test_an_example_is_told(tells: Tells, text: str) -> None:
    assert tells(text)


@pytest.mark.parametrize(("tells", "text"), _cases("counter_examples"))
def test_a_counter_example_is_not(tells: Tells, text: str) -> None:
    assert not tells(text)
