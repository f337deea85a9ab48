"""What storing costs: CPU a page against a bare lxml parse, rows a second, and a large export's time and memory.

    python -m benchmarks.store [--pages 2000] [--export 1000000] [--format csv] [--format parquet]

A typical record has 36 rows (6 sections, 10 companies, 12 salaries, 6 links, an author, the page). The bare parse is
that of a made-up page of about 168 KB, the mean of real guides. Rounds alternate; the least of three counts.
"""

from __future__ import annotations

import argparse
import gc
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from lxml import etree

from extractors.page import Page
from extractors.records import Author, Entity, Evidence, Link, PageRecord, Salary, Section
from storage.export import export
from storage.prepared import Prepared, prepare_page
from storage.store import Store

START = datetime(2026, 3, 1, tzinfo=UTC)
BATCH = 128
TARGET = 0.3


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--export", type=int, default=0, help="also export so many salary rows")
    parser.add_argument("--format", action="append", default=None)
    parser.add_argument("--store", default=None, help="SQLAlchemy URL of an empty database instead of SQLite")
    options = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="guidepost-bench-"))
    try:
        _writes(work, options.pages, options.store)
        if options.export:
            _exports(work, options.export, options.format or ["csv", "parquet"])
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _writes(work: Path, number: int, given: str | None) -> None:
    html = _html()
    parse = min(_cpu(lambda: [etree.HTML(html) for _ in range(50)]) for _ in range(3)) / 50
    print(f"bare lxml parse of {len(html) / 1000:.0f} KB: {parse * 1000:.2f} ms of CPU")
    costs: dict[str, list[float]] = {}
    for attempt in range(1 if given else 3):
        with Store.open(given or f"sqlite:///{work / f'{attempt}.sqlite'}") as store:
            run = store.start_run("bench")
            first, later = (list(_read(number, day)) for day in (0, 1))
            same = list(_read(number, 2, like=1))
            _store(store, run, [prepare_page(*_read_one(-1, 0, 0))])  # what happens once, happens before
            for name, pages in (("new pages", first), ("changed pages", later), ("unchanged pages", same)):
                gc.collect()
                prepared: list[Prepared] = []
                costs.setdefault(f"{name}: rows and keys", []).append(
                    _cpu(lambda pages=pages, out=prepared: out.extend(prepare_page(*one) for one in pages))
                )
                costs.setdefault(f"{name}: store", []).append(_cpu(lambda: _store(store, run, prepared)))  # noqa: B023
    rows = len(prepared[0].rows or ())
    for name, rounds in costs.items():
        cost = min(rounds) / number
        print(f"{name:32} {cost * 1000:6.3f} ms a page, {cost / parse:5.2f} of a parse, {rows / cost:9,.0f} rows/s")
    stored = min(costs["new pages: store"]) / number / parse
    print(f"storing a typical record of {rows} rows: {stored:.2f} of a bare parse (mark: {TARGET})")


def _store(store: Store, run: str, prepared: list[Prepared]) -> None:
    for start in range(0, len(prepared), BATCH):
        store.write(prepared[start : start + BATCH], run_id=run)


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _read(number: int, day: int, like: int | None = None) -> Iterator[tuple[Page, PageRecord]]:
    return (_read_one(n, day, day if like is None else like) for n in range(number))


def _proof(quote: str) -> Evidence:
    return Evidence(quote=quote, path="/html/body/main/section[3]/table/tbody/tr[4]/td[2]", rule="table.row")


def _read_one(number: int, day: int, content: int) -> tuple[Page, PageRecord]:
    """A page of a made-up guide and its record; another `content` raises its pay and changes a company."""
    url = f"https://guides.example.org/hire/{number}"
    page = Page(content=f"{number}/{content}".encode(), url=url, fetched_at=START + timedelta(days=day), status=200)
    paragraph = "Pay depends on experience, on the city and on who asks; ask twice and write the answer down. " * 4
    salaries = tuple(
        Salary(
            label=f"Level {n} engineer",
            min_value=Decimal(30_000 + 1_000 * n + 500 * content),
            max_value=Decimal(40_000 + 1_000 * n),
            currency="EUR",
            unit_text="YEAR",
            raw=f"€{30 + n},{500 * content:03} – €{40 + n},000",
            source="table",
            evidence=_proof(f"€{30 + n},{500 * content:03} – €{40 + n},000"),
        )
        for n in range(12)
    )
    record = PageRecord(
        url=url,
        fetched_at=page.fetched_at,
        digest=page.digest,
        extractor_version="bench",
        kind="hiring_guide",
        title=f"Hiring engineers, page {number}",
        language="en",
        body=paragraph * 6,
        sections=tuple(
            Section(position=n, level=2, heading=f"Part {n}", text=paragraph, evidence=_proof(f"Part {n}"))
            for n in range(1, 7)
        ),
        companies=tuple(
            Entity(name=f"Company {number} {n if n else content}", evidence=_proof(f"Company {number} {n}"))
            for n in range(10)
        ),
        links=tuple(
            Link(text=f"More {n}", url=f"{url}/{n}", rel="cta", evidence=_proof(f"More {n}")) for n in range(6)
        ),
        authors=(Author(name="A. Writer", evidence=_proof("A. Writer")),),
        salaries=salaries,
        evidence={"title": _proof(f"Hiring engineers, page {number}")},
    )
    return page, record


def _html() -> bytes:
    card = (
        '<div class="card card--wide"><h3 class="t">Level {n}</h3>'
        '<p>Pay from <b>€{n}</b> a year.</p><a href="/x{n}">More</a></div>\n'
    )
    style = "".join(f".c{n} {{ margin: {n}px }}\n" for n in range(1500))
    cards = "".join(card.format(n=n) for n in range(1100))
    return f"<html><head><style>{style}</style></head><body>{cards}</body></html>".encode()


def _exports(work: Path, rows: int, formats: list[str]) -> None:
    with Store.open(f"sqlite:///{work / 'large.sqlite'}") as store:
        run, per_page = store.start_run("bench"), 100
        for start in range(0, rows // per_page, BATCH):
            numbers = range(start, min(start + BATCH, rows // per_page))
            store.write([prepare_page(*_only_salaries(n, per_page)) for n in numbers], run_id=run)
        from storage.resolve.duplicates import refresh

        refresh(store)
        for name in formats:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            wall, start_cpu = time.perf_counter(), time.process_time()
            result = export(store, work / name, format=name, tables=["salaries"])
            took, cpu = time.perf_counter() - wall, time.process_time() - start_cpu
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            unit = 1 if sys.platform == "darwin" else 1024
            size = sum(path.stat().st_size for path in (work / name).iterdir())
            print(
                f"export {name}: {result.rows['salaries']:,} rows, {took:.1f} s ({cpu:.1f} s of CPU), "
                f"{size / 1e6:.0f} MB; peak memory {peak * unit / 1e6:.0f} MB (before: {before * unit / 1e6:.0f} MB)"
            )


def _only_salaries(number: int, rows: int) -> tuple[Page, PageRecord]:
    page, record = _read_one(number, 0, 0)
    salaries = tuple(
        Salary(
            label=f"Level {n} engineer",
            min_value=Decimal(30_000 + n),
            max_value=Decimal(40_000 + n),
            currency="EUR",
            unit_text="YEAR",
            raw=f"€{30_000 + n} – €{40_000 + n}",
            source="table",
            evidence=_proof(f"€{30_000 + n} – €{40_000 + n}"),
        )
        for n in range(rows)
    )
    bare = PageRecord(url=record.url, fetched_at=record.fetched_at, digest=record.digest, title="T", salaries=salaries)
    return page, bare


if __name__ == "__main__":
    main()
