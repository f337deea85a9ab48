"""The command line: what it lists, what it refuses, and how it ends."""

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from threading import Thread

import pytest

from guidepost import __version__
from guidepost.cli import COMMANDS

EXAMPLE = Path(__file__).parents[2] / "docs" / "example" / "guide.html"


def guidepost(*arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "guidepost", *arguments],
        input=stdin.decode() if stdin else None,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_listed_command_exists_and_explains_itself(name: str) -> None:
    module = import_module(f"guidepost.commands.{name}")
    assert hasattr(module, "app") or module.command.__doc__


def test_version() -> None:
    assert guidepost("--version").stdout == f"guidepost {__version__}\n"


def test_help_lists_every_command() -> None:
    shown = guidepost("--help").stdout
    assert [name for name in COMMANDS if name not in shown] == []


@pytest.mark.parametrize(
    ("arguments", "needless"),
    [
        (["--help"], {"scrapy", "sqlalchemy", "lxml", "extractors.extract"}),
        (["runs", "--help"], {"scrapy", "lxml", "extractors.extract", "alembic"}),
        (["extract", str(EXAMPLE)], {"scrapy", "sqlalchemy", "bs4"}),
        (["crawl", "--help"], {"lxml", "extractors.extract", "sqlalchemy", "scrapy"}),
    ],
    ids=lambda value: " ".join(value)[:20] if isinstance(value, list) else "",
)
def test_a_command_imports_only_what_it_needs(arguments: list[str], needless: set[str]) -> None:
    program = (
        "import sys; from guidepost.cli import main\n"
        f"try: main({arguments!r})\n"
        "except SystemExit: pass\n"
        "print('', *sys.modules, sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert not needless & set(done.stderr.split())


def test_the_package_gives_its_functions_whichever_is_imported_first() -> None:
    for first in ("import extractors.extract", "from extractors import parse_pay", "import extractors.errors"):
        program = (
            f"{first}\nfrom extractors import extract, extract_page\nassert extract.__name__ == 'extract', extract"
        )
        subprocess.run([sys.executable, "-c", program], timeout=60, check=True)


def test_extract_prints_the_record_as_json() -> None:
    done = guidepost("extract", str(EXAMPLE), "--json")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["title"] == "Hiring Data Engineers in Ghent"


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The folder of the example, served on loopback."""
    handler = partial(SimpleHTTPRequestHandler, directory=EXAMPLE.parent)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_extract_fetches_an_address(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDEPOST_ALLOW_ADDRESSES", "127.0.0.1")
    done = guidepost("extract", f"{site}/guide.html", "--json")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["url"] == f"{site}/guide.html"
    assert record["companies"][0]["name"] == "Oostkaai Analytics"


def test_extract_says_why_an_address_was_not_fetched(site: str) -> None:
    done = guidepost("extract", f"{site}/guide.html")
    assert done.returncode == 1
    assert "GUIDEPOST_ALLOW_ADDRESSES" in done.stderr


def test_extract_reads_standard_input() -> None:
    done = guidepost("extract", "-", "--json", stdin=EXAMPLE.read_bytes())
    assert json.loads(done.stdout)["language"] == "en"


@pytest.mark.parametrize(
    ("arguments", "exit_code", "says"),
    [
        (["extract", "no-such-file.html"], 1, "no-such-file.html"),
        (["explode"], 2, "explode"),
        (["extract"], 2, "source"),
    ],
    ids=["missing file", "unknown command", "missing argument"],
)
def test_errors_say_what_is_wrong(arguments: list[str], exit_code: int, says: str) -> None:
    done = guidepost(*arguments)
    assert done.returncode == exit_code
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_pipe_that_closes_is_no_fault() -> None:
    done = subprocess.run(
        f"{sys.executable} -m guidepost schema | head -n 1", shell=True, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "{"
    assert "Traceback" not in done.stderr
