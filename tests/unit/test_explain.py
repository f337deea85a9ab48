"""`guidepost explain`: what a page's values were chosen from, from the readers' own steps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractors.explain import FIELDS, explain_page
from extractors.extract import extract_page
from extractors.options import Explained, Option
from extractors.page import Page
from guidepost.cli import main

TEXT = (
    "<p>The old mill by the river was sold in spring, and nobody in the village was surprised, least of all we.</p>" * 4
)
PAGE = f"""<html lang="en"><head><title>The mill changes hands | Coast News</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "The mill changes hands",
"author": {{"@type": "Person", "name": "Desk Account"}}, "datePublished": "2024-03-02T10:00:00+00:00"}}</script></head>
<body><main><h1>The mill changes hands</h1><p class="byline">By Lena Parrish</p><p>Published on 4 March 2024</p>
<p>Updated on 9 March 2024</p>{TEXT}<h2>What it pays</h2>
<p>A miller earns £28,000 to £31,000 a year before tax.</p><p>The rent of the mill is £1,200 a month.</p>
</main></body></html>"""
FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").glob("*/*/page.html"))


def explained(html: str, *fields: str) -> dict[str, Explained]:
    return {one.field: one for one in explain_page(Page(content=html.encode()), fields or FIELDS)}


def options(one: Explained) -> list[tuple[str, bool]]:
    return [(option.value, option.chosen) for option in one.options]


def test_authors_shown_and_stated_with_what_decided() -> None:
    author = explained(PAGE, "author")["author"]
    assert author.value == "Lena Parrish"
    assert options(author) == [("Lena Parrish", True), ("Desk Account", False)]
    assert author.options[0].score is not None
    assert "visible byline was kept" in author.notes[0]


def test_dates_in_the_order_in_which_they_are_believed() -> None:
    found = explained(PAGE, "date")
    assert found["date_published"].value == "2024-03-04"
    assert options(found["date_published"])[:2] == [("2024-03-02T10:00:00+00:00", False), ("2024-03-04", True)]
    assert "the page shows 2024-03-04, which was kept" in found["date_published"].notes[0]
    assert options(found["date_modified"]) == [("2024-03-09", True)]


def test_titles_of_headings_and_of_metadata() -> None:
    title = explained(PAGE, "title")["title"]
    assert ("The mill changes hands", True) in options(title)
    assert ("The mill changes hands | Coast News", False) in options(title)


def test_pay_that_was_read_and_money_that_was_turned_down() -> None:
    pay = {option.value: option for option in explained(PAGE, "pay")["pay"].options}
    read = next(option for value, option in pay.items() if "28000 to 31000 GBP YEAR" in value)
    assert read.chosen
    assert any(feature.name == "basis" for feature in read.features)
    assert all(feature.name != "gate" for feature in read.features)
    turned_down = pay["no pay"]
    assert "rent" in turned_down.quote
    assert any(feature.name == "gate" and "no pay" in feature.detail for feature in turned_down.features)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.parent.name}/{path.parent.name}")
def test_what_is_explained_is_what_is_read(path: Path) -> None:
    page = Page(content=path.read_bytes(), url="https://example.org/2020/01/02/a")
    record, found = extract_page(page), {one.field: one for one in explain_page(page)}
    assert found["kind"].value == record.kind
    assert found["title"].value == record.title
    assert found["date_published"].value == record.date_published
    assert found["date_modified"].value == record.date_modified
    assert (found["author"].value or "") == "; ".join(author.name for author in record.authors)
    assert [one.value for one in found["section"].options] == [one.kind for one in record.sections]
    assert sum(one.chosen for one in found["pay"].options) == len(record.salaries)
    for field, value in (("title", record.title), ("date_published", record.date_published)):
        assert any(one.chosen for one in found[field].options) == (value is not None), field
    if record.authors:
        assert any(one.chosen for one in found["author"].options)


@pytest.mark.parametrize("content", [b"", b"<", b"\x00\xff", b"<html><body>", b"<p>" * 3000, b"%PDF-1.4"])
def test_bad_input_is_explained_too(content: bytes) -> None:
    assert explain_page(Page(content=content))


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(["explain", *arguments])
    out, err = capsys.readouterr()
    code = left.value.code
    return code if isinstance(code, int) else int(code is not None), out, err


@pytest.fixture
def saved(tmp_path: Path) -> str:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("words", [[], ["page"]], ids=["a page", "the command by name"])
def test_the_command_takes_a_page(saved: str, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(capsys, *words, saved, "--field", "author", "--json")
    assert code == 0
    assert json.loads(out)[0]["value"] == "Lena Parrish"
    assert _run(capsys, *words, "--field", "author", "--json", saved)[1] == out


def test_the_command_shows_a_table(saved: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(capsys, saved)
    assert code == 0
    assert {"author: Lena Parrish", "date_published: 2024-03-04"} <= set(map(str.strip, out.splitlines()))


def test_the_command_still_explains_pay_in_a_text(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(capsys, "pay", "€40k – €53k gross a year")
    assert code == 0
    assert "40,000 – 53,000  EUR" in out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [(["nowhere.html"], 1, "cannot be read"), (["nowhere.html", "--field", "colour"], 2, "kind, title, author")],
)
def test_what_cannot_be_explained(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = _run(capsys, *arguments)
    assert found[0] == code
    assert words in found[2]


def test_an_option_may_carry_weighted_features() -> None:
    from rich.console import Console

    from extractors.options import Feature
    from guidepost.commands._explained import print_explained

    out = Console(record=True, width=160)
    features = (Feature(name="names proper", weight=1.25, detail="6 of 7"), Feature(name="heading"))
    option = Option(value="key_companies", rule="scored", chosen=True, score=2.5, features=features)
    print_explained([Explained(field="section", value="1 section", options=(option,))], out)
    assert "+1.25 names proper: 6 of 7" in out.export_text()
