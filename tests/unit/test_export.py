"""Exports: the same rows in the same order, harmless in a spreadsheet, whole or not at all."""

from __future__ import annotations

import csv
import io
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_support import contents, page, proof, take

from extractors.errors import UsageError
from storage import fields
from storage.export import COLUMNS, DOCS, EVIDENCE, RESOLVED, TABLES, ExportError, export, moment_of
from storage.export.guard import guard, unguard
from storage.store import Store


@pytest.fixture
def store(store_url: str):  # type: ignore[no-untyped-def]
    with Store.open(store_url) as opened:
        yield opened


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@given(st.text())
def test_the_guard_round_trips(text: str) -> None:
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1", "''+1"])
def test_no_guarded_cell_starts_a_formula(text: str) -> None:
    assert guard(text) == "'" + text


@pytest.mark.parametrize("text", ["", "plain", "'tis so", "5 = 5", "€ 5"])
def test_harmless_cells_stay(text: str) -> None:
    assert guard(text) == text


def test_every_table_has_its_file_and_its_columns(store: Store, tmp_path: Path) -> None:
    take(store, page(companies=["Acme"]))
    result = export(store, tmp_path / "out")
    assert tuple(result.rows) == (*TABLES, *RESOLVED)
    for table in TABLES:
        text = result.paths[table].read_bytes().decode("utf-8")
        header = next(csv.reader(io.StringIO(text)))
        assert header == [column.name for column in COLUMNS[table]]
        assert text.endswith("\r\n")
    assert all(column.doc for columns in COLUMNS.values() for column in columns)
    assert set(DOCS) == {*TABLES, *RESOLVED, EVIDENCE}


def test_what_is_hard_for_csv_comes_back_whole(store: Store, tmp_path: Path) -> None:
    hard = ['=HYPERLINK("http://x")', 'a "quoted", name', "two\r\nlines", "naïve – €", "'=kept", "-5%"]
    take(store, page(companies=hard))
    export(store, tmp_path / "out")
    names = [row["name"] for row in _rows(tmp_path / "out" / "companies.csv")]
    assert [unguard(name) for name in names] == hard
    assert not any(name[0] in "=+-@" for name in names)


def test_tables_join_by_their_keys(store: Store, tmp_path: Path) -> None:
    pages = [
        page(
            url=f"https://example.org/{n}",
            companies=["A", "B", "A"],
            salaries=[["J", 1, 2], ["J", 1, 3]],
            sections=[["H", "t"]],
        )
        for n in range(3)
    ]
    take(store, *pages)
    export(store, tmp_path / "out", evidence=True)
    known = {row["page"] for row in _rows(tmp_path / "out" / "pages.csv")}
    keys = set()
    for table in TABLES:
        rows = _rows(tmp_path / "out" / f"{table}.csv")
        assert {row["page"] for row in rows} <= known
        if table not in ("pages", "articles"):
            own = [(row["page"], row["record"]) for row in rows]
            assert len(set(own)) == len(own)
            keys |= {(table, *key) for key in own}
    for row in _rows(tmp_path / "out" / "evidence.csv"):
        assert row["table"] == "pages" or (row["table"], row["page"], row["record"]) in keys


def test_evidence_quotes_what_stood_on_the_page(store: Store, tmp_path: Path) -> None:
    take(store, page(companies=["Acme"], authors=["A. Writer"], salaries=[["J", 1, 2]]))
    export(store, tmp_path / "out", tables=["evidence"])
    found = {(row["table"], row["field"]): row["quote"] for row in _rows(tmp_path / "out" / "evidence.csv")}
    assert unguard(found["companies", ""]) == "- Acme"
    assert found["authors", ""] == proof("A. Writer").quote
    assert found["salaries", ""] == "J: 1 to 2"
    assert found["pages", "title"] == "Hiring in Ghent"


def test_evidence_is_of_the_version_that_is_shown(store: Store, tmp_path: Path) -> None:
    first = page(companies=["Acme", "Umbra"])
    take(store, first, page(day=1, companies=["Umbra"]))
    export(store, tmp_path / "now", tables=["evidence"])
    export(store, tmp_path / "then", tables=["evidence"], as_of="2026-03-01")
    assert [row["quote"] for row in _rows(tmp_path / "now" / "evidence.csv") if row["table"] == "companies"] == [
        "'- Umbra"
    ]
    assert len([row for row in _rows(tmp_path / "then" / "evidence.csv") if row["table"] == "companies"]) == 2


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ({"pages": "title = 'B'"}, (1, 1, 1)),
        ({"salaries": "min_value > 9000"}, (2, 2, 1)),  # as numbers: as text, "10000" would come before "9000"
        ({"salaries": "label LIKE 'J:%' OR 1=1", "pages": "page LIKE '%:%'"}, (2, 2, 2)),
        ({"companies": "name IN ('A', 'nobody')"}, (2, 1, 2)),
    ],
)
def test_conditions(store: Store, tmp_path: Path, where: dict[str, str], rows: tuple[int, int, int]) -> None:
    take(
        store,
        page(url="https://example.org/a", title="A", companies=["A"], salaries=[["J", 10000, 20000]]),
        page(url="https://example.org/b", title="B", companies=["B"], salaries=[["J", 9000, 20000]]),
    )
    result = export(store, tmp_path / "out", where=where)
    assert (result.rows["pages"], result.rows["companies"], result.rows["salaries"]) == rows


@pytest.mark.parametrize(
    "wrong",
    [
        {"where": {"pages": "nonsense ="}},
        {"where": {"nothing": "1=1"}},
        {"where": {"pages": "1=1); DELETE FROM runs; --"}},
        {"tables": ["nothing"]},
        {"format": "nothing"},
        {"as_of": "yesterday"},
    ],
)
def test_wrong_wishes_are_refused_and_leave_the_old_files(
    store: Store, tmp_path: Path, wrong: dict[str, object]
) -> None:
    take(store, page(companies=["A"]))
    export(store, tmp_path / "out")
    before = contents(tmp_path / "out")
    with pytest.raises(UsageError):
        export(store, tmp_path / "out", **wrong)  # type: ignore[arg-type]
    assert contents(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_failed_export_leaves_the_old_files(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(store, page(companies=["A"]))
    export(store, tmp_path / "out")
    before = contents(tmp_path / "out")
    take(store, page(day=1, companies=["B"]))
    with monkeypatch.context() as patched:
        from storage.export.csv import CsvFiles

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        patched.setattr(CsvFiles, "write", full)
        with pytest.raises(ExportError, match="No space left"):
            export(store, tmp_path / "out")
    assert contents(tmp_path / "out") == before
    export(store, tmp_path / "out")
    assert contents(tmp_path / "out") != before


def test_files_of_others_in_the_folder_are_left_alone(store: Store, tmp_path: Path) -> None:
    take(store, page(companies=["A"]))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    export(store, tmp_path / "out")
    export(store, tmp_path / "out", tables=["pages"])
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"
    assert (tmp_path / "out" / "companies.csv").exists()
    with pytest.raises(UsageError, match="is a file"):
        export(store, tmp_path / "out" / "notes.txt")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-01", "2026-03-01T23:59:59.999999Z"),
        ("2026-03-01T12:00:00+01:00", "2026-03-01T11:00:00.000000Z"),
        ("2026-03-01T12:00:00.5Z", "2026-03-01T12:00:00.500000Z"),
    ],
)
def test_moments(text: str, moment: str) -> None:
    assert moment_of(text) == moment


def test_the_columns_are_those_of_the_record() -> None:
    """A field that is added to the record must find its column."""
    from extractors import records

    owners = {
        "sections": records.Section,
        "career_steps": records.CareerStep,
        "salaries": records.Salary,
        "authors": records.Author,
        "statistics": records.QuantifiedClaim,
        "links": records.Link,
        "issues": records.Issue,
        "entities": records.Entity,
    }
    for base in fields.BASES:
        if base.name in owners:
            stated = {name for name in owners[base.name].__struct_fields__ if name not in ("evidence", "start")}
            assert stated <= set(base.names), base.name
            assert set(base.names) - stated <= {"position", "type"}, base.name


def test_the_document_of_the_tables_is_up_to_date() -> None:
    from storage.export.docs import text

    path = Path(__file__).parents[2] / "docs" / "tables.md"
    assert path.read_text(encoding="utf-8") == text(), "run `python -m storage.export.docs`"


def test_a_killed_export_leaves_the_old_files_and_the_next_one_tidies_up(store: Store, tmp_path: Path) -> None:
    take(store, page(companies=["A"]))
    export(store, tmp_path / "out")
    before = contents(tmp_path / "out")
    take(store, page(day=1, companies=["B"]))
    program = (
        "import os, sys; from pathlib import Path; from storage.store import Store; from storage.export import export\n"
        "export(Store.open(sys.argv[1]), Path(sys.argv[2]), on_page=lambda: os.kill(os.getpid(), 9))"
    )
    url = store.engine.url.render_as_string()
    killed = subprocess.run([sys.executable, "-c", program, url, str(tmp_path / "out")], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert contents(tmp_path / "out") == before
    assert len(list(tmp_path.glob(".out.*.part"))) == 1
    export(store, tmp_path / "out")
    assert b"B" in contents(tmp_path / "out")["companies.csv"]
    assert not list(tmp_path.glob(".out.*"))
