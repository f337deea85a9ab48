"""The version of the extractor: any change of what reads is seen, and nothing else is."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import extractors
from extractors.version import __version__, digest_of, extractor_version

PACKAGE = Path(extractors.__file__).parent


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    target = tmp_path / "site" / "extractors"
    shutil.copytree(PACKAGE, target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def _append(name: str, line: str) -> Callable[[Path], None]:
    def change(copy: Path) -> None:
        with (copy / name).open("a", encoding="utf-8") as out:
            out.write(line)

    return change


CHANGES = [
    ("a constant of a reader", _append("article/root.py", "\n_LIMIT = 3\n")),
    ("a constant of a value", _append("values/dates.py", "\n_LIMIT = 3\n")),
    ("the records' own module", _append("records.py", "\n_LIMIT = 3\n")),
    ("what names the kind", _append("classify.py", "\n_LIMIT = 3\n")),
    ("a word of a lexicon", _append("lexicon/kinds.toml", '\n[more]\nwords = ["more"]\n')),
    ("a new module", lambda copy: (copy / "guide" / "extra.py").write_text("X = 1\n")),
    ("a data file of any kind", lambda copy: (copy / "lexicon" / "weights.json").write_text("[0.5]")),
    ("a module that has gone", lambda copy: (copy / "language.py").unlink()),
    ("a module that was renamed", lambda copy: (copy / "language.py").rename(copy / "tongue.py")),
]
NO_CHANGES = [
    ("compiled files", lambda copy: compileall.compile_dir(copy, quiet=2)),
    ("what an editor leaves", lambda copy: (copy / "page.py~").write_text("old")),
    ("what a merge leaves", lambda copy: (copy / "page.py.orig").write_text("old")),
    ("hidden files", lambda copy: (copy / ".page.py.swp").write_text("old")),
    ("times of files", lambda copy: os.utime(copy / "page.py", (1, 1))),
    ("line ends of another system", lambda copy: _with_crlf(copy / "page.py")),
]


def _with_crlf(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


@pytest.mark.parametrize(("what", "change"), CHANGES, ids=[what for what, _ in CHANGES])
def test_a_change_of_what_reads_is_another_extractor(copy: Path, what: str, change: Callable[[Path], None]) -> None:
    before = digest_of(copy)
    change(copy)
    assert digest_of(copy) != before


@pytest.mark.parametrize(("what", "change"), NO_CHANGES, ids=[what for what, _ in NO_CHANGES])
def test_what_does_not_read_does_not_count(copy: Path, what: str, change: Callable[[Path], None]) -> None:
    before = digest_of(copy)
    change(copy)
    assert digest_of(copy) == before


def test_a_zip_and_a_copy_give_the_version_of_the_checkout(copy: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as out:
        for path in sorted(copy.rglob("*")):
            out.write(path, path.relative_to(copy.parent).as_posix())
    assert _version_in(copy.parent) == _version_in(packed) == extractor_version()
    assert extractor_version() == f"{__version__}+{digest_of(PACKAGE)[:12]}"


def test_an_install_of_compiled_files_alone_has_a_version_of_its_own_code(copy: Path) -> None:
    def compiled() -> str:
        compileall.compile_dir(copy, quiet=2, legacy=True, force=True, stripdir=str(copy))
        for path in sources:
            path.unlink(missing_ok=True)
        return _version_in(copy.parent)

    sources = {path: path.read_bytes() for path in copy.rglob("*.py")}
    first = compiled()
    for path, content in sources.items():
        path.write_bytes(content)
        os.utime(path, (1, 1))
    assert compiled() == first
    for path, content in sources.items():
        path.write_bytes(content + b"\nLIMIT = 3\n")
    assert compiled() != first


def _version_in(place: Path) -> str:
    code = "from extractors.version import extractor_version; print(extractor_version())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=place.parent,
        env={"PYTHONPATH": str(place), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
