"""Pruning: what is true now or was since the cut stays with its evidence; the rest leaves store and archive."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from store_support import START, extract, extract_anew, gone, page, revisit, take

from pipelines.flow import Flow
from pipelines.reparse import reparse
from storage.archive import Archive
from storage.events import Event, Failure, RequestHead
from storage.export import export
from storage.folder import DataFolder
from storage.loading import states_of
from storage.retention.prune import _plan_readings, carry_out, moment_of_runs, plan_prune
from storage.state import PageState
from storage.store import Store
from storage.times import stamp

GHENT = "https://guides.example.org/ghent"


@pytest.fixture
def folder(tmp_path: Path, store_url: str) -> DataFolder:
    return DataFolder(tmp_path / "data", None if store_url.startswith("sqlite") else store_url)


@pytest.fixture
def store(folder: DataFolder) -> Iterator[Store]:
    with Store.open(folder.store_url) as opened:
        yield opened


def _crawl(folder: DataFolder, store: Store, *events: Event) -> str:
    run = store.start_run("crawl")
    with Archive(folder.archive).writer(run) as out, Flow(store, extract, run_id=run, archive=out) as flow:
        for event in events:
            flow.fetch(event, request=RequestHead(url=event.url or ""))
    store.finish_run(run, "done")
    return run


def _day(day: float) -> str:
    return stamp(START + timedelta(days=day))


def _prune(folder: DataFolder, store: Store, day: float) -> dict[str, int]:
    plan = plan_prune(folder, store, _day(day))
    carry_out(plan, folder, store)
    return dict(plan.counts)


def _rows(folder: Path, *without: str) -> dict[str, list[dict[str, str]]]:
    """An export, but for the columns that tell since when something is known."""
    found = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = [{k: v for k, v in row.items() if k not in without} for row in csv.DictReader(lines)]
        found[path.name] = rows
    return found


_SINCE = ("valid_from", "first_fetched")


def _known_at(store: Store, target: Path, day: float) -> dict[str, list[dict[str, str]]]:
    export(store, target, as_of=_day(day), evidence=True)
    return _rows(target, *_SINCE)


def test_an_old_version_goes_and_the_current_one_stays(folder: DataFolder, store: Store) -> None:
    _crawl(folder, store, page(companies=["Old", "Acme"]))
    _crawl(folder, store, page(day=10, companies=["Acme"]), page(day=20, companies=["Acme", "New"]))
    counts = _prune(folder, store, 15)
    assert (counts["versions"], counts["fetches"], counts["archive_records"]) == (1, 1, 2)
    with store.reading() as connection:
        names = connection.execute(text("SELECT name, valid_from FROM entities_history ORDER BY name, spell")).all()
    assert [(row[0], row[1][:10]) for row in names] == [("Acme", "2026-03-11"), ("New", "2026-03-21")]
    assert [entry.event.fetched_at for entry in Archive(folder.archive).entries()] == [  # type: ignore[union-attr]
        START + timedelta(days=10),
        START + timedelta(days=20),
    ]
    assert plan_prune(folder, store, _day(15)).empty


def test_the_bytes_that_current_evidence_points_to_stay_however_old(folder: DataFolder, store: Store) -> None:
    first = page(companies=["Acme"])
    _crawl(folder, store, first, *(revisit(first, day) for day in range(1, 300, 30)))
    assert plan_prune(folder, store, _day(290)).empty
    assert _prune(folder, store, 1000)["versions"] == 0
    assert store.counts()["companies"] == 1


def test_a_page_that_went_back_to_what_it_was_keeps_the_gap(folder: DataFolder, store: Store, tmp_path: Path) -> None:
    first = page(companies=["Acme"])
    _crawl(folder, store, page(day=-5, companies=["Older"]), first, page(day=10, companies=[]), revisit(first, 20))
    _prune(folder, store, 30)
    assert _known_at(store, tmp_path / "then", 15)["companies.csv"] == []
    assert len(_known_at(store, tmp_path / "before", 5)["companies.csv"]) == 1
    assert _known_at(store, tmp_path / "older", -4)["pages.csv"] == []


def test_a_page_that_was_gone_goes_whole_and_failures_with_it(folder: DataFolder, store: Store) -> None:
    other = "https://guides.example.org/other"
    _crawl(folder, store, page(companies=["Acme"]), gone(5), page(url=other, companies=["Umbra"]))
    _crawl(folder, store, gone(6, "https://guides.example.org/never", None), gone(50, other, None))
    _prune(folder, store, 10)
    assert {name: n for name, n in store.counts().items() if n} == {"pages": 1, "companies": 1}
    with store.reading() as connection:
        assert connection.execute(text("SELECT url FROM failures")).scalars().all() == [other]
        assert connection.execute(text("SELECT page FROM page_keys")).scalars().all() == [other]


def test_readings_that_newer_ones_took_the_place_of_go(folder: DataFolder, store: Store, tmp_path: Path) -> None:
    first, second = page(companies=["Acme"]), page(day=5, companies=["Umbra"])
    for reader in (extract, extract_anew):
        take(store, first, second, reader=reader)
    before = _known_at(store, tmp_path / "before", 1), _known_at(store, tmp_path / "later", 6)
    assert plan_prune(folder, store, _day(1)).counts["readings"] == 0, "the newer extractor was not used by then"
    later = stamp(datetime.now(UTC) + timedelta(days=1))
    plan = plan_prune(folder, store, later)
    assert (plan.counts["versions"], plan.counts["readings"]) == (1, 1)
    carry_out(plan, folder, store)
    assert plan_prune(folder, store, later).empty
    assert _known_at(store, tmp_path / "again", 6) == before[1]
    with store.reading() as connection:
        assert connection.execute(text("SELECT extractor FROM extractions")).scalars().all() == [2]


def test_a_reading_by_which_two_versions_are_compared_stays(folder: DataFolder, store: Store) -> None:
    first, second = page(companies=["Acme"]), page(day=5, companies=["Umbra"])
    take(store, first, second)
    take(store, second, reader=extract_anew)
    plan = plan_prune(folder, store, _day(1))
    assert plan.counts["readings"] == 0
    state = next(iter(_states(store)))
    _plan_readings(plan, state, settled=9)
    assert plan.counts["readings"] == 0, "the newer extractor has read only the second version"
    take(store, first, reader=extract_anew)
    _plan_readings(plan, next(iter(_states(store))), settled=9)
    assert plan.counts["readings"] == 2


def _states(store: Store) -> list[PageState]:
    with store.reading() as connection:
        ids = connection.execute(text("SELECT page_id FROM page_keys")).scalars().all()
        return list(states_of(connection, ids).values())


def _random_story(seed: int) -> list[Event]:
    dice = random.Random(seed)
    events: list[Event] = []
    for url in (GHENT, GHENT + "/2", GHENT + "/3"):
        last: Event | None = None
        for day in sorted(dice.sample(range(60), dice.randint(1, 9))):
            kind = dice.random()
            if kind < 0.2:
                events.append(gone(day, url, dice.choice([404, 500])))
            elif kind < 0.5 and last is not None:
                events.append(revisit(last, day))
            else:
                names = dice.sample(["Acme", "Umbra", "Globex"], dice.randint(0, 2))
                last = page(url=url, day=day, companies=names, salaries=[["Junior", dice.choice([1, 2]) * 1000, 5000]])
                events.append(last)
    return sorted(events, key=lambda event: event.at if isinstance(event, Failure) else event.fetched_at)  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize("seed", range(12))
def test_every_day_since_the_cut_is_as_it_was(
    folder: DataFolder, store: Store, new_url: Callable[[], str], tmp_path: Path, seed: int
) -> None:
    for number, event in enumerate(_random_story(seed)):
        _crawl(folder, store, event) if number % 3 else _crawl(folder, store, event, gone(number, GHENT + "/none"))
    days = (30, 37.5, 45, 61)
    before = [_known_at(store, tmp_path / f"before-{day}", day) for day in days]
    _prune(folder, store, 30)
    after = [_known_at(store, tmp_path / f"after-{day}", day) for day in days]
    assert before == after
    export(store, tmp_path / "now", evidence=True)
    with Store.open(new_url()) as fresh:
        reparse([], store=fresh, extract=extract, folder=folder)
        export(fresh, tmp_path / "anew", evidence=True)
    assert _rows(tmp_path / "now") == _rows(tmp_path / "anew"), "store and archive still tell the same"
    assert list(Archive(folder.archive).recover(store.committed())) == []


def test_the_newest_runs_can_be_kept(folder: DataFolder, store: Store) -> None:
    for day in range(4):
        _crawl(folder, store, page(day=day, companies=[f"C{day}"]))
    assert moment_of_runs(store, 5) is None
    with store.reading() as connection:
        started = connection.execute(text("SELECT started_at FROM runs ORDER BY started_at")).scalars().all()
    assert moment_of_runs(store, 3) == started[1]


@pytest.mark.parametrize("step", ["rewrite_segments", "_clear"])
def test_what_was_cut_off_is_finished(
    folder: DataFolder, store: Store, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    import storage.retention.prune as module

    _crawl(folder, store, page(companies=["Old"]), page(day=10, companies=["Acme"]), page(day=20, companies=["New"]))
    original = getattr(module, step)

    def then_die(*arguments: object) -> None:
        original(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, step, then_die)
        with pytest.raises(KeyboardInterrupt):
            _prune(folder, store, 15)
    _prune(folder, store, 15)
    assert plan_prune(folder, store, _day(15)).empty
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM fetches")).scalar() == 2
    assert len(list(Archive(folder.archive).entries())) == 2
