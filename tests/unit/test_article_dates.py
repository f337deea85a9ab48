"""Dates of pages: which of the dates that a page states is its own, and of what kind."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import extractors
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


def parts(
    body: str, head: str = "", url: str | None = None, language: str = "en", fetched_at: datetime | None = None
) -> ArticleParts:
    page = f"<html lang={language}><head>{head}</head><body><article>{body}</article></body></html>"
    document = read(page.encode())
    return read_article(document, read_metadata(document), url=url, fetched_at=fetched_at)


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
        "nor need a stamp without an offset be in the page's own",
        article("2022-05-10T23:35:55") + meta("2022-05-11T04:10:00-03:00"),
        HEADING + TEXT,
        "2022-05-11T04:10:00-03:00",
    ),
    (
        "stamps of days apart are of different things",
        article("2022-05-10T23:35:55") + meta("2022-05-14T04:10:00-03:00"),
        HEADING + TEXT,
        "2022-05-10T23:35:55",
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
        "midnight in UTC is a day: a clock west of Greenwich shows the one before it",
        meta("2016-11-28T00:00:00.000Z"),
        HEADING + "<div>November 27, 2016</div>" + TEXT,
        "2016-11-28T00:00:00+00:00",
    ),
    (
        "a framework that could not write JSON-LD as a script wrote it into a tag of metadata",
        '<meta name="script:ld+json" content="{&quot;@type&quot;: &quot;Article&quot;, &quot;headline&quot;: '
        '&quot;The mill changes hands again&quot;, &quot;datePublished&quot;: &quot;2025-11-17T09:00:00-05:00&quot;}">',
        HEADING + TEXT,
        "2025-11-17T09:00:00-05:00",
    ),
    (
        "a line that tells who reviewed a text is no label of the date below it",
        "",
        HEADING + "<div>Reviewed by Ann Lee, MD</div><p>Feb. 23, 2015 -- " + TEXT.removeprefix("<p>"),
        "2015-02-23",
    ),
    (
        "a label of its own is",
        "",
        HEADING
        + "<h4>Zuletzt geändert am:</h4><div>15.10.2021</div><h4>Erschienen am:</h4><div>13.10.2021</div>"
        + TEXT,
        "2021-10-13",
    ),
    (
        "an opinion whose headline stands in a box named for comments",
        "",
        '<div class="header-comment"><h1 class="header-comment__title">The mill changes hands again</h1>'
        '<div class="header-comment__date">29 January 2019</div></div>' + TEXT,
        "2019-01-29",
    ),
    (
        "of two dates beside the title the one in an element that is named for publication",
        "",
        HEADING + '<div>Tested 3 May 2022</div><div class="publish-date">9 May 2022</div>' + TEXT,
        "2022-05-09",
    ),
    (
        "a box beside the text says when it was published, and so do teasers",
        "",
        f"{HEADING}{TEXT * 6}</article><aside><h4>Published</h4><div>15 November 2018</div><h4>Reviewed</h4>"
        + "<div>8 October 2020</div></aside><article>"
        + "<ul>"
        + "<li>one of the other pages of this site</li>" * 20
        + "</ul><div>Published</div><div>17 January 2019</div><h3>The ferry</h3>",
        "2018-11-15",
    ),
    (
        "teasers alone date no page",
        "",
        f"{HEADING}{TEXT * 6}</article><ul>"
        + "<li>one of the other pages of this site</li>" * 30
        + "</ul><article>"
        + "".join(f"<div>Published</div><div>{day} January 2019</div><h3>A ferry</h3>" for day in (17, 19)),
        None,
    ),
    (
        "an attribute for the page's programs",
        "",
        '<div data-first-published="1426686630" data-section="rivers">' + HEADING + "</div>" + TEXT,
        "2015-03-18T13:50:30+00:00",
    ),
    (
        "the state of the page's programs",
        "",
        HEADING + TEXT + '<script type="application/json">{"post": {"publishedAt": "2020-02-03T10:00:00Z"}}</script>',
        "2020-02-03T10:00:00+00:00",
    ),
    (
        "the same as text within text",
        "",
        HEADING + TEXT + '<script>push("{\\"id\\":7,\\"datePublished\\":\\"2020-02-03\\"}")</script>',
        "2020-02-03",
    ),
    (
        "programs that know the days of several pages tell none of this one",
        "",
        HEADING
        + TEXT
        + '<script type="application/json">[{"publishedAt": "2020-02-03"}, {"publishedAt": "2021-02-03"}]</script>',
        None,
    ),
    (
        "a program's own dates are none",
        "",
        HEADING
        + TEXT
        + '<script>{"unpublishAt": "2030-02-03", "lastPublishedAt": "2020-02-03", "v": "2020-02-03"}</script>',
        None,
    ),
    (
        "a day and an hour in numbers are no event from an hour to another",
        "",
        HEADING + '<p class="meta">07.11.23 - 10:11 | Ann Lee 0 Comments</p>' + TEXT,
        "2023-11-07T10:11",
    ),
    (
        "a date opens the line of facts about the text, however long that is",
        "",
        HEADING
        + '<div class="post-meta">1 February 2022 Ann Lee '
        + "River mills, Bread, Village life, " * 5
        + "</div>"
        + TEXT,
        "2022-02-01",
    ),
    (
        "a day and an hour open the text",
        "",
        HEADING + "<p>19.10.2019, 15:30 h The miller has sold his mill, as the village had expected since the flood of "
        "spring, when the wheel broke and nobody came to mend it for weeks.</p>" + TEXT,
        "2019-10-19T15:30",
    ),
    (
        "a box by the title that is named for something else",
        "",
        HEADING + '<div class="sidebar"><div>Feb 18, 2020</div></div>' + TEXT,
        "2020-02-18",
    ),
    (
        "but a reader's comment above the title does not date the page",
        "",
        '<ul class="comments"><li>Mila March 10, 2026</li></ul>' + HEADING + TEXT,
        None,
    ),
    (
        "nor do teasers in a box within the text",
        "",
        f"{HEADING}{TEXT.replace('</p><p>', ' ')}<aside><div>Read also</div><div>14/08/2021</div></aside>{TEXT}",
        None,
    ),
    (
        "far below the title but above the text",
        "",
        HEADING
        + '</article><div class="gallery">'
        + "<div>Pictures</div>" * 24
        + "</div><div>December 7, 2016</div><div>"
        + "<div>Sound</div>" * 12
        + "</div><article>"
        + TEXT * 3,
        "2016-12-07",
    ),
    (
        "one day below the text",
        "",
        HEADING + TEXT * 8 + "<div>20:34 17.04.2020</div>",
        "2020-04-17T20:34",
    ),
    (
        "several days below the text",
        "",
        HEADING + TEXT * 8 + "<div>17.04.2020</div><h3>The ferry</h3><div>18.04.2020</div><h3>The bridge</h3>",
        None,
    ),
    (
        "one day below a text whose title has another",
        "",
        HEADING + "<div>Updated 2 May 2020</div>" + TEXT * 8 + "<div>Bo Cho • 17 April 2020</div>",
        None,
    ),
    (
        "times of other pages below the text",
        "",
        HEADING + TEXT * 8 + '<div>Next: <time datetime="2025-04-14">Monday</time></div>'
        '<div>Then: <time datetime="2025-04-15">Tuesday</time></div>',
        None,
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


ADDRESSES = [
    (
        "an address is given once: stamps that are younger tell of a move",
        article("2019-06-17T18:28:00+0200"),
        "",
        "https://a.example/home/2017/7/12/mill",
        "2017-07-12",
    ),
    (
        "but the page's readers see the younger one",
        article("2019-06-17T18:28:00+0200"),
        "<div>17 June 2019</div>",
        "https://a.example/home/2017/7/12/mill",
        "2019-06-17T18:28:00+02:00",
    ),
    (
        "an address with a later day is that of an issue on paper",
        article("2016-11-28T09:00:00Z"),
        "",
        "https://a.example/2016/12/05/mill",
        "2016-11-28T09:00:00+00:00",
    ),
    (
        "an address has the site's own day where a stamp is in UTC",
        article("2019-11-19T04:58:46Z"),
        "",
        "https://a.example/2019/11/18/mill",
        "2019-11-18",
    ),
    (
        "a stamp in the page's own offset needs no address",
        article("2019-11-19T04:58:46+09:00"),
        "",
        "https://a.example/2019/11/18/mill",
        "2019-11-19T04:58:46+09:00",
    ),
    (
        "a month and a title that begins with a number are no day",
        article("2023-10-31T08:47:16Z"),
        "",
        "https://a.example/2023/10/3-questions-for-the-miller",
        "2023-10-31T08:47:16+00:00",
    ),
    (
        "an unannounced date by the title may be that of the matter",
        "",
        "<div>stated on October 13, 2019 in a debate</div>",
        "https://a.example/2019/nov/18/mill",
        "2019-11-18",
    ),
    (
        "an announced one is the page's",
        "",
        "<div>Published October 13, 2019</div>",
        "https://a.example/2019/nov/18/mill",
        "2019-10-13",
    ),
]


@pytest.mark.parametrize(
    ("head", "line", "url", "date"), [case[1:] for case in ADDRESSES], ids=[case[0] for case in ADDRESSES]
)
def test_dates_in_addresses(head: str, line: str, url: str, date: str) -> None:
    assert parts(HEADING + line + TEXT, head, url).date_published == date


@pytest.mark.parametrize(
    ("language", "stamp", "date"),
    [
        ("de", "2022-11-06T23:00:00.000Z", "2022-11-07"),
        ("de", "2022-07-06T22:00:00.000Z", "2022-07-07"),
        ("ja", "2022-07-06T15:00Z", "2022-07-07"),
        ("de", "2022-11-06T23:10:00.000Z", "2022-11-06T23:10:00+00:00"),
        ("de", "2022-11-06T23:00:00+01:00", "2022-11-06T23:00:00+01:00"),
        ("en", "2022-11-06T23:00:00.000Z", "2022-11-06T23:00:00+00:00"),
    ],
)
def test_a_stamp_at_local_midnight_is_a_day(language: str, stamp: str, date: str) -> None:
    text = "<p>Die alte Mühle am Fluss wurde im Frühjahr verkauft, und niemand im Dorf war überrascht.</p>" * 4
    body = TEXT if language == "en" else text if language == "de" else "<p>川沿いの古い水車小屋が春に売られた。</p>" * 9
    assert parts("<h1>1</h1>" + body, meta(stamp), language=language).date_published == date


@pytest.mark.parametrize(
    ("url", "date"),
    [
        ("https://news.example.ie/mill", "2023-11-08"),
        ("https://news.example.co.uk/mill", "2023-11-08"),
        ("https://news.example/mill", "2023-08-11"),
        ("https://news.example.io/mill", "2023-08-11"),
        ("http://[broken", "2023-08-11"),
    ],
)
def test_the_custom_of_the_country_of_the_host(url: str, date: str) -> None:
    assert parts(HEADING + "<div>08/11/2023</div>" + TEXT, url=url).date_published == date


@pytest.mark.parametrize(("language", "date"), [("en", "2024-05-03"), ("fr", "2024-03-05")])
def test_numbers_in_metadata_follow_the_language(language: str, date: str) -> None:
    text = (
        "<p>Le vieux moulin de la rivière a été vendu au printemps, et personne dans le village n'en fut surpris.</p>"
    )
    body = TEXT if language == "en" else text * 4
    assert parts("<h1>1</h1>" + body, meta("05/03/2024"), language=language).date_published == date


FETCHED = datetime(2024, 5, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "line", "published", "modified"),
    [
        ("", "3 days ago", "2024-05-07", None),
        ("", "Posted 3 days ago", "2024-05-07", None),
        ("", "Updated 3 days ago", None, "2024-05-07"),
        # What was true when the page was saved need not be when it is read; a stamp stays.
        (article("2019-11-19T06:12:56-05:00"), "1 day ago", "2019-11-19T06:12:56-05:00", None),
    ],
)
def test_relative_dates(head: str, line: str, published: str | None, modified: str | None) -> None:
    found = parts(f"{HEADING}<div>{line}</div>{TEXT}", head, fetched_at=FETCHED)
    assert (found.date_published, found.date_modified) == (published, modified)


def test_a_relative_date_needs_the_time_of_fetching() -> None:
    assert parts(f"{HEADING}<div>3 days ago</div>{TEXT}").date_published is None


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


def test_a_wiki_tells_of_its_last_edit_in_the_foot() -> None:
    menu = "<li>one of the other pages of this site</li>" * 40
    foot = "<li>Diese Seite wurde zuletzt am 29. Januar 2020 um 13:22 Uhr geändert.</li><li>Impressum</li>"
    page = f"<html><body><h1>Die Mühle</h1>{TEXT}<ul>{menu}</ul><footer><ul>{foot}</ul></footer></body></html>"
    document = read(page.encode())
    found = read_article(document, read_metadata(document))
    assert (found.date_published, found.date_modified) == (None, "2020-01-29T13:22")


def test_a_copyright_in_the_foot_is_no_change() -> None:
    foot = "<footer><p>© 2004–2020. All rights reserved since 1 May 2004.</p></footer>"
    found = parts(HEADING + TEXT + "<ul>" + "<li>one of the other pages of this site</li>" * 40 + "</ul>" + foot)
    assert (found.date_published, found.date_modified) == (None, None)


NEXT_YEARS = [
    ("a stamp", article("2031-05-06T09:00:00+00:00"), ""),
    ("a meta element", meta("2031-05-06T09:00:00+00:00"), ""),
    ("a visible line", "", "<p>Published on 6 May 2031</p>"),
]


@pytest.mark.parametrize(("name", "head", "line"), NEXT_YEARS, ids=[case[0] for case in NEXT_YEARS])
def test_a_day_to_come_is_judged_by_the_time_of_fetching_and_never_by_the_clock(
    name: str, head: str, line: str
) -> None:
    body = HEADING + line + TEXT
    assert (parts(body, head).date_published or "")[:10] == "2031-05-06"
    assert parts(body, head, fetched_at=FETCHED).date_published is None
    assert (parts(body, head, fetched_at=FETCHED.replace(year=2032)).date_published or "")[:10] == "2031-05-06"


def test_no_reader_asks_what_time_it_is() -> None:
    asks = re.compile(r"\bdatetime\.(?:now|utcnow|today)\(|\bdate\.today\(|\btime\.(?:time|localtime|gmtime)\(")
    package = Path(extractors.__file__).parent
    assert [path.name for path in package.rglob("*.py") if asks.search(path.read_text(encoding="utf-8"))] == []
