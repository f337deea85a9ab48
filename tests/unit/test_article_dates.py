"""Dates of pages: which of the dates that a page states is its own, and of what kind."""

from __future__ import annotations

import pytest

from extractors.article import ArticleParts, read_article
from extractors.document import read
from extractors.metadata import read_metadata

TEXT = (
    "<p>The old mill by the river was sold in spring, and nobody in the village was surprised, least of all the "
    "miller, who had seen it coming.</p><p>What comes next is less clear: flats, a museum, or nothing at all, as so "
    "often before, when plans were drawn and shelved.</p><p>Those who live across the water hope for a bakery, which "
    "would be a return of sorts, they say, and good bread.</p>"
)
HEADING = "<h1>The mill changes hands again</h1>"
SHARED = '<p>See this on Photogram</p><blockquote><p>A post by Ann (@ann) on <time datetime="2018-03-12">'


def parts(body: str, head: str = "", url: str | None = None, language: str = "en") -> ArticleParts:
    page = f"<html lang={language}><head>{head}</head><body><article>{body}</article></body></html>"
    document = read(page.encode())
    return read_article(document, read_metadata(document), url=url)


def article(published: str, modified: str = "") -> str:
    changed = f', "dateModified": "{modified}"' if modified else ""
    data = (
        f'{{"@type": "Article", "datePublished": "{published}"{changed}, "headline": "The mill changes hands again"}}'
    )
    return f'<script type="application/ld+json">{data}</script>'


def meta(published: str) -> str:
    return f'<meta property="article:published_time" content="{published}">'


PUBLISHED = [
    (
        "of two stamps of one moment, the one in the page's own offset has the page's day",
        article("2017-02-24T01:18:13Z") + meta("2017-02-23T17:18:13-08:00"),
        HEADING + TEXT,
        "2017-02-23T17:18:13-08:00",
    ),
    (
        "a stamp without an offset is not the page's own offset",
        article("2017-02-24T01:18:13Z") + meta("2017-02-24"),
        HEADING + TEXT,
        "2017-02-24T01:18:13+00:00",
    ),
    (
        "a stamp in UTC falls on the day after the one that the page shows",
        article("2022-05-04T00:25:56Z", "2022-05-04T00:25:56Z"),
        HEADING + "<div>May 3, 2022 9:25 pm</div>" + TEXT,
        "2022-05-03T21:25",
    ),
    (
        "the stated day is shown over the title: a teaser's date below it does not count",
        article("2023-10-31T08:47:16+00:00"),
        "<div>31 October 2023 · By the team</div>"
        + HEADING
        + "<div>Teaser of another</div><div>21 Oct 2019</div>"
        + TEXT,
        "2023-10-31T08:47:16+00:00",
    ),
    (
        "an older date that the page shows is kept before the metadata's",
        article("2023-10-31T08:47:16+00:00"),
        HEADING + "<div>Published 2 May 2019</div>" + TEXT,
        "2019-05-02",
    ),
    (
        "a shown day of the last change does not replace the stated one",
        article("2016-08-29T21:54:39Z", "2019-05-06T10:00:00Z"),
        HEADING + "<div>May 6, 2019</div>" + TEXT,
        "2016-08-29T21:54:39+00:00",
    ),
    (
        "an embedded post's time is not the page's",
        "",
        HEADING + SHARED + "12 March 2018</time></p></blockquote>" + TEXT,
        None,
    ),
    ("a day with hours from and to is an event's", "", HEADING + "<p>6 March 2019, 13:00 - 16:40</p>" + TEXT, None),
    ("a day with one hour is not", "", HEADING + "<p>6 March 2019, 13:00</p>" + TEXT, "2019-03-06T13:00"),
    (
        "a dateline of numbers after an introduction",
        "",
        HEADING + "<h3>Why the village shrugs at it</h3><p>By Ann Lee</p><p>27.1.2022 - " + TEXT.removeprefix("<p>"),
        "2022-01-27",
    ),
    (
        "a dateline that says what it is the date of",
        "",
        HEADING + "<p>Press release of 25 January 2022 | Leeds – " + TEXT.removeprefix("<p>"),
        "2022-01-25",
    ),
    (
        "a name that ends in a word for changes announces no change",
        "",
        HEADING + "<div>Radio Leeds - The Harbour-Update with Ann Lee - 18 March 2020</div>" + TEXT,
        "2020-03-18",
    ),
    (
        "a time below the text is asked after the lines beside the title",
        "",
        "<p>January 28, 2025</p>"
        + HEADING
        + TEXT
        + '<div>Next: the ferry <time datetime="2025-04-14T04:00:00Z">April 14</time></div>',
        "2025-01-28",
    ),
    (
        "a sentence elsewhere on the page tells when the text of this title was posted",
        "",
        "<aside><p>The mill changes hands again was posted on May 19, 2010 under Rivers, Trade.</p></aside>"
        + "<ul>"
        + "<li>one of the other pages of this site</li>" * 40
        + "</ul>"
        + HEADING
        + TEXT,
        "2010-05-19",
    ),
    (
        "an update alone is no publication",
        "",
        HEADING + "<div>Updated August 27, 2025</div>" + TEXT,
        None,
    ),
]


@pytest.mark.parametrize(
    ("head", "body", "date"), [case[1:] for case in PUBLISHED], ids=[case[0] for case in PUBLISHED]
)
def test_published(head: str, body: str, date: str | None) -> None:
    assert parts(body, head).date_published == date


def test_the_first_post_of_a_forum_page_dates_it() -> None:
    posts = "".join(
        f'<div class="comment">ann{day} {day}.09.2019 12:44</div><div class="comment">I have seen it, too.</div>'
        for day in (28, 29)
    )
    assert parts(f"<h2>The mill changes hands again</h2>{posts}", language="de").date_published == "2019-09-28T12:44"


def test_comments_below_a_text_do_not_date_it() -> None:
    comment = '<div class="comment">ann 28.09.2019 12:44</div>'
    assert parts(f"{HEADING}{TEXT}{comment}", language="de").date_published is None


def test_a_language_without_a_table_of_months() -> None:
    text = "<p>नदी के किनारे की पुरानी चक्की इस वसंत में बिक गई, और गाँव में किसी को आश्चर्य नहीं हुआ, सबसे कम चक्की वाले को।</p>"
    page = f"<h1>चक्की फिर से बिक गई</h1><div>5 मार्च 2024</div>{text * 4}"
    assert parts(page, language="hi").date_published == "2024-03-05"


def test_a_reference_below_the_text_does_not_date_it() -> None:
    reference = "<p>41. Lee A, Cho B. Long-term effects of river mills on the price of bread in the uplands. Published "
    page = HEADING + TEXT * 8 + reference + "online ahead of print in the Journal of Mills on May 22, 2019.</p>"
    assert parts(page).date_published is None


def test_a_date_that_was_replaced_is_told() -> None:
    found = parts(HEADING + "<div>Published 2 May 2019</div>" + TEXT, article("2023-10-31T08:47:16+00:00"))
    assert [issue.code for issue in found.issues if issue.code.startswith("date")] == ["dates_disagree"]


def test_an_update_is_the_date_of_change() -> None:
    assert parts(HEADING + "<div>Updated August 27, 2025</div>" + TEXT).date_modified == "2025-08-27"
