"""What a second run over an unchanged site takes, against the first.

    python -m benchmarks.revisit [--pages 500] [--delay 0.1]

Every run is a process of its own, start and end included, against a server in this one, on loopback. Two sites: one
with a sitemap that says when each page last changed, one without. For each, the first run; one right after it; one in
the next night (everything that is kept of time moved back by a day); and `--full`. Prints seconds, requests, answers of
304 and rows written. Where every page is asked for again, each question waits its turn as the first did: with a delay
between two requests, such a run cannot be shorter.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.kill import site as guides

CHILD = """
import json, sys
from crawlers.config import load_config
from crawlers.job import CrawlJob
from crawlers.run import crawl_here
from tests.kill.worker import site_of
from msgspec.structs import replace
data, origin, delay, full, sitemap = sys.argv[1:]
site = site_of(origin)
site = replace(site, sitemaps=(f"{origin}/sitemap.xml",)) if sitemap == "sitemap" else site
flags = {"data": data, "allow_addresses": (origin.split("//")[1],), "delay": float(delay), "pages": 0}
config, _ = load_config(flags | {"log_level": "ERROR"}, environment={})
outcome = crawl_here(config, CrawlJob(spider="guides", sites=(site,), full=full == "full"))
counts = {name: outcome.counts.get(name, 0) for name in ("pages", "rows_written")}
told = {"requests": outcome.requests, "304": outcome.statuses.get("304", 0), **counts}
print(json.dumps(told | {"crawl": outcome.seconds, "exit": outcome.exit_code}))
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--delay", type=float, nargs="*", default=[0.0, 0.1], help="seconds between two requests")
    options = parser.parse_args()
    for delay in options.delay:
        for sitemap in ("sitemap", "none"):
            work = Path(tempfile.mkdtemp(prefix="guidepost-revisit-"))
            try:
                with guides.serve(options.pages) as origin:
                    _measure(origin, work / "data", delay, sitemap, options.pages)
            finally:
                shutil.rmtree(work, ignore_errors=True)


def _measure(origin: str, data: Path, delay: float, sitemap: str, pages: int) -> None:
    listed = "a sitemap with dates" if sitemap == "sitemap" else "no sitemap"
    print(f"{pages} pages, {listed}, {delay:g} s between two requests")
    first = _run("the first", origin, data, delay, sitemap)
    if first["pages"] != pages:
        raise SystemExit(f"{first['pages']} pages instead of {pages}")
    _run("right after it", origin, data, delay, sitemap, first)
    with sqlite3.connect(data / "guidepost.sqlite") as connection:
        for column in ("due_at", "fetched_at"):
            earlier = f"strftime('%Y-%m-%dT%H:%M:%S.000000Z', {column}, '-1 day')"
            connection.execute(f"UPDATE frontier SET {column} = {earlier} WHERE {column} != ''")
    _run("the next night", origin, data, delay, sitemap, first)
    _run("--full", origin, data, delay, sitemap, first, full=True)
    print()


def _run(
    what: str,
    origin: str,
    data: Path,
    delay: float,
    sitemap: str,
    first: dict[str, Any] | None = None,
    *,
    full: bool = False,
) -> dict[str, Any]:
    began = time.monotonic()
    arguments = [str(data), origin, str(delay), "full" if full else "due", sitemap]
    done = subprocess.run([sys.executable, "-c", CHILD, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    found["seconds"] = time.monotonic() - began
    ratio = f"{found['seconds'] / first['seconds']:6.1%} of the first" if first else ""
    print(
        f"  {what:15s} {found['seconds']:7.1f} s, {found['crawl']:6.1f} s of it crawl; "
        f"{found['requests']:4d} requests, {found['304']:4d} of them 304, "
        f"{found['rows_written']:5d} rows written  {ratio}",
        flush=True,
    )
    return found


if __name__ == "__main__":
    main()
