"""Quantified claims: labelled sentences, half of which were kept out of all tuning."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from extractors.article.statistics import read_statistics
from extractors.document import read
from extractors.values.quantities import Claim, claims_in
from extractors.values.sentences import sentences

FIXTURES = Path(__file__).parent.parent / "fixtures" / "statistics"


def labelled(part: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FIXTURES / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()]


def claims_of(text: str, language: str) -> list[Claim]:
    return [claim for _, sentence in sentences(text) for claim in claims_in(sentence, language)]


@pytest.mark.parametrize("case", labelled("tuning"), ids=lambda case: case["text"][:40])
def test_each_sentence_of_the_tuning_half(case: dict[str, Any]) -> None:
    got = [
        {
            "value": float(claim.value),
            **({"unit": claim.unit} if claim.unit else {}),
            **({"currency": claim.currency} if claim.currency else {}),
            **({"as_of": claim.as_of} if claim.as_of else {}),
            **({"comparison": claim.comparison} if claim.comparison else {}),
        }
        for claim in claims_of(case["text"], case["language"])
    ]
    assert got == [{**claim, "value": float(claim["value"])} for claim in case["claims"]]


def test_precision_and_recall_on_the_half_kept_out_of_tuning() -> None:
    hits = extra = missed = 0
    for case in labelled("held_out"):
        wanted = Counter((float(c["value"]), c.get("unit"), c.get("currency")) for c in case["claims"])
        got = Counter((float(c.value), c.unit, c.currency) for c in claims_of(case["text"], case["language"]))
        hits += (wanted & got).total()
        extra += (got - wanted).total()
        missed += (wanted - got).total()
    assert hits / (hits + extra) >= 0.92, f"precision: {hits} right, {extra} extra"
    assert hits / (hits + missed) >= 0.9, f"recall: {hits} right, {missed} missed"


def test_a_claim_says_what_it_counts_and_where_it_stood() -> None:
    html = b"<body><p>The fair was fun. As of 2018, there are more than 15,000 e-commerce shops in Belgium.</p></body>"
    document = read(html)
    (claim,) = read_statistics(document, range(len(document.blocks)), "en")
    assert (claim.quantity, int(claim.value), claim.as_of) == ("e-commerce shops in Belgium", 15000, "2018")
    start = claim.evidence.start or 0
    assert document.blocks[0].text[start:].startswith(claim.evidence.quote)
    assert claim.evidence.path.endswith("/p")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It was fun. Was it? Yes!", ["It was fun.", "Was it?", "Yes!"]),
        ("Dr. Lee met Mr. J. Park in the U.S. last May. They talked.", 2),
        ("One line\nand another", ["One line", "and another"]),
        ("", []),
    ],
)
def test_sentences(text: str, wanted: list[str] | int) -> None:
    got = [sentence for _, sentence in sentences(text)]
    assert (len(got) if isinstance(wanted, int) else got) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Fortune 500 firms hire them first.",
        "Most of the crews of a Boeing 737 earn more.",
        "The risk lies in the 2026 skills-based rules.",
        "It was listed on the FTSE 100 companies index.",
        "The plane went from 5 to 7 gates.",
        "You win 10x Steel Bolts and 1x hammer.",
        "Come to 829 North Wharf Avenue, Wexley.",
    ],
)
def test_numbers_in_names_are_no_claims(text: str) -> None:
    assert claims_of(text, "en") == []


@pytest.mark.parametrize(
    ("text", "language", "claim"),
    [
        ("The number of welders grew from 1,200 in 2018 to 1,900 in 2023.", "en",
         ("The number of welders", 1900, None, "2023", "from 1,200 in 2018")),
        ("Unemployment fell from 7.5% to 4.1 percent.", "en", ("Unemployment", 4.1, "%", None, "from 7.5%")),
        ("Die Zahl der Stellen stieg von 1.200 auf 1.900 im Jahr 2023.", "de",
         ("Die Zahl der Stellen", 1900, None, "2023", "von 1.200")),
        ("La part des femmes est passée de 12 % à 19 %.", "fr", ("La part des femmes", 19, "%", None, "de 12 %")),
    ],
)  # fmt: skip
def test_a_change_is_claimed_by_where_it_ends(text: str, language: str, claim: tuple[object, ...]) -> None:
    (found,) = claims_of(text, language)
    assert (found.quantity, float(found.value), found.unit, found.as_of, found.comparison) == claim


def test_a_number_of_four_places_is_read_whole() -> None:
    (claim,) = claims_of("The euro was little changed at $1.0725 on Tuesday.", "en")
    assert (str(claim.value), claim.currency) == ("1.0725", "USD")
