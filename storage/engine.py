"""The engine: SQLite as safe and as quick as it goes, PostgreSQL as it comes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from extractors.errors import StoreError, UsageError
from storage.patience import Patience

MEND = "the archive holds what was fetched: put the store's file aside, and `guidepost reparse` makes it anew"
_ADVICE = {
    "malformed": f"; {MEND}",
    "not a database": f"; {MEND}",
    "readonly": "; its folder may not be written",
    "disk is full": "; make room there (`guidepost db size` shows what takes it), or name another folder with --data",
    "is locked": "; another program holds it: wait for it, or give it longer (`lock_wait`)",
}
_GONE = (
    "connection refused",
    "connection is bad",
    "connection failed",
    "connection timeout",
    "connection is closed",
    "connection is lost",
    "consuming input failed",
    "server closed the connection",
    "terminating connection",
    "is starting up",
    "is shutting down",
    "no such file or directory",
)
"""What is said where a database server does not answer, or no longer."""
_BACK = "; the database server does not answer: what was fetched is in the archive, and the next run takes it up"
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",  # readers never wait for the writer
    "PRAGMA synchronous=NORMAL",  # a power cut may lose the last commits, never corrupt; the archive makes them good
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-32000",
    "PRAGMA temp_store=FILE",
)
_AT_ONCE = 100
"""Milliseconds that SQLite itself waits for a lock; `Patience` does the rest."""
READ_ONLY = "guidepost_read_only"
"""Execution option of a connection that only reads: it takes no write lock, and SQLite refuses it any change."""


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite URL; None for another database or one in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)


def open_engine(url: str, patience: Patience | None = None) -> Engine:
    """An engine for the URL, whose SQLite waits for a lock of another program for as long as `patience` says.

    `UsageError` where URL or driver is not known, `StoreError` where no file can be.
    """
    try:
        file = sqlite_file(url)
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, pool_pre_ping=file is None, connect_args=_limits(url))
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise UsageError(f"not a database address that can be used: {_hidden(url)} ({error})") from error
    except OSError as error:
        raise StoreError(f"{_hidden(url)}: {error}") from error
    patience = patience or Patience()
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", partial(_on_connect, patience))
        event.listen(engine, "begin", partial(_on_sqlite_begin, patience))
    else:
        event.listen(engine, "do_connect", _Connecting(patience))
        event.listen(engine, "begin", _on_begin)
    return engine


def _limits(url: str) -> dict[str, Any]:
    """Seconds and milliseconds after which a server that says nothing counts as gone, unless the address says it."""
    parsed = make_url(url)
    limits = {"connect_timeout": 10, "tcp_user_timeout": 30_000} if parsed.get_driver_name() == "psycopg" else {}
    return {name: value for name, value in limits.items() if name not in parsed.query}


class _Connecting:
    """Connects; a server that was there and went, such as for an update, is waited for."""

    def __init__(self, patience: Patience) -> None:
        self._patience, self._was_there = patience, False

    def __call__(self, dialect: Any, _: Any, arguments: Any, named: Any) -> Any:
        def connect() -> Any:
            return dialect.connect(*arguments, **named)

        connection = self._patience.outlast(connect, is_gone) if self._was_there else connect()
        self._was_there = True
        return connection


def _hidden(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "(unreadable)"


def refusal(error: SQLAlchemyError, what: str = "the store refused") -> StoreError:
    """What the database said, in one line, and what to do about it where that is known."""
    cause = getattr(error, "orig", None) or error
    said = f"{type(cause).__name__}: {cause}".splitlines()[0][:500]
    todo = _BACK if is_gone(error) else next((advice for sign, advice in _ADVICE.items() if sign in said), "")
    return StoreError(f"{what}: {said}{todo}")


def is_gone(error: BaseException) -> bool:
    """Whether a database server does not answer, or no longer, which may pass."""
    if getattr(error, "connection_invalidated", False):
        return True
    cause = getattr(error, "orig", None) or error
    return "OperationalError" in type(cause).__name__ and any(sign in str(cause).lower() for sign in _GONE)


def is_locked(error: BaseException) -> bool:
    """Whether another program holds the database, which passes."""
    said = str(getattr(error, "orig", None) or error).lower()
    return "database is locked" in said or "database table is locked" in said


def _on_connect(patience: Patience, connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where `_on_sqlite_begin` says, not at the first change
    cursor = connection.cursor()
    for pragma in (f"PRAGMA busy_timeout={_AT_ONCE}", *_PRAGMAS):
        patience.outlast(partial(cursor.execute, pragma), is_locked)
    cursor.close()


def _on_sqlite_begin(patience: Patience, connection: Connection) -> None:
    reads = connection.get_execution_options().get(READ_ONLY, False)
    if connection.info.get(READ_ONLY, False) != reads:
        # Readers hardly ever wait, but may in the middle of a statement, where only SQLite itself can do it.
        timeout = round(patience.seconds * 1000) if reads else _AT_ONCE
        connection.exec_driver_sql(f"PRAGMA busy_timeout={timeout}")
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
        connection.info[READ_ONLY] = reads
    # Taking the write lock at the start lets a second writer wait its turn instead of failing half-way.
    begin = "BEGIN" if reads else "BEGIN IMMEDIATE"
    patience.outlast(partial(connection.exec_driver_sql, begin), is_locked)


def _on_begin(connection: Connection) -> None:
    if connection.get_execution_options().get(READ_ONLY, False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


# Any number does, as long as nobody else locks by it.
_SCHEMA_LOCK = 0x3C1E5A7D90B24F68


def alone(connection: Connection) -> None:
    """Until the transaction ends, nobody else changes the schema.

    PostgreSQL lets two sessions that create the same table fail; SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})
