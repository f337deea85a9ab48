"""What a site reserves of text and data mining."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from crawlers.tdm import is_reserved, read_reservations


def rule(location: Any, reservation: Any = 1, **more: Any) -> dict[str, Any]:
    return {"location": location, "tdm-reservation": reservation, **more}


@pytest.mark.parametrize(
    ("rules", "path", "reserved"),
    [
        ([rule("/")], "/anything?x=1", True),
        ([rule("/blog/")], "/blog/post", True),
        ([rule("/blog/")], "/about", None),
        ([rule("/blog/free/", 0), rule("/blog/")], "/blog/free/post", False),
        ([rule("/blog/"), rule("/blog/free/", 0)], "/blog/free/post", True),
        ([rule("/*.html$")], "/a/b.html", True),
        ([rule("/*.html$")], "/a/b.html?print", None),
        ([rule("/a$")], "/a", True),
        ([rule("/a$")], "/ab", None),
        ([rule("/*/pay/*/ghent")], "/en/pay/2026/ghent/x", True),
        ([rule("/*/pay/*/ghent")], "/en/pay/ghent", None),
        ([rule("*.pdf")], "/deep/file.pdf", True),
        ([rule("/path/foo-%24")], "/path/foo-$", True),
        ([rule("/caf%C3%A9/")], "/caf%C3%A9/x", True),
        ([rule("/%61bc")], "/abc", True),
        ([rule("/abc", "1")], "/abc", True),
        ([rule("/abc", "maybe"), rule(5), "text", None, rule("/abc", 0)], "/abc", False),
        (rule("/"), "/one-rule-without-brackets", True),
        ("not a list", "/", None),
    ],
)
def test_rules_of_the_file(rules: Any, path: str, reserved: bool | None) -> None:
    assert read_reservations(json.dumps(rules).encode()).of(f"https://example.com{path}") is reserved


@pytest.mark.parametrize("body", [b"", b"<html>Not here</html>", b"[" * 100_000, b"\xff\xfe", b"null", b"[1, 2"])
def test_what_is_no_such_file_reserves_nothing(body: bytes) -> None:
    assert read_reservations(body).of("https://example.com/") is None


def test_a_pattern_made_to_take_long_takes_no_time() -> None:
    rules = read_reservations(json.dumps([rule("/" + "*a" * 5_000 + "b$")]).encode())
    began = time.process_time()
    assert rules.of("https://example.com/" + "a" * 2_000) is None
    assert time.process_time() - began < 5, "a backtracking match would not have come back"


@pytest.mark.parametrize(
    ("by_file", "header", "meta", "found"),
    [
        (None, None, None, False),
        (True, None, None, True),
        (None, "1", None, True),
        (None, None, "1", True),
        (True, "0", None, False),
        (True, "0", "1", True),
        (False, "1", None, True),
        (True, "garbage", "", True),
    ],
)
def test_the_page_wins_over_the_header_and_that_over_the_file(
    by_file: bool | None, header: str | None, meta: str | None, found: bool
) -> None:
    assert is_reserved(by_file, header, meta) is found
