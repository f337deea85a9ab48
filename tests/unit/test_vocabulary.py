"""`Vocabulary` may say yes too often, but never no to a text that holds one of its phrases."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from extractors.values.words import Vocabulary, words_of


def _phrases(name: str, *keys: str) -> list[str]:
    data = tomllib.loads(files("extractors").joinpath("lexicon").joinpath(name).read_text(encoding="utf-8"))
    for key in keys:
        data = data[key]
    return list(data)


@pytest.mark.parametrize(
    "phrases",
    [
        _phrases("occupations/fr.toml", "exact"),
        _phrases("names.toml", "universities", "words"),
        _phrases("names.toml", "skills", "words"),
        _phrases("kinds.toml", "hire", "words"),
        _phrases("columns.toml", "rivals", "words"),
    ],
    ids=["occupations", "universities", "skills", "hiring", "rivals"],
)
@pytest.mark.parametrize("around", ["{}", "some {}, and more", "x-{}.", "({})", "1 {}/2"])
def test_finds_every_phrase(phrases: list[str], around: str) -> None:
    vocabulary = Vocabulary(phrases)
    assert not vocabulary.may_stand_in("zzz qqq 123")
    for phrase in phrases:
        for letters in ("", "ab", "é"):
            assert vocabulary.may_stand_in(around.format(phrase.replace("*", letters).lower())), phrase


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a scrum masters' meeting", True),
        ("scrum", False),
        ("projectmanagers", True),
        ("mana gers", False),
        ("room 42", True),
        ("room 43", False),
        ("un développeur·e", True),
        ("dev", False),
        ("", False),
    ],
)
def test_tells_words_apart(text: str, expected: bool) -> None:
    assert Vocabulary(["scrum master*", "*manager*", "42", "développeur"]).may_stand_in(text) is expected
    assert Vocabulary(["scrum master*", "*manager*", "42", "développeur"]).may_stand_in(f"{text} xyz") is expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hire 3 C++ devs!", ["Hire", "C", "devs"]),
        ("salaire_brut à Liège", ["salaire", "brut", "à", "Liège"]),
        ("", []),
        ("日本 x2", ["日本", "x"]),
    ],
)
def test_words_are_runs_of_letters(text: str, words: list[str]) -> None:
    assert words_of(text) == words
