"""The store: rows with history in SQLite or PostgreSQL, written in batches, each in one transaction.

    with Store.open("sqlite:///var/guidepost.sqlite") as store:
        run = store.start_run("crawl")
        store.write(batch, run_id=run)
        store.finish_run(run, "done")

What is in the store depends on what was fetched and read, never on the order in which it came.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine, func, select, text, update
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError, OperationalError, SQLAlchemyError, StatementError

from storage import fields, schema
from storage.engine import READ_ONLY, alone, is_gone, open_engine, refusal
from storage.marks import grace_of, has_rules, mark_changed, put_grace, put_rules
from storage.patience import Patience
from storage.prepared import Prepared
from storage.rows import hash_of
from storage.times import stamp
from storage.upgrade import upgrade
from storage.writing import Session

__all__ = ["Ack", "Store", "Written"]

_LOG = logging.getLogger(__name__)
_FIRST_WAIT, _LONGEST_WAIT = 0.2, 1.0
"""Seconds between two attempts."""
_PAGES_AT_ONCE = 200

Ack = Callable[[Connection], None]
"""Something to be done in the transaction that stores an outcome, such as acknowledging a request."""


@dataclass
class Written:
    """What a batch did."""

    rows: int = 0
    """Rows of records inserted, changed or deleted."""
    by_table: Counter[str] = field(default_factory=Counter)
    quarantined: list[str] = field(default_factory=list)
    """Pages that were set aside."""


class Store:
    """An open store; a context manager. One writes at a time, others wait their turn."""

    def __init__(self, engine: Engine, patience: Patience) -> None:
        self.engine, self._patience = engine, patience

    @classmethod
    def open(cls, url: str, *, backups: Path | None = None, patience: Patience | None = None) -> Store:
        """Open the store at an SQLAlchemy URL, made or upgraded first where need be.

        A database that another program has locked is waited for as long as `patience` says.
        `UsageError` for an address that is none, `StoreError` where the database refuses, `StoreFromTheFuture` where
        its schema is newer than this program.
        """
        patience = patience or Patience()
        engine = open_engine(url, patience)
        try:
            upgrade(engine, backups)
            store = cls(engine, patience)
            store._keep_rules()
        except SQLAlchemyError as error:
            engine.dispose()
            raise refusal(error, "the store cannot be opened") from error
        except BaseException:
            engine.dispose()
            raise
        return store

    def _keep_rules(self) -> None:
        """Reckon rows anew that an earlier program made by other rules."""
        with self.reading() as connection:
            if has_rules(connection):
                return

        def work(connection: Connection) -> None:
            alone(connection)
            if not has_rules(connection):
                self._reckon_anew(connection)
                put_rules(connection)

        self.transact(work)

    def set_grace(self, seconds: float) -> None:
        """Have a page's loss of records believed only so many seconds after it was first seen; for all that is kept."""
        with self.reading() as connection:
            if grace_of(connection) == seconds:
                return

        def work(connection: Connection) -> None:
            alone(connection)
            if grace_of(connection) != seconds:
                put_grace(connection, seconds)
                self._reckon_anew(connection)

        self.transact(work)

    @staticmethod
    def _reckon_anew(connection: Connection) -> None:
        ids, written = connection.execute(select(schema.pages.c.page_id)).scalars().all(), Counter[str]()
        for start in range(0, len(ids), _PAGES_AT_ONCE):
            Session(connection, "").reckon_anew(ids[start : start + _PAGES_AT_ONCE], written)
        if written:
            mark_changed(connection)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that can only read, all of it at one moment in time. `StoreError` where the file is damaged."""
        try:
            with self.engine.connect().execution_options(**{READ_ONLY: True}) as connection:
                yield connection
        except DatabaseError as error:
            if type(error) is not DatabaseError:  # a statement that is wrong is its writer's to tell
                raise
            raise refusal(error) from error

    def start_run(
        self, kind: str, *, arguments: Mapping[str, Any] | None = None, extractor_version: str = "", run_id: str = ""
    ) -> str:
        """Enter a run in the ledger; its id, which is unique and sorts by time."""
        now = datetime.now(UTC)
        run_id = run_id or f"{now:%Y%m%dT%H%M%S}{now.microsecond:06d}Z-{kind}-{os.getpid()}"
        row = {
            "run_id": run_id,
            "kind": kind,
            "status": "running",
            "started_at": stamp(now),
            "extractor_version": extractor_version,
            "arguments": json.dumps(dict(arguments or {}), ensure_ascii=False, default=str),
            "counts": "{}",
        }
        self.transact(lambda connection: connection.execute(schema.runs.insert(), row))
        return run_id

    def finish_run(self, run_id: str, status: str, counts: Mapping[str, Any] | None = None) -> None:
        """Close a run: `done`, `failed` or `cancelled`."""
        values = {"status": status, "ended_at": stamp(datetime.now(UTC))}
        if counts is not None:
            values["counts"] = json.dumps(dict(counts), default=str)
        self.transact(
            lambda connection: connection.execute(
                update(schema.runs).where(schema.runs.c.run_id == run_id).values(**values)
            )
        )

    def committed(self) -> dict[str, int]:
        """By segment of the archive, the offset up to which everything is stored."""
        with self.reading() as connection:
            return {row.segment: row.committed for row in connection.execute(select(schema.segments))}

    def counts(self) -> dict[str, int]:
        """Rows that are true now, by the tables' names as they are exported, and `quarantine`."""
        with self.reading() as connection:
            found = {
                table.name: int(connection.execute(text(f'SELECT count(*) FROM "{table.name}"')).scalar_one())  # noqa: S608
                for table in fields.SHOWN
            }
            found["quarantine"] = connection.execute(select(func.count()).select_from(schema.quarantine)).scalar_one()
        return found

    def write(self, batch: Sequence[Prepared], *, run_id: str, also: Sequence[Ack] = ()) -> Written:
        """Store a batch and run `also`, in one transaction.

        A page that breaks a constraint is set aside in `quarantine` and the rest lands. `StoreError` where the database
        refuses for good (disk full, damaged, locked for long); then nothing of the batch is stored.
        """
        written = Written()
        if not batch and not also:
            return written
        try:
            self.transact(lambda connection: self._write(connection, batch, run_id, also, written))
        except (IntegrityError, StatementError, ValueError) as error:
            if isinstance(error, OperationalError):
                raise
            _LOG.warning("a batch was refused (%s); its pages are stored one by one", _reason(error))
            written = Written()
            self.transact(lambda connection: self._write_singly(connection, batch, run_id, also, written))
        return written

    def transact(self, work: Callable[[Connection], Any]) -> None:
        """Run `work` in a transaction, again where the database was only busy; `StoreError` where it refuses."""
        wait, end = _FIRST_WAIT, self._patience.end()
        while True:
            try:
                with self.engine.begin() as connection:
                    work(connection)
                return
            except (OperationalError, DBAPIError) as error:
                if isinstance(error, IntegrityError) or _is_data_error(error):
                    raise
                left = self._patience.left(end)
                if not left or not _is_passing(error):
                    raise refusal(error) from error
                time.sleep(min(wait, left))
                wait = min(2 * wait, _LONGEST_WAIT)

    def _write(
        self, connection: Connection, batch: Sequence[Prepared], run_id: str, also: Sequence[Ack], written: Written
    ) -> None:
        written.rows, written.by_table = 0, Counter()
        Session(connection, run_id).store(batch, written.by_table)
        written.rows = sum(written.by_table.values())
        if written.rows:
            mark_changed(connection)
        for ack in also:
            ack(connection)

    def _write_singly(
        self, connection: Connection, batch: Sequence[Prepared], run_id: str, also: Sequence[Ack], written: Written
    ) -> None:
        written.rows, written.by_table, written.quarantined = 0, Counter(), []
        session = Session(connection, run_id)
        for one in batch:
            try:
                with connection.begin_nested():
                    session.store([one], written.by_table)
            except (IntegrityError, StatementError, ValueError) as error:
                if isinstance(error, OperationalError):
                    raise
                session.store_offsets([one])
                set_aside(connection, one.page or one.url, run_id, "store", _reason(error), one.at)
                written.quarantined.append(one.page or one.url)
        written.rows = sum(written.by_table.values())
        mark_changed(connection)
        for ack in also:
            ack(connection)


def set_aside(
    connection: Connection, page: str, run_id: str, stage: str, reason: str, at: str, payload: str = ""
) -> None:
    """Enter a page in `quarantine` with the reason; once, however often it comes."""
    key = hash_of("quarantine", page, at, stage, reason)
    table = schema.quarantine
    if connection.execute(select(table.c.quarantine_id).where(table.c.quarantine_id == key)).first() is None:
        connection.execute(
            table.insert(),
            {
                "quarantine_id": key,
                "page": page.replace("\0", "\ufffd"),
                "at": at,
                "run_id": run_id,
                "stage": stage,
                "reason": reason.replace("\0", "\ufffd"),
                "payload": payload.replace("\0", "\ufffd"),
            },
        )


def _reason(error: BaseException) -> str:
    cause = getattr(error, "orig", None) or error
    return f"{type(cause).__name__}: {cause}".splitlines()[0][:500]


def _is_data_error(error: DBAPIError) -> bool:
    return type(error).__name__ in ("DataError", "StatementError") or "DataError" in type(error.orig).__name__


def _is_passing(error: DBAPIError) -> bool:
    """Whether another attempt may succeed: locked, chosen as the victim of a deadlock, or a server that comes back."""
    if is_gone(error):
        return True
    message = str(error.orig).lower()
    return "locked" in message or "busy" in message or "deadlock" in message or "serialize" in message
