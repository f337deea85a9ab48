"""What an HTTP answer means for a crawl, and which addresses are traps."""

from datetime import UTC, datetime

import pytest

from crawlers.answers import LONGEST_WAIT, backoff, meaning_of, retry_after
from crawlers.traps import trap_of

NOW = datetime(2026, 3, 5, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "headers", "meaning"),
    [
        (200, {}, "page"),
        (203, {}, "page"),
        (304, {}, "unchanged"),
        (301, {"location": "/x"}, "moved"),
        (302, {}, "refused"),
        (404, {}, "gone"),
        (410, {}, "gone"),
        (401, {}, "refused"),
        (403, {}, "refused"),
        (451, {}, "refused"),
        (429, {}, "try_later"),
        (503, {}, "try_later"),
        (500, {}, "try_later"),
        (501, {}, "refused"),
        (206, {}, "refused"),
        (204, {}, "refused"),
        (999, {}, "refused"),
    ],
)
def test_meaning(status: int, headers: dict[str, str], meaning: str) -> None:
    assert meaning_of(status, headers) == meaning


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("-5", None),
        ("", None),
        (None, None),
        ("soon", None),
        ("1e9", None),
        ("٣", None),
        ("31536000", LONGEST_WAIT),
        ("9" * 400, LONGEST_WAIT),
        ("Thu, 05 Mar 2026 12:02:00 GMT", 120),
        ("Thu, 05 Mar 2026 11:00:00 GMT", 0),
        ("Fri, 05 Mar 2027 12:00:00 GMT", LONGEST_WAIT),
        ("Thu, 99 Foo 2026 11:00:00 GMT", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def test_backoff_doubles_and_ends() -> None:
    assert 5 <= backoff(5, 1) <= 7.5
    assert 20 <= backoff(5, 3) <= 30
    assert backoff(5, 500) <= 3600 * 1.5
    assert len({backoff(5, 1) for _ in range(10)}) > 1


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://example.com/hiring/ghent", None),
        ("https://example.com/2026/03/05/a-post", None),
        ("https://example.com/a/b/a/b/a/b/c", "trap_repeats"),
        ("https://example.com/x/x/x/x", "trap_repeats"),
        ("https://example.com/x///y", "trap_repeats"),
        ("https://example.com/a//b//c//d", "trap_repeats"),
        ("https://example.com/a//b", None),
        ("https://example.com/" + "/".join(map(str, range(30))), "trap_depth"),
        ("https://example.com/jobs?a=1&b=2&c=3&d=4&e=5&f=6&g=7", "trap_facets"),
    ],
)
def test_traps(url: str, why: str | None) -> None:
    assert trap_of(url) == why
