"""Questions to the store: every canned one runs on both databases, and nothing that a user writes changes anything."""

from __future__ import annotations

import csv
import io
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text
from store_support import page, take

from extractors.errors import UsageError
from guidepost.queries import datasette_metadata, questions
from storage import fields
from storage.archive import Archive
from storage.events import Failure
from storage.folder import DataFolder
from storage.retention.asking import asked
from storage.retention.checking import check_store
from storage.retention.ledger import runs
from storage.retention.size import disk_use, readable
from storage.store import Store


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with Store.open(store_url) as opened:
        stated = page(companies=["Acme", "=cmd()"], skills=["SQL"], salaries=[["Junior", "39600.10", 45000]])
        later = page(day=9, companies=["Acme"], salaries=[["Junior", 41000, 45000]])
        take(opened, stated, later, Failure(url="https://example.org/x", at=stated.fetched_at, code="dns"))  # type: ignore[arg-type]
        yield opened


def _all(url: str, sql: str) -> list[dict[str, Any]]:
    with asked(url, sql) as answer:
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


@pytest.mark.parametrize("name", questions())
def test_every_canned_question_runs(store: Store, store_url: str, name: str) -> None:
    rows = _all(store_url, questions()[name].sql)
    expected = {"most-named-companies": "Acme", "failures": "dns", "pay-history": "Junior", "guides": "Hiring in Ghent"}
    if name in expected:
        assert expected[name] in {str(cell) for row in rows for cell in row.values()}


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM runs",
        "DROP TABLE runs",
        "UPDATE runs SET kind = 'x'",
        "CREATE TABLE mine (x text)",
        "SELECT 1; DELETE FROM runs",
        "COMMIT; DELETE FROM runs",
        "COMMIT",
        "PRAGMA query_only = OFF",
        "ATTACH 'other.sqlite' AS other",
        "nonsense",
        "SELECT * FROM no_such_table",
    ],
)
def test_nothing_can_be_changed(store: Store, store_url: str, sql: str, tmp_path: Path) -> None:
    def state() -> list[Any]:
        with store.reading() as connection:
            return [connection.execute(text("SELECT * FROM runs")).all(), sorted(inspect(connection).get_table_names())]

    before = state()
    try:
        _all(store_url, sql)
    except UsageError as error:
        assert "cannot answer" in str(error)
    else:
        assert sql == "COMMIT", "only this is allowed to do nothing"
    assert state() == before
    assert not Path("other.sqlite").exists()


def test_a_percent_sign_is_a_percent_sign(store: Store, store_url: str) -> None:
    assert [row["name"] for row in _all(store_url, "SELECT name FROM companies WHERE name LIKE 'A%e'")] == ["Acme"]


def test_the_ledger_and_the_disk(store: Store, store_url: str, tmp_path: Path) -> None:
    first, *_ = runs(store, kind="test")
    assert (first.status, first.counts["pages"], runs(store, kind="crawl")) == ("done", 2, [])
    folder = DataFolder(tmp_path / "data", None if store_url.startswith("sqlite") else store_url)
    use = disk_use(folder, store, by_table=True)
    assert use.store > 10_000
    assert use.total == use.archive + use.store + use.exports + use.backups
    assert {"salaries_history", "page_keys"} <= use.tables.keys()
    assert [readable(n) for n in (999, 1500, 2_000_000, 10**15)] == ["999 B", "1.5 kB", "2.0 MB", "1000.0 TB"]


def test_damage_is_found(store: Store, store_url: str, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data", None if store_url.startswith("sqlite") else store_url)
    assert check_store(folder, store) == []
    with Archive(folder.archive).writer("r") as out:
        kept = out.append(page())
    assert any("not stored yet" in problem for problem in check_store(folder, store))
    path = folder.archive / kept.segment
    path.write_bytes(path.read_bytes()[:-20])
    assert any("not readable after byte" in problem for problem in check_store(folder, store))
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE fetches SET segment = 'lost.warc.gz'"))
        connection.execute(text("DELETE FROM page_keys"))
    problems = " ".join(check_store(folder, store))
    assert "lost.warc.gz: 2 fetches" in problems
    assert "salaries_history" in problems


def test_the_metadata_know_every_table() -> None:
    told = datasette_metadata(["runs", "salaries_history"])["databases"]["guidepost"]
    for table in fields.SHOWN:
        assert set(table.names) <= told["tables"][table.name]["columns"].keys()
        assert set(told["tables"][table.name]["facets"]) <= told["tables"][table.name]["columns"].keys()
    assert told["tables"]["salaries_history"] == {"hidden": True}


# --- the commands, on a store made from the example page

EXAMPLE = Path(__file__).parents[2] / "docs" / "example" / "guide.html"


def guidepost(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "guidepost", *arguments, "--data", str(data)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    done = guidepost("reparse", str(EXAMPLE), data=folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_query_answers_in_three_formats(data: Path) -> None:
    sql = "SELECT label, min_value FROM salaries ORDER BY min_value"
    rows = json.loads(guidepost("query", sql, "-f", "json", data=data).stdout)
    told = list(csv.DictReader(io.StringIO(guidepost("query", sql, "-f", "csv", data=data).stdout)))
    table = guidepost("query", sql, data=data).stdout
    assert len(rows) == len(told) > 1
    assert all(row["label"] in table for row in rows)
    assert [str(row["min_value"]) for row in rows] == [row["min_value"] for row in told]
    assert json.loads(guidepost("query", "SELECT 1 WHERE 1 = 0", "-f", "json", data=data).stdout) == []


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["query"], 2, "--list"),
        (["query", "DELETE FROM runs"], 2, "cannot answer"),
        (["query", "--name", "nothing"], 2, "pay-by-place"),
        (["query", "SELECT 1", "-f", "xml"], 2, "csv"),
        (["prune"], 2, "--days"),
        (["prune", "--before", "yesterday"], 2, "2026-03-01"),
        (["forget"], 2, "--person"),
        (["db", "size", "--budget", "lots"], 2, "5GB"),
        (["db", "size", "--budget", "1kB"], 1, "more than 1.0 kB"),
        (["restore", "no-such.tar"], 1, "no-such.tar"),
    ],
)
def test_what_is_asked_wrongly_is_said(data: Path, arguments: list[str], code: int, says: str) -> None:
    done = guidepost(*arguments, data=data)
    assert done.returncode == code, done.stderr
    assert says in done.stderr.replace("\n", " ")


def test_no_store_is_said_and_none_is_made(tmp_path: Path) -> None:
    for arguments in (["query", "SELECT 1"], ["runs"], ["forget", "--person", "Jane Doe"], ["db", "check"], ["backup"]):
        done = guidepost(*arguments, data=tmp_path)
        assert (done.returncode, "no store" in done.stderr) == (2, True), arguments
    assert not (tmp_path / "guidepost.sqlite").exists()


def test_db_upgrade_current_and_check(tmp_path: Path) -> None:
    assert "no store yet" in guidepost("db", "current", data=tmp_path).stdout
    assert "made" in guidepost("db", "upgrade", data=tmp_path).stdout
    assert "up to date" in guidepost("db", "upgrade", data=tmp_path).stdout
    told = json.loads(guidepost("db", "current", "--json", data=tmp_path).stdout)
    assert told["store"] == told["program"]
    assert "all is well" in guidepost("db", "check", data=tmp_path).stdout


def test_browse_serves_the_views_with_facets_and_questions(data: Path) -> None:
    pytest.importorskip("datasette")
    shown = guidepost("browse", "--get", "/guidepost/salaries.json?_shape=array", data=data)
    assert [row["currency"] for row in json.loads(shown.stdout)], shown.stderr
    answer = guidepost("browse", "--get", "/guidepost/most-named-companies.json?_shape=array", data=data)
    assert json.loads(answer.stdout)[0]["pages"] == 1
    page_shown = guidepost("browse", "--get", "/guidepost/salaries", data=data).stdout
    assert "Lower bound, in units of the currency" in page_shown
    assert "facet-info" in page_shown


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_browse_leaves_nothing_behind(data: Path, name: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "guidepost", "browse", "--no-open", "--port", str(port), "--data", str(data)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def answers() -> bool:
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", port)) == 0

    while process.poll() is None and not answers():
        time.sleep(0.05)
    process.send_signal(getattr(signal, name))
    assert "Traceback" not in process.communicate(timeout=60)[0]
    assert process.returncode == 0
    assert not answers()


def test_browse_says_what_it_needs(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    from guidepost.commands import browse

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"guidepost\[browse\]"):
        browse.command(data=data)


def test_forget_prune_backup_and_restore_from_the_command_line(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert guidepost("reparse", str(EXAMPLE), data=data).returncode == 0
    assert "verified" in guidepost("backup", str(tmp_path / "b.tar"), data=data).stdout
    dry = guidepost("forget", "--person", "Lotte Verhaegen", data=data)
    assert "Nothing was changed" in dry.stdout, dry.stderr
    assert len(json.loads(guidepost("query", "SELECT * FROM authors", "-f", "json", data=data).stdout)) == 1
    done = guidepost("forget", "--person", "Lotte Verhaegen", "--yes", data=data)
    assert "guidepost reparse" in done.stdout, done.stderr
    assert json.loads(guidepost("runs", "--kind", "forget", "--json", data=data).stdout)["runs"][0]["status"] == "done"
    assert guidepost("reparse", str(EXAMPLE), data=data).returncode == 0
    for _ in range(2):
        assert json.loads(guidepost("query", "SELECT * FROM authors", "-f", "json", data=data).stdout) == []
        assert json.loads(guidepost("query", "SELECT * FROM salaries", "-f", "json", data=data).stdout)
        shown = guidepost("restore", str(tmp_path / "b.tar"), "--replace", data=data)
        assert "cleared again" in shown.stdout, shown.stderr
        assert guidepost("reparse", str(EXAMPLE), data=data).returncode == 0
    pruned = guidepost("prune", "--days", "0", "--yes", "--json", data=data)
    assert json.loads(pruned.stdout)["versions"] == 0, pruned.stderr
