"""Texts that are turned away unread say nothing: neither of the amounts near them, nor of pay or seniority."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import extractors
from extractors.values.pay import PayContext, context, may_name_pay, read_context
from extractors.values.pay.telling import may_tell

FOLDER = Path(extractors.__file__).parent / "lexicon" / "pay"
LANGUAGES = [path.stem for path in sorted(FOLDER.glob("*.toml")) if path.stem not in ("core", "currencies")]


def pieces() -> Iterator[str]:
    """All runs of up to three words of the examples and counter-examples of every language."""
    for path in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in (*data.get("example", ()), *data.get("counter_example", ())):
            words = str(case["text"]).split()
            for length in (1, 2, 3):
                yield from (" ".join(words[at : at + length]) for at in range(len(words) - length + 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_turned_away_says_nothing(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "may_tell", lambda text, language: True)
    turned_away = 0
    for text in dict.fromkeys(pieces()):
        said = context._read.__wrapped__(text, language, None)
        if not may_tell(text, language):
            turned_away += 1
            assert said == PayContext(raw=text), text
        if not may_name_pay(text, language):
            assert not said.opens, text
        if not may_name_pay(text, language, or_level=True):
            assert said.level is None and not said.opens, text
    assert turned_away > 500


@pytest.mark.parametrize(
    ("text", "tells", "pay", "person"),
    [
        ("Where they meet", False, False, False),
        ("Gross, per month", True, False, False),
        ("in EUR", True, False, False),
        ("€ thousand", True, False, False),
        ("Senior", True, False, True),
        ("Average salary", True, True, True),
        ("年収", True, True, True),
        ("Room 12", False, False, False),
    ],
)
def test_tells_headers_from_other_lines(text: str, tells: bool, pay: bool, person: bool) -> None:
    assert may_tell(text, "en") is tells
    assert may_name_pay(text, "en") is pay
    assert may_name_pay(text, "en-GB", or_level=True) is person


def test_a_line_that_is_not_read_is_still_its_own_context() -> None:
    assert read_context("Where they meet", language="en", country="DE") == PayContext(
        raw="Where they meet", country="DE"
    )
