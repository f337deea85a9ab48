"""Occupations by language: every file of the lexicon holds its own examples and counter-examples."""

from __future__ import annotations

import pytest

from extractors.values.occupations import find_occupation, names_occupation, read_occupation
from extractors.values.occupations.words import LANGUAGES, language_data, words_for

DATA = {language: language_data(language) for language in LANGUAGES}


@pytest.mark.parametrize(
    ("language", "headline", "occupation"),
    [(language, *example) for language in LANGUAGES for example in DATA[language]["examples"]],
)
def test_a_headline_is_about_an_occupation(language: str, headline: str, occupation: str) -> None:
    assert read_occupation(headline, language) == occupation


@pytest.mark.parametrize(
    ("language", "headline"),
    [(language, text) for language in LANGUAGES for text in DATA[language]["counter_examples"]],
)
def test_a_headline_is_about_none(language: str, headline: str) -> None:
    assert read_occupation(headline, language) is None


@pytest.mark.parametrize(
    ("language", "headline", "occupation"),
    [
        ("fr", "Infirmier·ère : salaire", "Infirmier·ère"),
        ("de", "Entwickler*innen gesucht", "Entwickler*innen"),
        ("de", "Erzieher(in) in Jena", "Erzieher(in)"),
        ("de", "Tischler (m/w/d) in Ulm", "Tischler"),
        ("fr", "Soudeur (h/f) à Brest", "Soudeur"),
        ("nl", "Kok (m/v/x) in Breda", "Kok"),
        ("pl", "Magazynier (k/m) w Łodzi", "Magazynier"),
        ("en", "A plumber's day", "plumber"),
        ("fr", "Le salaire d’une infirmière", "infirmière"),
        ("pt", "Contador(a) em Recife", "Contador(a)"),
    ],
)
def test_gender_forms_belong_to_the_word_and_marks_of_vacancies_do_not(
    language: str, headline: str, occupation: str
) -> None:
    assert read_occupation(headline, language) == occupation


@pytest.mark.parametrize(
    ("headline", "occupation"),
    [
        ("Kafka engineers in Oslo", "Kafka engineers"),
        ("Senior full-stack developers: rates", "Senior full-stack developers"),
        ("Nurse, pharmacist and coder pay", "Nurse"),
        ("Berlin developers", "developers"),
    ],
)
def test_what_belongs_to_a_title(headline: str, occupation: str) -> None:
    assert read_occupation(headline, "en") == occupation


def test_words_of_pay_and_jobs_are_told() -> None:
    assert (found := find_occupation("Wat verdient een lasser?", "nl")) is not None
    assert found.cued
    assert (found := find_occupation("Een lasser in de wei", "nl")) is not None
    assert not found.cued


@pytest.mark.parametrize(
    "text", ["", " ", "’s", "·", "/in", "-", "(in)", "a" * 10_000, "welder " * 2_000, "\ud800 welder"]
)
def test_odd_texts_do_no_harm(text: str) -> None:
    names_occupation(text)
    read_occupation(text, "xx")


def test_a_language_that_is_not_known_takes_the_words_of_all() -> None:
    assert words_for("xx").forms >= words_for("nl").forms | words_for("it").forms
    assert read_occupation("Saldatori") == "Saldatori"
