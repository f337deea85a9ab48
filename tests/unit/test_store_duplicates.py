"""Pages that say the same are found; pages that a template made are never merged."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from storage.resolve.texts import PageText, duplicates

STORY = (
    "Hiring a data engineer takes patience, because the good ones are seldom looking. Start with people who know the "
    "field, ask them who taught them something, and write to those. Say plainly what the work is, what it pays and who "
    "decides. Answer within a day. Most candidates drop out because nobody answers them, not because of the pay. When "
    "you meet, talk about a problem that you really have; do not ask riddles. Afterwards tell everybody how it went, "
    "those whom you turn down before all others, since they will tell their friends. "
)
GUIDE = (
    "Hiring in {city}: what you should know. The {city} market counts about {n} open positions for engineers, and pay "
    "starts at {pay} euro a year before tax. Companies hire through referrals first, then through local groups, and "
    "only then through agencies. The best time to start is after the summer, when projects begin. "
    "Interviews take three rounds as a rule, and notice periods are long, so plan ahead and keep in touch meanwhile. "
)


def _page(name: str, text: str, *, digest: str = "", title: str = "Title", own: bool = True) -> PageText:
    return PageText(name, f"https://example.org/{name}", digest or name, title, text, own)


def _found(*pages: PageText) -> dict[str, tuple[str, str]]:
    return {one.page_id: (one.of_page_id, one.reason) for one in duplicates(pages)}


def test_same_bytes_and_same_text() -> None:
    pages = [_page("a", STORY, digest="x"), _page("bb", STORY, digest="x"), _page("ccc", STORY.upper().lower())]
    assert _found(*pages)["bb"] == ("a", "same_bytes")
    assert _found(_page("a", STORY), _page("bb", "  " + STORY.replace(" ", "\n")))["bb"] == ("a", "same_text")


def test_a_line_more_makes_no_second_page() -> None:
    (found,) = duplicates([_page("a", STORY), _page("bb", STORY + "share this on your favourite network")])
    assert (found.page_id, found.of_page_id, found.reason) == ("bb", "a", "near_text")
    assert Decimal("0.9") < found.score < 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"city": "Ghent", "n": 900, "pay": 39600}, {"city": "Antwerp", "n": 1200, "pay": 41000}),
        ({"city": "Ghent", "n": 900, "pay": 39600}, {"city": "Ghent", "n": 900, "pay": 41000}),
        ({"city": "Ghent", "n": 900, "pay": 39600}, {"city": "Bruges", "n": 900, "pay": 39600}),
        ({"city": "Zürich", "n": 900, "pay": 39600}, {"city": "Genève", "n": 900, "pay": 39600}),
    ],
)
def test_pages_of_one_template_are_two(one: dict[str, object], other: dict[str, object]) -> None:
    assert _found(_page("a", GUIDE.format(**one)), _page("bb", GUIDE.format(**other))) == {}


def test_pages_of_one_template_with_another_title_are_two() -> None:
    a = _page("a", STORY, title="Hiring in Ghent")
    b = _page("b", STORY, title="Hiring in Antwerp")
    assert _found(a, b) == {}


def test_five_hundred_pages_of_one_template_stay_five_hundred() -> None:
    pages = [_page(f"p{n}", GUIDE.format(city=f"City{n % 50}", n=100 + n, pay=30000 + n)) for n in range(500)]
    assert _found(*pages) == {}


def test_pages_with_hardly_any_text_are_not_compared() -> None:
    assert _found(_page("a", "Loading …", digest="x"), _page("b", "Loading …", digest="x")) == {}


def test_the_page_that_names_itself_stays() -> None:
    assert _found(_page("a", STORY, own=False), _page("long-name", STORY))["a"][0] == "long-name"


def test_order_never_shows() -> None:
    pages = [_page(f"p{n}", STORY + "and more " * (n % 3)) for n in range(12)]
    wanted = sorted(duplicates(pages))
    for seed in range(3):
        random.Random(seed).shuffle(pages)
        assert sorted(duplicates(pages)) == wanted
