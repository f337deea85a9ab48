"""The store: rows kept once, with history, whatever the order in which pages come; on SQLite and on PostgreSQL."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select, text
from store_support import START, contents, extract, extract_anew, gone, page, revisit, take

from extractors.errors import StoreError
from storage import schema
from storage.events import Event
from storage.export import export
from storage.store import Store

GHENT = "https://guides.example.org/ghent"


@pytest.fixture
def store(store_url: str):  # type: ignore[no-untyped-def]
    with Store.open(store_url) as opened:
        yield opened


def _pay(store: Store, where: str = "valid_from IS NOT NULL") -> list[tuple[object, ...]]:
    query = (
        f"SELECT label, min_value, valid_from, valid_to FROM salaries_history WHERE {where} ORDER BY label, valid_from"
    )
    with store.reading() as connection:
        rows = connection.execute(text(query)).all()
    return [(row[0], str(row[1]), row[2][:10], row[3] and row[3][:10]) for row in rows]


def test_the_same_again_writes_nothing(store: Store) -> None:
    stated = page(salaries=[["Junior", 39600, 45000], ["Senior", 60000, 70000]], companies=["Acme", "Umbra"])
    assert take(store, stated).counts.rows_written == 5
    assert take(store, stated).counts.rows_written == 0
    later = page(day=1, salaries=[["Junior", 39600, 45000], ["Senior", 60000, 70000]], companies=["Acme", "Umbra"])
    assert take(store, later).counts.rows_written == 0


def test_a_raise_is_a_change_of_one_record(store: Store) -> None:
    take(store, page(salaries=[["Junior", 39600, 45000]]), page(day=30, salaries=[["Junior", 41000, 45000]]))
    assert _pay(store) == [
        ("Junior", "39600", "2026-03-01", "2026-03-31"),
        ("Junior", "41000", "2026-03-31", None),
    ]
    with store.reading() as connection:
        keys = connection.execute(text("SELECT count(DISTINCT record_key) FROM salaries_history")).scalar()
    assert keys == 1


def test_what_comes_back_has_two_spells(store: Store) -> None:
    days = [["Acme", "Umbra"], ["Acme"], ["Acme", "Umbra"]]
    take(store, *(page(day=n, companies=names) for n, names in enumerate(days)))
    query = "SELECT name, spell, valid_from, valid_to FROM entities_history ORDER BY name, spell"
    with store.reading() as connection:
        rows = [(r[0], r[1], r[2][:10], r[3] and r[3][:10]) for r in connection.execute(text(query))]
    assert rows == [
        ("Acme", 0, "2026-03-01", None),
        ("Umbra", 0, "2026-03-01", "2026-03-02"),
        ("Umbra", 1, "2026-03-03", None),
    ]


def test_a_page_that_is_gone_ends_and_may_come_back(store: Store) -> None:
    take(store, page(companies=["Acme"]), gone(1))
    assert store.counts()["companies"] == store.counts()["pages"] == 0
    take(store, page(day=2, companies=["Acme"]))
    assert store.counts()["companies"] == 1
    take(store, gone(3, status=500))
    assert store.counts()["companies"] == 1


def _story() -> list[Event]:
    first = page(companies=["Acme", "Umbra"], salaries=[["Junior", 39600, 45000]], sections=[["Pay", "Much."]])
    second = page(day=2, companies=["Umbra", "Acme"], salaries=[["Junior", 41000, 45000]])
    same_elsewhere = page(url=GHENT + "/amp", day=3, companies=["Umbra"], canonical=GHENT)
    return [
        first,
        revisit(first, 1),
        second,
        revisit(second, 2.5),
        same_elsewhere,
        gone(4),
        page(day=5, companies=["Acme"], authors=["A. Writer"]),
        page(url="https://other.example.net/", day=0.5, kind="article", title="News", body="Long.", authors=["B"]),
        page(url="https://saved.example.net/x", day=None, companies=["Saved"]),
        gone(1, url="https://never.example.net/"),
    ]


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_arrival_never_shows(
    store_url: str, new_url: Callable[[], str], tmp_path: Path, seed: int
) -> None:
    story = _story()
    shuffled = story[:]
    random.Random(seed).shuffle(shuffled)
    moments = [None, "2026-03-01", "2026-03-03", "2026-03-04T12:00:00Z"]
    seen: list[list[dict[str, bytes]]] = []
    for url, events, size in ((store_url, story, 64), (new_url(), shuffled, 1 + seed % 3)):
        with Store.open(url) as store:
            take(store, *events, batch_size=size)
            folders = [tmp_path / f"{len(seen)}-{number}" for number in range(len(moments))]
            for folder, moment in zip(folders, moments, strict=True):
                export(store, folder, as_of=moment, evidence=True)
            seen.append([contents(folder) for folder in folders])
    assert seen[0] == seen[1]
    assert b"Acme" in seen[0][0]["companies.csv"]


def test_an_old_store_read_anew_and_an_empty_one_come_to_the_same(
    store_url: str, new_url: Callable[[], str], tmp_path: Path
) -> None:
    moments = [None, "2026-03-01", "2026-03-03"]
    for name, url, readers in (("old", store_url, (extract, extract_anew)), ("empty", new_url(), (extract_anew,))):
        with Store.open(url) as store:
            for reader in readers:
                take(store, *_story(), reader=reader)
            for moment in moments:
                export(store, tmp_path / f"{name}-{moment}", as_of=moment, evidence=True)
    for moment in moments:
        assert contents(tmp_path / f"old-{moment}") == contents(tmp_path / f"empty-{moment}")
    assert b"Reading" in contents(tmp_path / "empty-None")["skills.csv"]


def test_any_past_day_can_be_shown(store: Store, tmp_path: Path) -> None:
    take(store, *_story())
    rows = {}
    for day in ("2026-02-28", "2026-03-01", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"):
        result = export(store, tmp_path / day, as_of=day, where={"pages": "page LIKE '%ghent%'"})
        rows[day] = (result.rows["pages"], result.rows["companies"], result.rows["salaries"])
    assert rows == {
        "2026-02-28": (0, 0, 0),
        "2026-03-01": (1, 2, 1),
        "2026-03-03": (1, 2, 1),
        "2026-03-04": (1, 1, 0),
        "2026-03-05": (1, 1, 0),  # the address that was had last was another one: that /ghent is gone ends nothing
        "2026-03-06": (1, 1, 0),
    }
    assert b"39600" in (tmp_path / "2026-03-01" / "salaries.csv").read_bytes()
    assert b"41000" in (tmp_path / "2026-03-03" / "salaries.csv").read_bytes()


def test_reading_anew_is_no_change_of_the_page(store: Store) -> None:
    stated = page(companies=["Acme"], skills=["Writing"])
    under_way = store.start_run("test")
    take(store, stated)
    take(store, stated, reader=extract_anew)
    with store.reading() as connection:
        names = connection.execute(text("SELECT name, valid_from FROM skills")).all()
        kept = connection.execute(text("SELECT name FROM entities_history WHERE valid_from IS NULL")).scalars().all()
    assert [(name, at[:10]) for name, at in names] == [("Reading", "2026-03-01")]
    assert kept == ["Writing"]
    take(store, stated, run_id=under_way)
    with store.reading() as connection:
        left = connection.execute(text("SELECT name FROM skills")).scalars().all()
    assert left == ["Reading"], "a run that was under way before does not speak over the newer extractor"


def test_a_page_key_that_a_newer_extractor_reads_otherwise_leaves_nothing_behind(store: Store) -> None:
    """The older extractor did not see the canonical address: what it called another page is this one."""
    seen = page(url=GHENT + "/print", companies=["Acme"], canonical=GHENT)
    under_way = store.start_run("test")
    take(store, seen, reader=lambda one: msgspec.structs.replace(extract(one), canonical_url=None))
    take(store, page(url=GHENT + "/print", day=1, companies=["Umbra"], canonical=GHENT))
    with store.reading() as connection:
        assert set(connection.execute(text("SELECT page FROM page_keys")).scalars()) == {GHENT, GHENT + "/print"}
    take(store, seen, reader=extract_anew)
    with store.reading() as connection:
        assert set(connection.execute(text("SELECT page FROM pages")).scalars()) == {GHENT}
        assert set(connection.execute(text("SELECT page FROM page_keys")).scalars()) == {GHENT}
        assert connection.execute(text("SELECT count(*) FROM entities_history WHERE name = 'Acme'")).scalar() == 1
    take(store, seen, reader=lambda one: msgspec.structs.replace(extract(one), canonical_url=None), run_id=under_way)
    with store.reading() as connection:
        assert set(connection.execute(text("SELECT page FROM pages")).scalars()) == {GHENT}


def test_amounts_are_exact(store: Store) -> None:
    amounts = ["39600.10", "0.1", "12345678901234567890.123456789"]
    take(store, page(salaries=[[f"L{n}", amount, amount] for n, amount in enumerate(amounts)]))
    table = schema.history["salaries"]
    with store.reading() as connection:
        found = connection.execute(select(table.c.min_value).order_by(table.c.label)).scalars().all()
    assert found == ["39600.1", "0.1", "12345678901234567890.123456789"]


def test_a_saved_file_without_a_time_is_replaced_by_the_next_reading(store: Store) -> None:
    take(store, page(day=None, companies=["Old"]))
    take(store, page(day=None, companies=["New"]))
    with store.reading() as connection:
        assert connection.execute(text("SELECT name FROM companies")).scalars().all() == ["New"]
        assert connection.execute(text("SELECT count(*) FROM entities_history")).scalar() == 1


def test_a_page_that_a_column_refuses_is_set_aside_and_the_rest_lands(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = page(url="https://bad.example.org/", title="x\ud800")
    flow = take(store, page(companies=["Acme"]), bad, page(url="https://c.example.org/", companies=["Umbra"]))
    assert store.counts()["companies"] == 2
    assert flow.counts.issues["unpaired_surrogate"] == 1

    import storage.prepared as prepared

    real = prepared.rows_of
    monkeypatch.setattr(
        prepared,
        "rows_of",
        lambda record: [row._replace(entry=row.entry._replace(position=None)) for row in real(record)],
    )
    broken = page(url="https://broken.example.org/", companies=["Broken"])
    monkeypatch.setattr(
        prepared,
        "rows_of",
        lambda record: [
            row._replace(entry=row.entry._replace(position=None)) if record.url == broken.url else row
            for row in real(record)
        ],
    )
    flow = take(store, page(url="https://d.example.org/", companies=["Delta"]), broken)
    assert flow.counts.quarantined == 1
    assert store.counts()["quarantine"] == 1
    assert store.counts()["companies"] == 3
    with store.reading() as connection:
        row = connection.execute(select(schema.quarantine)).one()
    assert row.page == broken.url
    assert "position" in row.reason


def test_a_fault_of_the_extractor_is_kept_and_shown(store: Store) -> None:
    from extractors.page import Page

    boom = Page(content=b"boom", url="https://boom.example.org/", fetched_at=START)
    flow = take(store, boom, page(companies=["Acme"]))
    assert flow.counts.quarantined == 1
    with store.reading() as connection:
        assert (
            connection.execute(select(schema.quarantine.c.reason)).scalar_one()
            == "RuntimeError: a fault of the extractor"
        )


def test_what_must_go_together_goes_together(store: Store) -> None:
    done = []

    def refuse(connection: object) -> None:
        done.append(connection)
        raise StoreError("no")

    run = store.start_run("test")
    from pipelines.flow import Flow

    flow = Flow(store, extract, run_id=run)
    flow(page(companies=["Acme"]), ack=refuse)
    with pytest.raises(StoreError):
        flow.commit()
    assert done
    assert store.counts()["pages"] == 0


def test_two_writers_wait_for_each_other(store_url: str) -> None:
    Store.open(store_url).close()
    faults: list[BaseException] = []

    def write(worker: int) -> None:
        try:
            with Store.open(store_url) as own:
                for n in range(10):
                    take(own, page(url=f"https://{worker}.example.org/{n}", companies=["Acme"]), batch_size=1)
        except BaseException as error:  # noqa: BLE001 - a thread keeps it for the test to see
            faults.append(error)

    threads = [threading.Thread(target=write, args=(worker,)) for worker in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    with Store.open(store_url) as store:
        assert store.counts()["companies"] == 30


def test_a_reader_sees_one_moment_while_others_write(store: Store, tmp_path: Path) -> None:
    take(store, *(page(url=f"https://example.org/{n}", companies=["Acme"]) for n in range(3)))
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM companies")).scalar() == 3
        writer = threading.Thread(target=take, args=(store, page(url="https://example.org/new", companies=["New"])))
        writer.start()
        writer.join()
        assert connection.execute(text("SELECT count(*) FROM companies")).scalar() == 3
    assert store.counts()["companies"] == 4


def test_runs_are_in_the_ledger(store: Store) -> None:
    take(store, page(companies=["Acme"]))
    with store.reading() as connection:
        run = connection.execute(select(schema.runs)).one()
    assert (run.kind, run.status) == ("test", "done")
    assert run.ended_at >= run.started_at


def test_nothing_can_be_written_over_a_reading_connection(store: Store) -> None:
    with store.reading() as connection, pytest.raises(Exception, match=r"readonly|read-only"):
        connection.execute(text("DELETE FROM runs"))
    store.start_run("after")
