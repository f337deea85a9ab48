"""Giving space back, and what was reckoned from rows that are no more."""

from __future__ import annotations

import sqlite3

from sqlalchemy import Connection

from extractors.errors import StoreError
from storage import schema
from storage.engine import sqlite_file
from storage.entities import wordings
from storage.marks import mark_changed
from storage.store import Store


def drop_derived(connection: Connection) -> None:
    """Drop what resolution made of the rows (entities, duplicates); it is made anew when next asked for."""
    for table in (schema.aliases, wordings, schema.duplicates):
        connection.execute(table.delete())
    mark_changed(connection)


def compact(store: Store) -> None:
    """Give back the space of what was deleted, and leave no trace of it in the file. `StoreError` where refused."""
    if store.engine.dialect.name == "postgresql":
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM FULL")
        return
    file = sqlite_file(store.engine.url.render_as_string(hide_password=False))
    store.engine.dispose()
    if file is None:
        return
    try:
        with sqlite3.connect(file, isolation_level=None, timeout=30) as own:
            own.execute("VACUUM")
            own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        own.close()
    except sqlite3.Error as error:
        raise StoreError(f"{file} could not be compacted: {error}") from error
