"""Tags are found as a browser finds them."""

import pytest

from crawlers.links import read_links
from crawlers.markup import tags

PAGE = "https://example.com/guides/ghent"

# Addresses in `a` and `area`, as a parser by the standard (html5lib 1.1) gives them.
ODD = [
    ('<a class="btn"" href="/a">x</a>', ["/a"]),
    ("<a class='b'' href='/a'>", ["/a"]),
    ('<a class="b"href="/a">', ["/a"]),
    ('<a href="/a"class=b>', ["/a"]),
    ("<a href=/a/>x", ["/a/"]),
    ('<a href=/a"b>x', ['/a"b']),
    ('<a href = "/a" >', ["/a"]),
    ('<a href="/a" href="/b">', ["/a"]),
    ('<a href="/a"/>', ["/a"]),
    ('<a / href="/a">', ["/a"]),
    ('<a =x href="/a">', ["/a"]),
    ('<a "" href="/a">', ["/a"]),
    ("<a title='it\"s' href=/a>", ["/a"]),
    ("<a title=it's href=/a>", ["/a"]),
    ("<a title= href=/a>", []),
    ("<a title=>x</a><a href=/b>", ["/b"]),
    ("<a href=>x</a><a href=/b>", ["", "/b"]),
    ('<a\thref\n=\r\n"/a">', ["/a"]),
    ("<a\x0chref=/a>", ["/a"]),
    ("<A HREF=/a>", ["/a"]),
    ('<a hreF="/a" data-x="<a href=/no>">', ["/a"]),
    ('<div title="<a href=/no>">x</div><a href=/a>', ["/a"]),
    ('<div title="a > b <a href=/no>"><a href=/a>', ["/a"]),
    ("<div title='\"><a href=/no>'><a href=/a>", ["/a"]),
    ("<p title=x><a href=/a>", ["/a"]),
    ("<br/><a href=/a>", ["/a"]),
    ('<div a="b"c="<a href=/no>"><a href=/a>', ["/a"]),
    ('</div title="<a href=/no>"><a href=/a>', ["/a"]),
    ("<!--><a href=/a>-->", ["/a"]),
    ("<!---><a href=/a>-->", ["/a"]),
    ("<!-- x --!><a href=/a>-->", ["/a"]),
    ("<!-- x -- ><a href=/no>--><a href=/a>", ["/a"]),
    ("<!-- x --><a href=/a>", ["/a"]),
    ("<!----><a href=/a>", ["/a"]),
    ("<!-- <!-- --><a href=/a>-->", ["/a"]),
    ("<!--x", []),
    ("<! x ><a href=/a>", ["/a"]),
    ("<!x <a href=/no>><a href=/a>", ["/a"]),
    ("<![CDATA[<a href=/no>]]><a href=/a>", ["/a"]),
    ('<?php echo "<a href=/no>" ?><a href=/a>', ["/a"]),
    ("</ <a href=/no>><a href=/a>", ["/a"]),
    ('<!DOCTYPE html "<a href=/x>"><a href=/a>', ["/a"]),
    ("<!><a href=/a>", ["/a"]),
    ("<?><a href=/a>", ["/a"]),
    ("</><a href=/a>", ["/a"]),
    ("< a href=/no><a href=/a>", ["/a"]),
    ("<3 <a href=/a>", ["/a"]),
    ("a<b && c>d <a href=/a>", ["/a"]),
    ("<!--[if IE]><a href=/no><![endif]--><a href=/a>", ["/a"]),
    ("<![if !IE]><a href=/a><![endif]>", ["/a"]),
    ("<title><a href=/no></title><a href=/a>", ["/a"]),
    ("<textarea><a href=/no></textarea><a href=/a>", ["/a"]),
    ('<script>"</scr"+"ipt><a href=/no>"</script><a href=/a>', ["/a"]),
    ("<script>x</script ><a href=/a>", ["/a"]),
    ("<script>x</script/><a href=/a>", ["/a"]),
    ('<SCRIPT>x</Script foo="<a href=/no>"><a href=/a>', ["/a"]),
    ('<script src="x>y"><a href=/no></script><a href=/a>', ["/a"]),
    ("<style></styles><a href=/no></style><a href=/a>", ["/a"]),
    ("<iframe><a href=/no></iframe><a href=/a>", ["/a"]),
    ("<xmp><a href=/no></xmp><a href=/a>", ["/a"]),
    ("<noframes><a href=/no></noframes><a href=/a>", ["/a"]),
    ("<noembed><a href=/no></noembed><a href=/a>", ["/a"]),
    ("<template><a href=/no></template><a href=/a>", ["/a"]),
    ("<template><template></template><a href=/no></template><a href=/a>", ["/a"]),
    ("<noscript><a href=/a></noscript>", ["/a"]),
    ("<scripts><a href=/a></scripts>", ["/a"]),
    ("<script-x><a href=/a></script-x>", ["/a"]),
    ("<svg><a href=/a></a></svg>", ["/a"]),
    ("<math><a href=/a></a></math>", ["/a"]),
    ("<table><a href=/a><tr><td><a href=/b></table>", ["/a", "/b"]),
    ("<select><option>x</select><a href=/a>", ["/a"]),
    ("<a><a href=/a>", ["/a"]),
    ("<b><a href=/a></b>", ["/a"]),
    ("<abbr href=/no><area href=/a>", ["/a"]),
    ("<button><a href=/a></button>", ["/a"]),
    ("<object><a href=/a></object>", ["/a"]),
    ("<head><a href=/a></head>", ["/a"]),
    ("<body></body><a href=/a>", ["/a"]),
    ("</html><a href=/a>", ["/a"]),
    ('<a href="/a?x=1&amp;y=2">', ["/a?x=1&y=2"]),
    ('<a href="/a?r=dev&region=BE">', ["/a?r=dev&region=BE"]),
    ('<a href="/a?x=1&currency=EUR">', ["/a?x=1&currency=EUR"]),
    ('<a href="/a?x&copy=1">', ["/a?x&copy=1"]),
    ('<a href="/a?x&copy">', ["/a?x©"]),
    ('<a href="/a?x&copy;">', ["/a?x©"]),
    ('<a href="/a?x&copy&y">', ["/a?x©&y"]),
    (
        '<a href="/a?&section=2&sect=3&para=4&times=5&not=6&notit;&amp=7&lt=8">',
        ["/a?&section=2&sect=3&para=4&times=5&not=6&notit;&amp=7&lt=8"],
    ),
    ('<a href="/a?&ampx=1">', ["/a?&ampx=1"]),
    ('<a href="/a?x&AMP;y">', ["/a?x&y"]),
    ('<a href="/a&#x2F;b">', ["/a/b"]),
    ('<a href="/a&#47b">', ["/a/b"]),
    ('<a href="/a&#47;b">', ["/a/b"]),
    ('<a href="/a&#;b">', ["/a&#;b"]),
    ('<a href="/a&#x;b">', ["/a&#x;b"]),
    ('<a href="/a&eacute;">', ["/aé"]),
    ('<a href="/a&eacute">', ["/aé"]),
    ('<a href="/a&eacute/b">', ["/aé/b"]),
    ('<a href="/a&eacuteb">', ["/a&eacuteb"]),
    ("<a href=/a?b&reg>", ["/a?b®"]),
    ('<a href="/a?b&nosuch;c">', ["/a?b&nosuch;c"]),
    ('<a href="/a?&">', ["/a?&"]),
    ('<a href="/a?&&">', ["/a?&&"]),
    ('<a href="/a&amp;amp;b">', ["/a&amp;b"]),
    ('<a href="/a&#0;b">', ["/a�b"]),
    ('<a href="/a&#128;">', ["/a€"]),
    ('<a href="/a?x=1&#38;y=2">', ["/a?x=1&y=2"]),
    ('<a href="/a?b&hearts=1&hearts;">', ["/a?b&hearts=1♥"]),
    (
        '<a href="/a?b&ang=1&lang=en&le=3&ge=4&order=5&prod=6&sum=7&image=8&macr=9&yen=1&deg=2&uml=3&shy=4">',
        ["/a?b&ang=1&lang=en&le=3&ge=4&order=5&prod=6&sum=7&image=8&macr=9&yen=1&deg=2&uml=3&shy=4"],
    ),
    ('<a href="/a\nb">', ["/a\nb"]),
    ('<a href=" /a ">', [" /a "]),
    ('<a href="">', [""]),
    ("<a href>", [""]),
    ('<a href="/a', []),
    ("<a href='/a", []),
    ('<a href="/a>x</a><a href="/b">', ["/a>x</a><a href="]),
    ("<a href=/a", []),
    ('<a href="/ä">', ["/ä"]),
    ("<a\x00href=/a>", []),
    ("<a/href=/a>", ["/a"]),
    ("<a//href=/a>", ["/a"]),
    ("<a href=/a//>", ["/a//"]),
    ("<a onclick=\"if(a>b){x('<a href=/no>')}\" href=/a>", ["/a"]),
    ('<img alt="<a href=/no>"><a href=/a>', ["/a"]),
    ("<img alt=<a href=/a>", []),
    ("<div <a href=/a>", []),
    ("<div\n<a href=/a>x", []),
    ("<p<a href=/a>", []),
    ("<a<b href=/a>", []),
    ("<a href=/a<b>", ["/a<b"]),
    ("<plaintext><a href=/no>", []),
    ("<script><!-- <script> </script> <a href=/no> --></script><a href=/a>", ["/a"]),
    ("<script><!-- </script><a href=/a>", ["/a"]),
    ("<style><!-- </style><a href=/a>", ["/a"]),
]


@pytest.mark.parametrize(("html", "hrefs"), ODD)
def test_odd_markup(html: str, hrefs: list[str]) -> None:
    found = [tag for tag in tags(html) if tag.name in ("a", "area")]
    assert [tag.attributes["href"] for tag in found if "href" in tag.attributes] == hrefs


@pytest.mark.parametrize(
    "piece",
    [
        "<script><!--",
        "<template>",
        "<!-",
        "<a =",
        '<a b="',
        "<p a='",
        "</",
        "<!x ",
        "<title>",
        '<p a="<',
        "<svg ",
        "<a b=c",
    ],
)
def test_what_never_closes_costs_one_scan(piece: str) -> None:
    # A quadratic scan of a megabyte would take minutes, not be slow.
    assert len(list(tags(piece * 100_000))) <= 1


def test_a_tag_with_thousands_of_attributes_is_stepped_over() -> None:
    many = " ".join(f"a{number}=1" for number in range(50_000))
    assert [tag.attributes.get("href") for tag in tags(f"<a {many} href=/no>x</a><a href=/a>")] == [None, "/a"]


@pytest.mark.parametrize(
    ("html", "refresh", "links"),
    [
        ('<meta http-equiv="refresh" content="0; url=/b"><a href="/a">', "/b", ["/a"]),
        ('<meta http-equiv="Refresh" content="5;URL=\'/b\'">', "/b", []),
        ("<meta http-equiv=refresh content='0.5,url=/b'>", "/b", []),
        ('<meta http-equiv="refresh" content="; url=/b">', "/b", []),
        ('<meta http-equiv="refresh" content="900; url=/b"><a href="/a">', None, ["/b", "/a"]),
        ('<meta http-equiv="refresh" content="00000000000060; url=/b">', None, ["/b"]),
        ('<meta http-equiv="refresh" content="300"><a href="/a">', None, ["/a"]),
        ('<noscript><meta http-equiv="refresh" content="0; url=/b"></noscript><a href="/a">', None, ["/b", "/a"]),
        ('<noscript><p></noscript><meta http-equiv="refresh" content="0; url=/b">', "/b", []),
        ('<!-- <meta http-equiv="refresh" content="0; url=/b"> --><a href="/a">', None, ["/a"]),
        ('<template><meta http-equiv="refresh" content="0; url=/b"></template>', None, []),
        ('<meta name="refresh" content="0; url=/b">', None, []),
        ('<meta http-equiv="refresh" content="0;/b">', "/b", []),
        ('<meta http-equiv="refresh" content="0 /b">', "/b", []),
        ('<meta http-equiv="refresh" content="0;url="><a href="/a">', None, ["/a"]),
        ('<meta http-equiv="refresh" content=" 4 "><a href="/a">', None, ["/a"]),
        ('<META HTTP-EQUIV=REFRESH CONTENT="4"><META HTTP-EQUIV=REFRESH CONTENT="0; URL=/b">', "/b", []),
    ],
)
def test_only_a_refresh_that_acts_at_once_is_a_redirect(html: str, refresh: str | None, links: list[str]) -> None:
    found = read_links(html, PAGE)
    assert found.refresh == refresh
    assert list(found.followed) == [f"https://example.com{link}" for link in links]


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ('<a href="a"><base href="/first/"><base href="/second/"><a href="b">', ["/first/a", "/first/b"]),
        ('<base target="_top"><base href="/x/"><a href="a">', ["/x/a"]),
        ('<base href="javascript:void(0)"><a href="a">', ["/guides/a"]),
        (r'<a href="\guides\b"><a href="/c?d=\e">', ["/guides/b", "/c?d=\\e"]),
        ('<a href="  /a\n/b\t">', ["/a/b"]),
        ('<frameset><frame src="/menu"><frame></frameset>', ["/menu"]),
        ('<svg><a xlink:href="/a"></a></svg>', ["/a"]),
        ('<a rel="nofollow,noopener" href="/no"><a rel="noopener" href="/a">', ["/a"]),
        ('<a href="?page=2">', ["/guides/ghent?page=2"]),
        ('<a href="https:b">', ["/guides/b"]),
        ('<a href="https:/b">', ["/b"]),
        ('<a href="https:///example.com/c">', ["/c"]),
        ('<a href="https://exa mple.com/no"><a href="https://example.com">', ["/"]),
    ],
)
def test_what_links_mean(html: str, links: list[str]) -> None:
    assert list(read_links(html, PAGE).followed) == [f"https://example.com{link}" for link in links]


@pytest.mark.parametrize(
    ("encoding", "link"),
    [
        ("utf-8", "/%C3%A4?q=%C3%B6"),
        ("windows-1252", "/%C3%A4?q=%F6"),
        ("shift_jis", "/%C3%A4?q=%C3%B6"),
        ("no-such-encoding", "/%C3%A4?q=%C3%B6"),
    ],
)
def test_a_query_is_in_the_encoding_of_its_page(encoding: str, link: str) -> None:
    (found,) = read_links('<a href="/ä?q=ö">', PAGE, encoding=encoding).followed
    assert found == f"https://example.com{link}"


@pytest.mark.parametrize(
    ("link", "feeds"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/feed">', 1),
        ('<link rel="alternate" type="application/atom+xml; charset=utf-8" href="/feed">', 1),
        ('<link rel="ALTERNATE" type="Application/RSS+XML" hreflang="en" href="/feed">', 1),
        ('<link rel="feed" href="/feed">', 1),
        ('<link rel="alternate home" type="application/rdf+xml" href="/feed">', 1),
        ('<link rel="alternate" type="application/json+oembed" href="/feed">', 0),
        ('<link rel="alternate" type="text/html" href="/feed">', 0),
        ('<link rel="alternate" type="application/rss&#43;xml" href="/feed">', 1),
        (
            "<link rel=alternate type=application/rdf+xml href=/feed><link rel=alternate type=text/rss+xml href=/feed>",
            1,
        ),
        ('<link rel="alternate" type="application/atom+xml;type=entry" href="/entry">', 0),
        ('<link rel="stylesheet" type="application/rss+xml" href="/feed">', 0),
        ('<meta name="robots" content="nofollow"><link rel="feed" href="/feed">', 0),
    ],
)
def test_feeds_that_a_page_names(link: str, feeds: int) -> None:
    found = read_links(link, PAGE)
    assert len(found.feeds) == feeds
    assert found.alternates == ()


def test_a_sitemap_that_a_page_names() -> None:
    assert read_links('<link rel=sitemap href="/map.xml">', PAGE).sitemaps == ("https://example.com/map.xml",)
