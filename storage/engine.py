"""The engine: SQLite as safe and as quick as it goes, PostgreSQL as it comes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from extractors.errors import StoreError, UsageError

PATIENCE = 30.0
"""Seconds to wait for a database that another program has locked."""
MEND = "the archive holds what was fetched: put the store's file aside, and `guidepost reparse` makes it anew"
_ADVICE = {
    "malformed": f"; {MEND}",
    "not a database": f"; {MEND}",
    "readonly": "; its folder may not be written",
    "disk is full": "; `guidepost db size` shows what takes the space",
}
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",  # readers never wait for the writer
    "PRAGMA synchronous=NORMAL",  # a power cut may lose the last commits, never corrupt; the archive makes them good
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-32000",
    "PRAGMA temp_store=FILE",
)
READ_ONLY = "guidepost_read_only"
"""Execution option of a connection that only reads: it takes no write lock, and SQLite refuses it any change."""


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite URL; None for another database or one in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)


def open_engine(url: str, patience: float = PATIENCE) -> Engine:
    """An engine for the URL, whose SQLite waits so many seconds for a lock of another program.

    `UsageError` where URL or driver is not known, `StoreError` where no file can be.
    """
    try:
        file = sqlite_file(url)
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise UsageError(f"not a database address that can be used: {_hidden(url)} ({error})") from error
    except OSError as error:
        raise StoreError(f"{_hidden(url)}: {error}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", partial(_on_connect, patience))
    event.listen(engine, "begin", _on_begin)
    return engine


def _hidden(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "(unreadable)"


def refusal(error: DBAPIError) -> StoreError:
    """What the database said, in one line, and what to do about it where that is known."""
    cause = error.orig or error
    said = f"{type(cause).__name__}: {cause}".splitlines()[0][:500]
    todo = next((advice for sign, advice in _ADVICE.items() if sign in said), "")
    return StoreError(f"the store refused: {said}{todo}")


def _on_connect(patience: float, connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where `_on_begin` says, not at the first change
    cursor = connection.cursor()
    for pragma in (f"PRAGMA busy_timeout={round(patience * 1000)}", *_PRAGMAS):
        cursor.execute(pragma)
    cursor.close()


def _on_begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get(READ_ONLY, False)
    if connection.dialect.name != "sqlite":
        if reads:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return
    # Taking the write lock at the start lets a second writer wait its turn instead of failing half-way.
    if connection.info.get(READ_ONLY, False) != reads:
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
        connection.info[READ_ONLY] = reads
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


# Any number does, as long as nobody else locks by it.
_SCHEMA_LOCK = 0x3C1E5A7D90B24F68


def alone(connection: Connection) -> None:
    """Until the transaction ends, nobody else changes the schema.

    PostgreSQL lets two sessions that create the same table fail; SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})
