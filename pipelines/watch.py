"""What a run makes of a site that suddenly gives less: what is in doubt, and ends that are not to be believed at once.

A page that lost its records is judged by itself (`storage.guard`). That most of a site shut at once (403 to everything,
all addresses led to one page) shows only when the run has seen the site; such ends are doubted by an event of their
own, which goes into the archive like any other.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import Connection, func, select

from storage import schema
from storage.events import DOUBTED, JOINED, OPT_OUTS, Failure
from storage.loading import states_of, within
from storage.marks import grace_of
from storage.store import Store
from storage.times import moment, stamp

_FEWEST = 5
"""Pages that must have ended alike; a few may well do so by themselves."""
_MOST = 0.5
"""Share of a site's pages, of which more must have ended alike."""


class Loss(msgspec.Struct, frozen=True, kw_only=True):
    """What a site gave before and gives no more, and what is not believed yet."""

    site: str
    pages: int
    """Pages that are in doubt."""
    of: int
    """Pages of the site that are current, these included."""
    records: tuple[tuple[str, int], ...]
    """By table, records that those pages gave before; now they give none."""
    until: str
    """The day from which on the earliest of them is believed, where it is seen so again."""

    def __str__(self) -> str:
        gave = ", ".join(f"{name} {number} → 0" for name, number in self.records) or "all of them"
        return (
            f"{self.site}: {self.pages} of {self.of} pages no longer give what they gave ({gave}); "
            f"what they said stands until it is seen so on {self.until} or later"
        )


def losses(store: Store, sites: Iterable[str] | None = None) -> list[Loss]:
    """What is in doubt, by site; of these sites only, where any are named."""
    keys = schema.pages
    with store.reading() as connection:
        columns = [keys.c.site, keys.c.doubted_at, keys.c.doubted]
        doubted = connection.execute(select(*columns).where(keys.c.doubted_at.is_not(None))).all()
        wanted = {row.site for row in doubted} & set(sites if sites is not None else (row.site for row in doubted))
        grace = timedelta(seconds=grace_of(connection))
        found = []
        for site in sorted(wanted):
            rows = [row for row in doubted if row.site == site]
            records: Counter[str] = Counter()
            for row in rows:
                records.update(json.loads(row.doubted))
            since = moment(min(row.doubted_at for row in rows)) or datetime.now(UTC)
            until = (since + grace).date().isoformat()
            of = _current(connection, site)
            found.append(Loss(site=site, pages=len(rows), of=of, records=tuple(sorted(records.items())), until=until))
    return found


def shut(store: Store, sites: Iterable[str], since: str) -> Iterator[Failure]:
    """News that the ends of pages since a run's start are doubted, where most of their site ended alike.

    Pages that were replaced (their site brought as many new ones) ended rightly, and so did those that asked to.
    """
    keys, now = schema.pages, datetime.now(UTC)
    with store.reading() as connection:
        if not grace_of(connection):
            return
        for site in sorted(sites):
            query = select(keys.c.page_id, keys.c.gone_reason, keys.c.gone_to).where(
                keys.c.site == site, keys.c.gone_at >= since, keys.c.gone_reason.not_in((*OPT_OUTS, JOINED))
            )
            alike: dict[tuple[str, str | None], list[str]] = {}
            for row in connection.execute(query):
                alike.setdefault((row.gone_reason, row.gone_to), []).append(row.page_id)
            new = _current(connection, site, first_since=since)
            for page_ids in alike.values():
                before = _current(connection, site) - new + sum(map(len, alike.values()))
                if len(page_ids) - new >= _FEWEST and len(page_ids) > before * _MOST:
                    for url in _unconfirmed(connection, page_ids):
                        yield Failure(url=url, at=now, code=DOUBTED, message="most of the site ended alike, at once")


def _current(connection: Connection, site: str, first_since: str = "") -> int:
    keys = schema.pages
    query = select(func.count()).where(keys.c.site == site, keys.c.gone_at.is_(None), keys.c.digest.is_not(None))
    if first_since:
        query = query.where(keys.c.first_fetched >= first_since)
    return connection.execute(query).scalar_one()


def _unconfirmed(connection: Connection, page_ids: Iterable[str]) -> list[str]:
    """Addresses of the pages whose end was not doubted before."""
    states = states_of(connection, page_ids)
    doubtful = [page_id for page_id, state in states.items() if not state.history()[-1].confirmed]
    keys = schema.pages
    return sorted(row.url for row in within(connection, select(keys.c.url), keys.c.page_id, doubtful) if row.url)


def started(store: Store, run_id: str) -> str:
    """When a run began, as the store keeps times."""
    with store.reading() as connection:
        found = connection.execute(select(schema.runs.c.started_at).where(schema.runs.c.run_id == run_id)).scalar()
    return found or stamp(datetime.now(UTC))
