"""What a crawl costs: CPU a page against bare Scrapy on the same pages, and by part; memory by the length of the queue.

    python -m benchmarks.crawl [--pages 400] [--folder SAVED] [--memory]

Every crawl runs in a process of its own against a server in this one, on loopback, without a delay. CPU is that of the
process, user and system; its start is taken off by crawling two sizes, and the least of several rounds counts.

What is compared: all of them fetch the same guides. The list knows their addresses, keeps eight requests under way and
looks at no page. The CrawlSpider finds them by their links, and so does Guidepost, which fetches one list more for
every 25 guides, asks one at a time, archives, reads and stores every page. Pages are made up, of about 30 KB, with a
table of pay and a hundred links and paragraphs, or, with `--folder`, those saved there as .html.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.crawl_parts import PARTS, REST, Clock
from tests.kill import site as guides

SMALL = 40
PADDING = "".join(f".block-{number} {{ margin: {number % 40}px; padding: {number % 7}px }}\n" for number in range(420))
PARAGRAPHS = "".join(
    f"<p>{word} the page tells what people in the trade say about the work, the hours and the town, and what an "
    "employer who reads it to the end may want to think about before the next advertisement goes out.</p>"
    for word in ("Here", "Next", "Then", "Later", "Below") * 11
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--folder", type=Path, help="serve the .html and .html.gz files in it instead of made-up guides"
    )
    parser.add_argument("--memory", action="store_true", help="also memory at 5,000 and 50,000 queued addresses")
    options = parser.parse_args()
    plain = guides.guide
    saved = _saved(options.folder) if options.folder else []
    guides.guide = lambda number: saved[number % len(saved)] if saved else _padded(plain(number))  # type: ignore[assignment]
    work = Path(tempfile.mkdtemp(prefix="guidepost-bench-"))
    try:
        _cost(work, options.pages, options.rounds)
        if options.memory:
            _memory(work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _saved(folder: Path) -> list[bytes]:
    """Pages of a folder, in an order that does not follow their names."""
    paths = [path for path in sorted(folder.rglob("*.htm*")) if path.suffix in (".html", ".htm", ".gz")]
    random.Random(1).shuffle(paths)
    if not paths:
        raise SystemExit(f"{folder}: no .html files")
    return [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in paths[:1000]]


def _padded(page: bytes) -> bytes:
    head, _, rest = page.decode().partition("</head>")
    body = rest.replace("</main>", f"{PARAGRAPHS}</main>")
    return f"{head}<style>{PADDING}</style></head>{body}".encode()


def _cost(work: Path, pages: int, rounds: int) -> None:
    size = sum(len(guides.guide(number)) for number in range(pages)) / pages
    print(f"pages of {size / 1000:.0f} KB, {pages - SMALL} pages a round, {rounds} rounds\n")
    least: dict[tuple[str, int], dict[str, float]] = {}
    with guides.serve(SMALL) as small, guides.serve(pages) as large:
        for number in range(rounds):
            for what in ("bare", "stock", "archive", "whole", "parts"):
                for origin, count in ((small, SMALL), (large, pages)):
                    found = _run(what, origin, work / f"{what}{count}-{number}", count)
                    # Other programs on the machine can only add to it.
                    best = least.setdefault((what, count), found)
                    least[what, count] = {name: min(found[name], best.get(name, found[name])) for name in found}

    def cost(what: str, name: str = "cpu") -> float:
        return (least[what, pages][name] - least[what, SMALL].get(name, 0.0)) / (pages - SMALL) * 1000

    bare, stock, archive, whole = (cost(what) for what in ("bare", "stock", "archive", "whole"))
    print(f"Scrapy, addresses from a list, no log          {bare:6.2f} ms of CPU a page")
    print(f"Scrapy's CrawlSpider as it comes               {stock:6.2f}")
    print(f"crawl --archive-only                           {archive:6.2f}   ratio to the list {archive / bare:.2f}")
    print(f"crawl with queue, archive, extraction, store   {whole:6.2f}")
    print(f"ratio to the list {whole / bare:.2f}, to the CrawlSpider {whole / stock:.2f}\n")
    print("the crawl by part (in runs of their own, with a clock around each part)")
    for name in sorted(PARTS, key=lambda name: -cost("parts", name)):
        print(f"  {name:<45}{cost('parts', name):6.2f}")
    print(f"  {REST:<45}{cost('parts') - sum(cost('parts', name) for name in PARTS):6.2f}")


def _memory(work: Path) -> None:
    print("\npeak memory of a crawl of 300 pages by the length of its queue")
    with guides.serve(300) as origin:
        peaks = {}
        for queued in (5_000, 50_000):
            _queue(origin, work / str(queued), queued)
            peaks[queued] = _run("whole", origin, work / str(queued), 300, queued)["peak"]
    for queued, peak in peaks.items():
        print(f"  {queued:6d} addresses queued   {peak:.0f} MB")
    print(f"  {peaks[50_000] / peaks[5_000] - 1:+.1%}")


def _queue(origin: str, data: Path, number: int) -> None:
    """Queue so many addresses of the site, in this process."""
    from storage.folder import DataFolder
    from storage.frontier import Ask, Frontier
    from storage.store import Store
    from tests.kill.worker import site_of

    scope = site_of(origin).name
    with Store.open(DataFolder(data).store_url) as store:
        queue = Frontier(store.engine, worker="filler", run_id="filler")
        for start in range(0, number, 1000):
            urls = (f"{origin}/guides/{one % 300}?copy={one}" for one in range(start, start + 1000))
            queue.add(Ask(url=url, scope=scope) for url in urls)


def _run(what: str, origin: str, data: Path, pages: int, queued: int = 0) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.crawl", "--child", what, origin, str(data), str(pages), str(queued)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONHASHSEED": "0"}
    )
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    if found["pages"] < 0.9 * min(pages, 300):
        raise SystemExit(f"{what}: {found['pages']} pages instead of {pages}")
    return found


def _child(what: str, origin: str, data: str, pages: int, queued: int) -> None:
    clock = Clock()
    if what == "bare":
        fetched = _bare(origin, pages)
    elif what == "stock":
        fetched = _stock(origin)
    else:
        if what == "parts":
            clock.install()
        fetched = _whole(origin, data, pages, queued, archive_only=what == "archive")
    usage = resource.getrusage(resource.RUSAGE_SELF)
    parts = {name: clock.spent[name] / 1e9 for name in PARTS} if what == "parts" else {}
    cpu, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    print(json.dumps({"cpu": cpu, "peak": peak, "pages": fetched, **parts}))


def _bare(origin: str, pages: int) -> int:
    """Fetch the pages from a list, without logs: the least that Scrapy can cost."""
    from scrapy import Spider
    from scrapy.crawler import AsyncCrawlerProcess

    class Bare(Spider):
        """Fetches the pages, and no more."""

        name = "bare"
        start_urls = [f"{origin}/guides/{number}" for number in range(pages)]  # noqa: RUF012
        seen = 0

        def parse(self, response, **_):  # type: ignore[no-untyped-def]  # noqa: ARG002
            """Count."""
            Bare.seen += 1

    process = AsyncCrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
    process.crawl(Bare)
    process.start()
    return Bare.seen


def _stock(origin: str) -> int:
    """Follow the links to the same pages as Scrapy's own CrawlSpider does, with its settings and its log."""
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.linkextractors import LinkExtractor
    from scrapy.spiders import CrawlSpider, Rule

    class Stock(CrawlSpider):
        """Finds and fetches the pages."""

        name = "stock"
        start_urls = [f"{origin}/"]  # noqa: RUF012
        rules = (
            Rule(LinkExtractor(allow=r"/guides/"), callback="count", follow=True),
            Rule(LinkExtractor(allow=r"/list/"), follow=True),
        )
        seen = 0

        def count(self, response, **_):  # type: ignore[no-untyped-def]  # noqa: ARG002
            """Count."""
            Stock.seen += 1

    process = AsyncCrawlerProcess()
    process.crawl(Stock)
    process.start()
    return Stock.seen


def _whole(origin: str, data: str, pages: int, queued: int, *, archive_only: bool = False) -> int:
    from crawlers.config import load_config
    from crawlers.job import CrawlJob
    from crawlers.run import crawl_here
    from tests.kill.worker import site_of

    config, _ = load_config(
        {
            "data": data,
            "allow_addresses": (origin.split("//")[1],),
            "delay": 0,
            "pages": pages if queued else 0,
            "depth": 3,
            "log_level": "ERROR",
        },
        environment={},
    )
    outcome = crawl_here(config, CrawlJob(spider="guides", sites=(site_of(origin),), archive_only=archive_only))
    return outcome.counts["archived" if archive_only else "pages"]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        _child(sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]), int(sys.argv[6]))
    else:
        main()
