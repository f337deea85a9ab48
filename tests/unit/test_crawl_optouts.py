"""What a page asks of robots, in the forms in which servers and editors write it."""

from datetime import UTC, datetime

import pytest

from crawlers.config import Config
from crawlers.identity import product_tokens
from crawlers.links import read_links
from crawlers.optouts import directives, joined, opt_out
from crawlers.robots import from_response
from crawlers.tdm import stated

NOW = datetime(2026, 3, 5, 12, 0, 0, tzinfo=UTC)
OURS = frozenset({"guidepost", "acmebot"})

HEADERS = {
    "none there": ([], None),
    "nothing that matters": (["index, follow", "max-image-preview:large, max-snippet: -1"], None),
    "a list": (["noindex, nofollow"], "noindex"),
    "without a comma": (["noindex nofollow"], "noindex"),
    "with semicolons": (["nofollow;noarchive"], "noarchive"),
    "in capitals": (["NOINDEX"], "noindex"),
    "in quotation marks": (['"noindex"'], "noindex"),
    "none": (["none"], "noindex"),
    "nocache": (["nocache"], "noarchive"),
    "for another": (["otherbot: noindex, nofollow"], None),
    "for another, without a blank": (["otherbot:noindex"], None),
    "for another and for all, in two lines": (["otherbot: noindex", "noindex"], "noindex"),
    "for all and for another, in two lines": (["noarchive", "otherbot: noindex"], "noarchive"),
    "for two others, in two lines": (["otherbot: noindex", "thirdbot: noarchive"], None),
    "for us by name": (["guidepost: noindex"], "noindex"),
    "for us in capitals": (["GuidePost: noindex"], "noindex"),
    "for us with a version": (["guidepost/0.1.0: noindex"], "noindex"),
    "for us by the user agent's name": (["acmebot/2.1: noarchive"], "noarchive"),
    "for us with a blank before the colon": (["guidepost : noindex"], "noindex"),
    "for us after another": (["otherbot: noindex, guidepost: noarchive"], "noarchive"),
    "for us and another at once": (["guidepost, otherbot: noindex"], "noindex"),
    "for two others at once": (["otherbot, thirdbot: noindex"], None),
    "for everybody by star": (["*: noindex"], "noindex"),
    "for who is named like us": (["guidepost-news: noindex"], None),
    "after a value": (["max-snippet: 20, noindex"], "noindex"),
    "after a value without a comma": (["max-video-preview:-1 noindex"], "noindex"),
    "until a moment to come": (["unavailable_after: 25 Jun 2030 15:00:00 PST"], None),
    "until a moment to come, and not at all": (["unavailable_after: 25 Jun 2030 15:00:00 PST, noindex"], "noindex"),
    "until a moment that has passed": (["unavailable_after: 25 Jun 2010 15:00:00 PST"], "noindex"),
    "until a day that has passed": (["unavailable_after: 25 Jun 2010"], "noindex"),
    "until an ISO day that has passed": (["unavailable_after: 2010-06-25"], "noindex"),
    "until an ISO moment that has passed": (["unavailable_after: 2026-03-05T11:59:59Z"], "noindex"),
    "until an ISO moment to come": (["unavailable_after: 2026-03-05T12:00:01Z"], None),
    "until an RFC 850 day that has passed": (["unavailable_after: Friday, 25-Jun-10 15:00:00 EST"], "noindex"),
    "until a moment that has passed, for another": (["otherbot: unavailable_after: 25 Jun 2010 15:00:00 PST"], None),
    "until some time": (["unavailable_after: soon"], None),
}


@pytest.mark.parametrize(("lines", "found"), HEADERS.values(), ids=HEADERS)
def test_headers(lines: list[str], found: str | None) -> None:
    assert opt_out(directives(lines, OURS, now=NOW)) == found
    assert opt_out(directives([joined(lines)], OURS, now=NOW)) == found, "several lines joined mean the same"


def test_a_reservation_is_an_opt_out_and_the_page_s_own_word_comes_first() -> None:
    assert opt_out((), reserved=True) == "tdm_reservation"
    assert opt_out(("noindex",), reserved=True) == "noindex"


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ('<meta name="robots" content="noindex nofollow">', "noindex"),
        ("<meta content=NONE name=ROBOTS>", "noindex"),
        ('<meta name=" robots " content="index"><meta name="robots" content="noarchive">', "noarchive"),
        ('<meta name="acmebot" content="noindex">', "noindex"),
        ('<meta name="Guidepost/1.0" content="noindex">', "noindex"),
        ('<meta name="googlebot" content="noindex">', None),
        ('<meta property="robots" content="noindex">', "noindex"),
        ('<meta http-equiv="X-Robots-Tag" content="noindex">', "noindex"),
        ('<meta name="robots" content="unavailable_after: 2010-06-25">', "noindex"),
        ('<meta name="robots" content="noindex"', None),
        ('<noscript><meta name="robots" content="noindex"></noscript>', "noindex"),
        ('<!-- <meta name="robots" content="noindex"> -->', None),
        ('<meta name="robots" content="">', None),
    ],
)
def test_meta_elements(head: str, found: str | None) -> None:
    assert opt_out(read_links(head, "https://example.com/", agents=OURS).robots) == found


def test_links_of_a_page_whose_header_says_nofollow_are_not_followed() -> None:
    page = '<a href="/a">a</a><link rel="next" href="/b">'
    found = read_links(page, "https://example.com/", asked=directives(["nofollow"]))
    assert (found.followed, found.next) == ((), None)


@pytest.mark.parametrize(
    ("value", "means"),
    [("1", True), (" 0 ", False), ("1, 1", True), ("0, 1", True), (1, True), (True, True), ("yes", None), (None, None)],
)
def test_values_of_a_reservation(value: object, means: bool | None) -> None:
    assert stated(value) is means


@pytest.mark.parametrize(
    ("user_agent", "names"),
    [
        (None, set()),
        ("acmebot/1.0", {"acmebot"}),
        ("AcmeBot/1.0 (+https://acme.example/bot)", {"acmebot"}),
        ("acmebot (bot@acme.example)", {"acmebot"}),
        ("Mozilla/5.0 (compatible; AcmeBot/2.1; +https://acme.example/bot)", {"acmebot"}),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 acme_bot", {"acme_bot"}),
        ("Research-Fetcher", {"research-fetcher"}),
        ("acmebot/1.0 acme-news/2.0", {"acmebot", "acme-news"}),
    ],
)
def test_the_names_that_a_user_agent_bears(user_agent: str | None, names: set[str]) -> None:
    assert product_tokens(Config(user_agent=user_agent)) == {"guidepost"} | names


@pytest.mark.parametrize(
    ("group", "allowed"),
    [
        ("User-agent: guidepost", False),
        ("User-agent: GUIDEPOST", False),
        ("User-agent: guidepost/0.1.0", False),
        ("User-agent: acmebot", False),
        ("User-agent: AcmeBot/7.2 # ours", False),
        ("user-agent:acmebot", False),
        ("User-agent: otherbot, guidepost", False),
        ("User-agent: otherbot guidepost", False),
        ("User-agent: Mozilla/5.0 (compatible; acmebot/1.0)", False),
        ("User-agent: otherbot\nUser-agent: acmebot", False),
        ("User-agent: guidepost*", False),
        ("User-agent: *", False),
        ("User-agent: otherbot", True),
        ("User-agent: guide", True),
        ("User-agent: guidepost-news", True),
        ("User-agent: post", True),
        ("User-agent: guidepost\nDisallow:\n\nUser-agent: *", True),
        ("User-agent: guidepost\nAllow: /a\n\nUser-agent: acmebot\nDisallow: /b\n\nUser-agent: *", True),
    ],
)
def test_groups_of_a_robots_txt_that_are_ours(group: str, allowed: bool) -> None:
    rules = from_response(200, f"{group}\nDisallow: /\n".encode(), agents=OURS)
    assert rules.allows("https://example.com/a") is allowed


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_robots_txt_with_a_byte_order_mark(encoding: str) -> None:
    body = "User-agent: acmebot\nDisallow: /\nSitemap: /map.xml".encode(encoding)
    rules = from_response(200, body, agents=OURS)
    assert not rules.allows("https://example.com/a")
    assert rules.sitemaps == ("/map.xml",)
