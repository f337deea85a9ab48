"""What a site asks of those who crawl it: reservations, opt-outs that come later, long delays."""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from storage.archive import Archive
from tests.e2e.crawling import ROOT, crawl, order, rows
from tests.e2e.plain_server import Answer, html, page, serving

TDMREP = "/.well-known/tdmrep.json"


def reserving(*locations: str) -> Answer:
    rules = [{"location": location, "tdm-reservation": 1} for location in locations]
    return 200, {"Content-Type": "application/json"}, json.dumps(rules).encode()


def outcomes(data: Path) -> dict[str, str]:
    found = rows(data, "SELECT url, outcome FROM frontier")
    return {"/" + url.split("/", 3)[3]: outcome for url, outcome in found}


def test_a_tdmrep_file_is_respected_unless_the_page_or_the_site_file_says_otherwise(tmp_path: Path) -> None:
    answers = {
        "/": html(page("Start", "/open", "/closed/one", "/closed/header", "/closed/meta")),
        "/open": html(page("Open")),
        "/closed/one": html(page("SECRET")),
        "/closed/header": html(page("Freed by its header"), tdm_reservation="0"),
        "/closed/meta": html(page("Freed by itself", head='<meta name="tdm-reservation" content="0">')),
        TDMREP: reserving("/closed/"),
    }
    with serving(answers) as site:
        respecting = crawl(order(site.origin, tmp_path / "respecting"))
        assert respecting["exit_code"] == 0, respecting
        assert site.paths.count(TDMREP) == 1
        assert site.paths.index(TDMREP) < site.paths.index("/")
        ignoring = {"politeness": {"respect_opt_out": False}}
        crawl(order(site.origin, tmp_path / "ignoring", ignoring))
        assert site.paths.count(TDMREP) == 1
    became = outcomes(tmp_path / "respecting")
    assert became["/closed/one"] == "tdm_reservation"
    assert {became[path] for path in ("/open", "/closed/header", "/closed/meta")} == {"stored"}
    kept = [entry.page for entry in Archive(tmp_path / "respecting" / "archive").entries() if entry.page]
    assert not any(b"SECRET" in one.content for one in kept)
    assert outcomes(tmp_path / "ignoring")["/closed/one"] == "stored"


@pytest.mark.parametrize("answer", [(500, {}, b""), html(b"<h1>Welcome</h1>"), (302, {"Location": TDMREP}, b"")])
def test_a_tdmrep_file_that_is_none_reserves_nothing(tmp_path: Path, answer: Answer) -> None:
    with serving({"/": html(page("Start")), TDMREP: answer}) as site:
        outcome = crawl(order(site.origin, tmp_path / "data"))
    assert outcome["outcomes"] == {"stored": 1}


LATER = {
    "/guide/noindex": html(page("Guide", head='<meta name="robots" content="noindex">'), ETag='"2"'),
    "/guide/noarchive": html(page("Guide"), X_Robots_Tag="noarchive", ETag='"2"'),
    "/guide/unchanged": html(page("Guide"), X_Robots_Tag="noindex", ETag='"1"'),
    "/guide/meta": html(page("Guide", head='<meta name="tdm-reservation" content="1">'), ETag='"2"'),
    TDMREP: reserving("/guide/file"),
}
WISHES = {
    "/guide/noindex": "noindex",
    "/guide/noarchive": "noarchive",
    "/guide/unchanged": "noindex",
    "/guide/meta": "tdm_reservation",
    "/guide/file": "tdm_reservation",
}


def test_pages_that_opt_out_later_end_there_and_may_come_back(tmp_path: Path) -> None:
    data = tmp_path / "data"
    before = {path: html(page("Guide"), ETag='"1"') for path in (*WISHES, "/guide/stays")}
    before["/"] = html(page("Start", *before))
    current = "SELECT count(*) FROM salaries"
    with serving(dict(before)) as site:
        what = order(site.origin, data, {"read": ["/guide/"], "follow": [r":\d+/$"]}, failure_budget=0)
        assert crawl(what)["outcomes"]["stored"] == 6
        assert rows(data, current) == [(6,)]
        site.answers.update(LATER)
        for _ in range(2):
            again = crawl(_due(what, data))
            assert again["exit_code"] == 0, again
            assert {path: became for path, became in outcomes(data).items() if path in WISHES} == WISHES
            assert rows(data, current) == [(1,)], "they ask not to be kept, and are still shown"
        ended = rows(data, "SELECT count(*) FROM salaries_history WHERE valid_to IS NOT NULL")
        assert ended == [(5,)], "what they said until then stays in the history"
        assert _reparsed(data, tmp_path / "again", current) == 1, "a re-parse of the archive says the same"
        site.answers.clear()
        site.answers.update(before)
        assert crawl(_due(what, data))["exit_code"] == 0
        assert rows(data, current) == [(6,)]


def _due(what: dict[str, object], data: Path) -> dict[str, object]:
    """The same order, once everything is due again."""
    with sqlite3.connect(data / "guidepost.sqlite") as connection:
        connection.execute("UPDATE frontier SET due_at = '2001-01-01T00:00:00.000000Z'")
    return what


def _reparsed(data: Path, into: Path, query: str) -> int:
    command = [sys.executable, "-m", "guidepost", "reparse", str(data / "archive"), "--data", str(into)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=os.environ, timeout=60)
    assert done.returncode == 0, done.stderr
    return int(rows(into, query)[0][0])


def test_a_delay_longer_than_anybody_waits_is_no_permission_to_hurry(tmp_path: Path) -> None:
    robots = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nCrawl-delay: 31536000\n")
    with serving({"/robots.txt": robots, "/": html(page("Start"))}) as site:
        refused = crawl(order(site.origin, tmp_path / "refused"))
        assert refused["exit_code"] == 1
        assert "asks for 31536000 s between two requests, max_delay is 300 s" in refused["reason"]
        assert site.paths == ["/robots.txt"]
        site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 3\n")
        obeyed = crawl(order(site.origin, tmp_path / "obeyed", max_delay=3, jitter=0))
    assert obeyed["exit_code"] == 0
    assert obeyed["seconds"] > 5.5, "robots.txt, tdmrep.json and the page, three seconds apart"


def test_what_a_site_says_to_crawlers_is_archived_and_no_page(tmp_path: Path) -> None:
    data = tmp_path / "data"
    answers = {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /x\n"),
        TDMREP: reserving("/x"),
        "/": html(page("A")),
    }
    with serving(answers) as site:
        assert crawl(order(site.origin, data))["exit_code"] == 0
    records = b"".join(gzip.decompress(path.read_bytes()) for path in (data / "archive").iterdir())
    for path in ("/robots.txt", TDMREP, "/"):
        assert f"WARC-Target-URI: {site.origin}{path}\r\n".encode() in records
    assert [entry.page.url for entry in Archive(data / "archive").entries() if entry.page] == [f"{site.origin}/"]
