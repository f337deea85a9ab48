"""`guidepost case`: cases are made, checked, frozen anew and compared; truths are scored."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import extractors
from extractors.errors import InputError, UsageError
from extractors.page import Page
from guidepost.cases import floors, reading, snapshot
from guidepost.cases.case import Case, find, name_of
from guidepost.cases.compare import differences
from guidepost.cases.truth import Score, faults_of, score
from guidepost.cli import main

TEXT = (
    "<p>The old mill by the river was sold in spring, and nobody in the village was surprised, least of all we.</p>" * 4
)
PAGE = f"""<html lang="en"><head><title>The mill changes hands</title></head><body><main>
<h1>The mill changes hands</h1><p class="byline">By Lena Parrish</p><p>Published on 4 March 2024</p>{TEXT}
</main></body></html>"""
URL = "https://www.coast.example/2024/the-mill.html?page=2"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setenv("GUIDEPOST_CASES", str(tmp_path / "cases"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")

    def command(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["case", *words])
        out, err = capsys.readouterr()
        code = left.value.code
        return (code if isinstance(code, int) else int(code is not None)), out, err

    return command


@pytest.fixture
def made(run: Run, tmp_path: Path) -> Path:
    assert run("add", "page.html", "--url", URL, "--note", "a plain byline")[0] == 0
    return tmp_path / "cases" / "coast.example" / "2024-the-mill-page-2"


def _edit(path: Path, **values: Any) -> None:
    found = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**found, **values}), encoding="utf-8")


# --- making and checking ------------------------------------------------------------------------------------------


def test_a_case_holds_the_page_a_frozen_time_and_the_whole_record(made: Path, run: Run) -> None:
    assert (made / "page.html").read_text(encoding="utf-8") == PAGE
    meta = json.loads((made / "meta.json").read_text(encoding="utf-8"))
    assert set(meta) == {"url", "fetched_at", "note"}
    expected = json.loads((made / "expected.json").read_text(encoding="utf-8"))
    assert expected["authors"] == [{"name": "Lena Parrish", "type": "person"}]
    assert not {"evidence", "digest", "extractor_version", "fetched_at"} & set(expected)
    assert run("check")[0] == 0


def test_a_case_is_never_overwritten(made: Path, run: Run) -> None:
    code, _, told = run("add", "page.html", "--url", URL)
    assert code == 2
    assert "give another --name" in told


@pytest.mark.parametrize("name", ["../up/there", "one", "a/b/c", "a/..", ""])
def test_names_stay_within_the_folder(name: str, run: Run, tmp_path: Path) -> None:
    code, _, told = run("add", "page.html", "--name", name)
    assert code == 2
    assert "--name SITE/SLUG" in told
    assert not (tmp_path / "cases").exists()


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "Another title", "title: Another title → The mill changes hands"),
        ("authors", [{"name": "Ann Other", "type": "person"}], "+ authors"),
        ("subtitle", "What nobody wrote", "- subtitle: What nobody wrote"),
        ("kind", "other", "kind: other → article"),
    ],
)
def test_a_record_that_moved_is_told_field_by_field(made: Path, run: Run, field: str, value: Any, told: str) -> None:
    _edit(made / "expected.json", **{field: value})
    code, out, _ = run("check")
    assert code == 1
    assert told in out
    assert "guidepost case update" in out
    assert json.loads(run("check", "--json")[1])["moved"]["coast.example/2024-the-mill-page-2"]


def test_a_value_that_nobody_expected_is_told(made: Path, run: Run) -> None:
    expected = json.loads((made / "expected.json").read_text(encoding="utf-8"))
    del expected["date_published"]
    (made / "expected.json").write_text(json.dumps(expected), encoding="utf-8")
    assert "+ date_published: 2024-03-04" in run("check")[1]


def test_update_freezes_anew_and_says_what_moved(made: Path, run: Run) -> None:
    _edit(made / "expected.json", title="Another title")
    code, out, _ = run("update")
    assert code == 0
    assert "title: Another title → The mill changes hands" in out
    assert run("check")[0] == 0
    assert "no expected record has moved" in run("update")[1]


def test_every_command_speaks_json(made: Path, run: Run) -> None:
    assert json.loads(run("add", "page.html", "--name", "a.example/b", "--json")[1])["case"] == "a.example/b"
    _edit(made / "expected.json", title="Another title")
    moved = json.loads(run("update", "--json")[1])["moved"]
    assert [one["field"] for one in moved["coast.example/2024-the-mill-page-2"]] == ["title"]
    assert json.loads(run("snapshot", "s.jsonl", "--json")[1])["pages"] == 2
    assert json.loads(run("diff", "--against", "s.jsonl", "--json")[1]) == {"moved": {}, "scores": {}}


def test_a_case_that_expects_nothing_is_told(made: Path, run: Run) -> None:
    (made / "expected.json").unlink()
    code, _, told = run("check")
    assert code == 1
    assert "neither expected.json nor truth.json" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("check", "nowhere.example"), "there is no case nowhere.example"),
        (("check", "--cases", "nowhere"), "there is no folder nowhere"),
        (("diff", "--against", "no-such-revision"), "give a revision such as HEAD"),
        (("diff", "--against", "--output=x"), "give a revision such as HEAD"),
        (("update", "coast.example", "--floors"), "floors are those of all cases"),
        (("update", "--lower", "colour"), "there is no floor for 'colour'"),
        (("diff", "--against", "page.html"), "is no snapshot"),
    ],
)
def test_errors_say_what_to_do(made: Path, run: Run, words: tuple[str, ...], told: str) -> None:
    code, _, err = run(*words)
    assert code in (1, 2)
    assert told in err


@pytest.mark.parametrize("content", ["{", "[]", '{"fetched_at": "yesterday"}'])
def test_a_broken_file_of_a_case_is_named(made: Path, run: Run, content: str) -> None:
    (made / "meta.json").write_text(content, encoding="utf-8")
    code, _, told = run("check")
    assert code == 1
    assert "meta.json" in told


def test_names_of_addresses() -> None:
    assert name_of("https://www.a.example/") == "a.example/home"
    assert name_of("https://a.example/Guides/Gehälter.html") == "a.example/guides-gehälter"
    assert name_of(None) is None


# --- figures ------------------------------------------------------------------------------------------------------


def test_floors_are_raised_by_themselves_and_lowered_on_purpose(made: Path, run: Run, tmp_path: Path) -> None:
    truth = {"title": "The mill changes hands", "authors": ["Lena Parrish"]}
    (made / "truth.json").write_text(json.dumps(truth), encoding="utf-8")
    code, _, told = run("check")
    assert code == 1
    assert "case update --floors" in told
    assert run("update", "--floors")[0] == 0
    assert floors.load(tmp_path / "cases") == floors.Floors(
        floors.corpus_digest(find(tmp_path / "cases")), {"title": 1.0, "authors": 1.0}
    )
    assert run("check")[0] == 0

    _edit(made / "truth.json", authors=["Lena Parrish", "Ann Other"])
    code, _, told = run("check")
    assert code == 1
    assert "authors: F1 0.6667, at least 1.0" in told
    assert "of other pages or truths" in told
    code, _, told = run("update", "--floors")
    assert "not reached: authors" in told
    assert run("check")[0] == 1
    run("update", "--lower", "authors")
    assert run("check")[0] == 0


def test_a_field_that_is_judged_no_more_is_below_its_floor() -> None:
    assert floors.below(floors.Floors("", {"title": 0.9}), {}) == {"title": (0.0, 0.9)}


TRUTHS = [
    ("any wording will do", {"kind": ["article", "other"]}, {"kind": "other"}, "kind", Score(right=1)),
    ("a wrong value is wrong and missed", {"title": "A"}, {"title": "B"}, "title", Score(wrong=1, missed=1)),
    ("quotes and case do not count", {"title": "The “Mill”"}, {"title": 'the "mill"'}, "title", Score(right=1)),
    ("silence where it is asked for", {"subtitle": None}, {}, "subtitle", Score()),
    ("a value where none is there", {"subtitle": None}, {"subtitle": "A"}, "subtitle", Score(wrong=1)),
    ("of a time only the day", {"date_published": "2024-03-04"}, {"date_published": "2024-03-04T10:00"},
     "date_published", Score(right=1)),
    ("of a language no region", {"language": "en"}, {"language": "en-GB"}, "language", Score(right=1)),
    ("a place's parts", {"country": "BE"}, {"location": {"name": "Ghent", "country": "BE"}}, "country", Score(right=1)),
    ("names as sets", {"tools": ["C++", "Go"]}, {"tools": [{"name": "go"}, {"name": "C"}]}, "tools", Score(1, 1, 1)),
    ("an empty list asks for silence", {"tools": []}, {"tools": [{"name": "Go"}]}, "tools", Score(wrong=1)),
    ("names beside are no error", {"tools": [], "beside": {"tools": ["Go"]}}, {"tools": [{"name": "Go"}]}, "tools",
     Score()),
    ("steps with their alternatives", {"career_path": ["Lead / Staff"]},
     {"career_path": [{"title": "Staff", "alternatives": ["Lead"]}]}, "career_path", Score(right=1)),
    ("sections by heading and kind", {"sections": [{"heading": "Pay", "kind": ["salaries"]}]},
     {"sections": [{"heading": "Pay", "kind": "other"}, {"heading": "More"}]}, "sections", Score(0, 1, 1)),
]  # fmt: skip


@pytest.mark.parametrize(("what", "truth", "read", "field", "wanted"), TRUTHS, ids=[case[0] for case in TRUTHS])
def test_a_truth_is_scored(what: str, truth: dict[str, Any], read: dict[str, Any], field: str, wanted: Score) -> None:
    assert score(truth, read)[field] == wanted


def _pay(label: str | None, low: float, high: float, unit: str | None = "YEAR", **more: Any) -> dict[str, Any]:
    return {"label": label, "min_value": low, "max_value": high, "currency": "EUR", "unit_text": unit, **more}


PAY = [
    ("right in full", [_pay("Junior", 40, 50)], [_pay("Junior profile", 40.0, 50)], {}, (1, 0, 0), (1, 0, 0)),
    ("another period", [_pay("Junior", 40, 50)], [_pay("Junior", 40, 50, "HOUR")], {}, (1, 0, 0), (0, 1, 1)),
    ("who stands elsewhere", [_pay("Junior", 40, 50)], [_pay(None, 40, 50, level="junior")], {}, (1, 0, 0), (1, 0, 0)),
    ("another amount", [_pay("Junior", 40, 50)], [_pay("Junior", 40, 55)], {}, (0, 1, 1), (0, 1, 1)),
    ("told twice", [_pay("Junior", 40, 50)], [_pay("Junior", 40, 50), _pay("Anna", 40, 50)], {}, (1, 0, 0), (1, 0, 0)),
    ("more than listed", [], [_pay("Junior", 40, 50)], {}, (0, 1, 0), (0, 1, 0)),
    ("more, where only some is listed", [], [_pay("A", 40, 50)], {"some_salaries": True}, (0, 0, 0), (0, 0, 0)),
    ("the best agreement first", [_pay("A", 40, 50), _pay("B", 40, 50)], [_pay("B", 40, 50), _pay("A", 40, 50)], {},
     (2, 0, 0), (2, 0, 0)),
]  # fmt: skip


@pytest.mark.parametrize(("what", "wanted", "read", "more", "amounts", "whole"), PAY, ids=[case[0] for case in PAY])
def test_pay_is_scored(what: str, wanted: Any, read: Any, more: Any, amounts: Any, whole: Any) -> None:
    found = score({"salaries": wanted, **more}, {"salaries": read})
    assert (found["salaries"], found["salaries_whole"]) == (Score(*amounts), Score(*whole))


def test_a_truth_with_a_slip_is_told() -> None:
    assert list(faults_of({"titel": "A", "tools": "Go"})) == [
        "there is no field 'titel' to judge",
        "tools is to be a list",
    ]


# --- comparing ----------------------------------------------------------------------------------------------------

CHANGES = [
    ("nothing", {"title": "A"}, {"title": "A"}, []),
    ("a value", {"title": "A"}, {"title": "B"}, [("title", "changed", "A", "B")]),
    ("a new value", {}, {"title": "B"}, [("title", "gained", None, "B")]),
    ("a value of a child", {"salaries": [{"label": "A", "min_value": 1}]},
     {"salaries": [{"label": "A", "min_value": 2}]},
     [("salaries.min_value", "changed", 1, 2)]),
    ("a child", {"tools": [{"name": "Go"}]}, {"tools": [{"name": "Go"}, {"name": "C"}]},
     [("tools", "gained", None, {"name": "C"})]),
    ("the same name twice", {"tools": [{"name": "Go"}, {"name": "Go"}]}, {"tools": [{"name": "Go"}]},
     [("tools", "lost", {"name": "Go"}, None)]),
    ("positions that only moved on", {"sections": [{"position": 1, "heading": "A"}]},
     {"sections": [{"position": 1, "heading": "B"}, {"position": 2, "heading": "A"}]},
     [("sections", "gained", None, {"position": 1, "heading": "B"})]),
    ("order", {"tags": ["a", "b"]}, {"tags": ["b", "a"]}, [("tags", "order", ["a", "b"], ["b", "a"])]),
    ("a list within a child", {"sections": [{"heading": "A", "items": ["x"]}]},
     {"sections": [{"heading": "A", "items": ["x", "y"]}]}, [("sections.items", "gained", None, "y")]),
    ("a part of a place", {"location": {"name": "A"}}, {"location": {"name": "A", "country": "BE"}},
     [("location.country", "gained", None, "BE")]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "before", "after", "wanted"), CHANGES, ids=[case[0] for case in CHANGES])
def test_differences(what: str, before: Any, after: Any, wanted: Any) -> None:
    assert [(one.field, one.kind, one.before, one.after) for one in differences(before, after)] == wanted


def test_a_snapshot_comes_back_as_it_was(tmp_path: Path) -> None:
    read = {"a/b": {"title": "Gehälter", "salaries": [{"min_value": 1.5}]}, "a/c": {}}
    for name in ("one.jsonl", "sub/two.jsonl.gz"):
        snapshot.save(tmp_path / name, read, "0+1")
        assert snapshot.load(tmp_path / name) == read
    with pytest.raises(InputError, match="is no snapshot"):
        snapshot.load(tmp_path / "nowhere")


def test_a_change_is_compared_with_a_snapshot_and_with_a_revision(
    made: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = tmp_path / "code"
    shutil.copytree(Path(extractors.__file__).parent, code / "extractors", ignore=shutil.ignore_patterns("__pycache__"))
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *identity, *words], cwd=code, check=True)
    monkeypatch.setattr(reading, "OWN", code)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "other.html").write_text(PAGE.replace("Lena Parrish", "Ann Other"), encoding="utf-8")
    (made / "truth.json").write_text(json.dumps({"authors": ["Lena Parrish"]}), encoding="utf-8")
    assert run("snapshot", "before.jsonl.gz", "more")[0] == 0
    assert "nothing has moved" in run("diff", "more")[1]

    names = code / "extractors" / "article" / "authors" / "__init__.py"
    text = names.read_text(encoding="utf-8").replace(
        "        name=one.name.name,", "        name=one.name.name.upper(),"
    )
    names.write_text(
        text.replace("return Authors(tuple(_author", "return Authors(() and tuple(_author"), encoding="utf-8"
    )
    for against in ("HEAD", "before.jsonl.gz"):
        code_left, out, _ = run("diff", "more", "--against", against)
        assert code_left == 0
        assert "- authors" in out
        assert "more/other.html" in out
        assert "2 of 2 pages are read otherwise" in out
        told = json.loads(run("diff", "more", "--against", against, "--json")[1])
        assert told["scores"]["authors"]["before"]["f1"] == 1
        assert told["scores"]["authors"]["after"]["f1"] == 0


def test_a_reader_that_dies_over_a_page_costs_that_page_alone(tmp_path: Path) -> None:
    package = tmp_path / "extractors"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "extract.py").write_text(
        "import os\n"
        "def extract(html, **_):\n"
        "    if html == b'die': os._exit(9)\n"
        "    if html == b'raise': raise RuntimeError('a fault')\n"
        "    print('noise')\n"
        "    class Record:\n"
        "        def to_dict(self): return {'title': html.decode(), 'digest': '1'}\n"
        "    return Record()\n"
    )
    cases = []
    for text in ("one", "die", "raise", "two"):
        (tmp_path / text).write_text(text)
        cases.append(Case(text, tmp_path / text))
    seen: list[int] = []
    found = reading.read_all(cases, tmp_path, seen.append)
    assert list(found) == ["one", "die", "raise", "two"]
    assert (found["one"], found["two"]) == ({"title": "one"}, {"title": "two"})
    assert "broke off" in found["die"]["error"]
    assert found["raise"]["error"] == "RuntimeError: a fault"
    assert seen == [1, 2, 3, 4]


def test_a_case_may_be_compressed(made: Path) -> None:
    import gzip

    (made / "page.html.gz").write_bytes(gzip.compress((made / "page.html").read_bytes()))
    (made / "page.html").unlink()
    (case,) = find(made.parent.parent)
    assert case.page() == Page(content=PAGE.encode(), url=URL, headers={}, fetched_at=case.fetched_at)
    case.file.write_bytes(b"torn")
    with pytest.raises(InputError, match="cannot be read"):
        case.page()


def test_no_folder_of_cases(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--cases"):
        find(tmp_path / "nowhere")
