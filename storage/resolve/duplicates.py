"""Duplicate pages in the store: found over all that is true now, and written in one transaction."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from storage import schema
from storage.loading import within
from storage.marks import mark_resolved, needs_resolving
from storage.resolve.texts import PageText, duplicates
from storage.rows import normal
from storage.store import Store
from storage.urls import url_key

_LOG = logging.getLogger(__name__)
_WHAT = "duplicates"


def refresh(store: Store) -> int | None:
    """Find duplicates anew where rows have changed since the last time; how many there are, None where none changed."""
    with store.reading() as connection:
        if not needs_resolving(connection, _WHAT):
            return None
        found = duplicates(_texts(connection))

    def put(connection: Connection) -> None:
        connection.execute(schema.duplicates.delete())
        if found:
            connection.execute(schema.duplicates.insert(), [one._asdict() for one in found])
        mark_resolved(connection, _WHAT)

    store.transact(put)
    _LOG.info("%d duplicate pages", len(found))
    return len(found)


def _texts(connection: Connection) -> list[PageText]:
    """Pages that share their title with another; no other page can be a duplicate, and none of their texts is read."""
    history, keys = schema.history["pages"], schema.pages
    columns = [history.c.page_id, keys.c.page, keys.c.digest, history.c.title, history.c.canonical_url]
    query = select(*columns).join(keys, keys.c.page_id == history.c.page_id)
    query = query.where(history.c.valid_from.is_not(None), history.c.valid_to.is_(None))
    rows = [tuple[Any, ...](row) for row in connection.execute(query)]
    titles = Counter(normal(row[3]) for row in rows)
    shared = {row[0]: row for row in rows if titles[normal(row[3])] > 1}
    texts = _bodies(connection, shared)
    return [
        PageText(page_id, page, digest or "", title or "", texts[page_id], not canonical or url_key(canonical) == page)
        for page_id, page, digest, title, canonical in shared.values()
    ]


def _bodies(connection: Connection, page_ids: Iterable[str]) -> dict[str, str]:
    """The pages' main texts; of a page that has none, its sections."""
    history, sections = schema.history["pages"], schema.history["sections"]
    now = (history.c.valid_from.is_not(None), history.c.valid_to.is_(None))
    query = select(history.c.page_id, history.c.body).where(*now)
    found = {row[0]: row[1] or "" for row in within(connection, query, history.c.page_id, page_ids)}
    bare = [page_id for page_id, body in found.items() if not body]
    columns = [sections.c[name] for name in ("page_id", "heading", "text", "items")]
    query = select(*columns).where(sections.c.valid_from.is_not(None), sections.c.valid_to.is_(None))
    query = query.order_by(sections.c.page_id, sections.c.position, sections.c.record_key)
    told: dict[str, list[str]] = {}
    for row in within(connection, query, sections.c.page_id, bare):
        told.setdefault(row[0], []).extend(filter(None, row[1:]))
    return found | {page_id: "\n".join(parts) for page_id, parts in told.items()}
