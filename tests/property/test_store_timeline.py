"""History as a fold: at the moment of any fetch, just what that fetch's version states is true."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from storage.rows import Entry
from storage.timeline import Sighting, entries_of, fold, spells
from storage.times import stamp

_INPUTS = ("a", "b", "c", "unread")
_MANIFESTS = st.fixed_dictionaries(
    {
        name: st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("12")), unique_by=lambda one: one[0])
        for name in _INPUTS
        if name != "unread"
    }
)
_SIGHTINGS = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from([*_INPUTS, ""]), st.sampled_from(["u1", "u2"])), max_size=14
)


def _entries(stated: list[tuple[str, str]]) -> list[Entry]:
    return [Entry(4, key, content, place, ()) for place, (key, content) in enumerate(stated, start=1)]


@given(_SIGHTINGS, _MANIFESTS, st.randoms())
def test_at_any_fetch_what_it_states_is_true(
    seen: list[tuple[int, str, str]], stated: dict[str, list[tuple[str, str]]], chance: object
) -> None:
    sightings = [Sighting(f"{at:04}", input_id, f"{input_id or at % 2}{url}") for at, input_id, url in seen]
    sightings = list({one.at: one for one in sightings}.values())  # one sighting a moment
    manifests = {name: _entries(contents) for name, contents in stated.items()}
    history = fold(sightings).versions
    found = spells(history, manifests)
    shuffled = sightings[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert spells(fold(shuffled).versions, manifests) == found
    for several in found.values():
        ends = [(spell.valid_from, spell.valid_to) for spell in several]
        assert all(start is not None and (end is None or start < end) for start, end in ends)
        assert all(ends[n][1] is not None and ends[n][1] < ends[n + 1][0] for n in range(len(ends) - 1))  # type: ignore[operator]
    for version in history:
        if version.input_id == "unread":
            continue
        wanted = {(4, key, content) for key, content in stated.get(version.input_id, ())}
        at = version.first
        true = {
            content
            for content, several in found.items()
            if any(one.valid_from <= at and (one.valid_to is None or one.valid_to > at) for one in several)  # type: ignore[operator]
        }
        assert true == wanted


_DATED = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from([*_INPUTS, "", "doubted"]), st.sampled_from(["u1", "u2"])),
    max_size=14,
    unique_by=lambda one: one[0],
)


@given(_DATED, _MANIFESTS, st.integers(0, 40), st.randoms())
def test_what_is_believed_never_depends_on_the_order_nor_on_what_comes_later(
    seen: list[tuple[int, str, str]], stated: dict[str, list[tuple[str, str]]], grace: int, chance: object
) -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    manifests = {name: _entries(contents) for name, contents in stated.items()}
    sightings = [
        Sighting(stamp(start + timedelta(seconds=at)), "" if what == "doubted" else what, url, what)
        for at, what, url in seen
    ]
    whole = fold(sightings, manifests, grace=grace, own="u1")
    shuffled = sightings[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(shuffled, manifests, grace=grace, own="u1") == whole
    found = spells(whole.versions, manifests)
    assert all(spell.valid_from is not None for several in found.values() for spell in several)
    if any(one.why == "doubted" for one in sightings):
        return  # that takes an end back
    for now in sightings:
        until = fold([one for one in sightings if one.at <= now.at], manifests, grace=grace, own="u1").versions
        then = {
            content
            for content, several in found.items()
            if any(one.valid_from <= now.at and (one.valid_to is None or one.valid_to > now.at) for one in several)  # type: ignore[operator]
        }
        shown = (until and entries_of(until[-1], manifests)) or ()
        if until and entries_of(until[-1], manifests) is not None:
            assert then == {(one.base, one.record_key, one.content_hash) for one in shown}


@given(_SIGHTINGS)
def test_versions_are_runs_of_one_input(seen: list[tuple[int, str, str]]) -> None:
    history = fold(Sighting(f"{at:04}", input_id, url) for at, input_id, url in seen).versions
    for before, after in itertools.pairwise(history):
        assert before.input_id != after.input_id
        assert before.first <= before.last <= after.first
