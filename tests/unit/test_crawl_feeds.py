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
