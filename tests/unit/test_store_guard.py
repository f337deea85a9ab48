"""Which losses are believed, when, and what stands meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from store_support import START, extract, gone, page, revisit, take

from extractors.page import Page
from extractors.records import PageRecord
from storage.events import Failure
from storage.export import export
from storage.history import changes
from storage.store import Store

DAY = 86_400.0
GHENT = "https://guides.example.org/ghent"
WHOLE = {
    "companies": ["Acme", "Umbra"],
    "skills": ["Writing"],
    "salaries": [["Junior", 39600, 45000]],
    "sections": [["Pay", "Much."], ["Who hires", "Some."]],
}
SHELL = {"title": "App"}


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with Store.open(store_url) as opened:
        opened.set_grace(3 * DAY)
        yield opened


def shown(store: Store) -> tuple[int, ...]:
    counts = store.counts()
    return tuple(counts[name] for name in ("pages", "companies", "skills", "salaries", "sections"))


def doubted(store: Store) -> str | None:
    with store.reading() as connection:
        return connection.execute(text("SELECT doubted FROM page_keys")).scalar()


STORIES = {
    "a shell": ([page(day=1, **SHELL)], (1, 2, 1, 1, 2)),
    "a shell that changes with each answer": ([page(day=n, title=f"App {n}") for n in range(1, 4)], (1, 2, 1, 1, 2)),
    "a shell seen again too early": ([page(day=1, **SHELL), page(day=3.9, **SHELL)], (1, 2, 1, 1, 2)),
    "a shell seen again after the grace": ([page(day=1, **SHELL), page(day=4, **SHELL)], (1, 0, 0, 0, 0)),
    "a shell that changes, after the grace": ([page(day=1, title="A"), page(day=5, title="B")], (1, 0, 0, 0, 0)),
    "a shell that says unchanged after the grace": (
        [shell := page(day=1, **SHELL), revisit(shell, 4.5)],
        (1, 0, 0, 0, 0),
    ),
    "a shell between two whole ones": (
        [page(day=1, **SHELL), page(day=2, **WHOLE), page(day=4.5, **SHELL)],
        (1, 2, 1, 1, 2),
    ),
    "all records go and the sections stay: only the records are in doubt": (
        [page(day=1, sections=WHOLE["sections"], title="Edited")],
        (1, 2, 1, 1, 2),
    ),
    "one kind goes": ([page(day=1, **WHOLE | {"salaries": []})], (1, 2, 1, 1, 2)),
    "one kind goes for good": (
        [page(day=1, **WHOLE | {"salaries": []}), page(day=9, **WHOLE | {"salaries": [], "title": "Later"})],
        (1, 2, 1, 0, 2),
    ),
    "one kind goes, then another": (
        [page(day=1, **WHOLE | {"salaries": []}), page(day=2, **WHOLE | {"salaries": [], "skills": []})],
        (1, 2, 1, 1, 2),
    ),
    "the first is believed before the second": (
        [page(day=1, **WHOLE | {"salaries": []}), page(day=4, **WHOLE | {"salaries": [], "skills": []})],
        (1, 2, 1, 0, 2),
    ),
    "fewer of a kind is an edit": ([page(day=1, **WHOLE | {"companies": ["Umbra"]})], (1, 1, 1, 1, 2)),
    "gone": ([gone(1)], (0, 0, 0, 0, 0)),
    "gone after a shell": ([page(day=1, **SHELL), gone(2)], (0, 0, 0, 0, 0)),
    "empty after it was gone": ([gone(1), page(day=2, **SHELL)], (1, 0, 0, 0, 0)),
}


@pytest.mark.parametrize("name", STORIES)
def test_what_is_shown_after(store: Store, name: str) -> None:
    later, wanted = STORIES[name]
    take(store, page(**WHOLE), *later)
    assert shown(store) == wanted
    if wanted[-2:] == (1, 2) and name != "fewer of a kind is an edit":
        assert doubted(store) is not None


def test_the_title_of_a_broken_page_is_not_taken(store: Store) -> None:
    take(store, page(title="Hiring in Ghent", **WHOLE), page(day=1, **SHELL))
    with store.reading() as connection:
        assert connection.execute(text("SELECT title FROM pages")).scalar() == "Hiring in Ghent"
    take(store, page(day=2, title="New title", **WHOLE | {"salaries": []}))
    with store.reading() as connection:
        assert connection.execute(text("SELECT title FROM pages")).scalar() == "New title"
    assert doubted(store) == '{"salaries": 1}'


def test_an_article_is_held_to_its_text(store: Store) -> None:
    article = {"kind": "article", "authors": ["A. Writer"], "sections": [["One", "Text."]]}
    take(store, page(**article), page(day=1, **article | {"authors": []}))
    assert store.counts()["authors"] == 0, "a byline may go at once"
    take(store, page(day=2, title="Nothing"))
    assert store.counts()["sections"] == 1


def test_a_doubted_end_stands_only_when_it_is_seen_again_after_the_grace(store: Store) -> None:
    def forbidden(day: float) -> Failure:
        return gone(day, status=403)

    doubt = Failure(url=GHENT, at=gone(1.1).at, code="doubted")
    take(store, page(**WHOLE), forbidden(1))
    assert shown(store) == (0, 0, 0, 0, 0)
    take(store, doubt)
    assert shown(store) == (1, 2, 1, 1, 2)
    assert doubted(store) == '{"companies": 2, "salaries": 1, "skills": 1}'
    take(store, forbidden(3))
    assert shown(store) == (1, 2, 1, 1, 2)
    take(store, forbidden(4.2))
    assert shown(store) == (0, 0, 0, 0, 0)
    take(store, Failure(url=GHENT, at=gone(4.3).at, code="doubted"))
    assert shown(store) == (0, 0, 0, 0, 0), "it is not doubted twice"
    take(store, page(day=5, **WHOLE))
    assert shown(store) == (1, 2, 1, 1, 2)


def test_another_grace_holds_for_all_that_is_kept(store: Store) -> None:
    take(store, page(**WHOLE), page(day=1, **SHELL), page(url="https://b.example/", **WHOLE))
    store.set_grace(0)
    assert shown(store) == (2, 2, 1, 1, 2)
    store.set_grace(3 * DAY)
    assert shown(store) == (2, 4, 2, 2, 4)
    take(store, page(day=2, **SHELL), page(day=6, **SHELL))
    store.set_grace(10 * DAY)
    assert shown(store) == (2, 4, 2, 2, 4)


def test_what_is_in_doubt_is_no_change_until_it_is_believed(store: Store, tmp_path) -> None:  # type: ignore[no-untyped-def]
    take(store, page(**WHOLE), page(day=1, **SHELL))
    first = [one for one in changes(store) if one.at > "2026-03-01T23"]
    assert [one.kind for one in first if one.kind != "doubted"] == []
    export(store, tmp_path / "out", as_of="2026-03-02", evidence=True)
    assert b"Acme" in (tmp_path / "out" / "evidence.csv").read_bytes()
    take(store, page(day=7, **SHELL))
    went = [one for one in changes(store) if one.kind == "went"]
    assert {one.table for one in went} == {"companies", "skills", "salaries", "sections"}
    assert {one.at[:10] for one in went} == {"2026-03-08"}


def test_a_reading_by_a_newer_extractor_is_judged_by_what_it_reads(store: Store) -> None:
    """That an extractor reads less of the same bytes is no loss of the page."""

    def reads_less(one: Page) -> PageRecord:
        stated = extract(one, "toy+2")
        return PageRecord(**{name: getattr(stated, name) for name in stated.__struct_fields__} | {"salaries": ()})

    take(store, page(**WHOLE))
    take(store, page(**WHOLE), reader=reads_less)
    assert shown(store) == (1, 2, 1, 0, 2)
    assert START.year == 2026
