"""The commands of the crawl, as a person types them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from subprocess import PIPE

import pytest
from msgspec.structs import replace

from guidepost.demo import blog_site, guides_site
from guidepost.demo.pages import Answer, Maker
from guidepost.demo.server import serve
from storage.folder import DataFolder
from tests.e2e.plain_server import html, page, serving


def guidepost(*arguments: str, cwd: Path, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "guidepost", *arguments],
        capture_output=True,
        text=True,
        input=given,
        cwd=cwd,
        timeout=90,
        # Sites on this machine need no rest between two requests.
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "GUIDEPOST_DELAY": "0.02", **environment},
    )


def _hurried(build: Maker) -> Maker:
    """The site, with a robots.txt that asks for no rest between two requests."""

    def hurried(origin: str) -> dict[str, Answer]:
        answers = dict(build(origin))
        own = answers["/robots.txt"]
        answers["/robots.txt"] = replace(own, body=re.sub(rb"(?m)^Crawl-delay:.*\n", b"", own.body))
        return answers

    return hurried


@pytest.mark.parametrize(
    ("build", "spider", "kind"), [(guides_site.build, "guides", "hiring_guide"), (blog_site.build, "blog", "article")]
)
def test_a_look_at_a_site_proposes_a_file_that_works(tmp_path: Path, build: Maker, spider: str, kind: str) -> None:
    with serve(_hurried(build)) as origin:
        allowed = origin.split("//")[1]
        file = tmp_path / "sites" / "found.toml"
        probed = guidepost(
            "sites", "probe", f"{origin}/", "--allow-address", allowed, "--write", str(file), cwd=tmp_path
        )
        assert probed.returncode == 0, probed.stderr
        text = file.read_text(encoding="utf-8")
        assert f'spider = "{spider}"' in text
        assert f'kind = "{kind}"' in text
        assert "\ndelay = 2.0\n" in text
        file.write_text(text.replace("\ndelay = 2.0\n", "\ndelay = 0\n"), encoding="utf-8")  # not this test's matter
        known = {"GUIDEPOST_SITES": str(file.parent), "GUIDEPOST_ALLOW_ADDRESSES": allowed}
        checked = guidepost("sites", "check", cwd=tmp_path, **known)
        assert (checked.returncode, "0 wrong" in checked.stdout) == (0, True)
        listed = json.loads(guidepost("sites", "list", "--json", cwd=tmp_path, **known).stdout)
        assert "found" in {site["name"] for site in listed}
        crawled = guidepost("crawl", "--site", "found", "--pages", "9", "--json", cwd=tmp_path, **known)
        assert crawled.returncode == 0, crawled.stdout + crawled.stderr
        outcome = json.loads(crawled.stdout)
        assert outcome["counts"]["guides" if spider == "guides" else "articles"] >= 1


def test_addresses_from_standard_input(tmp_path: Path) -> None:
    with serve(blog_site.build) as origin:
        given = f"# a comment\n{origin}/blog/probation/\n\n{origin}/blog/references/\n"
        allowed = origin.split("//")[1]
        done = guidepost("crawl", "-", "--depth", "0", "--allow-address", allowed, "--json", cwd=tmp_path, given=given)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["outcomes"] == {"stored": 2}


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["crawl"], 2, "nothing to crawl"),
        (["crawl", "not-a-url"], 2, "no http"),
        (["crawl", "https://example.com/"], 2, "--contact"),
        (["crawl", "--site", "nobody"], 2, "guidepost sites list"),
        (["crawl", "http://169.254.169.254/", "--contact", "me@example.org"], 1, "address_refused"),
        (["sites", "probe", "http://127.0.0.1:9/", "--allow-address", "127.0.0.1"], 1, "robots.txt cannot be read"),
        (["sites", "check", "missing.toml"], 2, "missing.toml"),
        (["schedule", "install", "--systemd"], 2, "no site file names a schedule"),
        (["schedule", "install"], 2, "--cron"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, arguments: list[str], code: int, says: str) -> None:
    done = guidepost(*arguments, cwd=tmp_path)
    assert done.returncode == code, done.stdout + done.stderr
    assert says in " ".join((done.stdout + done.stderr).split())
    assert "Traceback" not in done.stderr


def test_schedules_are_shown_and_handed_over(tmp_path: Path) -> None:
    sites = tmp_path / "sites"
    sites.mkdir()
    (sites / "nightly.toml").write_text(
        'start_urls = ["https://example.com/"]\n[schedule]\ncron = "17 3 * * *"\ntimezone = "Europe/Brussels"\n'
    )
    known = {"GUIDEPOST_SITES": str(sites)}
    due = json.loads(guidepost("schedule", "next", "-n", "2", "--json", cwd=tmp_path, **known).stdout)
    assert [one["site"] for one in due] == ["nightly", "nightly"]
    units = tmp_path / "units"
    done = guidepost("schedule", "install", "--systemd", "--folder", str(units), cwd=tmp_path, **known)
    assert done.returncode == 0, done.stderr
    assert (units / "guidepost-crawl@nightly.timer").is_file()
    lines = guidepost("schedule", "install", "--cron", "--print", cwd=tmp_path, **known).stdout
    assert "CRON_TZ=Europe/Brussels" in lines
    assert "crawl --wait --site nightly" in lines


def test_a_look_says_what_the_site_asks_of_those_who_mine_it(tmp_path: Path) -> None:
    reserved = b'[{"location": "/", "tdm-reservation": 1}]'
    with serving({"/": html(page("Start")), "/.well-known/tdmrep.json": (200, {}, reserved)}) as site:
        done = guidepost("sites", "probe", site.origin, "--allow-address", site.host, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "# tdm_reservation: the address asks not to be kept or mined" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.parametrize(
    ("number", "after"), [("SIGINT", 0.0), ("SIGTERM", 0.0), ("SIGHUP", 0.0), ("SIGINT", 1.5), ("SIGHUP", 1.5)]
)
def test_a_crawl_that_is_told_to_end_says_so_whenever_that_was(tmp_path: Path, number: str, after: float) -> None:
    with serving({"/": html(page("Start", *(f"/{n}" for n in range(99))))}) as site:
        command = [sys.executable, "-m", "guidepost", "crawl", site.origin, "--allow-address", site.host]
        process = subprocess.Popen(
            [*command, "--data", str(tmp_path / "data")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        while process.poll() is None and not (tmp_path / "data" / "run.holder").exists():
            time.sleep(0.02)
        time.sleep(after)
        process.send_signal(getattr(signal, number))
        began = time.monotonic()
        output, errors = process.communicate(timeout=30)
    assert time.monotonic() - began < 10
    assert process.returncode == 1, output + errors
    assert "Traceback" not in errors, errors
    again = guidepost("runs", "--json", "--data", str(tmp_path / "data"), cwd=tmp_path)
    if again.returncode == 0:
        assert {run["status"] for run in json.loads(again.stdout)["runs"]} <= {"cancelled"}, again.stdout


def test_runs_that_fall_together_queue_up(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving({"/": html(page("Start"))}) as site:
        command = [sys.executable, "-m", "guidepost", "crawl", site.origin, "--allow-address", site.host]
        command += ["--data", str(data), "--depth", "0", "--wait"]
        with DataFolder(data).lock("another"):
            waiting = [subprocess.Popen(command, stdout=PIPE, stderr=PIPE, text=True) for _ in range(2)]
            said = [process.stderr.readline() for process in waiting if process.stderr]
        ended = [process.communicate(timeout=120) for process in waiting]
    assert all(line.startswith("waiting for `another`") for line in said), said
    assert [process.returncode for process in waiting] == [0, 0], ended
    runs = json.loads(guidepost("runs", "--json", "--data", str(data), cwd=tmp_path).stdout)["runs"]
    assert [run["status"] for run in runs] == ["done", "done"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_who_waits_for_schedules_ends_the_crawl_that_is_going_on(tmp_path: Path) -> None:
    child = tmp_path / "child.py"
    child.write_text(
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: (print('told to end', flush=True), sys.exit(1)))\n"
        "print('crawling', flush=True)\ntime.sleep(60)\n"
    )
    code = (
        "import sys\nfrom datetime import datetime\nfrom pathlib import Path\n"
        "from datetime import UTC\nfrom crawlers import timetable\n"
        "from crawlers.sites import Schedule, Site\n"
        "timetable.next_times = lambda *_: iter([datetime.now(UTC)])\n"
        f"timetable.command_for = lambda *_: [sys.executable, {str(child)!r}]\n"
        "site = Site(name='a', start_urls=('https://example.com/',), schedule=Schedule(cron='* * * * *'))\n"
        "timetable.run_forever([site], Path('data'))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "crawling\n"
    process.terminate()
    assert process.communicate(timeout=20)[0] == "told to end\n"
    assert process.returncode == 0
