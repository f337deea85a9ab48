"""Duplicate pages in the store: found over all that is true now, and written in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from storage import schema
from storage.resolve.texts import PageText, duplicates
from storage.store import Store, mark_resolved, needs_resolving
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


def _texts(connection: Connection) -> Iterable[PageText]:
    history, keys, sections = schema.history["pages"], schema.pages, schema.history["sections"]
    query = select(sections.c.page_id, sections.c.heading, sections.c.text, sections.c["items"])
    query = query.where(sections.c.valid_from.is_not(None), sections.c.valid_to.is_(None))
    told: dict[str, list[str]] = {}
    for row in connection.execute(query.order_by(sections.c.page_id, sections.c.position, sections.c.record_key)):
        told.setdefault(row.page_id, []).extend(filter(None, row[1:]))
    columns = [history.c.page_id, keys.c.page, keys.c.digest, history.c.title, history.c.body, history.c.canonical_url]
    query = select(*columns).join(keys, keys.c.page_id == history.c.page_id)
    query = query.where(history.c.valid_from.is_not(None), history.c.valid_to.is_(None))
    for row in connection.execute(query):
        page_id, page, digest, title, body, canonical = tuple[Any, ...](row)
        body = "\n".join(filter(None, [body, *told.get(page_id, ())]))
        own = not canonical or url_key(canonical) == page
        yield PageText(page_id, page, digest or "", title or "", body, own)
