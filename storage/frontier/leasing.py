"""Leases of slots and of the addresses in them: taken, prolonged, taken back from the dead, given back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, or_, select, update

from storage.frontier.entries import CARRIED, Lease
from storage.frontier.queue import Queue, again, now_stamp
from storage.frontier.tables import IS_LEASED, IS_QUEUED, LEASED, QUEUED, frontier, slots
from storage.times import stamp

_LEASE = (
    update(frontier)
    .where(frontier.c.scope == bindparam("b_scope"), frontier.c.key == bindparam("b_key"))
    .values({name: bindparam(f"v_{name}") for name in ("token", "worker", "run_id", "lease_until")})
    .values(state=LEASED)
)


class Leasing(Queue):
    """Slots and addresses that the worker holds for a time, and gives back."""

    @again
    def lease(
        self, scopes: Sequence[str], *, slots_wanted: int, per_slot: int = 8, without: Collection[str] = ()
    ) -> list[Lease]:
        """Lease up to so many further slots, none of `without`, and addresses in them, those of highest priority."""
        with self._writing() as connection:
            claimed = self._claim(connection, scopes, slots_wanted, without)
            taken = {slot: self._take(connection, scopes, slot, per_slot) for slot in claimed}
            # What was ready may be in another worker's hands by now. A slot without work is nobody's: held, it would be
            # prolonged for ever and keep everybody from what comes back into it.
            self._let_go(connection, [slot for slot, leases in taken.items() if not leases])
            return [lease for leases in taken.values() for lease in leases]

    @again
    def more(self, scopes: Sequence[str], slot: str, count: int = 8) -> list[Lease]:
        """Further addresses of a slot that this worker holds; none where it lost it."""
        with self._writing() as connection:
            held = connection.execute(
                update(slots)
                .where(slots.c.slot == slot, slots.c.worker == self.worker)
                .values(lease_until=self._until())
            ).rowcount
            return self._take(connection, scopes, slot, count) if held else []

    def _claim(self, connection: Connection, scopes: Sequence[str], wanted: int, without: Collection[str]) -> list[str]:
        now = now_stamp()
        claimed: list[str] = []
        for scope in scopes:
            for slot in self._slots_with_work(connection, scope):
                if len(claimed) == wanted:
                    return claimed
                if slot not in claimed and slot not in without and self._is_ready(connection, scope, slot, now):
                    claimed += [slot] if self._claim_one(connection, slot, now) else []
        return claimed

    @staticmethod
    def _slots_with_work(connection: Connection, scope: str) -> Iterator[str]:
        """Slots of a scope in which something is queued: from one to the next along the index, however many rows."""
        last = ""
        while True:
            following = (
                select(frontier.c.slot)
                .where(frontier.c.scope == scope, frontier.c.state == IS_QUEUED, frontier.c.slot > last)
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
            frontier.c.state == IS_QUEUED,
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
        wanted = (
            select(*(frontier.c[name] for name in CARRIED))
            .where(
                frontier.c.scope.in_(scopes),
                frontier.c.slot == slot,
                frontier.c.state == IS_QUEUED,
                frontier.c.not_before <= now_stamp(),
            )
            .order_by(frontier.c.priority.desc(), frontier.c.ordinal)
            .limit(count)
            .with_for_update(skip_locked=True)
        )
        # Nobody else can change these rows before the transaction ends, so what they will hold is known here.
        leases = [
            Lease(**row | {"token": row["token"] + 1}) for row in map(dict, connection.execute(wanted).mappings())
        ]
        if leases:
            own = {"v_worker": self.worker, "v_run_id": self.run_id, "v_lease_until": self._until()}
            values = [{"b_scope": one.scope, "b_key": one.key, "v_token": one.token} | own for one in leases]
            connection.execute(_LEASE, values)
        return leases

    @again
    def heartbeat(self, held: Collection[str]) -> bool:
        """Move the end of this worker's leases in these slots on; False where it holds none of them any more.

        What it holds without knowing, by a fault, ends with its lease and comes back.
        """
        if not held:
            return False
        until = self._until()
        own = and_(frontier.c.worker == self.worker, frontier.c.state == IS_LEASED, frontier.c.slot.in_(held))
        own_slots = and_(slots.c.worker == self.worker, slots.c.slot.in_(held))
        with self._writing() as connection:
            connection.execute(update(frontier).where(own).values(lease_until=until))
            return connection.execute(update(slots).where(own_slots).values(lease_until=until)).rowcount > 0

    @again
    def reclaim(self, *, everything: bool = False) -> int:
        """Take back what dead workers held: leases that have ended; with `everything` all but this worker's.

        `everything` is for whoever knows that nobody else is at work, by holding the folder's lock.
        """
        now = now_stamp()
        dead = frontier.c.worker != self.worker if everything else frontier.c.lease_until <= now
        slot_dead = slots.c.worker != self.worker if everything else slots.c.lease_until <= now
        with self._writing() as connection:
            back = connection.execute(
                update(frontier)
                .where(frontier.c.state == IS_LEASED, dead)
                .values(state=QUEUED, worker=None, lease_until=None, run_id=None)
            ).rowcount
            connection.execute(update(slots).where(slot_dead).values(worker=None, lease_until=""))
            return back

    def _let_go(self, connection: Connection, unused: Sequence[str]) -> None:
        if unused:
            own = update(slots).where(slots.c.slot.in_(unused), slots.c.worker == self.worker)
            connection.execute(own.values(worker=None, lease_until=""))

    @again
    def release(self, slot: str, next_in: float = 0.0) -> None:
        """Give a slot back; nobody asks the site again before so many seconds have passed."""
        later = stamp(datetime.now(UTC) + timedelta(seconds=next_in))
        with self._writing() as connection:
            own = update(slots).where(slots.c.slot == slot, slots.c.worker == self.worker)
            connection.execute(own.values(worker=None, lease_until="", next_at=later))

    @again
    def leave(self) -> None:
        """Give back everything that this worker holds."""
        with self._writing() as connection:
            connection.execute(
                update(frontier)
                .where(frontier.c.worker == self.worker, frontier.c.state == IS_LEASED)
                .values(state=QUEUED, worker=None, lease_until=None, run_id=None)
            )
            connection.execute(update(slots).where(slots.c.worker == self.worker).values(worker=None, lease_until=""))
