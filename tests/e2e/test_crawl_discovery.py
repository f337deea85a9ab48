"""What a site says in odd ways, over HTTP: headers twice, addresses in raw UTF-8, sitemaps packed twice."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.crawling import ROOT, crawl, order, rows
from tests.e2e.plain_server import Answer, html, page, serving


def outcomes(data: Path) -> dict[str, str]:
    return {"/" + url.split("/", 3)[3]: became for url, became in rows(data, "SELECT url, outcome FROM frontier")}


def plain(text: str) -> Answer:
    return 200, {"Content-Type": "text/plain"}, text.encode()


def test_what_is_said_in_odd_ways_is_understood(tmp_path: Path) -> None:
    feed = (
        '<link rel="alternate" type="application/atom+xml" href="/feed"><link rel="alternate" hreflang="nl" href="/nl">'
    )
    start = page("Start", "/two-lines", "/moved", "/changed", "/?a=1&amp;region=BE", "/own", "/closed/x", head=feed)
    packed = gzip.compress(b"\xef\xbb\xbf<urlset><url><loc>/from-sitemap</loc></url><url><loc>/cut-o")
    answers: dict[str, Answer] = {
        "/robots.txt": plain("User-agent: acmebot/2\nDisallow: /closed/\nSitemap: /map.xml.gz\n"),
        "/map.xml.gz": (200, {"Content-Type": "gzip", "Content-Encoding": "gzip"}, gzip.compress(packed)),
        "/from-sitemap": html(page("From the sitemap")),
        "/feed": (
            200,
            {"Content-Type": "text/xml"},
            b'<feed xml:base="/blog/"><entry><link href="post"/></entry></feed>',
        ),
        "/blog/post": html(page("From the feed")),
        "/": html(start),
        "/nl": html(page("Begin")),
        "/two-lines": html(page("SECRET"), X_Robots_Tag="otherbot: noindex\nnoindex"),
        "/own": html(page("SECRET", head='<meta name="acmebot" content="noindex nofollow">')),
        "/moved": (302, {"Location": "/gehälter/".encode().decode("latin-1")}, b""),
        "/geh%C3%A4lter/": html(page("Pay")),
        "/changed": html(page("By a proxy"), status=203),
        "/?a=1&region=BE": html(page("By its parameters")),
        "/closed/x": html(page("Closed")),
    }
    with serving(answers) as site:
        what = order(site.origin, tmp_path, user_agent="AcmeBot/2.1 (+https://acme.example/bot)")
        done = crawl(what | {"spider": "site"})
    assert done["exit_code"] == 0, done
    became = outcomes(tmp_path)
    assert {path: became.get(path) for path in answers if path not in ("/robots.txt", "/")} == {
        "/map.xml.gz": "listed",
        "/from-sitemap": "stored",
        "/feed": "listed",
        "/blog/post": "stored",
        "/nl": "stored",
        "/two-lines": "noindex",
        "/own": "noindex",
        "/moved": "moved",
        "/geh%C3%A4lter/": "stored",
        "/changed": "stored",
        "/?a=1&region=BE": "stored",
        "/closed/x": "robots_disallowed",
    }
    assert "/cut-o" not in became
    assert site.paths.count("/closed/x") == 0


def test_a_sitemap_or_feed_that_is_asked_for_as_a_page_leads_on(tmp_path: Path) -> None:
    answers: dict[str, Answer] = {
        "/map.xml": (200, {"Content-Type": "application/xml"}, b"<urlset><url><loc>/a</loc></url></urlset>"),
        "/a": html(page("A", "/feed")),
        "/feed": (
            200,
            {"Content-Type": "application/rss+xml"},
            b"<rss><channel><item><link>/b</link></item></channel></rss>",
        ),
        "/b": html(page("B")),
    }
    with serving(answers) as site:
        what = order(site.origin, tmp_path / "deep", {"start_urls": [f"{site.origin}/map.xml"]})
        assert crawl(what)["outcomes"] == {"listed": 2, "stored": 2}
        what = order(site.origin, tmp_path / "flat", {"start_urls": [f"{site.origin}/map.xml"]}, depth=0)
        assert crawl(what)["outcomes"] == {"listed": 1}


def test_a_sitemap_larger_than_any_page_is_read(tmp_path: Path) -> None:
    padding = f"<!--{'x' * 600}-->"
    entries = "".join(f"<url>{padding}<loc>/guide/{10_000 + number}</loc></url>" for number in range(20_000))
    body = f"<urlset>{entries}</urlset>".encode()
    assert len(body) > 12_000_000
    answers: dict[str, Answer] = {
        "/robots.txt": plain("Sitemap: /plain.xml\nSitemap: /packed.xml.gz\n"),
        "/plain.xml": (200, {"Content-Type": "text/xml"}, body),
        "/packed.xml.gz": (
            200,
            {"Content-Type": "application/gzip"},
            gzip.compress(body.replace(b"/guide/", b"/other/")),
        ),
    }
    with serving(answers) as site:
        done = crawl(order(site.origin, tmp_path, {"politeness": {"pages": 4}}) | {"archive_only": True})
    assert done["outcomes"]["listed"] == 2, done
    assert rows(tmp_path, "SELECT count(*) FROM frontier WHERE url LIKE '%/guide/%'") == [(20_000,)]
    assert rows(tmp_path, "SELECT count(*) FROM frontier WHERE url LIKE '%/other/%'") == [(20_000,)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("piped", [False, True])
def test_a_list_of_addresses_may_bear_a_byte_order_mark(tmp_path: Path, encoding: str, piped: bool) -> None:
    with serving({"/": html(page("Start")), "/?lang=en": html(page("In English"))}) as site:
        text = f"{site.origin}\r\n  # a remark\r\n\r\n{site.origin}?lang=en\r\n".encode(encoding)
        (tmp_path / "urls.txt").write_bytes(text)
        source = ["-"] if piped else ["--urls-from", "urls.txt"]
        command = [sys.executable, "-m", "guidepost", "crawl", *source, "--depth", "0", "--allow-address", "127.0.0.1"]
        done = subprocess.run(
            command,
            input=text if piped else b"",
            capture_output=True,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            timeout=90,
        )
    assert done.returncode == 0, done.stderr
    assert {"/", "/?lang=en"} <= set(site.paths)
