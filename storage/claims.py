"""Pages that name another address as their own (`canonical`), and whether that may be: pure.

The hint is taken where what both say agrees. Where posts name their list, or every page of a template names one and the
same, the hint contradicts the pages, and each stays a page of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from storage import fields
from storage.prepared import url_id_of
from storage.rows import Entry, Row, hash_of, normal
from storage.state import PageState
from storage.urls import SAVED, url_key

CODE = "canonical_contradicted"
_ISSUES = fields.BASES.index(fields.ISSUES)
_WORD = re.compile(r"\w+")
_RUN = 3
_SAME_TITLE, _OTHER_TITLE = 0.3, 0.8
"""Share of runs of three words that two texts must have in common, by whether they bear one title."""


Text = tuple[str, str]
"""Title and body of a page."""
Texts = Mapping[str, Text]
"""By input."""


class Claim(NamedTuple):
    """An input that names a page as its own."""

    input_id: str
    own: str
    """The key that it has by itself."""


def agree(one: Text, other: Text) -> bool:
    """Whether two texts may be one page: a print version, an older state; not two posts, nor a post and a list."""
    (title, body), (other_title, other_body) = one, other
    same_title = not title or not other_title or normal(title) == normal(other_title)
    a, b = _runs(body), _runs(other_body)
    if not a or not b:
        return same_title and (not body or not other_body or normal(body) == normal(other_body))
    return len(a & b) >= (_SAME_TITLE if same_title else _OTHER_TITLE) * max(len(a), len(b))


def _runs(body: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(normal(body))
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def claims_on(page: PageState, noted: Mapping[str, str]) -> list[Claim]:
    """The inputs that lie in a page, or were `noted` (input to own key), and were had under another address."""
    found = dict(noted)
    own = url_id_of(page.page)
    for fetch in page.fetches.values():
        if fetch.url_id != own and not fetch.url.startswith(SAVED):
            found.setdefault(fetch.input_id, url_key(fetch.url))
    return [Claim(input_id, key) for input_id, key in sorted(found.items())]


def admitted(page: PageState, claims: Iterable[Claim], states: Mapping[str, PageState], texts: Texts) -> set[str]:
    """The own keys whose claim is taken. The page's own address speaks for it where it was had; else the claims must
    agree with one another."""
    listed = list(claims)
    claimed = {one.input_id for one in listed}
    latest: dict[str, tuple[tuple[str, str], str]] = {}
    for one, state in _homes(listed, page, states):
        seen = max(key for key in state.fetches if key[1] == one.input_id)
        latest[one.own] = max(latest.get(one.own, (seen, one.input_id)), (seen, one.input_id))
    said = {own: texts[input_id] for own, (_, input_id) in sorted(latest.items())}
    of_its_own = max((key for key in page.fetches if key[1] not in claimed), default=None)
    if of_its_own is not None:
        return {own for own, text in said.items() if agree(text, texts[of_its_own[1]])}
    first = next(iter(said.values()), None)
    return set(said) if first and all(agree(text, first) for text in said.values()) else set()


def _homes(
    claims: Iterable[Claim], page: PageState, states: Mapping[str, PageState]
) -> Iterator[tuple[Claim, PageState]]:
    for one in claims:
        for state in (page, states.get(one.own)):
            if state is not None and any(key[1] == one.input_id for key in state.fetches):
                yield one, state
                break


def settle(
    page: PageState,
    claims: list[Claim],
    states: Mapping[str, PageState],
    texts: Texts,
    fetch_cells: Callable[[PageState, str], None],
) -> None:
    """Have every claim lie where it belongs: in the page that it names, or, marked, in its own. `states` is by key;
    `fetch_cells` fills a state with the cells of what was read from an input."""
    taken = admitted(page, claims, states, texts)
    for one, home in list(_homes(claims, page, states)):
        target = page if one.own in taken else states[one.own]
        if target is not home:
            fetch_cells(home, one.input_id)
            home.hand_over(one.input_id, target, page.page if target is page else one.own)
        mark(target, one.input_id, None if target is page else page.page)


def mark(state: PageState, input_id: str, named: str | None) -> None:
    """Have what was read from an input say that the address it names was ignored; with None, that it was not."""
    for key, extraction in list(state.extractions.items()):
        if key[0] != input_id:
            continue
        entries = [entry for entry in extraction.entries if entry.record_key != _KEY]
        if named is not None:
            place = 1 + max((entry.position for entry in entries if entry.base == _ISSUES), default=0)
            row = _row(place, named)
            entries.append(row.entry)
            state.cells[row.entry.base, row.entry.record_key, row.entry.content_hash] = row.cells
        state.extractions[key] = extraction._replace(entries=tuple(entries))


_KEY = hash_of("issues", CODE, "", "1")


def _row(place: int, named: str) -> Row:
    message = f"The page names {named} as its own address, which says something else; the name was ignored."
    cells = (place, CODE, message, None)
    return Row(Entry(_ISSUES, _KEY, hash_of(CODE, message), place, ()), cells)
