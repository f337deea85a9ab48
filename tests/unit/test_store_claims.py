"""Pages that name another address as their own: joined where both say the same, and else pages of their own."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from store_support import contents, extract, extract_anew, page, take

from extractors.page import Page
from storage.claims import agree
from storage.export import export
from storage.history import changes
from storage.store import Store

SITE = "https://blog.example.org"
BLOG = f"{SITE}/blog"
RIVER = "The river runs by the old town and the mill, where forty people hire welders and pay them by the week."
HARBOUR = "In the harbour three yards are looking for riggers; they train whoever comes, and the work is done at night."
LIST = "All that we have written about work in the region, by day and by subject, with the newest one first."


def post(name: str, title: str, body: str, canonical: str | None = BLOG, day: float | None = 0, **more: object) -> Page:
    return page(f"{SITE}/{name}", day, title=title, body=body, canonical=canonical, companies=[f"{name} Ltd"], **more)


POSTS = (
    post("post-1", "By the river", RIVER),
    post("post-2", "In the harbour", HARBOUR, day=0.1),
    post("post-3", "By the river, again", f"{HARBOUR} {LIST}", day=0.2),
    post("post-4", "Nothing new", "No news is good news.", day=0.3),
)
OWN = post("blog", "Blog", LIST, day=0.4)
PRINT = post("blog/print", "Blog", LIST + " Print this page.", day=0.5)
AMP = post("blog/amp", "Blog | amp", LIST, day=0.6)
STORIES: dict[str, tuple[list[Page], set[str]]] = {
    "posts that name their list": ([*POSTS], {"/post-1", "/post-2", "/post-3", "/post-4"}),
    "posts that name their list, which is known": (
        [*POSTS, OWN],
        {"/post-1", "/post-2", "/post-3", "/post-4", "/blog"},
    ),
    "one post alone": ([POSTS[0]], {"/blog"}),
    "one post, and the list": ([POSTS[0], OWN], {"/post-1", "/blog"}),
    "a print version": ([OWN, PRINT], {"/blog"}),
    "a print version and another title": ([OWN, PRINT, AMP], {"/blog"}),
    "two versions of what was never had": ([PRINT, AMP], {"/blog"}),
    "a print version among posts": ([*POSTS, OWN, PRINT], {"/post-1", "/post-2", "/post-3", "/post-4", "/blog"}),
    "an older state": ([OWN, post("b", "Blog", LIST.replace("newest", "oldest"), day=9)], {"/blog"}),
}


def keys(store: Store) -> set[str]:
    with store.reading() as connection:
        return {one.removeprefix(SITE) for one in connection.execute(text("SELECT page FROM pages")).scalars()}


def ignored(store: Store) -> set[str]:
    query = "SELECT page, message FROM issues WHERE code = 'canonical_contradicted'"
    with store.reading() as connection:
        rows = connection.execute(text(query)).all()
    assert all(BLOG in message for _, message in rows)
    return {one.removeprefix(SITE) for one, _ in rows}


@pytest.mark.parametrize("name", STORIES)
def test_which_pages_there_are_whatever_the_order(store_url: str, new_url: Callable[[], str], name: str) -> None:
    story, wanted = STORIES[name]
    for number, url in enumerate((store_url, new_url(), new_url())):
        events = story[:]
        random.Random(number).shuffle(events)
        with Store.open(url) as store:
            take(store, *(events if number else story), batch_size=64 if number == 0 else 1 + number % 2)
            assert keys(store) == wanted
            assert ignored(store) == wanted - {"/blog"}
            again = take(store, *story)
            assert again.counts.rows_written == 0
            with store.reading() as connection:
                assert {
                    row[0].removeprefix(SITE) for row in connection.execute(text("SELECT page FROM page_keys"))
                } == wanted


def test_exports_are_the_same_whatever_the_order(tmp_path: Path) -> None:
    seen = []
    for seed in range(4):
        events = [*POSTS, OWN, PRINT, AMP]
        random.Random(seed).shuffle(events)
        with Store.open(f"sqlite:///{tmp_path / f'{seed}.sqlite'}") as store:
            take(store, *events, batch_size=1 + seed)
            take(store, *events, reader=extract_anew, batch_size=2 + seed)
            export(store, tmp_path / str(seed), evidence=True)
        seen.append(contents(tmp_path / str(seed)))
    assert all(one == seen[0] for one in seen)


def test_a_page_that_comes_to_name_another_joins_it_and_may_leave_again(store_url: str) -> None:
    alone = post("a", "Blog", LIST, canonical=None)
    with Store.open(store_url) as store:
        take(store, alone, post("blog", "Blog", LIST))
        assert keys(store) == {"/a", "/blog"}
        take(store, post("a", "Blog", LIST, day=1))
        assert keys(store) == {"/blog"}
        went = [one for one in changes(store) if one.kind == "went" and one.table == "pages"]
        assert [(one.page, one.reason, one.to) for one in went] == [(f"{SITE}/a", "joined", BLOG)]
        take(store, post("a", "Blog", LIST, canonical=None, day=2))
        assert keys(store) == {"/a", "/blog"}


def test_two_saved_files_that_name_one_address(store_url: str) -> None:
    from pipelines.flow import Flow

    def save(store: Store, **files: Page) -> None:
        with Flow(store, extract, run_id=store.start_run("test")) as flow:
            for name, one in files.items():
                flow(one, key=f"file:{name}.html")

    def file(title: str, body: str) -> Page:
        return page(BLOG, None, title=title, body=body, canonical=BLOG, companies=[title])

    with Store.open(store_url) as store:
        save(store, one=file("By the river", RIVER))
        assert keys(store) == {"/blog"}
        save(store, two=file("In the harbour", HARBOUR))
        assert keys(store) == ignored(store) == {"file:one.html", "file:two.html"}
        save(store, one=file("By the river", RIVER), two=file("In the harbour", HARBOUR))
        assert keys(store) == {"file:one.html", "file:two.html"}
        assert store.counts()["companies"] == 2
        save(store, two=file("By the river", RIVER + " Copied."))
        assert keys(store) == {"/blog"}


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (("A", RIVER), ("A", RIVER), True),
        (("A", RIVER), ("B", RIVER), True),
        (("A", RIVER), ("A", HARBOUR), False),
        (("A", RIVER), ("A", RIVER + " " + HARBOUR), True),
        (("A", RIVER), ("B", RIVER + " " + HARBOUR), False),
        (("A", ""), ("A", ""), True),
        (("A", ""), ("B", ""), False),
        (("", RIVER), ("B", RIVER), True),
        (("A", "Short."), ("A", "Other."), False),
        (("Hiring in Ghent", RIVER), ("hiring in  GHENT", ""), True),
    ],
)
def test_texts_that_may_be_one_page(one: tuple[str, str], other: tuple[str, str], wanted: bool) -> None:
    assert agree(one, other) is agree(other, one) is wanted
