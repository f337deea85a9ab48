"""The demonstration from end to end, with what must come out of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from extractors.errors import UsageError
from guidepost.demo.run import DemoResult, read_table, run_demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    return run_demo(tmp_path_factory.mktemp("demo") / "out")


def test_both_crawls_do_their_work(demo: DemoResult) -> None:
    assert demo.exit_code == 0
    assert demo.outcomes["guides"].outcomes == {"listed": 1, "read_for_links": 4, "stored": 18}
    blog = demo.outcomes["blog"].outcomes
    assert blog == {"http_404": 1, "listed": 1, "read_for_links": 3, "robots_disallowed": 1, "stored": 9}


def test_the_archive_read_again_gives_the_same_tables(demo: DemoResult) -> None:
    assert demo.differing == ()
    assert demo.csv.is_dir()
    assert demo.csv_again.is_dir()


def test_the_guides_are_read(demo: DemoResult) -> None:
    pages = read_table(demo.csv, "pages")
    kinds = Counter(row["kind"] for row in pages)
    assert kinds["hiring_guide"] >= 18
    languages = Counter(row["language"] for row in pages if row["kind"] == "hiring_guide")
    assert languages == {"en": 6, "nl": 6, "fr": 6}
    companies = Counter(row["page"] for row in read_table(demo.csv, "companies"))
    assert set(companies.values()) >= {5, 6}
    table = [row for row in read_table(demo.csv, "salaries") if row["source"] == "table"]
    assert len(table) == 54
    assert {row["currency"] for row in table} == {"EUR"}
    assert Counter(row["unit_text"] for row in table) == {"MONTH": 18, "YEAR": 36}
    assert {row["basis"] for row in table} == {"gross"}


def test_the_posts_are_read(demo: DemoResult) -> None:
    articles = [row for row in read_table(demo.csv, "pages") if row["kind"] == "article"]
    assert len(articles) >= 8
    authors = {row["name"] for row in read_table(demo.csv, "authors")}
    assert {"Imke Vandersteen", "Tobias Okonjo", "Carys Pemberton"} <= authors


def test_every_record_says_where_it_stands(demo: DemoResult) -> None:
    assert demo.evidence.values > 500
    assert demo.evidence.values == demo.evidence.with_evidence == demo.evidence.standing


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="something else"):
        run_demo(tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"
