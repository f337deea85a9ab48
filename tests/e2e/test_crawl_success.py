"""A run that brought nothing says so, and a store that it left alone is sound."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tests.e2e.crawling import ROOT, crawl, order, rows
from tests.e2e.plain_server import Answer, html, page, serving

GOOD = page("Guide")
NOTHING: dict[str, dict[str, Answer]] = {
    "a loop of two": {"/": (302, {"Location": "/b"}, b""), "/b": (302, {"Location": "/"}, b"")},
    "a loop of one": {"/": (302, {"Location": "/"}, b"")},
    "a loop of three": {
        "/": (301, {"Location": "/b"}, b""),
        "/b": (301, {"Location": "/c"}, b""),
        "/c": (301, {"Location": "/b"}, b""),
    },
    "a way without end": {"/": (302, {"Location": "/1"}, b"")}
    | {f"/{n}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(1, 30)},
    "a refresh back and forth": {
        "/": html(b'<meta http-equiv="refresh" content="0; url=/b">'),
        "/b": html(b'<meta http-equiv="refresh" content="0; url=/">'),
    },
    "plain text called gzip": {"/": html(GOOD, Content_Encoding="gzip")},
    "noise called gzip": {"/": html(bytes(range(256)) * 9, Content_Encoding="gzip")},
    "gzip twice, named once": {"/": html(gzip.compress(gzip.compress(GOOD)), Content_Encoding="gzip")},
    "gzip that nobody named": {"/": html(gzip.compress(GOOD))},
    "a cut off gzip": {"/": html(gzip.compress(os.urandom(5000) + GOOD)[:4000], Content_Encoding="gzip")},
    "noise called deflate": {"/": html(b"\xff" * 500, Content_Encoding="deflate")},
    "noise called br": {"/": html(b"\x8b" * 500, Content_Encoding="br")},
    "an encoding that nobody knows": {"/": html(zlib.compress(GOOD), Content_Encoding="x-own")},
    "gone": {"/": html(b"<h1>Gone</h1>", 410)},
}


def check(data: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "guidepost", "db", "check", "--data", str(data)]
    return subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("name", NOTHING)
def test_a_run_that_brings_nothing_fails_and_leaves_a_sound_store(tmp_path: Path, name: str) -> None:
    data = tmp_path / "data"
    with serving(NOTHING[name]) as site:
        outcome = crawl(order(site.origin, data, retries=0))
    assert outcome["exit_code"] == 1, outcome
    assert outcome["reason"].startswith("nothing was fetched: "), outcome["reason"]
    assert rows(data, "SELECT count(*) FROM page_keys") == [(0,)]
    found = check(data)
    assert (found.returncode, found.stdout) == (0, "all is well\n")


def test_a_run_that_finds_nothing_due_leaves_a_sound_store(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving({"/": html(GOOD, ETag='"1"')}) as site:
        assert crawl(order(site.origin, data))["exit_code"] == 0
        assert crawl(order(site.origin, data))["outcomes"] == {"unchanged": 1}
    assert check(data).stdout == "all is well\n"
