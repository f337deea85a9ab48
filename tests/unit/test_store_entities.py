"""Names that name one thing: measured on labelled pairs, half of them kept out of the making of the rules."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from store_support import page, take

from extractors.errors import UsageError
from storage import schema
from storage.resolve.batch import decide, refresh
from storage.resolve.clusters import Alias, Decision, Mention, resolve
from storage.resolve.names import alike
from storage.store import Store

PAIRS = Path(__file__).parents[1] / "fixtures" / "entities" / "pairs.tsv"


def pairs(half: str) -> list[tuple[str, str, str, bool]]:
    """The labelled pairs of one half (`tuning` or `held_out`), which a hash decides."""
    found = []
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            of_type, one, other, same = line.split("\t")
            even = hashlib.sha256(f"{of_type}|{one}|{other}".encode()).digest()[0] % 2 == 0
            if even == (half == "tuning"):
                found.append((of_type, one, other, same == "yes"))
    return found


def measured(half: str) -> tuple[float, float, list[tuple[str, str, str, bool]]]:
    """Pairwise precision and recall of `resolve` on pairs taken two by two, and the pairs it has wrong."""
    right = wrong = missed = 0
    mistakes = []
    for of_type, one, other, same in pairs(half):
        found = len({alias.entity for alias in resolve([Mention(of_type, one, 1), Mention(of_type, other, 1)])}) == 1
        assert found == (alike(of_type, one, other) is not None)
        right += found and same
        wrong += found and not same
        missed += same and not found
        if found != same:
            mistakes.append((of_type, one, other, same))
    return right / (right + wrong), right / (right + missed), mistakes


def test_there_are_pairs_enough() -> None:
    assert len(pairs("tuning")) + len(pairs("held_out")) >= 300
    assert len(pairs("held_out")) >= 140


@pytest.mark.parametrize("half", ["tuning", "held_out"])
def test_precision_and_recall(half: str) -> None:
    precision, recall, mistakes = measured(half)
    assert precision >= 0.98, mistakes
    assert recall >= 0.90, mistakes


def _groups(table: list[Alias]) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for alias in table:
        found.setdefault(alias.entity, set()).add(alias.name)
    return {frozenset(names) for names in found.values()}


def _named(of_type: str, *names: str) -> list[Mention]:
    return [Mention(of_type, name, len(names) - n) for n, name in enumerate(names)]


def test_types_are_kept_apart() -> None:
    table = resolve([Mention("skill", "Swift", 3), Mention("company", "Swift", 2), Mention("company", "SWIFT", 1)])
    assert len({alias.entity for alias in table}) == 2
    assert len(table) == 2


def test_the_order_of_names_never_shows() -> None:
    mentions = [Mention(of_type, name, 1) for of_type, *both, _ in pairs("tuning") for name in both]
    mentions = sorted(set(mentions))
    wanted = resolve(mentions)
    for seed in range(3):
        random.Random(seed).shuffle(mentions)
        assert resolve(mentions) == wanted


def test_all_pairs_together_hold_what_they_hold_alone() -> None:
    """Chains of links may join what no single link would: they must not among all names at once."""
    everything = pairs("tuning") + pairs("held_out")
    table = resolve({Mention(of_type, name, 1) for of_type, *both, _ in everything for name in both})
    entity = {(alias.type, alias.alias): alias.entity for alias in table}
    from storage.resolve.names import key

    joined = [(t, a, b) for t, a, b, same in everything if not same and entity[t, key(t, a)] == entity[t, key(t, b)]]
    # An acronym and a name are no certain pair alone, and are one where a third name gives both.
    surprising = [(t, a, b) for t, a, b in joined if not any(name.isupper() and len(name) <= 4 for name in (a, b))]
    assert len(surprising) <= 3, surprising


def test_an_acronym_of_two_names_is_linked_to_neither() -> None:
    table = resolve(_named("university", "Free University of Berlin (FUB)", "First University of Boston (FUB)", "FUB"))
    assert _groups(table) == {
        frozenset({name}) for name in ("Free University of Berlin (FUB)", "First University of Boston (FUB)", "FUB")
    }


def test_rule_and_score_are_recorded() -> None:
    table = resolve(_named("university", "Université libre de Bruxelles (ULB)", "ULB"))
    (short,) = [alias for alias in table if alias.alias == "ulb"]
    assert (short.rule, short.score, short.like_alias) == ("acronym_given", 0.98, "universite libre de bruxelles")
    assert short.entity_name == "Université libre de Bruxelles (ULB)"


def test_a_user_may_merge_and_split() -> None:
    mentions = _named("company", "Google", "Alphabet", "Ocado", "Ocado Retail", "Materialise", "Materialize")
    merged = resolve(mentions, [Decision("company", "alphabet", "google", "same")])
    assert frozenset({"Google", "Alphabet"}) in _groups(merged)
    split = resolve(mentions, [Decision("company", "materialise", "materialize", "apart")])
    assert frozenset({"Materialise"}) in _groups(split)
    alone = resolve(mentions, [Decision("company", "materialize", "*", "apart")])
    assert frozenset({"Materialize"}) in _groups(alone)


def test_nobody_is_left_out_of_a_large_set() -> None:
    mentions = [Mention("company", f"Company Number {n}", 1) for n in range(3000)]
    assert len({alias.entity for alias in resolve(mentions)}) == 3000


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with Store.open(store_url) as opened:
        yield opened


def _entities(store: Store) -> dict[str, str]:
    refresh(store)
    table = schema.aliases
    with store.reading() as connection:
        return {row.name: row.entity_name for row in connection.execute(select(table))}


def test_decisions_outlive_a_reparse(store: Store) -> None:
    stated = page(companies=["Google", "Alphabet", "Acme NV", "Acme"])
    take(store, stated)
    assert _entities(store)["Alphabet"] == "Alphabet"
    decide(store, "company", "Alphabet", "Google", "same")
    assert _entities(store)["Alphabet"] == _entities(store)["Google"]
    take(store, page(day=1, companies=["Google", "Alphabet", "Other"]))
    assert _entities(store)["Alphabet"] == _entities(store)["Google"]
    decide(store, "company", "Alphabet", None, "apart")
    assert _entities(store)["Alphabet"] == "Google" or _entities(store)["Alphabet"] == "Alphabet"
    decide(store, "company", "Alphabet", "Google", "undo")
    assert _entities(store)["Alphabet"] == "Alphabet"
    with pytest.raises(UsageError, match="entities list"):
        decide(store, "company", "Nobody", "Google", "same")
    with pytest.raises(UsageError, match="no such type"):
        decide(store, "planet", "Mars", None, "apart")


def test_nothing_is_resolved_twice(store: Store) -> None:
    take(store, page(companies=["Acme"]))
    assert refresh(store) is not None
    assert refresh(store) is None
    take(store, page(companies=["Acme"]))
    assert refresh(store) is None
    take(store, page(day=1, companies=["Umbra"]))
    assert refresh(store) is not None
