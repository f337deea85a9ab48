"""What a site gave before and suddenly gives no more is not believed at once, and the run says so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.crawling import ROOT, crawl, order, rows
from tests.e2e.plain_server import Answer, html, serving

SHELL = html(
    b'<!DOCTYPE html><html><head><title>Guides</title></head><body><div id="root"></div><script src="/app.js">'
    b"</script></body></html>"
)
WALL = html(
    b"<!DOCTYPE html><html lang=en><title>We value your privacy</title><h1>We value your privacy</h1>"
    b"<p>Before you go on, tell us whether we may keep cookies on your device. You can change your mind later.</p>"
)
NUMBER = 8
COUNTS = "SELECT (SELECT count(*) FROM pages), (SELECT count(*) FROM companies), (SELECT count(*) FROM salaries)"
WHOLE = (NUMBER + 1, 4 * NUMBER, 2 * NUMBER)


def guide(number: int, pay: str = "table", note: str = "") -> Answer:
    """A guide with four companies and two rows of pay; with another `pay` these are no pay any more."""
    named = "".join(f"<li>{name} {number}</li>" for name in ("Acme", "Umbra", "Borealis", "Quern"))
    head = "<tr><th>Level</th><th>Gross per year</th></tr>"
    amounts = "<tr><td>Junior</td><td>€30,000 – €36,000</td></tr><tr><td>Senior</td><td>€60,000 – €66,000</td></tr>"
    table = f"<table>{head}{amounts}</table>" if pay == "table" else "<p>Ask us.</p>"
    return html(
        f"<!DOCTYPE html><html lang=en><head><title>Hiring in Town {number}</title></head><body><main>"
        f"<h1>Hiring in Town {number}</h1><p>{note}</p><h2>Top companies hiring</h2><ul>{named}</ul>"
        f"<h2>Salary ranges</h2>{table}<h2>About the town</h2><p>It lies by the river.</p></main></html>".encode()
    )


def whole() -> dict[str, Answer]:
    paths = [f"/guide/{n}" for n in range(NUMBER)]
    start = "".join(f'<a href="{path}">{path}</a>' for path in paths)
    answers = {path: guide(n) for n, path in enumerate(paths)}
    return answers | {"/": html(f"<title>Guides</title><h1>Guides</h1>{start}".encode())}


def each(answer: Answer) -> dict[str, Answer]:
    return {f"/guide/{n}": answer for n in range(NUMBER)}


BROKEN: dict[str, dict[str, Answer]] = {
    "an application shell": each(SHELL),
    "a consent wall": each(WALL),
    "forbidden": each(html(b"<h1>Forbidden</h1>", 403)),
    "not found": each(html(b"<h1>Not found</h1>", 404)),
    "led to one page": each((302, {"Location": "/maintenance"}, b"")) | {"/maintenance": WALL},
    "led to another site": each((302, {"Location": "https://parked.example/"}, b"")),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_site_that_breaks_keeps_what_it_said(tmp_path: Path, name: str) -> None:
    data = tmp_path / "data"
    with serving(whole()) as site:
        what = order(site.origin, data, {"read": ["/guide/", r":\d+/$"]}) | {"full": True}
        assert crawl(what)["exit_code"] == 0
        assert rows(data, COUNTS) == [WHOLE]
        site.answers.update(BROKEN[name])
        for _ in range(2):
            broken = crawl(what)
            assert broken["exit_code"] == 1, broken
            assert f"{site.host}: 8 of " in broken["reason"]
            assert "companies 32 → 0, " in broken["reason"]
            assert "salaries 16 → 0)" in broken["reason"]
            assert rows(data, COUNTS)[0][1:] == WHOLE[1:]
        again = tmp_path / "again"
        command = [sys.executable, "-m", "guidepost", "reparse", str(data / "archive"), "--data", str(again)]
        done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=120)
        assert "companies 32 → 0" in done.stderr
        assert rows(again, COUNTS) == rows(data, COUNTS)
        site.answers.update(whole())
        mended = crawl(what)
        assert mended["exit_code"] == 0, mended
        assert "→" not in mended["reason"]
        assert rows(data, COUNTS)[0][1:] == WHOLE[1:]
        assert rows(data, "SELECT count(*) FROM salaries_history") == [(WHOLE[2],)], "nothing came and went"


def test_a_loss_that_lasts_is_believed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(whole()) as site:
        what = order(site.origin, data, {"read": ["/guide/", r":\d+/$"]}, grace=1) | {"full": True}
        assert crawl(what)["exit_code"] == 0
        site.answers.update(BROKEN["an application shell"])
        assert crawl(what)["exit_code"] == 1
        assert rows(data, COUNTS)[0][1:] == WHOLE[1:]
        believed = crawl(what)  # a process takes longer to begin than the grace
        assert believed["exit_code"] == 0, believed
        assert rows(data, COUNTS)[0][1:] == (0, 0)


def test_one_kind_of_record_that_all_pages_lose_stands_beside_what_they_say_now(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(whole()) as site:
        what = order(site.origin, data, {"read": ["/guide/", r":\d+/$"]}) | {"full": True}
        crawl(what)
        site.answers.update({f"/guide/{n}": guide(n, pay="none", note="News.") for n in range(NUMBER)})
        broken = crawl(what)
        assert broken["exit_code"] == 1
        assert "(salaries 16 → 0)" in broken["reason"]
        assert rows(data, COUNTS) == [WHOLE]
        assert rows(data, "SELECT count(*) FROM pages WHERE body LIKE '%News.%'") == [(NUMBER,)]


def test_few_pages_of_many_are_told_and_fail_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(whole()) as site:
        what = order(site.origin, data, {"read": ["/guide/", r":\d+/$"]}, failure_budget=0.2) | {"full": True}
        crawl(what)
        site.answers["/guide/3"] = SHELL
        told = crawl(what)
        assert told["exit_code"] == 0, told
        assert f"{site.host}: 1 of 9 pages" in told["reason"]
        assert rows(data, COUNTS) == [WHOLE]
        site.answers["/guide/3"] = guide(3, note="Back.")
        assert "→" not in crawl(what)["reason"]
        site.answers["/guide/3"] = html(b"<h1>Gone</h1>", 410)
        assert crawl(what)["exit_code"] == 0
        assert rows(data, COUNTS) == [(NUMBER, 4 * NUMBER - 4, 2 * NUMBER - 2)], "a page of its own may go at once"
