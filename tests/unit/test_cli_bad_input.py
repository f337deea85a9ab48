"""What the command line says to what it cannot use: clear, with the next step, and with the right exit code."""

import gzip
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from guidepost.cli import main
from storage.folder import STORE_FILE, DataFolder

PAGE = b"<title>Pay</title><h1>Pay</h1><p>Junior developers in Ghent earn \xe2\x82\xac3,000 gross a month.</p>"


class Done(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line in an empty folder, in this process."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Done:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main(list(arguments))
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Done(int(end.value.code or 0), out, err)

    return call


@pytest.fixture
def store(run: Run, tmp_path: Path) -> Path:
    """A data folder with a page in it."""
    (tmp_path / "page.html").write_bytes(PAGE)
    assert run("reparse", "page.html", "--data", "data").code == 0
    return tmp_path / "data"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ("extract none.html", 1, "none.html cannot be read: No such file"),
        ("extract .", 2, "guidepost reparse"),
        ("extract pages.warc.gz", 2, "guidepost reparse"),
        ("extract ftp://example.org/a", 2, "only http and https"),
        ("extract page.html --url example.org", 2, "no http or https address"),
        ("extract torn.html.gz", 1, "torn.html.gz cannot be read"),
        ("reparse none.html", 1, "no such file or folder: none.html"),
        ("restore none.tar", 1, "none.tar: No such file"),
        ("restore page.html", 1, "page.html: not a whole backup"),
        ("explain pay €40k -l nonsense!", 2, "BCP 47"),
        ("explain pay €40k -c XX", 2, "ISO 3166-1"),
        ("explain pay €40k -c be", 0, ""),
        ("forget --person Somebody", 2, "guidepost crawl"),
        ("prune --days 3", 2, "guidepost crawl"),
        ("backup", 2, "guidepost crawl"),
        ("entities merge tool A B", 2, "guidepost crawl"),
    ],
)
def test_no_store_and_bad_files(run: Run, tmp_path: Path, arguments: str, code: int, says: str) -> None:
    (tmp_path / "page.html").write_bytes(PAGE)
    (tmp_path / "torn.html.gz").write_bytes(gzip.compress(PAGE)[:60])
    done = run(*arguments.split())
    assert (done.code, says in done.err) == (code, True), done
    assert arguments.startswith("restore") or not (tmp_path / "guidepost-data").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ("runs --status ended", 2, "running, done, failed"),
        ("runs --kind craw", 2, "there are reparse"),
        ("export out --format xls", 2, "there are csv"),
        ("export page.html", 2, "page.html is a file"),
        ("changes --since tomorrow", 2, "guidepost runs"),
        ("query DELETE/**/FROM/**/pages", 2, "cannot"),
    ],
)
def test_bad_values(run: Run, store: Path, arguments: str, code: int, says: str) -> None:
    done = run(*arguments.split(), "--data", str(store))
    assert (done.code, says in done.err) == (code, True), done


def test_words_of_a_page_are_no_styles(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(
        b"<title>[/b] [red]Pay</title><h1>[/i] Pay</h1><p>[/x] Juniors earn 40,000 to 50,000 EUR a year.</p>"
    )
    done = run("extract", "page.html")
    assert done.code == 0
    assert "[/b] [red]Pay" in done.out
    assert "[/i] Pay" in done.out


def test_what_is_no_terminal_gets_whole_cells(run: Run, store: Path) -> None:
    done = run("query", f"SELECT '{'long ' * 60}' AS first, 'last' AS second", "--data", str(store))
    assert done.out.splitlines()[1].endswith("last  ")


def test_a_command_that_explains_its_extra_names_it(run: Run) -> None:
    assert "guidepost[browse]" in run("browse", "--help").out


def test_help_keeps_examples_apart_and_joins_the_rest(run: Run) -> None:
    lines = [line.strip() for line in run("reparse", "--help").out.splitlines()]
    assert "$ guidepost reparse crawl.warc.gz -j 4" in lines
    start = next(number for number, line in enumerate(lines) if line.startswith("Folders are read"))
    paragraph = lines[start : lines.index("", start)]
    assert all(len(line) > 60 for line in paragraph[:-1]), paragraph


def test_every_setting_is_explained(run: Run) -> None:
    told = json.loads(run("config", "explain", "--json").out)
    assert [key for key, one in told.items() if not one["description"]] == []
    assert told["delay"]["environment"] == "GUIDEPOST_DELAY"


def test_settings_are_shown_as_json_has_them(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDEPOST_ALLOW_ADDRESSES", "127.0.0.1 10.0.0.0/8")
    monkeypatch.setenv("GUIDEPOST_STORE", "postgresql+psycopg://me:secret@localhost/x")
    monkeypatch.setenv("GUIDEPOST_DELLAY", "3")
    done = run("config", "show", "--json")
    shown = {key: one["value"] for key, one in json.loads(done.out).items()}
    assert shown["allow_addresses"] == ["127.0.0.1", "10.0.0.0/8"]
    assert shown["store"] == "postgresql+psycopg://me:***@localhost/x"
    assert (shown["delay"], shown["contact"]) == (1.0, None)
    assert "GUIDEPOST_DELLAY" in done.err


def test_a_wrong_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDEPOST_DELAY", "soon")
    done = run("runs")
    assert done.code == 2
    assert "environment: delay = 'soon' will not do" in done.err


def test_a_data_folder_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(PAGE)
    done = run("reparse", "page.html", "--data", "page.html/data")
    assert done.code == 1
    assert "cannot be written" in done.err


def test_a_damaged_store_is_told_and_not_thrown(run: Run, store: Path) -> None:
    file = store / STORE_FILE
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'extractions'").fetchone()[0]
    connection.close()
    with file.open("r+b") as out:
        out.seek((root - 1) * size)
        out.write(b"\xff" * size)
    done = run("db", "check", "--data", str(store))
    assert done.code == 1
    assert "database:" in done.out
    file.write_bytes(b"no database at all" * 100)
    done = run("runs", "--data", str(store))
    assert done.code == 1
    assert "`guidepost reparse` makes it anew" in done.err


def test_pages_beyond_the_failure_budget_fail_a_reparse(run: Run, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(4):
        (pages / f"{number}.html").write_bytes(PAGE)
    (pages / "torn.html.gz").write_bytes(gzip.compress(PAGE)[:60])
    done = run("reparse", "pages", "--json")
    assert done.code == 1
    assert json.loads(done.out)["counts"]["pages"] == 4
    assert "1 of 5" in done.err
    for number in range(4, 10):
        (pages / f"{number}.html").write_bytes(PAGE)
    assert run("reparse", "pages").code == 0


def test_forgetting_somebody_unknown_says_so(run: Run, store: Path) -> None:
    assert "Nothing that is kept" in run("forget", "--person", "Nobody Known", "--data", str(store)).out


def test_a_folder_in_use_is_left_alone(run: Run, store: Path) -> None:
    with DataFolder(store).lock("crawl"):
        done = run("reparse", "page.html", "--data", str(store))
    assert done.code == 3
    assert "crawl" in done.err


@pytest.mark.parametrize(
    ("listing", "code", "written"),
    [
        ("echo '5 4 * * * backup-my-files'", 0, True),
        ("echo 'no crontab for me' >&2; exit 1", 0, True),
        ("echo 'you are not allowed to use this program' >&2; exit 1", 2, False),
    ],
)
def test_a_crontab_that_cannot_be_read_is_not_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listing: str, code: int, written: bool
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "crontab").write_text(f'#!/bin/sh\nif [ "$1" = -l ]; then {listing}; else cat > {tmp_path}/tab; fi\n')
    (programs / "crontab").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    monkeypatch.setenv("GUIDEPOST_SITES", str(tmp_path / "sites"))
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "one.toml").write_text(
        'start_urls = ["https://example.com/"]\n[schedule]\ncron = "17 3 * * *"\n'
    )
    done = run("schedule", "install", "--cron")
    assert (done.code, (tmp_path / "tab").exists()) == (code, written), done
    if "backup" in listing:
        assert (tmp_path / "tab").read_text().startswith("5 4 * * * backup-my-files\n")


def test_json_is_json_where_there_is_nothing_to_do(run: Run, store: Path) -> None:
    done = run("prune", "--keep-runs", "3", "--json", "--data", str(store))
    assert json.loads(done.out) == {"before": None, "done": False}


@pytest.mark.parametrize(("language", "told"), [("zz", True), ("nl-BE", False), ("hr", False), ("ja", False)])
def test_a_language_without_words_is_told(run: Run, language: str, told: bool) -> None:
    done = run("explain", "pay", "€40k", "-l", language, "--json")
    assert ("no words of pay" in done.err) == told
    assert len(json.loads(done.out)["pay"]) == 1
