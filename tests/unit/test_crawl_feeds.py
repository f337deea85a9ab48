"""Sitemaps and feeds."""

import gzip

import pytest

from crawlers.feeds import read_listing

HERE = "https://example.com/sitemap.xml"
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urls(body: bytes) -> list[str]:
    return [entry.url for entry in read_listing(body, HERE).entries]


@pytest.mark.parametrize(
    ("body", "kind", "found"),
    [
        (
            f"<urlset {NAMESPACE}><url><loc> https://example.com/a </loc><lastmod>2026-01-02</lastmod></url></urlset>",
            "sitemap",
            [("https://example.com/a", "2026-01-02")],
        ),
        ("<urlset><url><loc>/relative</loc></url></urlset>", "sitemap", [("https://example.com/relative", None)]),
        (
            f"<sitemapindex {NAMESPACE}><sitemap><loc>https://example.com/s1.xml.gz</loc></sitemap></sitemapindex>",
            "index",
            [("https://example.com/s1.xml.gz", None)],
        ),
        (
            "<rss><channel><link>https://example.com/</link><item><title>t</title><link>https://example.com/p</link>"
            "<pubDate>Tue, 03 Feb 2026 08:00:00 GMT</pubDate></item></channel></rss>",
            "feed",
            [("https://example.com/p", "Tue, 03 Feb 2026 08:00:00 GMT")],
        ),
        (
            '<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://example.com/"/><entry>'
            '<link rel="self" href="/no"/><link href="/p2"/><published>2026-01-01</published>'
            "<updated>2026-02-01</updated></entry></feed>",
            "feed",
            [("https://example.com/p2", "2026-02-01")],
        ),
        (
            "https://example.com/1\nhttps://example.com/2\n",
            "sitemap",
            [("https://example.com/1", None), ("https://example.com/2", None)],
        ),
        ("<html><a href='/x'>no sitemap</a></html>", "none", []),
        ("", "none", []),
        ("\x00\x01\x02", "none", []),
    ],
)
def test_kinds(body: str, kind: str, found: list[tuple[str, str | None]]) -> None:
    listing = read_listing(body.encode(), HERE)
    assert listing.kind == kind
    assert [(entry.url, entry.modified) for entry in listing.entries] == found


def test_gzip_is_undone_and_capped() -> None:
    body = f"<urlset {NAMESPACE}><url><loc>https://example.com/a</loc></url></urlset>".encode()
    assert urls(gzip.compress(body)) == ["https://example.com/a"]
    bomb = read_listing(gzip.compress(body[:-9] + b" " * 5_000_000), HERE, limit=100_000)
    assert [entry.url for entry in bomb.entries] == ["https://example.com/a"]
    assert bomb.error and "longer than" in bomb.error
    assert read_listing(gzip.compress(body)[:40], HERE).error


def sitemap(*addresses: str, declaration: str = "") -> str:
    entries = "".join(f"<url><loc>{address}</loc></url>" for address in addresses)
    return f"{declaration}<urlset {NAMESPACE}>{entries}</urlset>"


GUIDES = [f"https://example.com/guide/{number}" for number in range(3000)]
WHOLE = sitemap(*GUIDES).encode()
PACKED = gzip.compress(WHOLE)
LINES = "\n".join(GUIDES).encode()
TORN = {
    "cut off": (WHOLE[:50_000], 50),
    "cut off within an address": (WHOLE[: WHOLE.index(b"/2000") + 3], 1990),
    "gzip cut off": (PACKED[: len(PACKED) // 2], 1000),
    "gzip cut off by a byte": (PACKED[:-1], 3000),
    "gzip with a wrong byte": (PACKED[: len(PACKED) // 2] + b"\xff\xff\xff" + PACKED[len(PACKED) // 2 + 3 :], 1000),
    "gzip with a wrong checksum": (PACKED[:-8] + bytes(8), 2500),
    "a list of addresses in gzip, cut off": (gzip.compress(LINES)[: len(gzip.compress(LINES)) // 2], 1000),
}
UNHARMED = {
    "gzip with something behind it": PACKED + b"something",
    "gzip padded": PACKED + bytes(512),
    "gzip in two members": gzip.compress(WHOLE[:10_000]) + gzip.compress(WHOLE[10_000:]),
    "gzip twice": gzip.compress(PACKED),
    "a list of addresses": LINES,
    "a list of addresses with the lines of an old Macintosh": LINES.replace(b"\n", b"\r"),
    "a list of addresses in gzip": gzip.compress(LINES),
}


@pytest.mark.parametrize(("body", "least"), TORN.values(), ids=TORN)
def test_a_torn_one_is_read_as_far_as_it_goes_and_says_so(body: bytes, least: int) -> None:
    listing = read_listing(body, HERE)
    found = [entry.url for entry in listing.entries]
    assert len(found) >= least
    assert found == GUIDES[: len(found)], "an entry that was cut off is none"
    assert listing.error


@pytest.mark.parametrize("body", UNHARMED.values(), ids=UNHARMED)
def test_ways_to_pack_one(body: bytes) -> None:
    listing = read_listing(body, HERE)
    assert [entry.url for entry in listing.entries] == GUIDES
    assert listing.error is None


def test_one_beyond_the_limit_is_cut_between_entries() -> None:
    listing = read_listing(WHOLE, HERE, limit=len(WHOLE) // 2)
    found = [entry.url for entry in listing.entries]
    assert found == GUIDES[: len(found)]
    assert len(found) > 1400
    assert listing.error and "longer than" in listing.error


ÄÖ = "https://example.com/%C3%A4"
ENCODED = {
    "UTF-8 with a mark": sitemap("https://example.com/ä").encode("utf-8-sig"),
    "UTF-16 with a mark": sitemap("https://example.com/ä").encode("utf-16"),
    "UTF-16 that says so": sitemap("/ä", declaration='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"),
    "UTF-16 without a mark": sitemap("/ä", declaration='<?xml version="1.0"?>').encode("utf-16-be"),
    "UTF-16 that calls itself UTF-8": sitemap("/ä", declaration='<?xml version="1.0" encoding="utf-8"?>').encode(
        "utf-16"
    ),
    "UTF-32": sitemap("/ä").encode("utf-32"),
    "latin-1 that says so": sitemap("/ä", declaration='<?xml version="1.0" encoding="iso-8859-1"?>').encode("latin-1"),
    "latin-1 that says nothing": sitemap("/ä").encode("latin-1"),
    "latin-1 that calls itself UTF-8": sitemap("/ä", declaration='<?xml version="1.0" encoding="UTF-8"?>').encode(
        "latin-1"
    ),
    "a list in UTF-16": "https://example.com/ä\r\n".encode("utf-16"),
    "a list with a mark": "https://example.com/ä\r\n".encode("utf-8-sig"),
}


@pytest.mark.parametrize("body", ENCODED.values(), ids=ENCODED)
def test_encodings(body: bytes) -> None:
    assert urls(body) == [ÄÖ]


XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
ENTRIES = {
    "another language before the address": (
        f'<urlset {NAMESPACE} {XHTML}><url><xhtml:link rel="alternate" hreflang="nl" href="/nl"/><loc>/en</loc></url>',
        ["/en"],
    ),
    "an image before the address": (
        f"<urlset {NAMESPACE}><url><image:image><image:loc>/no.png</image:loc></image:image><loc>/en</loc></url>",
        ["/en"],
    ),
    "a prefix that nobody declared": ("<urlset><url><news:x>1</news:x><loc>/a</loc></url></urlset>", ["/a"]),
    "a prefix throughout": ('<s:urlset xmlns:s="x"><s:url><s:loc>/a</s:loc></s:url></s:urlset>', ["/a"]),
    "a bare ampersand": ("<urlset><url><loc>/?a=1&b=2&copy=3</loc></url></urlset>", ["/?a=1&b=2&copy=3"]),
    "a name of HTML": ("<urlset><url><loc>/caf&eacute;</loc></url></urlset>", ["/caf%C3%A9"]),
    "CDATA": ("<urlset><url><loc><![CDATA[ /?a=1&b=2 ]]></loc></url></urlset>", ["/?a=1&b=2"]),
    "an address over several lines": ("<urlset><url><loc>\n  /a\n</loc></url></urlset>", ["/a"]),
    "a blank in an address": ("<urlset><url><loc>/a b</loc></url></urlset>", ["/a%20b"]),
    "a control character": ("<urlset><url><loc>/a\x08</loc></url><url><loc>/b</loc></url></urlset>", ["/a", "/b"]),
    "addresses without a scheme": (
        "<urlset><url><loc>example.com/a</loc></url><url><loc>//example.com/b</loc></url></urlset>",
        ["/a", "/b"],
    ),
    "a warning before it": ("\n<br />\n<b>Warning</b>: x<?xml version='1.0'?><urlset><url><loc>/a</loc></url>", ["/a"]),
    "blank lines before it": ("\n\n <?xml version='1.0'?>\n<urlset><url><loc>/a</loc></url></urlset>", ["/a"]),
    "an empty entry": ("<urlset><url></url><url><loc/></url><url><loc>/a</loc></url></urlset>", ["/a"]),
    "the same twice": ("<urlset><url><loc>/a</loc></url><url><loc>/a#b</loc></url></urlset>", ["/a"]),
    "Atom with a base": (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/blog/"><entry xml:base="2026/"><link href="a"/></entry>'
        '<entry><link href="b"/></entry><entry><link xml:base="/c/" href="d"/></entry></feed>',
        ["/blog/2026/a", "/blog/b", "/c/d"],
    ),
    "Atom with an id alone": ("<feed><entry><id>https://example.com/a</id></entry></feed>", ["/a"]),
    "Atom with enclosures": (
        '<feed><entry><link rel="enclosure" href="/a.mp3"/><link href="/a"/></entry></feed>',
        ["/a"],
    ),
    "RSS with its guid first": (
        "<rss><channel><item><guid>https://example.com/g</guid><link>/a</link></item></channel></rss>",
        ["/a"],
    ),
    "RSS with links that are relative to its site": (
        "<rss><channel><link>/blog/</link><item><link>post</link></item><item><link>/a</link></item></channel></rss>",
        ["/blog/post", "/a"],
    ),
    "RSS with a base": ('<rss xml:base="/x/"><channel><item><link>post</link></item></channel></rss>', ["/x/post"]),
    "RSS with an entry that leads nowhere": (
        "<rss><channel><item><title>x</title></item><item><link/></item><item><link>/a</link></item></channel></rss>",
        ["/a"],
    ),
    "long remarks before it": (
        f"<!--{'x' * 9000}--><urlset><!-- y --><url><!-- z --><loc>/a</loc></url></urlset>",
        ["/a"],
    ),
    "a root within a root": ("<urlset><urlset><url><loc>/a</loc></url></urlset></urlset>", ["/a"]),
    "another namespace": ('<urlset xmlns="http://www.google.com/schemas/sitemap/0.9"><url><loc>/a</loc></url>', ["/a"]),
    "RSS with a guid alone": (
        "<rss><channel><item><guid>https://example.com/g</guid></item>"
        '<item><guid isPermaLink="false">https://example.com/h</guid></item></channel></rss>',
        ["/g"],
    ),
    "RSS by way of a counter": (
        "<rss><channel><item><link>https://feeds.example/~r/1</link><feedburner:origLink>/a</feedburner:origLink></item>",
        ["/a"],
    ),
    "RSS of a blog with Atom links": (
        '<rss><channel><item><atom:link rel="replies" href="/r"/><link>/a</link></item>',
        ["/a"],
    ),
    "RDF": ("<rdf:RDF xmlns:rdf='r'><channel/><item><link>/a</link></item></rdf:RDF>", ["/a"]),
    "HTML that speaks of feeds": ("<!DOCTYPE html><html><body><feed><entry><link href='/a'/></entry></feed>", []),
}


@pytest.mark.parametrize(("body", "found"), ENTRIES.values(), ids=ENTRIES)
def test_entries(body: str, found: list[str]) -> None:
    assert urls(body.encode()) == [f"https://example.com{path}" for path in found]


def test_entities_are_neither_grown_nor_fetched() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}<!ENTITY f SYSTEM "file:///etc/hostname">]>'
        f"<urlset {NAMESPACE}><url><loc>https://example.com/1</loc></url><url><loc>&l11;</loc></url>"
        "<url><loc>https://example.com/&f;</loc></url><url><loc>https://example.com/2</loc></url></urlset>"
    )
    found = urls(body.encode())
    assert found[0] == "https://example.com/1"
    assert found[-1] == "https://example.com/2"
    assert len(found) <= 3
    assert sum(map(len, found)) < 200


def test_a_broken_entry_costs_only_itself() -> None:
    body = (
        f"<urlset {NAMESPACE}><url><loc>https://example.com/1</loc></url><url><loc>https://example.com/a&b</loc></url>"
        "<url><loc>mailto:x@example.com</loc></url><url><loc>https://example.com/2</loc></url><url><loc>https://exam"
    )
    found = urls(body.encode())
    assert "https://example.com/1" in found
    assert "https://example.com/2" in found


def test_too_many_entries_are_left_out_and_said() -> None:
    body = "<urlset>" + "".join(f"<url><loc>/{n}</loc></url>" for n in range(50_010)) + "</urlset>"
    listing = read_listing(body.encode(), HERE)
    assert len(listing.entries) == 50_000
    assert listing.error
