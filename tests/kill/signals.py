"""Tell crawls to end at random moments of their first seconds, on a loaded machine, and see that every one does.

    python -m tests.kill.signals               200 signals (INT, TERM, HUP), four crawls at a time
    python -m tests.kill.signals --count 20

Each crawl must end within ten seconds. Where it had entered its run in the ledger, the ledger must say how it ended;
where it had not, nothing may stand there. For every second crawl the seconds begin when it holds its folder.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests.kill.site import serve

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LONGEST = 10.0
"""Seconds that a crawl may take to end."""


class Told(NamedTuple):
    """A crawl that was told to end."""

    signal: signal.Signals
    after: float
    took: float
    code: int
    ledger: str
    errors: str

    @property
    def problem(self) -> str | None:
        """What is wrong with how it ended."""
        if self.took > LONGEST:
            return f"it took {self.took:.1f} s"
        if self.ledger not in ("", "cancelled"):
            return f"the ledger says {self.ledger!r}"
        # Python itself ends with -SIGINT where an interrupt, though caught, came while it compiled something.
        if not self.ledger and self.code not in (1, 130, -self.signal, -signal.SIGINT):
            return f"it ended with {self.code}"
        return "a traceback" if "Traceback" in self.errors and self.code != -signal.SIGINT else None


def main() -> int:
    """Run it; 1 if one crawl did not end as it should."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--within", type=float, default=3.0, help="seconds from the start in which the signal falls")
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(10**6)
    dice = random.Random(seed)
    print(f"seed {seed}, {options.count} signals, {options.at_once} crawls at a time", flush=True)
    plan = [(dice.choice(SIGNALS), dice.uniform(0, options.within)) for _ in range(options.count)]
    with serve(1000) as origin, ThreadPoolExecutor(options.at_once) as pool:
        told = list(pool.map(lambda one: tell(origin, *one[1], held=one[0] % 2 == 1), enumerate(plan)))
    for one in told:
        if one.problem:
            print(f"FAILED: {one.signal.name} after {one.after:.2f} s: {one.problem} ({one.code}, {one.ledger!r})")
            print(one.errors[-800:])
    print(Counter(one.signal.name for one in told))
    print(Counter(one.ledger or f"not begun, exit code {one.code}" for one in told))
    print(f"slowest end {max(one.took for one in told):.1f} s, {sum(1 for one in told if one.problem)} problems")
    return int(any(one.problem for one in told))


def tell(origin: str, number: signal.Signals, after: float, *, held: bool) -> Told:
    """Start a crawl and send it the signal after so many seconds, with `held` from when it holds its folder."""
    data = Path(tempfile.mkdtemp(prefix="guidepost-signal-"))
    command = [sys.executable, "-m", "guidepost", "crawl", origin, "--allow-address", origin.split("//")[1]]
    command += ["--delay", "0.05", "--data", str(data / "data")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        while held and process.poll() is None and not (data / "data" / "run.holder").exists():
            time.sleep(0.01)
        time.sleep(after)
        process.send_signal(number)
        began = time.monotonic()
        try:
            _, errors = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            _, errors = process.communicate()
        return Told(number, after, time.monotonic() - began, process.returncode, ledger(data / "data"), errors)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def ledger(data: Path) -> str:
    """How the run ended, as the ledger says; empty where none was begun."""
    store = data / "guidepost.sqlite"
    if not store.exists():
        return ""
    with sqlite3.connect(store) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'runs'").fetchall():
            return ""
        return " ".join(status for (status,) in connection.execute("SELECT status FROM runs"))


if __name__ == "__main__":
    sys.exit(main())
