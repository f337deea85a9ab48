"""Reading many pages, by the readers of this program or by those of another revision of the checkout."""

from __future__ import annotations

import io
import json
import os
import queue
import subprocess
import sys
import tarfile
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import extractors
from extractors.errors import UsageError
from guidepost.cases import worker
from guidepost.cases.case import Bare, Case, bare_values

OWN = Path(extractors.__file__).parent.parent
"""Where the readers of this program lie."""
_PAGES_EACH = 15
"""Pages for which another process is worth its start."""

Reading = dict[str, Bare]
"""By the pages' names, what was read; `{"error": …}` where reading failed."""


def read_all(cases: Sequence[Case], code: Path = OWN, on_page: Callable[[int], None] = lambda _: None) -> Reading:
    """What the `extractors` package below `code` reads from each page; `on_page` is told how many are done."""
    waiting: queue.SimpleQueue[Case] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[str, Bare]] = queue.SimpleQueue()
    for case in cases:
        waiting.put(case)
    number = max(1, min(os.cpu_count() or 1, len(cases) // _PAGES_EACH))
    threads = [threading.Thread(target=_work, args=(waiting, done, code), daemon=True) for _ in range(number)]
    for thread in threads:
        thread.start()
    found: Reading = {}
    while len(found) < len(cases):
        name, values = done.get()
        found[name] = values
        on_page(len(found))
    return {case.name: found[case.name] for case in cases}


def _work(waiting: queue.SimpleQueue[Case], done: queue.SimpleQueue[tuple[str, Bare]], code: Path) -> None:
    process: subprocess.Popen[str] | None = None
    while True:
        try:
            case = waiting.get_nowait()
        except queue.Empty:
            break
        try:
            process = process or _start(code)
            answer = _ask(process, case)
        except (OSError, ValueError) as error:  # its process died over the page: told, and another one takes the next
            answer, process = {"error": f"the reader broke off: {error}"}, None
        done.put((case.name, bare_values(answer["record"]) if "record" in answer else answer))
    if process is not None and process.stdin is not None:
        process.stdin.close()
        process.wait()


def _start(code: Path) -> subprocess.Popen[str]:
    paths = [str(code), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(  # noqa: S603 - our own worker
        [sys.executable, "-P", str(worker.__file__)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _ask(process: subprocess.Popen[str], case: Case) -> Any:
    assert process.stdin is not None
    assert process.stdout is not None
    at = case.fetched_at.isoformat() if case.fetched_at else None
    job = {"file": str(case.file), "url": case.url, "headers": dict(case.headers or {}), "fetched_at": at}
    process.stdin.write(json.dumps(job) + "\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


@contextmanager
def code_of(revision: str) -> Iterator[Path]:
    """A folder with the readers of a revision of this checkout. `UsageError` where there is no such revision."""
    done = subprocess.run(  # noqa: S603 - git, with a revision that cannot be taken for an option
        ["git", "-C", str(OWN), "archive", "--format=tar", "--end-of-options", revision, "extractors"],  # noqa: S607
        capture_output=True,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        raise UsageError(
            f"--against {revision}: no file, and no revision of this checkout ({reason[-1] if reason else 'git'}); "
            "give a revision such as HEAD or main, or a file that `guidepost case snapshot` wrote"
        )
    with tempfile.TemporaryDirectory(prefix="guidepost-code-") as folder:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as packed:
            packed.extractall(folder, filter="data")
        yield Path(folder)
