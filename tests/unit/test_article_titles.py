"""Titles: the headline that the metadata confirm, wherever on the page it stands."""

from __future__ import annotations

import pytest

from extractors.article import read_article
from extractors.article.title import read_title
from extractors.document import read
from extractors.metadata import read_metadata

PAGES = [
    (
        "a heading that the metadata confirm loses the site's suffix",
        "<title>How roofers set prices | Timber News</title><h1>How roofers set prices</h1>",
        "How roofers set prices",
    ),
    (
        "the site's name as first heading is no title",
        "<title>Harbour Notes &raquo; Archive &raquo; A new crane arrives at the eastern quay today</title>"
        "<h1>Harbour Notes</h1><h2>A new crane arrives at the eastern quay today</h2>",
        "A new crane arrives at the eastern quay today",
    ),
    (
        "an h2 that says all of the stated title beats an h1 that is its end",
        "<title>Light an hour before the dawn of winter | Diary of Photographs</title>"
        '<meta property="og:title" content="Light an hour before the dawn of winter">'
        "<h1>Diary of Photographs</h1><h2>Light an hour before the dawn of winter</h2>",
        "Light an hour before the dawn of winter",
    ),
    (
        "an h2 does not beat an h1 that is most of the stated title",
        '<title>Juicy lemon cake on a tray | Oven</title><script type="application/ld+json">{"@type": "Recipe", '
        '"name": "Lemon cake on a tray"}</script><h1>Juicy lemon cake on a tray: simply good!</h1>'
        "<h2>Lemon cake on a tray</h2>",
        "Juicy lemon cake on a tray: simply good!",
    ),
    (
        "a song's page: the performer's name is no more the title than the song's",
        "<title>Ann and the Lanterns – Blue River</title><h1>Blue River</h1><h2>Ann and the Lanterns</h2>",
        "Blue River",
    ),
    (
        "a section in the heading is cut where the metadata name the rest",
        '<meta property="og:title" content="Pyramid with long sprints"><title>x</title>'
        "<h1>Workout of the week<br>Pyramid with long sprints</h1>",
        "Pyramid with long sprints",
    ),
    (
        "a date in the heading is cut where the metadata name the rest",
        '<meta property="og:title" content="The last ferry to Fanø"><h2>Jun 17 The last ferry to Fanø</h2>',
        "The last ferry to Fanø",
    ),
    (
        "the end of a word is no title",
        '<meta property="og:title" content="made by hand today"><h1>Homemade by hand today</h1>',
        "Homemade by hand today",
    ),
    (
        "the newsletter's heading does not compete with the page's",
        "<title>Hire the movers of Delft</title><h1>Twelve good movers in town</h1>"
        '<div class="newsletter-signup"><h1>Subscribe to the Delft Courier for more of it</h1></div>',
        "Twelve good movers in town",
    ),
]


@pytest.mark.parametrize(("markup", "title"), [page[1:] for page in PAGES], ids=[page[0] for page in PAGES])
def test_titles(markup: str, title: str) -> None:
    document = read(f"<html><body>{markup}</body></html>".encode())
    found = read_title(document, read_metadata(document), (), None)
    if "ld+json" in markup:
        assert read_article(document, read_metadata(document)).title == title
    assert found is not None
    assert found.text == title


SHOWN_ELSEWHERE = [
    ("an h3", "<h3>Winter walks with an old dog</h3>", 1),
    ("a box", "<div>Winter walks with an old dog</div>", 1),
    ("its quotes differ", "<h3>“Winter walks with an old dog”</h3>", 1),
    ("a heading before a box", "<div>Winter walks with an old dog</div><h4>Winter walks with an old dog</h4>", 2),
    ("a menu is no place", "<nav><a href=/w>Winter walks with an old dog</a></nav>", None),
    ("other words", "<h3>Winter walks</h3>", None),
]


@pytest.mark.parametrize(
    ("markup", "block"), [case[1:] for case in SHOWN_ELSEWHERE], ids=[case[0] for case in SHOWN_ELSEWHERE]
)
def test_the_block_that_shows_a_title_which_no_first_heading_does(markup: str, block: int | None) -> None:
    head = '<meta property="og:title" content="Winter walks with an old dog">'
    document = read(f"<html><head>{head}</head><body><p>Dogs and all</p>{markup}</body></html>".encode())
    found = read_title(document, read_metadata(document), (), None)
    assert found is not None
    assert found.block == block
