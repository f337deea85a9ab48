"""Entities in a store: resolved as a whole, kept with a user's say, shown and overruled from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from store_support import page, take
from typer.testing import CliRunner

from extractors.errors import UsageError
from guidepost.commands.entities import app
from pipelines.resolve import decisions as user
from pipelines.resolve.batch import decisions_of, find, members, refresh, resolve_store
from storage import entities
from storage.store import Store

GHENT = page(
    "https://a.example.org/ghent",
    companies=["BNP Paribas Fortis", "Swift", "Acme"],
    skills=["Swift", "Python"],
    authors=["Ada Vance"],
)
BRUSSELS = page(
    "https://b.example.org/brussels",
    companies=["BNP Paribas Fortis SA/NV", "SWIFT", "Acme NV", "Acme Ltd"],
    universities=["ULB", "Université libre de Bruxelles (ULB)"],
    authors=["Dr. Ada Vance"],
)


def tables(store: Store) -> dict[str, list[Any]]:
    with store.reading() as connection:
        found: dict[str, list[Any]] = {shown.name: list(shown.rows(connection)) for shown in entities.EXPORTED}
        found["wordings"] = sorted(tuple(row) for row in connection.execute(select(entities.wordings)))
    return found


def named(store: Store, of_type: str, name: str) -> list[str]:
    with store.reading() as connection:
        return [one.name for one in members(connection, find(connection, of_type, name))]


def test_names_are_resolved_across_pages_and_sites(store_url: str) -> None:
    with Store.open(store_url) as store:
        take(store, GHENT, BRUSSELS)
        outcome = refresh(store)
        assert outcome is not None
        assert (outcome.names, outcome.entities) == (12, 7)
        assert named(store, "company", "bnp paribas fortis") == ["BNP Paribas Fortis", "BNP Paribas Fortis SA/NV"]
        assert len(named(store, "university", "ULB")) == 2
        assert named(store, "author", "ADA VANCE") == ["Ada Vance", "Dr. Ada Vance"]
        with store.reading() as connection:
            assert find(connection, "company", "swift").entity != find(connection, "skill", "swift").entity


def test_nothing_is_done_twice_until_something_changes(store_url: str) -> None:
    with Store.open(store_url) as store:
        take(store, GHENT)
        assert refresh(store) is not None
        assert refresh(store) is None
        take(store, BRUSSELS)
        assert refresh(store) is not None


def test_no_order_of_arrival_and_no_earlier_outcome_shows(new_url: Callable[[], str]) -> None:
    outcomes = []
    for order in ([GHENT, BRUSSELS], [BRUSSELS, GHENT]):
        with Store.open(new_url()) as store:
            for one in order:
                take(store, one)
                resolve_store(store)
            outcomes.append(tables(store))
    assert outcomes[0] == outcomes[1]


def test_rows_of_companies_join_their_entities_in_sql(store_url: str) -> None:
    query = text(
        "SELECT a.entity_name, count(*) FROM companies c "
        "JOIN entity_wordings w ON w.type = 'company' AND w.name = c.name AND w.qualifier = coalesce(c.qualifier, '') "
        "JOIN entity_aliases a ON a.type = w.type AND a.alias = w.alias GROUP BY a.entity_name ORDER BY 1"
    )
    with Store.open(store_url) as store:
        take(store, GHENT, BRUSSELS)
        refresh(store)
        with store.reading() as connection:
            rows = {tuple(row) for row in connection.execute(query)}
            look_up = entities.entity_ids(connection)
            swift = find(connection, "company", "Swift").entity
    assert rows == {("Acme", 3), ("BNP Paribas Fortis", 2), ("SWIFT", 2)}
    assert look_up("company", "SWIFT", None) == look_up("company", "Swift", "") == swift
    assert look_up("company", "Nobody", None) is None


def test_a_name_of_the_past_is_still_known_but_mentioned_by_none(store_url: str) -> None:
    with Store.open(store_url) as store:
        take(store, page(day=0, companies=["Acme", "Volt"]), page(day=9, companies=["Acme"]))
        refresh(store)
        with store.reading() as connection:
            assert (find(connection, "company", "Acme").mentions, find(connection, "company", "Volt").mentions) == (
                1,
                0,
            )


def test_merges_and_splits_hold_after_a_re_parse_into_an_empty_store(new_url: Callable[[], str]) -> None:
    with Store.open(new_url()) as store:
        take(store, GHENT, BRUSSELS)
        user.split(store, "company", ["Acme Ltd"])
        user.merge(store, "company", ["Acme", "SWIFT"])
        assert named(store, "company", "Acme Ltd") == ["Acme Ltd"]
        assert sorted(named(store, "company", "Acme")) == ["Acme", "Acme NV", "SWIFT"]
        take(store, GHENT, BRUSSELS, page("https://c.example.org/", companies=["ACME SA/NV"]))
        resolve_store(store)
        assert named(store, "company", "Acme Ltd") == ["Acme Ltd"]
        before = tables(store)
        with store.reading() as connection:
            kept = [
                (one.type, one.alias, one.other, "same" if one.same else "apart") for one in decisions_of(connection)
            ]
    with Store.open(new_url()) as store:
        user.apply(store, kept)
        take(store, page("https://c.example.org/", companies=["ACME SA/NV"]), BRUSSELS, GHENT)
        resolve_store(store)
        assert tables(store) == before


def test_each_decision_can_be_taken_back_by_the_other_and_by_undo(store_url: str) -> None:
    with Store.open(store_url) as store:
        take(store, GHENT, BRUSSELS)
        refresh(store)
        untouched = tables(store)
        user.split(store, "company", ["Acme Ltd", "Acme NV"])
        assert named(store, "company", "Acme") == ["Acme"]
        assert len(named(store, "company", "Acme Ltd")) == 2
        user.merge(store, "company", ["Acme Ltd", "Acme"])
        assert len(named(store, "company", "Acme")) == 3
        user.split(store, "company", ["Acme Ltd"])
        assert named(store, "company", "Acme Ltd") == ["Acme Ltd"]
        assert user.undo(store, "company", ["Acme", "Acme Ltd", "Acme NV"]) > 0
        assert tables(store) == untouched
        with store.reading() as connection:
            assert decisions_of(connection) == []


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (lambda store: user.merge(store, "company", ["Acme", "ACME"]), "one name already"),
        (lambda store: user.merge(store, "company", ["Acme", "Acmme"]), "did you mean 'Acme'"),
        (lambda store: user.split(store, "company", ["SWIFT"]), "name those that are to leave"),
        (lambda store: user.merge(store, "firm", ["Acme", "Swift"]), "no such type: firm"),
        (lambda store: user.apply(store, [("company", "a", "b", "perhaps")]), "no such decision: 'perhaps'"),
    ],
)
def test_what_cannot_be_decided_is_said_and_changes_nothing(store_url: str, what: Any, says: str) -> None:
    with Store.open(store_url) as store:
        take(store, GHENT, BRUSSELS)
        refresh(store)
        before = tables(store)
        with pytest.raises(UsageError, match=says):
            what(store)
        assert tables(store) == before


def test_odd_names_are_no_obstacle(store_url: str) -> None:
    odd = ["x" * 5_000, "…", "  ", "Acme", "'; DROP TABLE entity_aliases; --", "%", "\u202eemcA", "🙂"]
    with Store.open(store_url) as store:
        take(store, page(companies=odd, authors=odd))
        refresh(store)
        assert named(store, "company", "acme") == ["Acme"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with Store.open(f"sqlite:///{tmp_path / 'guidepost.sqlite'}") as store:
        take(store, GHENT, BRUSSELS)
    return tmp_path


def run(data: Path, *arguments: str, fails: bool = False) -> Any:
    done = CliRunner().invoke(app, [*arguments, "--data", str(data), "--json"])
    if fails:
        assert isinstance(done.exception, UsageError)
        return str(done.exception)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_commands_show_and_overrule(data: Path) -> None:
    listed = run(data, "list", "--type", "company", "--linked")
    assert [(one["name"], len(one["names"])) for one in listed] == [("Acme", 3), ("BNP Paribas Fortis", 2)]
    shown = run(data, "show", "university", "ulb")
    assert {one["name"] for one in shown["names"]} == {"ULB", "Université libre de Bruxelles (ULB)"}
    assert [one["like"] is None for one in shown["names"]] == [True, False]
    assert run(data, "show", "university", shown["entity_id"]) == shown
    assert [one["name"] for one in run(data, "split", "company", "Acme Ltd")] == ["Acme Ltd"]
    decided = run(data, "decisions")
    assert {one["decision"] for one in decided} == {"apart"}
    assert run(data, "undo", "company", "Acme Ltd") == {"taken_back": len(decided)}
    (data / "decisions.json").write_text(json.dumps(decided), encoding="utf-8")
    assert run(data, "apply", str(data / "decisions.json"))["entities"] == 8
    assert len(run(data, "merge", "company", "Acme Ltd", "Acme")[0]["names"]) == 3
    assert run(data, "resolve") == {"names": 12, "entities": 7}


def test_commands_say_what_is_wrong(data: Path) -> None:
    assert "did you mean 'SWIFT'" in run(data, "show", "company", "Swfit", fails=True)
    assert "no such rule: guess" in run(data, "list", "--rule", "guess", fails=True)
    assert "no such type: firm" in run(data, "list", "--type", "firm", fails=True)
    (data / "broken.json").write_text("[{}]", encoding="utf-8")
    assert "is not what" in run(data, "apply", str(data / "broken.json"), fails=True)
    assert "No such file" in run(data, "apply", str(data / "none.json"), fails=True)


def test_the_list_is_narrowed(data: Path) -> None:
    assert [one["name"] for one in run(data, "list", "--like", "fortis")] == ["BNP Paribas Fortis"]
    assert [one["type"] for one in run(data, "list", "--rule", "other_name")] == ["university"]
    assert run(data, "list", "--below", "0.5") == []
    assert len(run(data, "list", "-n", "2")) == 2
