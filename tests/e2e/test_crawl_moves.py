"""Pages that move, go, or become another thing: what they stated ends there, with the reason, and may come back."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from tests.e2e.crawling import ROOT, crawl, order, rows
from tests.e2e.plain_server import Answer, Served, html, page, serving


class Move(NamedTuple):
    """What becomes of a page, and what is to be said of it."""

    answer: Answer
    reason: str
    to: str | None = None


def redirect(status: int, location: str) -> Answer:
    return status, {"Location": location}, b""


MOVES = {
    "permanently": Move(redirect(301, "/guide/new-1"), "moved", "/guide/new-1"),
    "permanently by 308": Move(redirect(308, "/guide/new-2"), "moved", "/guide/new-2"),
    "for now by 302": Move(redirect(302, "/guide/new-3"), "moved", "/guide/new-3"),
    "for now by 307": Move(redirect(307, "/guide/new-4"), "moved", "/guide/new-4"),
    "see other": Move(redirect(303, "/guide/stays"), "moved", "/guide/stays"),
    "home": Move(redirect(302, "/"), "moved", "/"),
    "by a relative address": Move(redirect(301, "new-5"), "moved", "/guide/new-5"),
    "off site": Move(redirect(301, "https://other.example/guide"), "off_site", "https://other.example/guide"),
    "to a login": Move(redirect(302, "/login?next=/guide"), "login_wall", "/login?next=/guide"),
    "to what is not crawled": Move(redirect(301, "/shop/x"), "out_of_scope", "/shop/x"),
    "at once by meta refresh": Move(
        html(b'<title>Moved</title><meta http-equiv="refresh" content="0; url=/guide/new-6">'),
        "moved",
        "/guide/new-6",
    ),
    "a long way": Move(redirect(302, "/way/1"), "moved", "/way/1"),
    "not found": Move(html(b"<h1>Not here</h1>", 404), "http_404"),
    "gone": Move(html(b"<h1>Gone</h1>", 410), "http_410"),
    "unauthorised": Move(html(b"<h1>Sign in</h1>", 401), "http_401"),
    "forbidden": Move(html(b"<h1>Forbidden</h1>", 403), "http_403"),
    "for legal reasons": Move(html(b"<h1>Censored</h1>", 451), "http_451"),
    "a PDF": Move((200, {"Content-Type": "application/pdf"}, b"%PDF-1.7 ..."), "not_html"),
    "a PDF called HTML": Move(html(b"%PDF-1.7 ..."), "not_html"),
    "an image": Move((200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n"), "not_html"),
    "an image called HTML": Move(html(b"RIFF\x00\x00\x00\x00WEBPVP8 "), "not_html"),
    "named as another": Move(
        html(page("Guide", head='<link rel="canonical" href="/guide/stays">')), "joined", "/guide/stays"
    ),
}
STAYS = {
    "a fault of the server": html(b"<h1>Fault</h1>", 500),
    "a bad request": html(b"<h1>Bad request</h1>", 400),
    "a loop": redirect(302, "/guide/a-loop"),
    "bytes that are not the gzip they are called": html(b"<h1>Plain</h1>", Content_Encoding="gzip"),
    "gzip twice": html(gzip.compress(gzip.compress(page("Twice"))), Content_Encoding="gzip"),
}
CURRENT = "SELECT page FROM salaries ORDER BY page"


def path_of(name: str) -> str:
    return f"/guide/{name.lower().replace(' ', '-')}"


def whats_there(later: bool) -> dict[str, Answer]:
    """The site before, and after everything has moved."""
    named = [*map(path_of, [*MOVES, *STAYS]), "/guide/stays"]
    found = {path: html(page("Guide", head=f"<meta name=x content='{path}'>")) for path in named}
    found["/"] = html(page("Start", *named))
    found |= {f"/way/{n}": redirect(302, f"/way/{n + 1}") for n in range(1, 20)}
    if later:
        found |= {path_of(name): move.answer for name, move in MOVES.items()}
        found |= {path_of(name): answer for name, answer in STAYS.items()}
        found |= {f"/guide/new-{n}": html(page("Guide")) for n in range(1, 7)}
    return found


def told(site: Served, data: Path, *options: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "guidepost", "changes", "--data", str(data), "--format", "json", *options]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=os.environ, timeout=120)
    assert done.returncode == 0, done.stderr
    return [json.loads(line.replace(site.origin, "")) for line in done.stdout.splitlines()]


def current(site: Served, data: Path) -> set[str]:
    return {page.removeprefix(site.origin) for (page,) in rows(data, CURRENT)}


def test_what_moved_or_went_ends_with_the_reason_and_may_come_back(tmp_path: Path) -> None:
    data = tmp_path / "data"
    moved, stays = {path_of(name): move for name, move in MOVES.items()}, set(map(path_of, STAYS)) | {"/guide/stays"}
    with serving(whats_there(later=False)) as site:
        scope = {"read": ["/guide/"], "follow": [r":\d+/$", "/way/"], "skip": ["/shop/"]}
        what = order(site.origin, data, scope, failure_budget=1, retries=0) | {"full": True}
        assert crawl(what)["exit_code"] == 0
        assert current(site, data) == {*moved, *stays}
        site.answers.clear()
        site.answers.update(whats_there(later=True))
        after = crawl(what, timeout=300)
        assert after["exit_code"] == 0, after
        new = {f"/guide/new-{n}" for n in range(1, 7)}
        assert current(site, data) == stays | new
        ended = {
            page.removeprefix(site.origin): (reason, to and to.removeprefix(site.origin))
            for page, reason, to in rows(data, "SELECT page, gone_reason, gone_to FROM page_keys WHERE gone_at > ''")
        }
        assert ended == {path: (move.reason, move.to) for path, move in moved.items()}
        went = {one["page"]: (one["reason"], one["to"]) for one in told(site, data) if one["kind"] == "went"}
        assert went == {path: (move.reason, move.to or "") for path, move in moved.items()}
        again = tmp_path / "again"
        command = [sys.executable, "-m", "guidepost", "reparse", str(data / "archive"), "--data", str(again)]
        assert subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, timeout=120).returncode == 0
        assert current(site, again) == stays | new, "a re-parse of the archive says the same"
        site.answers.clear()
        site.answers.update(whats_there(later=False))
        assert crawl(what)["exit_code"] == 0
        assert current(site, data) == {*moved, *stays}
