"""Outcomes of leases, each recorded only while its lease is held, and when an address is due again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, select, update

from storage.frontier.entries import CARRIED, Ask, Lease, Settled
from storage.frontier.queue import Queue, again
from storage.frontier.tables import DONE, FAILED, IS_LEASED, IS_QUEUED, LEASED, QUEUED, frontier
from storage.times import stamp
from storage.urls import url_key

SHORTEST_INTERVAL = 6 * 3600
LONGEST_INTERVAL = 30 * 24 * 3600
_HELD = and_(
    frontier.c.scope == bindparam("b_scope"),
    frontier.c.key == bindparam("b_key"),
    frontier.c.token == bindparam("b_token"),
    frontier.c.worker == bindparam("b_worker"),
    frontier.c.state == IS_LEASED,
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


class Settling(Queue):
    """Leases that end with an outcome, or go back into the queue."""

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

    @again
    def unfinished(self, scopes: Sequence[str], url: str) -> list[Lease]:
        """The queued entries of an address, for an answer that was archived but never acknowledged."""
        wanted = and_(frontier.c.scope.in_(scopes), frontier.c.key == url_key(url), frontier.c.state == IS_QUEUED)
        with self._reading() as connection:
            found = connection.execute(select(*(frontier.c[name] for name in CARRIED)).where(wanted)).mappings()
            return [Lease(**row) for row in found]

    def adopt(self, connection: Connection, lease: Lease, settled: Settled, found: Iterable[Ask] = ()) -> bool:
        """Record the outcome of an entry that nobody holds, from an answer that a dead worker left in the archive."""
        held = update(frontier).where(
            frontier.c.scope == lease.scope,
            frontier.c.key == lease.key,
            frontier.c.token == lease.token,
            frontier.c.state == IS_QUEUED,
        )
        values = {"state": LEASED, "worker": self.worker, "run_id": self.run_id, "lease_until": self._until()}
        if connection.execute(held.values(values)).rowcount != 1:
            return False
        return self.settle(connection, lease, settled, found)

    @again
    def put_back(self, lease: Lease, wait: float, *, counted: bool = True) -> bool:
        """Queue a lease again, to be leased after so many seconds; `counted` where an answer or a fault was seen."""
        values = _waiting(lease.attempts + counted, wait)
        with self._writing() as connection:
            return connection.execute(_PUT_BACK, values | self._marks(lease)).rowcount == 1

    @again
    def give_back(self, leases: Iterable[Lease]) -> None:
        """Queue leases again that were never tried, as if they had not been leased."""
        rows = [_waiting(lease.attempts, 0.0) | self._marks(lease) for lease in leases]
        if rows:
            with self._writing() as connection:
                connection.execute(_PUT_BACK, rows)

    def _marks(self, lease: Lease) -> dict[str, Any]:
        """What tells a lease that is still this worker's."""
        return {"b_scope": lease.scope, "b_key": lease.key, "b_token": lease.token, "b_worker": self.worker}


def _waiting(attempts: int, seconds: float) -> dict[str, Any]:
    return {"v_not_before": stamp(datetime.now(UTC) + timedelta(seconds=seconds)), "v_attempts": attempts}


def _next_interval(lease: Lease, settled: Settled) -> tuple[int, int]:
    """Seconds until the next look, and changes seen: halved after a change, half as long again without one."""
    if settled.changed is None:
        return lease.interval, lease.changes
    if settled.changed:
        return max(SHORTEST_INTERVAL, lease.interval // 2), lease.changes + 1
    return min(LONGEST_INTERVAL, lease.interval * 3 // 2), lease.changes
