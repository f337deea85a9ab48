"""Stores of earlier schemas, of later ones, and damaged ones."""

from __future__ import annotations

import ast
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, event, text
from store_support import extract, page, take

import storage.entities
import storage.frontier  # noqa: F401 - their tables belong to the schema
from extractors.errors import StoreError, StoreFromTheFuture, UsageError
from pipelines.flow import Flow
from storage import schema
from storage.export import export
from storage.store import Store

STORES = Path(__file__).parents[1] / "fixtures" / "stores"


_KEPT = ("fetches", "extractions", "failures", "addresses", "entity_decisions")


def _restored(name: str, folder: Path) -> Path:
    path = folder / "guidepost.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript((STORES / name).read_text(encoding="utf-8"))
    connection.close()
    return path


def _all_rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(path) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {table: sorted(map(repr, connection.execute(f"SELECT * FROM {table}"))) for table in tables}
    connection.close()
    return {table: [ast.literal_eval(row) for row in found] for table, found in rows.items()}


@pytest.mark.parametrize("name", sorted(path.name for path in STORES.glob("*.sql")))
def test_an_earlier_store_is_upgraded_with_every_row(tmp_path: Path, name: str) -> None:
    path = _restored(name, tmp_path)
    before = _all_rows(path)
    assert len(before["salaries_history"]) == 4
    with Store.open(f"sqlite:///{path}", backups=tmp_path / "backups") as store:
        rows = export(store, tmp_path / "out").rows
        take(store, page(companies=["New"]))
    after = _all_rows(path)
    for table, old in before.items():
        if table.endswith("_history") or table in _KEPT:
            kept = [row[: len(old[0])] for row in after[table]] if old else []
            assert set(old) <= set(kept), table
    assert (rows["salaries"], rows["companies"], rows["articles"]) == (2, 3, 1)
    (copy,) = (tmp_path / "backups").iterdir()
    assert _all_rows(copy) == before


def test_a_store_from_the_future_is_refused(store_url: str) -> None:
    Store.open(store_url).close()
    engine = create_engine(store_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreFromTheFuture, match="newer version") as caught:
        Store.open(store_url)
    assert caught.value.exit_code == 2


def test_the_migrations_make_the_schema(store_url: str) -> None:
    with Store.open(store_url) as store, store.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), schema.metadata)
    assert differences == []


def test_a_file_that_is_no_database_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "guidepost.sqlite"
    path.write_bytes(b"this is no database at all, " * 100)
    with pytest.raises(StoreError, match="not a database"):
        Store.open(f"sqlite:///{path}")
    assert path.read_bytes().startswith(b"this is no database")


def test_damage_within_is_a_clear_error_and_nothing_is_half_written(tmp_path: Path) -> None:
    path = tmp_path / "guidepost.sqlite"
    with Store.open(f"sqlite:///{path}") as store:
        take(store, *(page(url=f"https://example.org/{n}", companies=[f"C{n}"]) for n in range(200)))
    damaged = bytearray(path.read_bytes())
    for start in range(8192, len(damaged), 4096):
        damaged[start : start + 100] = b"\xff" * 100
    path.write_bytes(damaged)
    with pytest.raises(StoreError), Store.open(f"sqlite:///{path}") as store:
        take(store, page(companies=["New"]))


@pytest.mark.parametrize("url", ["nonsense", "oracle+nothing://x", "sqlite3:///x"])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(UsageError):
        Store.open(url)


def test_opening_twice_changes_nothing(tmp_path: Path, new_url: Callable[[], str]) -> None:
    url = new_url()
    with Store.open(url) as store:
        take(store, page(companies=["A"]))
    with Store.open(url) as store:
        assert store.counts()["companies"] == 1


def test_a_full_disk_stores_nothing_of_the_batch_and_the_next_attempt_all(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'guidepost.sqlite'}"
    stated = [page(url=f"https://example.org/{n}", companies=[f"C{n} " + "x" * 2000]) for n in range(60)]
    with Store.open(url) as store:
        take(store, page(companies=["Before"]))
        full = True

        @event.listens_for(store.engine, "begin")
        def limit(connection: Connection) -> None:  # as if the disk had no block left, or room again
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar() if full else 1_000_000
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

        run = store.start_run("test")
        with pytest.raises(StoreError, match="full"), Flow(store, extract, run_id=run) as flow:
            for one in stated:
                flow(one)
        assert store.counts()["companies"] == 1
        full = False
        flow.commit()  # the batch was still in hand
        assert store.counts()["companies"] == 61


def test_a_store_that_somebody_holds_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "guidepost.sqlite"
    with Store.open(f"sqlite:///{path}") as store:
        holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        holder.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.5, holder.execute, ["COMMIT"])
        timer.start()
        take(store, page(companies=["Acme"]))
        timer.join()
        holder.close()
        assert store.counts()["companies"] == 1


def test_workers_that_open_an_empty_store_at_once_find_one_schema(postgres: Callable[[], str]) -> None:
    url = postgres()

    def opened(_: int) -> int:
        with Store.open(url) as store:
            return store.counts()["pages"]

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(opened, range(6))) == [0] * 6
