"""The store's commands as a person types them: read, export, read again, see what changed."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from extractors.version import extractor_version

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Hire cooks in {city}</title>
<link rel="canonical" href="https://guides.example.org/{city}"></head><body><main>
<h1>Hire cooks in {city}</h1>
<p>Good cooks in {city} are hard to find, and they know it. This guide tells where they work and what they earn.</p>
<h2>Key companies</h2><ul>{companies}</ul>
<h2>Salaries</h2><table><tr><th>Level</th><th>Gross salary a year</th></tr>
<tr><td>Junior</td><td>€{junior}</td></tr><tr><td>Senior</td><td>€52,000</td></tr></table>
</main></body></html>"""


def _save(folder: Path, city: str, day: str, junior: str, *companies: str) -> None:
    folder.mkdir(exist_ok=True)
    listed = "".join(f"<li>{name}</li>" for name in companies)
    (folder / f"{city}.html").write_text(PAGE.format(city=city, junior=junior, companies=listed), encoding="utf-8")
    about = {"url": f"https://guides.example.org/{city}", "fetched_at": f"{day}T08:00:00Z"}
    (folder / f"{city}.json").write_text(json.dumps(about))


def _run(folder: Path, *words: str, code: int = 0) -> str:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "GUIDEPOST_DATA": str(folder / "data")}
    command = [sys.executable, "-m", "guidepost", *words]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout if code == 0 else done.stderr


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    _save(folder / "march", "ghent", "2026-03-01", "31,000", "Acme Kitchens", "Umbra Foods")
    _save(folder / "march", "bruges", "2026-03-01", "30,000", "Acme Kitchens")
    _save(folder / "april", "ghent", "2026-04-01", "32,500", "Acme Kitchens", "Delta Dining")
    _run(folder, "reparse", "march", "april")
    return folder


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_reading_again_changes_nothing(project: Path) -> None:
    told = json.loads(_run(project, "reparse", "march", "april", "--json"))
    assert told["counts"]["pages"] == 3
    assert told["counts"]["rows_written"] == 0
    assert told["errors"] == []
    (run,) = (one for one in json.loads(_run(project, "runs", "--json"))["runs"] if one["run_id"] == told["run"])
    assert run["extractor_version"] == extractor_version()


def test_export_now_and_then(project: Path) -> None:
    _run(project, "export", "now")
    told = json.loads(_run(project, "export", "then", "--as-of", "2026-03-15", "--json"))
    now, then = (
        {row["min_value"] for row in _rows(project / name / "salaries.csv") if "ghent" in row["page"]}
        for name in ("now", "then")
    )
    assert now == {"32500", "52000"}
    assert then == {"31000", "52000"}
    assert told["rows"]["pages"] == 2
    assert all(row["entity_id"] for row in _rows(project / "now" / "companies.csv"))


def test_what_changed(project: Path) -> None:
    told = [json.loads(line) for line in _run(project, "changes", "--since", "2026-03-15", "-f", "json").splitlines()]
    (raised,) = [one for one in told if one["table"] == "salaries"]
    facts = {(one["name"], one["before"], one["after"]) for one in raised["fields"]}
    assert raised["kind"] == "changed"
    assert ("min_value", "31000", "32500") in facts
    names = {(one["kind"], one["name"]) for one in told if one["table"] == "companies"}
    assert names == {("appeared", "Delta Dining"), ("went", "Umbra Foods")}
    assert "31,000" in raised["before_evidence"]["quote"]
    assert "32,500" in raised["after_evidence"]["quote"]
    table = _run(project, "changes", "--since", "2026-03-15")
    assert table.count("31000 → 32500") == 1
    assert "sections:" not in table, "its text holds what changed, and nothing else has"
    assert "pages:" not in table
    assert "changes on 1 page: companies 1 appeared, 1 went;" in table.splitlines()[-1]
    assert "salaries 1 changed" in table.splitlines()[-1]
    only = _run(project, "changes", "--since", "2026-03-15", "--table", "salaries", "--json")
    assert [json.loads(line) for line in only.splitlines()] == [raised]
    assert not _run(project, "changes", "--since", "2026-03-15", "--until", "2026-03-16", "--json")
    lines = list(csv.reader(io.StringIO(_run(project, "changes", "--since", "2026-03-15", "-f", "csv"))))
    assert len(lines) == 1 + sum(max(1, len(one["fields"])) for one in told)
    assert "Nothing has changed" in _run(project, "changes", "--since", "2027-01-01")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("export", "x", "--tables", "nonsense"), 2, "no such table"),
        (("export", "x", "--where", "nonsense = 1"), 2, "no condition"),
        (("export", "x", "--format", "nonsense"), 2, "no such format"),
        (("export", "x", "--data", "nowhere"), 2, "there is no store"),
        (("changes", "--since", "nonsense"), 2, "guidepost runs"),
        (("changes", "--format", "nonsense"), 2, "no such format"),
        (("changes", "--table", "nonsense"), 2, "no such table"),
        (("changes", "--until", "nonsense"), 2, "guidepost runs"),
        (("reparse", "nowhere"), 1, "no such file or folder"),
    ],
)
def test_what_cannot_be_done_says_why(project: Path, words: tuple[str, ...], code: int, told: str) -> None:
    assert told in _run(project, *words, code=code)


def test_a_second_run_is_refused_while_one_holds_the_folder(project: Path) -> None:
    from storage.folder import DataFolder

    with DataFolder(project / "data").lock("crawl"):
        assert "in use by `crawl`" in _run(project, "reparse", "march", code=3)
