"""The words of headings: every example and counter-example that stands beside the words of a language."""

from __future__ import annotations

import pytest

from extractors.guide.cues import LANGUAGES, heading_data
from extractors.guide.wording import context_kinds, is_furniture, read_heading

EXAMPLES = [
    pytest.param(code, kind, heading, id=f"{code}-{heading}")
    for code in LANGUAGES
    for kind, headings in heading_data(code)["examples"].items()
    for heading in headings
]
COUNTER_EXAMPLES = [
    pytest.param(code, kind, heading, id=f"{code}-{heading}")
    for code in LANGUAGES
    for kind, headings in heading_data(code)["counter_examples"].items()
    for heading in headings
]
FURNITURE = [
    pytest.param(code, heading, answer == "yes", id=f"{code}-{heading}")
    for code in LANGUAGES
    for answer, headings in heading_data(code)["furniture_examples"].items()
    for heading in headings
]


@pytest.mark.parametrize(("code", "kind", "heading"), EXAMPLES)
def test_example(code: str, kind: str, heading: str) -> None:
    reading = read_heading(heading, code)
    assert reading is not None
    assert reading.kind == kind


@pytest.mark.parametrize(("code", "kind", "heading"), COUNTER_EXAMPLES)
def test_counter_example(code: str, kind: str, heading: str) -> None:
    reading = read_heading(heading, code)
    assert reading is None or reading.kind != kind


@pytest.mark.parametrize(("code", "heading", "furniture"), FURNITURE)
def test_furniture(code: str, heading: str, furniture: bool) -> None:
    assert is_furniture(heading, code) is furniture


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("3. Salaries at top companies", "salaries"),
        ("🏢 Company salaries", "salaries"),
        ("Entry level (55 jobs)", None),
        ("Skills and tools", "skills"),
        ("Overview: welder pay in Leeds", "overview"),
    ],
)
def test_the_head_decides(heading: str, kind: str | None) -> None:
    reading = read_heading(heading, "en")
    assert (reading.kind if reading else None) == kind


def test_a_language_of_no_lexicon_is_read_with_all() -> None:
    reading = read_heading("Quanto guadagna un saldatore?", "sv")
    assert reading is not None
    assert reading.kind == "salaries"


def test_a_sentence_tells_what_names_beside_it_are() -> None:
    assert context_kinds("Desks, meeting rooms and a monthly event.", "en")[0] == "hubs"
