"""What a page says to a crawler."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawlers import urls
from crawlers.links import MAX_LINKS, read_links

PAGE = "https://example.com/guides/ghent"


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ('<a href="/a">x</a>', ["https://example.com/a"]),
        ("<a class=big href=b>x</a>", ["https://example.com/guides/b"]),
        ("<A\nHREF='c?x=1&amp;y=2'>x</A>", ["https://example.com/guides/c?x=1&y=2"]),
        ('<a href="/d#part">x</a><a href="#top">x</a>', ["https://example.com/d"]),
        ('<base href="/other/"><a href="e">x</a>', ["https://example.com/other/e"]),
        ('<map><area href="/f"></map>', ["https://example.com/f"]),
        ('<a href="/é ü">x</a>', ["https://example.com/%C3%A9%20%C3%BC"]),
        ('<a href="//other.example/g">x</a>', ["https://other.example/g"]),
        ('<a data-href="/no">x</a><abbr href="/no">x</abbr><article href="/no">', []),
        ('<!-- <a href="/no"> --><a href="/h">x</a>', ["https://example.com/h"]),
        ("<script>document.write('<a href=\"/no\">')</script><a href='/i'>x</a>", ["https://example.com/i"]),
        ('<template><a href="/no"></template><style>a{}</style><a href="/j">', ["https://example.com/j"]),
        ('<a rel="nofollow noopener" href="/no">x</a><a rel="ugc" href="/no">x</a>', []),
        ('<a href="javascript:void(0)">x</a><a href="mailto:a@b.example">x</a><a href="ftp://x/">x</a>', []),
        ('<a href="http://user:secret@example.com/">x</a><a href="http://[bad/">x</a>', []),
        ('<a href="http://example.com:99999/">x</a><a href="">x</a><a>x</a>', []),
        ('<meta name="robots" content="noindex, nofollow"><a href="/no">x</a>', []),
        ('<a href="/k">x</a><a href="/k">again</a>', ["https://example.com/k"]),
        (f'<a href="/{"l" * 5000}">x</a>', []),
        ('<a title="a > b" href="/m">x</a>', ["https://example.com/m"]),
    ],
)
def test_links(html: str, links: list[str]) -> None:
    assert list(read_links(html, PAGE).followed) == links


def test_what_the_head_says() -> None:
    found = read_links(
        """<link rel="canonical" href="/guides/ghent/"><link rel="alternate" hreflang="nl" href="/nl/gent">
        <link rel="alternate" type="application/rss+xml" href="/feed"><link rel=next href="?page=2">
        <meta name="ROBOTS" content="NOARCHIVE,max-snippet:20"><meta name="googlebot" content="noindex">
        <meta name="tdm-reservation" content="1"><meta http-equiv="Refresh" content="5; URL='/moved'">""",
        PAGE,
    )
    assert found.canonical == "https://example.com/guides/ghent/"
    assert found.alternates == ("https://example.com/nl/gent",)
    assert found.feeds == ("https://example.com/feed",)
    assert found.next == "https://example.com/guides/ghent?page=2"
    assert found.robots == {"noarchive", "max-snippet:20"}
    assert found.tdm_reservation == "1"
    assert found.refresh == "/moved"


@pytest.mark.parametrize("piece", ["<!--", "<a href='", '<a href="', "<script>", "<a ", "<a x", "<base href=", "<"])
def test_what_never_closes_costs_one_scan(piece: str) -> None:
    # A quadratic scan of 600 KB would take minutes, not be slow.
    assert len(read_links(piece * 100_000, PAGE).followed) <= 1


def test_a_page_with_ten_thousand_links_gives_all_of_them_and_one_without_end_so_many() -> None:
    html = "".join(f'<a href="/{number}">x</a>' for number in range(MAX_LINKS + 10))
    assert len(read_links(html[: html.index("/10000")], PAGE).followed) == 10_000
    assert len(read_links(html, PAGE).followed) == MAX_LINKS


_PIECES = st.sampled_from(
    [
        *"/?#.:;@%&=-_~ \t\n\\[]ä",
        "..",
        "/./",
        "/../",
        "//",
        "http:",
        "https://",
        "HTTP://",
        "http:///",
        "a",
        "b.example",
    ]
)


@given(
    base=st.sampled_from(
        ["http://example.org", "https://example.org:81/a/b?c=/d#e", "http://u@example.org/a", "file:///a"]
    ),
    reference=st.lists(_PIECES, max_size=8).map("".join),
)
@example(base="http://example.org/a", reference="http://b.example?#")
@example(base="http://example.org/a", reference="/a?")
@example(base="http://example.org/a", reference="/a;?b")
@example(base="http://example.org/a", reference="http://b.example/a;")
def test_an_address_joined_the_short_way_is_the_same(base: str, reference: str) -> None:
    short = urls.absolute(base, reference)
    never = re.compile(r"(?!)")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "_WHOLE", never)
        patch.setattr(urls, "_ROOTED", never)
        assert urls.absolute(base, reference) == short
