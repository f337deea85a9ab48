"""What changed, told field by field with both evidences; and what only a newer extractor sees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from store_support import START, extract_anew, page, take

from extractors.errors import UsageError
from guidepost.cli import main
from storage import schema
from storage.events import Failure
from storage.folder import DataFolder
from storage.history import Change, changes, since_moment
from storage.store import Store
from storage.times import stamp

GHENT = "https://guides.example.org/ghent"


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with Store.open(store_url) as opened:
        yield opened


def _told(found: Iterator[Change]) -> list[tuple[str, ...]]:
    return [
        (one.kind, one.table, one.name, " ".join(f"{f.name}: {f.before} → {f.after};" for f in one.fields), one.cause)
        for one in found
    ]


def test_what_appeared_went_and_changed(store: Store) -> None:
    take(
        store,
        page(salaries=[["Junior", 39600, 45000], ["Senior", 60000, 70000]], companies=["Acme", "Umbra"]),
        page(day=30, salaries=[["Junior", 41000, 45000], ["Senior", 60000, 70000]], companies=["Umbra"], authors=["A"]),
    )
    found = list(changes(store, since=stamp(START + timedelta(days=1))))
    assert _told(iter(found)) == [
        ("went", "companies", "Acme", "", "page"),
        (
            "changed",
            "salaries",
            "Junior",
            "min_value: 39600 → 41000; raw: Junior: 39600 to 45000 → Junior: 41000 to 45000;",
            "page",
        ),
        ("appeared", "authors", "A", "", "page"),
    ]
    raise_ = found[1]
    assert raise_.before_evidence is not None
    assert raise_.after_evidence is not None
    assert raise_.before_evidence.quote == "Junior: 39600 to 45000"
    assert raise_.after_evidence.quote == "Junior: 41000 to 45000"
    assert (raise_.before_at[:10], raise_.at[:10]) == ("2026-03-01", "2026-03-31")
    assert found[0].before_evidence is not None
    assert found[0].before_evidence.quote == "- Acme"


def test_order_alone_is_no_change(store: Store) -> None:
    take(store, page(companies=["A", "B"]), page(day=1, companies=["B", "A"]))
    assert _told(changes(store, since=stamp(START + timedelta(hours=1)))) == []


def test_pages_come_and_go(store: Store) -> None:
    gone = Failure(url=GHENT, at=START + timedelta(days=3), code="http_410", status=410)
    take(store, page(title="Ghent"), gone, page(url="https://b.example.net/", day=4, title="New"))
    assert _told(changes(store, since=stamp(START + timedelta(days=1)))) == [
        ("appeared", "pages", "New", "", "page"),
        ("went", "pages", "Ghent", "", "page"),
    ]
    assert len(list(changes(store, site="example.net"))) == 1


def test_what_a_newer_extractor_sees_is_told_apart(store: Store) -> None:
    first, second = page(companies=["Acme"]), page(day=5, companies=["Umbra"])
    take(store, first)
    take(store, second, reader=extract_anew)
    assert {one.cause for one in changes(store) if one.table == "companies"} == {"page_or_extractor"}
    take(store, first, reader=extract_anew)
    told = _told(changes(store))
    assert ("went", "companies", "Acme", "", "page") in told
    assert ("appeared", "companies", "Umbra", "", "page") in told
    assert [one for one in told if one[-1] != "page"] == [("appeared", "skills", "Reading", "", "extractor")]


def test_the_command_tells_changes_of_pages_first_and_the_extractors_after(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = page(companies=["Acme"]), page(day=5, companies=["Umbra"])
    with Store.open(DataFolder(tmp_path).store_url) as store:
        take(store, first, second)
        take(store, first, second, reader=extract_anew)
    with pytest.raises(SystemExit) as left:
        main(["changes", "--data", str(tmp_path)])
    assert not left.value.code
    told, _, anew = capsys.readouterr().out.partition("Seen only by a newer extractor")
    assert "companies: Acme" in told
    assert "skills: Reading" not in told
    assert "skills: Reading" in anew
    assert "companies: Acme" not in anew


def test_since(store: Store) -> None:
    run = store.start_run("crawl")
    assert since_moment(store, run).endswith("Z")
    assert since_moment(store, "2026-03-01") == "2026-03-01T00:00:00.000000Z"
    with pytest.raises(UsageError, match="guidepost runs"):
        since_moment(store, "last week")


def test_an_extractor_that_comes_back_counts_again(store: Store) -> None:
    first = page(companies=["Acme"])
    take(store, first)
    take(store, first, reader=extract_anew)
    assert store.counts()["skills"] == 1
    take(store, first)
    assert store.counts()["skills"] == 0
    assert _told(changes(store))[1:] == [
        ("appeared", "skills", "Reading", "", "extractor"),
        ("went", "skills", "Reading", "", "extractor"),
    ]
    with store.reading() as connection:
        (version,) = connection.execute(select(schema.pages.c.extractor_version)).scalars()
    assert version == "toy+1"
    take(store, first, reader=extract_anew)
    assert store.counts()["skills"] == 1


def test_two_workers_of_different_versions_do_not_outdo_each_other(store: Store) -> None:
    old, new = store.start_run("test"), store.start_run("test")
    for day in range(3):
        take(store, page(day=day, companies=[f"C{day}"]), run_id=old)
        take(store, page(day=day, companies=[f"C{day}"]), reader=extract_anew, run_id=new)
    with store.reading() as connection:
        versions = connection.execute(
            select(schema.extractors.c.extractor_version).order_by(schema.extractors.c.ordinal)
        ).scalars()
        assert list(versions) == ["toy+1", "toy+2"]
