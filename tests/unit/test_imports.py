"""Any module can be the first that somebody imports: none rests on another's having been imported before it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("extractors", "storage", "pipelines", "crawlers", "guidepost")
NOT_IMPORTED = ("guidepost.__main__", "storage.migrations.env")
"""What runs when it is imported."""
FORKS = """
import importlib, os, sys, traceback
# What others wrote is imported once; each fork then has none of our own modules, as a fresh interpreter has.
import alembic.command, babel.numbers, lxml.etree, msgspec, rich.console, scrapy.crawler, sqlalchemy, typer
import fastwarc, nameparser, tldextract, warcio
waiting = sys.stdin.read().split()
room = os.cpu_count() or 1
while waiting or room < (os.cpu_count() or 1):
    if not waiting or not room:
        os.wait()
        room += 1
        continue
    name, room = waiting.pop(), room - 1
    if not os.fork():
        try:
            importlib.import_module(name)
        except BaseException:
            print(name, traceback.format_exc(limit=-3), flush=True)
        os._exit(0)
"""


def _modules() -> list[str]:
    files = [path.relative_to(ROOT) for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    names = [".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in sorted(files)]
    return [name for name in names if name not in NOT_IMPORTED and ".versions.0" not in name]


def _failures(names: list[str], folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", FORKS],
        input="\n".join(names),
        cwd=folder,
        env={"PYTHONPATH": f"{folder}:{ROOT}", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_module_can_be_imported_first(tmp_path: Path) -> None:
    names = _modules()
    assert "extractors.classify" in names
    assert _failures(names, tmp_path) == ""


def test_a_circle_is_told(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("from two import second\nfirst = 1\n")
    (tmp_path / "two.py").write_text("from one import first\nsecond = 2\n")
    assert "circular import" in _failures(["one"], tmp_path)
