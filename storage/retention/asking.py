"""SQL that people write, on the store, and never more than reading."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, NamedTuple

from extractors.errors import StoreError, UsageError
from storage.engine import open_engine, sqlite_file

_ATTACH, _DETACH, _PRAGMA = 24, 25, 19  # SQLite's authorizer codes
_BATCH = 500


class Answer(NamedTuple):
    """Columns, and rows as they come."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


@contextmanager
def asked(url: str, sql: str) -> Iterator[Answer]:
    """The answer to one SQL statement, on a connection that cannot change anything.

    `UsageError` where the database does not accept the statement, `StoreError` where it cannot be opened.
    """
    file = sqlite_file(url)
    with _sqlite(str(file), sql) if file is not None else _server(url, sql) as answer:
        yield answer


@contextmanager
def _sqlite(file: str, sql: str) -> Iterator[Answer]:
    try:
        connection = sqlite3.connect(f"file:{_quoted(file)}?mode=ro", uri=True, timeout=30)
    except sqlite3.Error as error:
        raise StoreError(f"{file} cannot be opened: {error}") from error
    with closing(connection):
        connection.set_authorizer(_authorize)
        try:
            cursor = connection.execute(sql)
            yield Answer(tuple(column[0] for column in cursor.description or ()), _fetched(cursor))
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise UsageError(f"the store cannot answer that: {error}") from error


def _authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """Other files are out of bounds, and so are settings; asking for one (`PRAGMA table_info`) is not."""
    if action in (_ATTACH, _DETACH) or (action == _PRAGMA and second is not None and "info" not in (first or "")):
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def _quoted(file: str) -> str:
    return file.replace("%", "%25").replace("?", "%3f").replace("#", "%23")


@contextmanager
def _server(url: str, sql: str) -> Iterator[Answer]:
    import psycopg

    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            own: Any = connection.connection.driver_connection
            connection.rollback()
            own.read_only = True
            try:
                # Prepared on the server: that takes one statement and no more, so that none can end the transaction.
                cursor = own.execute(sql, prepare=True)
                names = tuple(column.name for column in cursor.description or ())
                yield Answer(names, _fetched(cursor) if names else iter(()))
            except psycopg.Error as error:
                raise UsageError(f"the store cannot answer that: {str(error).strip()}") from error
            finally:
                own.rollback()
                connection.invalidate()
    finally:
        engine.dispose()


def _fetched(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(_BATCH):
        yield from (tuple(row) for row in rows)
