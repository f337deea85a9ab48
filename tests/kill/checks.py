"""What a crawl that was killed must have come to."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from pathlib import Path

from sqlalchemy import text

from storage.archive import Archive
from storage.engine import open_engine
from storage.export import export
from storage.frontier.tables import FAILED
from storage.store import Store
from storage.torn import sound_end
from tests.kill.server import Servers
from tests.kill.worker import Origins

Tables = dict[str, Counter[tuple[str, ...]]]
LEFT_OUT = ("valid_from", "first_fetched", "fetched_at", "page_url", "page", "site", "as_of")


def check(
    work: Path, folders: list[Path], url: str, servers: Servers, expected: Tables, pages: int
) -> tuple[str, list[str]]:
    """What came of a crawl, in words, and what is wrong with it."""
    counts = servers.take_counts()
    served = {
        f"{origin}{path}": number
        for origin, paths in counts.items()
        for path, number in paths.items()
        if path.startswith("/guides/")
    }
    problems = [f"{pages - len(served)} pages were never served whole"] if len(served) != pages else []
    store = _store_of(folders[0], url)
    engine = open_engine(store)
    with engine.connect() as connection:
        stored = connection.execute(text("SELECT page, count(*) FROM pages GROUP BY page")).all()
        failed = connection.execute(
            text(f"SELECT outcome, count(*) FROM frontier WHERE state = {FAILED} GROUP BY outcome")
        ).all()
        open_ones = connection.execute(text("SELECT count(*) FROM frontier WHERE state < 2")).scalar_one()
    engine.dispose()
    lost, doubled = pages - len(stored), sum(number > 1 for _, number in stored)
    if lost or doubled:
        problems.append(f"{lost} pages are not stored, {doubled} are twice")
    if failed:
        problems.append(f"given up without a failure: {dict(map(tuple, failed))}")  # type: ignore[arg-type]
    if open_ones:
        problems.append(f"{open_ones} addresses were left in the queue")
    found = tables(work, folders[0], url, servers.origins)
    for name, rows in expected.items():
        less, more = rows - found[name], found[name] - rows
        if less or more:
            problems.append(f"{name}: {sum(less.values())} rows lost, {sum(more.values())} too many")
    for folder in folders:
        problems += damage(folder, torn=False)
    again = sum(served.values()) - len(served)
    return (
        f"{len(stored)} of {pages} pages stored, {lost} lost, {doubled} doubled, "
        f"{sum(number for _, number in failed)} given up, {again} served again",
        problems,
    )


def _store_of(folder: Path, url: str) -> str:
    return f"sqlite:///{folder / 'guidepost.sqlite'}" if url == "-" else url


def tables(work: Path, folder: Path, url: str, origins: Origins) -> Tables:
    """The exported rows, less what depends on when they were fetched."""
    target = work / "csv"
    shutil.rmtree(target, ignore_errors=True)
    with Store.open(_store_of(folder, url)) as store:
        export(store, target)
    found = {}
    for path in sorted(target.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        found[path.stem] = Counter(
            tuple(_steady(value, origins) for name, value in row.items() if name not in LEFT_OUT) for row in rows
        )
    return found


def _steady(value: str, origins: Origins) -> str:
    for number, origin in enumerate((*origins.listing, *origins.mapped)):
        value = value.replace(origin, f"site{number}")
    return value


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
