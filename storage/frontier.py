"""The crawl queue, in the store's own database: leased, acknowledged in the transaction that stores the outcome.

An address belongs to a scope (a site's name) and lies in a slot (the site that is asked politely). A worker leases a
slot, so that one site is asked by one worker at a time, and addresses in it. A lease has an end that a heartbeat moves
on, and a token that grows with every lease: a worker that comes back after its lease was given to another cannot
acknowledge. Nothing is kept in memory or pickled; what a killed worker held comes back when its lease ends.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    Table,
    Text,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.engine import READ_ONLY
from storage.retention.suppression import NOTHING, Suppression
from storage.schema import Timestamp, metadata
from storage.times import moment, stamp
from storage.urls import site_of, url_key

QUEUED, LEASED, DONE, FAILED = 0, 1, 2, 3
# Written out in the statements: a database uses a partial index only where it can see that its condition holds.
_QUEUED, _LEASED = literal_column("0", Integer), literal_column("1", Integer)

frontier = Table(
    "frontier",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("depth", Integer, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("redirects", Integer, nullable=False),
    Column("found_on", Text),
    Column("ordinal", BigInteger, nullable=False),
    Column("state", Integer, nullable=False),
    Column("not_before", Timestamp, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("token", BigInteger, nullable=False),
    Column("worker", Text),
    Column("lease_until", Timestamp),
    Column("run_id", Text),
    Column("outcome", Text),
    Column("status", Integer),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("digest", Text),
    Column("fetched_at", Timestamp),
    Column("changes", Integer, nullable=False),
    Column("interval", Integer, nullable=False),
    Column("due_at", Timestamp, nullable=False),
)
Index(
    "frontier_queue",
    frontier.c.scope,
    frontier.c.slot,
    frontier.c.priority.desc(),
    frontier.c.ordinal,
    sqlite_where=frontier.c.state == _QUEUED,
    postgresql_where=frontier.c.state == _QUEUED,
)
Index(
    "frontier_leased",
    frontier.c.worker,
    sqlite_where=frontier.c.state == _LEASED,
    postgresql_where=frontier.c.state == _LEASED,
)
Index("frontier_due", frontier.c.scope, frontier.c.due_at)

slots = Table(
    "frontier_slots",
    metadata,
    Column("slot", Text, primary_key=True),
    Column("worker", Text),
    Column("lease_until", Timestamp, nullable=False),
    Column("next_at", Timestamp, nullable=False),
)

FIRST_INTERVAL = 20 * 3600
"""Seconds until an address is due again; below a day, so that a nightly run finds it due."""
SHORTEST_INTERVAL, LONGEST_INTERVAL = 6 * 3600, 30 * 24 * 3600


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """An address to queue."""

    url: str
    scope: str
    role: str = "page"
    depth: int = 0
    priority: int = 0
    redirects: int = 0
    found_on: str | None = None
    changed_at: datetime | None = None
    """When it last changed, as a sitemap says; later than the last fetch makes it due."""
    always: bool = False
    """Due in every run, such as a start page."""


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """An address that a worker holds, and what was known of it when last fetched."""

    scope: str
    key: str
    url: str
    slot: str
    role: str
    depth: int
    priority: int
    redirects: int
    found_on: str | None
    attempts: int
    """Leases in a row without an outcome, this one included."""
    token: int
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    fetched_at: str | None = None
    changes: int = 0
    interval: int = FIRST_INTERVAL


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of a lease."""

    outcome: str
    """`stored`, `unchanged`, `listed`, `moved`, or a failure's code."""
    failed: bool = False
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    changed: bool | None = None
    """Whether the bytes differ from those of the last fetch; None where there was nothing to compare."""
    retry_in: float | None = None
    """Seconds until it is to be due again, where something says so."""


_HELD = and_(
    frontier.c.scope == bindparam("b_scope"),
    frontier.c.key == bindparam("b_key"),
    frontier.c.token == bindparam("b_token"),
    frontier.c.worker == bindparam("b_worker"),
    frontier.c.state == _LEASED,
)


def _update(*names: str, **fixed: Any) -> Any:
    """An update of a lease that is still held; built once, since it runs once a page."""
    return update(frontier).where(_HELD).values({**{name: bindparam(f"v_{name}") for name in names}, **fixed})


_SETTLE = _update(
    *("state", "outcome", "status", "fetched_at", "interval", "changes", "due_at", "etag", "last_modified", "digest"),
    worker=None,
    lease_until=None,
    attempts=0,
)
_PUT_BACK = _update("not_before", "attempts", state=QUEUED, worker=None, lease_until=None, run_id=None)
_CARRIED = tuple(field.name for field in msgspec.structs.fields(Lease))


class Frontier:
    """The queue of one store, as one worker of one run sees it."""

    def __init__(
        self,
        engine: Engine,
        *,
        worker: str,
        run_id: str,
        lease_seconds: float = 60.0,
        suppression: Suppression = NOTHING,
    ) -> None:
        self._engine = engine
        self.worker = worker
        self.run_id = run_id
        self._suppression = suppression
        self._length = timedelta(seconds=lease_seconds)
        self._insert: Any = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
        self._upsert = self._queue_statement()

    # --- filling

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
        with self._engine.begin() as own:
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

    def revive(self, scopes: Sequence[str], *, full: bool = False) -> int:
        """Queue again what is due in the scopes, or with `full` all of it; how many."""
        wanted = and_(frontier.c.scope.in_(scopes), frontier.c.state.in_((DONE, FAILED)))
        change: dict[str, Any] = {"state": QUEUED, "attempts": 0, "run_id": None, "not_before": _now()}
        if full:
            change |= {"etag": None, "last_modified": None}
        else:
            wanted = and_(wanted, frontier.c.due_at <= _now())
        with self._engine.begin() as connection:
            return connection.execute(update(frontier).where(wanted).values(change)).rowcount

    # --- leasing

    def lease(self, scopes: Sequence[str], *, slots_wanted: int, per_slot: int = 8) -> list[Lease]:
        """Lease up to so many further slots, and addresses in them, first those of highest priority."""
        with self._engine.begin() as connection:
            claimed = self._claim(connection, scopes, slots_wanted)
            return [lease for slot in claimed for lease in self._take(connection, scopes, slot, per_slot)]

    def more(self, scopes: Sequence[str], slot: str, count: int = 8) -> list[Lease]:
        """Further addresses of a slot that this worker holds; none where it lost it."""
        with self._engine.begin() as connection:
            held = connection.execute(
                update(slots)
                .where(slots.c.slot == slot, slots.c.worker == self.worker)
                .values(lease_until=self._until())
            ).rowcount
            return self._take(connection, scopes, slot, count) if held else []

    def _claim(self, connection: Connection, scopes: Sequence[str], wanted: int) -> list[str]:
        now = _now()
        claimed: list[str] = []
        for scope in scopes:
            for slot in self._slots_with_work(connection, scope):
                if len(claimed) == wanted:
                    return claimed
                if slot not in claimed and self._is_ready(connection, scope, slot, now):
                    claimed += [slot] if self._claim_one(connection, slot, now) else []
        return claimed

    @staticmethod
    def _slots_with_work(connection: Connection, scope: str) -> Iterator[str]:
        """Slots of a scope in which something is queued: from one to the next along the index, however many rows."""
        last = ""
        while True:
            following = (
                select(frontier.c.slot)
                .where(frontier.c.scope == scope, frontier.c.state == _QUEUED, frontier.c.slot > last)
                .order_by(frontier.c.slot)
                .limit(1)
            )
            slot = connection.execute(following).scalar()
            if slot is None:
                return
            yield slot
            last = slot

    @staticmethod
    def _is_ready(connection: Connection, scope: str, slot: str, now: str) -> bool:
        """Whether something queued in the slot may be asked for now."""
        ready = select(frontier.c.key).where(
            frontier.c.scope == scope,
            frontier.c.slot == slot,
            frontier.c.state == _QUEUED,
            frontier.c.not_before <= now,
        )
        return connection.execute(ready.limit(1)).first() is not None

    def _claim_one(self, connection: Connection, slot: str, now: str) -> bool:
        connection.execute(
            self._insert(slots).on_conflict_do_nothing(),
            {"slot": slot, "worker": None, "lease_until": "", "next_at": ""},
        )
        free = select(slots.c.slot).where(
            slots.c.slot == slot,
            or_(slots.c.worker.is_(None), slots.c.lease_until <= now),
            slots.c.next_at <= now,
        )
        if connection.execute(free.with_for_update(skip_locked=True)).first() is None:
            return False
        connection.execute(
            update(slots).where(slots.c.slot == slot).values(worker=self.worker, lease_until=self._until())
        )
        return True

    def _take(self, connection: Connection, scopes: Sequence[str], slot: str, count: int) -> list[Lease]:
        keys = (
            select(frontier.c.scope, frontier.c.key)
            .where(
                frontier.c.scope.in_(scopes),
                frontier.c.slot == slot,
                frontier.c.state == _QUEUED,
                frontier.c.not_before <= _now(),
            )
            .order_by(frontier.c.priority.desc(), frontier.c.ordinal)
            .limit(count)
            .with_for_update(skip_locked=True)
        )
        chosen = connection.execute(keys).all()
        if not chosen:
            return []
        statement = (
            update(frontier)
            .where(or_(*(and_(frontier.c.scope == row.scope, frontier.c.key == row.key) for row in chosen)))
            .values(
                state=LEASED,
                worker=self.worker,
                run_id=self.run_id,
                lease_until=self._until(),
                token=frontier.c.token + 1,
                attempts=frontier.c.attempts + 1,
            )
            .returning(*(frontier.c[name] for name in _CARRIED))
        )
        order = {(row.scope, row.key): position for position, row in enumerate(chosen)}
        leases = [Lease(**row) for row in connection.execute(statement).mappings()]
        return sorted(leases, key=lambda lease: order[lease.scope, lease.key])

    def heartbeat(self) -> bool:
        """Move the end of this worker's leases on; False where it holds none any more."""
        until = self._until()
        with self._engine.begin() as connection:
            own = update(frontier).where(frontier.c.worker == self.worker, frontier.c.state == _LEASED)
            connection.execute(own.values(lease_until=until))
            held = connection.execute(update(slots).where(slots.c.worker == self.worker).values(lease_until=until))
            return held.rowcount > 0

    def reclaim(self, *, everything: bool = False) -> int:
        """Take back what dead workers held: leases that have ended; with `everything` all but this worker's.

        `everything` is for whoever knows that nobody else is at work, by holding the folder's lock.
        """
        now = _now()
        dead = frontier.c.worker != self.worker if everything else frontier.c.lease_until <= now
        slot_dead = slots.c.worker != self.worker if everything else slots.c.lease_until <= now
        with self._engine.begin() as connection:
            back = connection.execute(
                update(frontier)
                .where(frontier.c.state == _LEASED, dead)
                .values(state=QUEUED, worker=None, lease_until=None, run_id=None)
            ).rowcount
            connection.execute(update(slots).where(slot_dead).values(worker=None, lease_until=""))
            return back

    # --- settling

    def settle(self, connection: Connection, lease: Lease, settled: Settled, found: Iterable[Ask] = ()) -> bool:
        """Record a lease's outcome and queue what it led to, in the caller's transaction.

        False, and nothing changed, where the lease has meanwhile gone to another worker.
        """
        now = datetime.now(UTC)
        interval, changes = _next_interval(lease, settled)
        due = now + timedelta(seconds=interval if settled.retry_in is None else settled.retry_in)
        kept = settled.failed or settled.changed is False
        known = {
            name: getattr(lease if kept and getattr(settled, name) is None else settled, name)
            for name in ("etag", "last_modified", "digest")
        }
        values = {
            "v_state": FAILED if settled.failed else DONE,
            "v_outcome": settled.outcome,
            "v_status": settled.status,
            "v_fetched_at": stamp(now),
            "v_interval": interval,
            "v_changes": changes,
            "v_due_at": stamp(due),
            **{f"v_{name}": value for name, value in known.items()},
        }
        if connection.execute(_SETTLE, values | self._marks(lease)).rowcount != 1:
            return False
        self.add(found, connection)
        return True

    def unfinished(self, scopes: Sequence[str], url: str) -> list[Lease]:
        """The queued entries of an address, for an answer that was archived but never acknowledged."""
        wanted = and_(frontier.c.scope.in_(scopes), frontier.c.key == url_key(url), frontier.c.state == _QUEUED)
        with self._reading() as connection:
            found = connection.execute(select(*(frontier.c[name] for name in _CARRIED)).where(wanted)).mappings()
            return [Lease(**row) for row in found]

    def adopt(self, connection: Connection, lease: Lease, settled: Settled, found: Iterable[Ask] = ()) -> bool:
        """Record the outcome of an entry that nobody holds, from an answer that a dead worker left in the archive."""
        held = update(frontier).where(
            frontier.c.scope == lease.scope,
            frontier.c.key == lease.key,
            frontier.c.token == lease.token,
            frontier.c.state == _QUEUED,
        )
        values = {"state": LEASED, "worker": self.worker, "run_id": self.run_id, "lease_until": self._until()}
        if connection.execute(held.values(values)).rowcount != 1:
            return False
        return self.settle(connection, lease, settled, found)

    def put_back(self, lease: Lease, wait: float, *, counted: bool = True) -> bool:
        """Queue a lease again, to be leased after so many seconds; an attempt that did not count is taken off."""
        values = {
            "v_not_before": stamp(datetime.now(UTC) + timedelta(seconds=wait)),
            "v_attempts": lease.attempts if counted else max(0, lease.attempts - 1),
        }
        with self._engine.begin() as connection:
            return connection.execute(_PUT_BACK, values | self._marks(lease)).rowcount == 1

    def _marks(self, lease: Lease) -> dict[str, Any]:
        """What tells a lease that is still this worker's."""
        return {"b_scope": lease.scope, "b_key": lease.key, "b_token": lease.token, "b_worker": self.worker}

    def release(self, slot: str, next_in: float = 0.0) -> None:
        """Give a slot back; nobody asks the site again before so many seconds have passed."""
        later = stamp(datetime.now(UTC) + timedelta(seconds=next_in))
        with self._engine.begin() as connection:
            own = update(slots).where(slots.c.slot == slot, slots.c.worker == self.worker)
            connection.execute(own.values(worker=None, lease_until="", next_at=later))

    def leave(self) -> None:
        """Give back everything that this worker holds; its attempts stay counted."""
        with self._engine.begin() as connection:
            connection.execute(
                update(frontier)
                .where(frontier.c.worker == self.worker, frontier.c.state == _LEASED)
                .values(state=QUEUED, worker=None, lease_until=None, run_id=None)
            )
            connection.execute(update(slots).where(slots.c.worker == self.worker).values(worker=None, lease_until=""))

    # --- looking

    def waiting(self, scopes: Sequence[str], within: float | None = None) -> int:
        """How many addresses are queued; with `within`, how many may come up in so many seconds.

        What another worker holds may: that worker may die.
        """
        wanted = frontier.c.state == _QUEUED
        if within is not None:
            later = stamp(datetime.now(UTC) + timedelta(seconds=within))
            resting = exists().where(slots.c.slot == frontier.c.slot, slots.c.next_at > later)
            elsewhere = and_(frontier.c.state == _LEASED, frontier.c.worker != self.worker)
            wanted = or_(and_(wanted, frontier.c.not_before <= later, ~resting), elsewhere)
        wanted = and_(frontier.c.scope.in_(scopes), wanted)
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
        with self._engine.connect().execution_options(**{READ_ONLY: True}) as connection:
            yield connection

    def _until(self) -> str:
        return stamp(datetime.now(UTC) + self._length)


def _now() -> str:
    return stamp(datetime.now(UTC))


def _row(ask: Ask, run_id: str) -> dict[str, Any]:
    now = _now()
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
        "interval": FIRST_INTERVAL,
        "due_at": due,
    }


def _next_interval(lease: Lease, settled: Settled) -> tuple[int, int]:
    """Seconds until the next look, and changes seen: halved after a change, half as long again without one."""
    if settled.changed is None:
        return lease.interval, lease.changes
    if settled.changed:
        return max(SHORTEST_INTERVAL, lease.interval // 2), lease.changes + 1
    return min(LONGEST_INTERVAL, lease.interval * 3 // 2), lease.changes


def last_fetch(lease: Lease) -> datetime | None:
    """When the address was last fetched, UTC."""
    return moment(lease.fetched_at or "")
