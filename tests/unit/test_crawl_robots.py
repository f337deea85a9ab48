"""What an answer to robots.txt means (RFC 9309)."""

import pytest

from crawlers.robots import from_response, unreachable

RULES = b"""
User-agent: *
Disallow: /private/
Crawl-delay: 10
User-agent: guidepost
Disallow: /closed/
Allow: /closed/but-this
Crawl-delay: 2.5
Sitemap: https://example.com/sitemap.xml
"""


@pytest.mark.parametrize(
    ("status", "body", "allowed"),
    [
        (200, RULES, True),
        (200, b"", True),
        (200, b"<html>not rules</html>", True),
        (200, b"User-agent: *\nDisallow: /", False),
        (200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /", False),
        (404, b"", True),
        (401, b"", True),
        (403, b"", True),
        (410, b"", True),
        (429, b"", False),
        (500, b"", False),
        (503, b"", False),
        (302, b"", True),
    ],
)
def test_statuses(status: int, body: bytes, allowed: bool) -> None:
    assert from_response(status, body).allows("https://example.com/guides") is allowed


def test_the_group_of_our_name_counts() -> None:
    rules = from_response(200, RULES)
    assert rules.allows("https://example.com/private/x")
    assert not rules.allows("https://example.com/closed/x")
    assert rules.allows("https://example.com/closed/but-this")
    assert rules.crawl_delay == 2.5
    assert rules.sitemaps == ("https://example.com/sitemap.xml",)


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: * # all of you\nDisallow: /login.action? # its derivatives", "/login.action?to=1", False),
        ("User-agent: guidepost\nAllow: /\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow:\nSitemap: /s.xml\n \nUser-agent: Some Client\nDisallow: /", "/a", True),
        ("User-agent: otherbot\nDisallow: /\n\nUser-agent: *\nAllow: /core/*.css$", "/a", True),
        ("user-agent: *\ndisallow: */test", "/test", False),
        ("User-agent: *\nDisallow: /users/*/replies", "/anything", True),
        ("User-agent: guidepost\n\nDisallow: /a", "/a", False),
        ("User-agent: *\rDisallow: /a\r", "/a", False),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
        ("User-agent: *\nDisallow: /café", "/caf%C3%A9", False),
    ],
)
def test_rules_that_others_have_read_wrongly(rules: str, path: str, allowed: bool) -> None:
    assert from_response(200, rules.encode()).allows(f"https://example.com{path}") is allowed


def test_request_rate_is_a_delay_too() -> None:
    assert from_response(200, b"User-agent: *\nRequest-rate: 1/20").crawl_delay == 20
    assert from_response(200, b"User-agent: *\nCrawl-delay: soon").crawl_delay is None


def test_an_unreachable_one_is_asked_again_later_and_later() -> None:
    waits = [unreachable("no answer", failures).lifetime for failures in range(20)]
    assert waits[0] == 60
    assert waits == sorted(waits)
    assert waits[-1] == 24 * 3600


def test_only_the_first_half_megabyte_counts() -> None:
    body = b"User-agent: *\nDisallow: /a\n" + b"# filler\n" * 60_000 + b"Disallow: /b\n"
    rules = from_response(200, body)
    assert not rules.allows("https://example.com/a")
    assert rules.allows("https://example.com/b")
