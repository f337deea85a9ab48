"""Learned weights: read as they were written, told apart from others, and added up as plain arithmetic would."""

from __future__ import annotations

import math
import random
from array import array

import pytest

from extractors.scoring import Linear, ScoringError, heading_chances, item_chances, model, pack, unpack
from extractors.scoring.linear import Weights, linear, weights

MODEL = linear(
    ("a", "b", "c"), (0.1, 0.0, -0.2), {"x": (1.0, -0.5, 0.25), "y": (0.0, 0.75, -1.0), "z": (0.0, 0.0, 0.0)}
)


def by_hand(known: Linear, features: dict[str, float]) -> list[float]:
    scores = list(known.bias)
    for name, value in features.items():
        for at, weight in enumerate(array("b", known.rows.get(name, b""))):
            scores[at] += value * known.scale * weight
    powers = [math.exp(score) for score in scores]
    return [power / sum(powers) for power in powers]


def test_lanes_of_one_number_add_up_as_single_weights_do() -> None:
    known = model("lists")
    names, rng = sorted(known.rows), random.Random(5)
    for _ in range(50):
        features = {rng.choice(names): rng.uniform(-3, 3) for _ in range(200)}
        assert known.chances(features) == pytest.approx(by_hand(known, features), abs=0.01)


def test_what_no_row_knows_changes_nothing() -> None:
    assert MODEL.chances({"unheard of": 5.0}) == pytest.approx(by_hand(MODEL, {}))


def test_weights_come_back_as_they_were() -> None:
    written = Weights("digest", {"one": MODEL})
    assert unpack(pack(written)) == written
    assert pack(unpack(pack(written))) == pack(written)


@pytest.mark.parametrize("raw", [b"", b"guidepost-weights 0\nxx", pack(Weights("d", {"one": MODEL}))[:-9]])
def test_other_or_damaged_weights_are_a_clear_error(raw: bytes) -> None:
    with pytest.raises(ScoringError, match="install Guidepost anew"):
        unpack(raw)


def test_reasons_are_those_that_spoke_most_for_a_label() -> None:
    assert [name for name, _ in MODEL.reasons({"x": 1.0, "y": 1.0}, 0, 1)] == ["x", "y"]


def test_the_shipped_weights_name_what_they_were_trained_on() -> None:
    assert len(weights().trained_on) == 64
    names = "headings items listing paragraphs worth lists trust sections pages"
    assert set(weights().models) == set(names.split())


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Top employers", "en", "key_companies"),
        ("Who you will be bidding against", "en", "key_companies"),
        ("Je concurrenten om dezelfde vakman", "nl", "key_companies"),
        ("Quién está contratando", "es", "key_companies"),
        ("Qui engage ?", "fr", "key_companies"),
        ("Was am Monatsende übrig bleibt", "de", "salaries"),
        ("Where they learned the trade", "en", "universities"),
        ("Newsletter", "en", "other"),
    ],
)
def test_headings_promise_what_their_words_say(text: str, language: str, kind: str) -> None:
    chances = heading_chances(text, language)
    assert max(chances, key=chances.__getitem__) == kind


@pytest.mark.parametrize(
    ("name", "at"),
    [("Technische Universität Dresden", 3), ("Robert Bosch GmbH", 1), ("View all jobs", 0), ("PostgreSQL", 5)],
)
def test_names_are_told_by_their_own_words(name: str, at: int) -> None:
    chances = item_chances(name)
    assert chances.index(max(chances)) == at
