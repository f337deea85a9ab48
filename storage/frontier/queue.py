"""Filling the crawl queue, and looking at what lies in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import msgspec
from sqlalchemy import Connection, Engine, and_, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from extractors.errors import StoreError
from storage.engine import READ_ONLY, is_gone, refusal
from storage.frontier.entries import FIRST_INTERVAL, VOUCHED_INTERVAL, Ask
from storage.frontier.tables import DONE, FAILED, IS_LEASED, IS_QUEUED, LEASED, QUEUED, frontier, slots
from storage.patience import Patience
from storage.retention.suppression import NOTHING, Suppression
from storage.times import stamp
from storage.urls import site_of, url_key

P = ParamSpec("P")
T = TypeVar("T")


def again(method: Callable[P, T]) -> Callable[P, T]:
    """A method of a queue, called again where the database server went away in it, and came back.

    What it did may stand already: a lease that nobody knows of then ends by itself, all else is the same twice.
    """

    @wraps(method)
    def called(*arguments: P.args, **named: P.kwargs) -> T:
        queue: Any = arguments[0]
        return queue.patience.outlast(lambda: method(*arguments, **named), _went_away)  # type: ignore[no-any-return]

    return called


def _went_away(error: Exception) -> bool:
    return isinstance(error, StoreError) and error.__cause__ is not None and is_gone(error.__cause__)


class Queue:
    """What is queued, and who looks at it: a worker of a run."""

    def __init__(
        self,
        engine: Engine,
        *,
        worker: str,
        run_id: str,
        lease_seconds: float = 60.0,
        suppression: Suppression = NOTHING,
        patience: Patience | None = None,
    ) -> None:
        self._engine = engine
        self.patience = patience or Patience()
        self.worker = worker
        self.run_id = run_id
        self._suppression = suppression
        self._length = timedelta(seconds=lease_seconds)
        self._insert: Any = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
        self._upsert = self._queue_statement()

    @again
    def add(self, asked: Iterable[Ask], connection: Connection | None = None) -> None:
        """Queue addresses: new ones, and known ones that are due. What this run has seen already stays as it is.

        What the suppression list refuses is left out.
        """
        rows = [_row(self._clean(one), self.run_id) for one in asked if not self._suppression.refuses(one.url)]
        if not rows:
            return
        if connection is not None:
            connection.execute(self._upsert, rows)
            return
        with self._writing() as own:
            own.execute(self._upsert, rows)

    def _clean(self, ask: Ask) -> Ask:
        refused = self._suppression.refuses(ask.found_on)
        return msgspec.structs.replace(ask, found_on=None) if refused else ask

    def _queue_statement(self) -> Any:
        insert = self._insert(frontier)
        new = insert.excluded
        again = and_(
            frontier.c.state >= DONE,
            or_(frontier.c.run_id.is_(None), frontier.c.run_id != new.run_id),
            or_(frontier.c.due_at <= new.not_before, new.due_at > func.coalesce(frontier.c.fetched_at, "")),
        )
        return insert.on_conflict_do_update(
            index_elements=[frontier.c.scope, frontier.c.key],
            set_={
                "state": QUEUED,
                "attempts": 0,
                "run_id": None,
                "not_before": new.not_before,
                **{
                    name: new[name] for name in ("url", "role", "depth", "priority", "redirects", "found_on", "ordinal")
                },
            },
            where=again,
        )

    @again
    def revive(self, scopes: Sequence[str], *, full: bool = False) -> int:
        """Queue again what is due in the scopes, or with `full` all of it; how many."""
        wanted = and_(frontier.c.scope.in_(scopes), frontier.c.state.in_((DONE, FAILED)))
        change: dict[str, Any] = {"state": QUEUED, "attempts": 0, "run_id": None, "not_before": now_stamp()}
        if full:
            change |= {"etag": None, "last_modified": None}
        else:
            wanted = and_(wanted, frontier.c.due_at <= now_stamp())
        with self._writing() as connection:
            return connection.execute(update(frontier).where(wanted).values(change)).rowcount

    @again
    def waiting(self, scopes: Sequence[str], within: float | None = None, without: Collection[str] = ()) -> int:
        """How many addresses are queued; with `within`, how many may come up in so many seconds.

        What another worker holds may: that worker may die. What lies in the slots of `without` is left out.
        """
        wanted = frontier.c.state == IS_QUEUED
        if within is not None:
            later = stamp(datetime.now(UTC) + timedelta(seconds=within))
            resting = exists().where(slots.c.slot == frontier.c.slot, slots.c.next_at > later)
            elsewhere = and_(frontier.c.state == IS_LEASED, frontier.c.worker != self.worker)
            wanted = or_(and_(wanted, frontier.c.not_before <= later, ~resting), elsewhere)
        wanted = and_(frontier.c.scope.in_(scopes), wanted)
        if without:
            wanted = and_(wanted, frontier.c.slot.not_in(without))
        with self._reading() as connection:
            return connection.execute(select(func.count()).select_from(frontier).where(wanted)).scalar_one()

    def counts(self, scopes: Sequence[str]) -> dict[str, int]:
        """Addresses by state: `queued`, `leased`, `done`, `failed`."""
        statement = (
            select(frontier.c.state, func.count()).where(frontier.c.scope.in_(scopes)).group_by(frontier.c.state)
        )
        names = {QUEUED: "queued", LEASED: "leased", DONE: "done", FAILED: "failed"}
        with self._reading() as connection:
            return {names[state]: number for state, number in connection.execute(statement).all()}

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _refusals(), self._engine.connect().execution_options(**{READ_ONLY: True}) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with _refusals(), self._engine.begin() as connection:
            yield connection

    def _until(self) -> str:
        return stamp(datetime.now(UTC) + self._length)


@contextmanager
def _refusals() -> Iterator[None]:
    """What the database refuses, as a StoreError."""
    try:
        yield
    except DBAPIError as error:
        raise refusal(error) from error


def now_stamp() -> str:
    return stamp(datetime.now(UTC))


def _row(ask: Ask, run_id: str) -> dict[str, Any]:
    now = now_stamp()
    # `due_at` of a new row says since when the address is due; that decides a conflict in `_queue_statement`.
    due = now if ask.always else stamp(ask.changed_at) if ask.changed_at else ""
    return {
        "scope": ask.scope,
        "key": url_key(ask.url),
        "url": ask.url,
        "slot": site_of(ask.url) or ask.url,
        "role": ask.role,
        "depth": ask.depth,
        "priority": ask.priority,
        "redirects": ask.redirects,
        "found_on": ask.found_on,
        "ordinal": time.time_ns(),
        "state": QUEUED,
        "not_before": now,
        "attempts": 0,
        "token": 0,
        "run_id": run_id,
        "changes": 0,
        "interval": VOUCHED_INTERVAL if ask.changed_at else FIRST_INTERVAL,
        "due_at": due,
    }
