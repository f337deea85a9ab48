"""The tables of the crawl queue: addresses with their state, and the slots in which they lie."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, literal_column

from storage.schema import Timestamp, metadata

QUEUED = 0
LEASED = 1
DONE = 2
FAILED = 3
# Written out in the statements: a database uses a partial index only where it can see that its condition holds.
IS_QUEUED, IS_LEASED = literal_column("0", Integer), literal_column("1", Integer)

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
    sqlite_where=frontier.c.state == IS_QUEUED,
    postgresql_where=frontier.c.state == IS_QUEUED,
)
Index(
    "frontier_leased",
    frontier.c.worker,
    sqlite_where=frontier.c.state == IS_LEASED,
    postgresql_where=frontier.c.state == IS_LEASED,
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
