"""Loading what the store knows of some pages into `PageState`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, or_, select

from storage import fields, schema
from storage.events import DOUBTED, ENDING_CODES, ENDING_STATUSES, JOINED
from storage.marks import grace_of
from storage.rows import Entry
from storage.state import Extraction, Fetch, PageState
from storage.timeline import ContentId, Sighting, Spell

_MANIFEST = msgspec.json.Decoder(tuple[Entry, ...])
_CHUNK = 500  # bound parameters of one IN (...)


def within(connection: Connection, query: Any, column: Any, keys: Iterable[str]) -> Iterator[Any]:
    """Rows of the query whose column is one of the keys."""
    listed = sorted(keys)
    for start in range(0, len(listed), _CHUNK):
        yield from connection.execute(query.where(column.in_(listed[start : start + _CHUNK])))


def extractor_names(connection: Connection) -> dict[int, str]:
    """Versions of the extractors by ordinal."""
    table = schema.extractors
    return {row.ordinal: row.extractor_version for row in connection.execute(select(table))}


def states_of(connection: Connection, page_ids: Iterable[str]) -> dict[str, PageState]:
    """The states of pages by id."""
    states = {page_id: PageState(page_id, "", "") for page_id in page_ids}
    load(connection, states)
    return states


def load(connection: Connection, states: Mapping[str, PageState], also_at: Iterable[tuple[str, str]] = ()) -> None:
    """Fill the states in place; `also_at` names addresses (with the page's id) that the store does not know yet."""
    keys = schema.pages
    for row in within(connection, select(keys.c.page_id, keys.c.page, keys.c.site), keys.c.page_id, states):
        state = states[row.page_id]
        if state.page and state.page != row.page:
            raise ValueError(f"two page keys have one id: {state.page} and {row.page}")
        state.page, state.site = row.page, row.site
    grace = grace_of(connection)
    for state in states.values():
        state.grace = grace
    _fetches(connection, states)
    owners: dict[str, set[str]] = {}
    for url_id, page_id in also_at:
        owners.setdefault(url_id, set()).add(page_id)
    for state in states.values():
        for url_id in state.urls:
            owners.setdefault(url_id, set()).add(state.page_id)
    _told(connection, states, owners)
    _elsewhere(connection, states, owners)


def _fetches(connection: Connection, states: Mapping[str, PageState]) -> None:
    fetches = schema.fetches
    columns = [fetches.c.page_id, *(fetches.c[name] for name in Fetch._fields)]
    for row in within(connection, select(*columns), fetches.c.page_id, states):
        fetch = Fetch(*row[1:])
        states[row[0]].fetches[fetch.fetched_at, fetch.input_id] = fetch
    table = schema.extractions
    columns = [table.c[name] for name in ("page_id", "input_id", "extractor", "read_from", "manifest")]
    for page_id, input_id, ordinal, read_from, manifest in within(
        connection, select(*columns), table.c.page_id, states
    ):
        states[page_id].extractions[input_id, ordinal] = Extraction(read_from, _MANIFEST.decode(manifest))
    table = schema.addresses
    columns = [table.c.page_id, table.c.url_id, table.c.url]
    for page_id, url_id, url in within(connection, select(*columns), table.c.page_id, states):
        states[page_id].urls[url_id] = url


def _told(connection: Connection, states: Mapping[str, PageState], owners: Mapping[str, set[str]]) -> None:
    """Revisits and disappearances, which are kept by address."""
    table = schema.revisits
    columns = [table.c.url_id, table.c.fetched_at, table.c.input_id]
    for url_id, at, input_id in within(connection, select(*columns), table.c.url_id, owners):
        for page_id in owners[url_id]:
            states[page_id].revisits.append(Sighting(at, input_id, url_id))
    table = schema.failures
    ended = or_(table.c.status.in_(ENDING_STATUSES), table.c.code.in_((*ENDING_CODES, DOUBTED)))
    query = select(table.c.url_id, table.c.at, table.c.code, table.c.target).where(ended)
    for url_id, at, code, target in within(connection, query, table.c.url_id, owners):
        for page_id in owners[url_id]:
            states[page_id].gone.append(Sighting(at, "", url_id, code, target or ""))


def _elsewhere(connection: Connection, states: Mapping[str, PageState], owners: Mapping[str, set[str]]) -> None:
    """Fetches of the pages' addresses that were other pages."""
    table, fetches, keys = schema.addresses, schema.fetches, schema.pages
    shared: dict[str, set[str]] = {}
    for url_id, page_id in within(connection, select(table.c.url_id, table.c.page_id), table.c.url_id, owners):
        shared.setdefault(url_id, set()).add(page_id)
    shared = {url_id: pages for url_id, pages in shared.items() if len(pages) > 1}
    others = {page_id for pages in shared.values() for page_id in pages}
    columns = [fetches.c.page_id, fetches.c.url_id, fetches.c.fetched_at, keys.c.page]
    query = select(*columns).join(keys, keys.c.page_id == fetches.c.page_id)
    for page_id, url_id, at, page in within(connection, query, fetches.c.page_id, others):
        for owner in owners[url_id] - {page_id} if url_id in shared else ():
            states[owner].elsewhere.append(Sighting(at, "", url_id, JOINED, page))


def spells_of(connection: Connection, page_ids: Iterable[str]) -> dict[str, dict[ContentId, list[Spell]]]:
    """By page, the spells of every content as the rows have them."""
    listed, found = list(page_ids), dict[str, dict[ContentId, list[Spell]]]()
    for number, table in enumerate(schema.history.values()):
        names = ("page_id", "record_key", "content_hash", "valid_from", "valid_to", "position")
        query = select(*(table.c[name] for name in names)).order_by(table.c.spell)
        for page_id, record_key, content_hash, *spell in within(connection, query, table.c.page_id, listed):
            found.setdefault(page_id, {}).setdefault((number, record_key, content_hash), []).append(Spell(*spell))
    return found


def claims_of(connection: Connection, page_ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """By page, the inputs that name it as their own, with the keys that they have by themselves."""
    table, found = schema.claims, dict[str, dict[str, str]]()
    query = select(table.c.page_id, table.c.input_id, table.c.own)
    for page_id, input_id, own in within(connection, query, table.c.page_id, page_ids):
        found.setdefault(page_id, {})[input_id] = own
    return found


def fetch_cells(connection: Connection, state: PageState, input_id: str) -> None:
    """Fill in the cells of what was read from an input, so that another page can take it over."""
    wanted = {
        (entry.base, entry.record_key, entry.content_hash)
        for key, extraction in state.extractions.items()
        for entry in extraction.entries
        if key[0] == input_id
    } - state.cells.keys()
    for number in {content[0] for content in wanted}:
        base = fields.BASES[number]
        table = schema.history[base.name]
        columns = [table.c.record_key, table.c.content_hash, *(table.c[name] for name in base.names)]
        query = select(*columns).where(table.c.page_id == state.page_id, table.c.spell == 0)
        for record_key, content_hash, *cells in connection.execute(query):
            if (number, record_key, content_hash) in wanted:
                state.cells[number, record_key, content_hash] = tuple(cells)


def text_of(connection: Connection, states: Iterable[PageState], input_id: str) -> tuple[str, str]:
    """Title and body that were read from an input which lies in one of the states; empty where there are none."""
    title, body = fields.PAGES.names.index("title"), fields.PAGES.names.index("body")
    table = schema.history["pages"]
    for state in states:
        entry = next((one for one in state.best().get(input_id, ()) if one.base == 0), None)
        if entry is None:
            continue
        content = entry.base, entry.record_key, entry.content_hash
        if content in state.cells:
            return str(state.cells[content][title] or ""), str(state.cells[content][body] or "")
        query = select(table.c.title, table.c.body).where(
            table.c.page_id == state.page_id, table.c.content_hash == entry.content_hash
        )
        if (row := connection.execute(query.limit(1)).first()) is not None:
            return row.title or "", row.body or ""
    return "", ""
