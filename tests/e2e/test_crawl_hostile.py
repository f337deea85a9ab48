"""The hostile checklist: one crawl of many servers that misbehave, each on a port of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storage.archive import Archive
from storage.engine import open_engine
from storage.events import Failure
from storage.frontier import DONE, FAILED, QUEUED, frontier

HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals and limits")


class World:
    """What the crawl left behind."""

    def __init__(self, ports: dict[str, int], log: Path, data: Path, outcome: dict[str, Any]) -> None:
        self.ports, self.outcome, self.data = ports, outcome, data
        self.requests: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for line in log.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            self.requests[entry["scenario"]].append(entry)
        engine = open_engine(f"sqlite:///{data / 'guidepost.sqlite'}")
        with engine.connect() as connection:
            self.rows = [row._asdict() for row in connection.execute(select(frontier))]
        engine.dispose()

    def asked(self, scenario: str) -> list[str]:
        """Paths that were asked for, what a site says to crawlers left out."""
        own = ("/robots.txt", "/rules/", "/.well-known/")
        return [one["path"] for one in self.requests[scenario] if not one["path"].startswith(own)]

    def became(self, scenario: str) -> dict[str, str | None]:
        """Outcome by path, of the addresses of a scenario."""
        return {
            row["url"].partition("//")[2].partition("/")[2]: row["outcome"]
            for row in self.rows
            if row["scope"] == scenario
        }

    def states(self, scenario: str) -> set[int]:
        return {row["state"] for row in self.rows if row["scope"] == scenario}

    def gaps(self, scenario: str) -> list[float]:
        """Seconds between the requests of a scenario."""
        times = [one["at"] for one in self.requests[scenario]]
        return [later - earlier for earlier, later in pairwise(times)]


def site(name: str, port: int, **more: Any) -> dict[str, Any]:
    """The file of a scenario."""
    return {"name": name, "start_urls": [f"http://127.0.0.1:{port}/"], "hosts": [f"127.0.0.1:{port}"], **more}


def crawl(order: dict[str, Any], timeout: float = 150) -> tuple[dict[str, Any], subprocess.CompletedProcess[str]]:
    """Crawl in a process of its own; its outcome."""
    command = [sys.executable, str(HERE / "driver.py")]
    done = subprocess.run(command, input=json.dumps(order), capture_output=True, text=True, timeout=timeout)
    assert done.stdout.strip(), done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1]), done


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, int], Path]]:
    log = tmp_path_factory.mktemp("server") / "log.jsonl"
    command = [sys.executable, str(HERE / "hostile_server.py"), str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield json.loads(process.stdout.readline()), log
        process.kill()


@pytest.fixture(scope="module")
def world(server: tuple[dict[str, int], Path], tmp_path_factory: pytest.TempPathFactory) -> World:
    ports, log = server
    data = tmp_path_factory.mktemp("crawl") / "data"
    canary = ports["canary"]
    more: dict[str, dict[str, Any]] = {
        "refuses": {
            "hosts": [
                f"127.0.0.1:{ports['refuses']}",
                "10.11.12.13",
                "169.254.169.254",
                f"[::ffff:127.0.0.1]:{canary}",
                f"2130706433:{canary}",
                f"127.0.0.1:{canary}",
                f"canary.test:{canary}",
            ]
        },
        "private_name": {
            "start_urls": [f"http://private.test:{ports['private_name']}/"],
            "hosts": [f"private.test:{ports['private_name']}"],
        },
        "rebind": {
            "start_urls": [f"http://rebind.test:{ports['rebind']}/"],
            "hosts": [f"rebind.test:{ports['rebind']}"],
        },
        "many_links": {"politeness": {"pages": 20, "depth": 1}},
        "calendar": {"politeness": {"depth": 1000, "pages": 1000}},
        "repeats": {"politeness": {"depth": 1000}},
        "loops": {"read": ["."]},
    }
    left_out = ("canary", "unused")
    sites = [site(name, port) | more.get(name, {}) for name, port in ports.items() if name not in left_out]
    allowed = [f"127.0.0.1:{port}" for name, port in ports.items() if name not in left_out and name != "private_name"]
    order = {
        "config": {
            "data": str(data),
            "contact": "tests@example.org",
            "allow_addresses": allowed,
            "delay": 0,
            "timeout": 3,
            "max_body": 1_000_000,
            "retries": 2,
            "backoff": 0.3,
            "max_wait": 8,
            "concurrency": 60,
            "failure_budget": 1,
            "log_level": "WARNING",
        },
        "sites": sites,
        "names": {
            "private.test": ["10.1.2.3"],
            "canary.test": ["127.0.0.1"],
            "rebind.test": ["127.0.0.1"] * 3 + ["127.0.0.2"],
        },
    }
    outcome, done = crawl(order)
    assert "error" not in outcome, outcome
    assert "Traceback" not in done.stderr, done.stderr[-4000:]
    return World(ports, log, data, outcome)


def test_the_run_ends_and_says_how(world: World) -> None:
    assert world.outcome["status"] == "done"
    assert world.outcome["outcomes"].get("program_fault", 0) == 0
    assert world.outcome["peak_mb"] < 400


@pytest.mark.parametrize("scenario", ["robots_500", "robots_hangs"])
def test_without_a_readable_robots_txt_nothing_is_fetched_and_nothing_is_lost(world: World, scenario: str) -> None:
    assert world.asked(scenario) == []
    assert world.states(scenario) == {QUEUED}


@pytest.mark.parametrize("scenario", ["robots_huge", "robots_moves"])
def test_robots_rules_count_wherever_they_are(world: World, scenario: str) -> None:
    assert set(world.asked(scenario)) == {"/", "/open"}
    assert world.became(scenario)["closed"] == "robots_disallowed"


def test_a_robots_txt_that_circles_is_none(world: World) -> None:
    assert world.asked("robots_circles") == ["/"]
    assert len([one for one in world.requests["robots_circles"] if one["path"].startswith("/robots.txt")]) == 6


def test_a_closed_site_is_left_alone(world: World) -> None:
    assert world.asked("closed") == []
    assert world.became("closed") == {"": "robots_disallowed"}


def test_crawl_delay_is_kept(world: World) -> None:
    assert set(world.asked("delay_10")) == {"/", "/one"}
    assert min(world.gaps("delay_10")) >= 9.9


@pytest.mark.parametrize(("scenario", "least"), [("after_seconds", 2.0), ("after_date", 1.9), ("after_negative", 0.3)])
def test_retry_after_is_waited_for(world: World, scenario: str, least: float) -> None:
    assert world.asked(scenario) == ["/", "/p", "/p"]
    assert world.gaps(scenario)[-1] >= least
    assert world.became(scenario)["p"] == "stored"


def test_a_retry_after_of_a_year_is_left_for_another_run(world: World) -> None:
    assert world.asked("after_a_year") == ["/", "/p"]
    (row,) = [row for row in world.rows if row["scope"] == "after_a_year" and row["url"].endswith("/p")]
    assert row["state"] == QUEUED


def test_what_is_unavailable_is_tried_later_and_later(world: World) -> None:
    assert world.asked("unavailable") == ["/", "/p", "/p", "/p"]
    first, second = world.gaps("unavailable")[-2:]
    assert first >= 0.3
    assert second >= 0.6
    assert world.became("unavailable")["p"] == "stored"


def test_what_fails_for_good_is_recorded(world: World) -> None:
    assert world.asked("always_500").count("/p") == 3
    assert world.became("always_500")["p"] == "http_500"
    failures = {
        entry.failure.url: entry.failure for entry in Archive(world.data / "archive").entries() if entry.failure
    }
    found = next(failure for url, failure in failures.items() if url.endswith(f"{world.ports['always_500']}/p"))
    assert isinstance(found, Failure)
    assert (found.code, found.attempts) == ("http_500", 3)


def test_no_redirect_leads_where_no_crawl_may_go(world: World) -> None:
    assert world.requests["canary"] == [], "somebody asked an address that is not allowed"
    refused = [row for row in world.rows if row["scope"] == "refuses" and row["outcome"] == "address_refused"]
    assert len(refused) == 6
    became = world.became("refuses")
    assert became["file"] == "redirect_loop"
    assert became["elsewhere"] == "off_site"


def test_names_are_judged_by_the_address_connected_to(world: World) -> None:
    assert world.requests["private_name"] == []
    assert world.became("private_name") == {"": "address_refused"}
    assert world.asked("rebind") == ["/"]
    assert all(one["host"] == "127.0.0.1" for one in world.requests["rebind"])
    assert world.became("rebind")["later"] == "address_refused"


def test_redirect_loops_end(world: World) -> None:
    became = world.became("loops")
    assert became["self"] == "redirect_loop"
    assert sorted([became["a"] or "", became["b"] or ""]) == ["moved", "moved"]
    assert world.asked("loops").count("/a") <= 2
    chain = [path for path in world.asked("loops") if path.startswith("/chain/")]
    assert len(chain) == 6
    assert became["chain/6"] == "redirect_loop"


def test_a_refresh_to_a_file_is_no_redirect(world: World) -> None:
    assert world.became("loops")[""] == "stored"
    assert world.became("loops")["refresh"] == "stored"


def test_traps_are_left(world: World) -> None:
    assert 5 < len(world.asked("calendar")) <= 60
    assert len(world.asked("repeats")) < 60


@pytest.mark.parametrize(
    ("scenario", "code"),
    [
        ("drip", "timeout"),
        ("truncated", "truncated"),
        ("bad_chunks", "truncated"),
        ("garbage", "connection_failed"),
        ("reset", "connection_failed"),
        ("too_large", "too_large"),
        ("endless", "too_large"),
        ("bomb_gzip", "too_large"),
        ("bomb_deflate", "too_large"),
        ("bomb_br", "too_large"),
        ("bomb_zstd", "too_large"),
    ],
)
def test_broken_answers_become_failures(world: World, scenario: str, code: str) -> None:
    assert world.became(scenario) == {"": code}
    assert world.states(scenario) == {FAILED}


def test_an_answer_longer_than_it_says_is_cut_there(world: World) -> None:
    assert world.became("short_length") == {"": "stored"}


def test_the_good_entries_of_a_hostile_sitemap_are_read(world: World) -> None:
    assert {"/one", "/two"} <= set(world.asked("sitemap"))
    assert not any("passwd" in path or "root" in path or "lol" in path for path in world.asked("sitemap"))
    assert not any("169.254" in row["url"] for row in world.rows if row["scope"] == "sitemap")


def test_sessions_neither_stick_nor_multiply(world: World) -> None:
    assert len(world.asked("sessions")) == 2
    assert not any("cookie" in one["headers"] for one in world.requests["sessions"])


def test_ten_thousand_links_neither_stop_nor_flood(world: World) -> None:
    assert len(world.asked("many_links")) == 20
    assert world.states("many_links") == {QUEUED, DONE}


def test_who_opts_out_is_not_kept(world: World) -> None:
    became = world.became("opt_outs")
    assert {name: became[name] for name in ("noindex", "header", "noarchive", "tdm", "other", "fine")} == {
        "noindex": "noindex",
        "header": "noindex",
        "noarchive": "noarchive",
        "tdm": "tdm_reservation",
        "other": "stored",
        "fine": "stored",
    }
    pages = [entry.page for entry in Archive(world.data / "archive").entries() if entry.page]
    assert not any(b"SECRET" in page.content for page in pages)


def test_lies_about_content_are_survived(world: World) -> None:
    became = world.became("lies")
    stored = [name for name in ("latin", "utf16", "unknown", "binary", "empty", "soft404") if became[name] == "stored"]
    assert len(stored) >= 5, became
    assert became["wall"] == "login_wall"
    assert became["pdf"] == "not_html"
    assert "/login" not in {path.partition("?")[0] for path in world.asked("lies")}


def test_addresses_name_no_files(world: World) -> None:
    assert {path.suffixes[-2:] == [".warc", ".gz"] for path in (world.data / "archive").iterdir()} == {True}
    beside = {path.name for path in world.data.iterdir()}
    assert beside <= {"archive", "guidepost.sqlite", "guidepost.sqlite-wal", "guidepost.sqlite-shm", "run.lock"}
    assert not any("x-evil" in one["headers"] for one in world.requests["names"])


def test_every_request_says_who_asks(world: World) -> None:
    agents = {one["headers"].get("user-agent") for requests in world.requests.values() for one in requests}
    assert len(agents) == 1
    assert agents.pop().startswith("guidepost/")
    assert not any(
        name in one["headers"]
        for requests in world.requests.values()
        for one in requests
        for name in ("authorization", "cookie")
    )


def test_one_request_at_a_time_with_a_site(world: World) -> None:
    """Answers of the drip take longer than the gaps of the others: no second request came in between."""
    assert all(gap >= 2.5 for gap in world.gaps("drip")[1:])
