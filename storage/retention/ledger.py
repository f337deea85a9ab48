"""The ledger of runs, as people read it."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from sqlalchemy import select

from storage import schema
from storage.store import Store
from storage.times import moment

STATUSES = ("running", "done", "failed", "cancelled", "killed")


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One run."""

    run_id: str
    kind: str
    """`crawl`, `reparse`, `forget`, …"""
    status: str
    """`running`, `done`, `failed`, `cancelled`, or `killed` for a run that never said how it ended."""
    started_at: str
    """UTC, ISO 8601."""
    ended_at: str | None
    seconds: float | None
    """From start to end; None while there is no end."""
    extractor_version: str | None
    arguments: dict[str, Any]
    counts: dict[str, Any]


def runs(store: Store, *, kind: str | None = None, status: str | None = None, limit: int | None = None) -> list[Run]:
    """Runs, newest first."""
    table = schema.runs
    query = select(table).order_by(table.c.started_at.desc(), table.c.run_id.desc())
    if kind:
        query = query.where(table.c.kind == kind)
    if status:
        query = query.where(table.c.status == status)
    if limit is not None:
        query = query.limit(limit)
    with store.reading() as connection:
        return [_run(row) for row in connection.execute(query).mappings()]


def kinds_of_runs(store: Store) -> list[str]:
    """The kinds of run that the ledger has, by name."""
    with store.reading() as connection:
        return sorted(connection.execute(select(schema.runs.c.kind).distinct()).scalars())


def _run(row: Any) -> Run:
    started, ended = moment(row["started_at"]), moment(row["ended_at"] or "")
    return Run(
        run_id=row["run_id"],
        kind=row["kind"],
        status=row["status"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        seconds=(ended - started).total_seconds() if started and ended else None,
        extractor_version=row["extractor_version"] or None,
        arguments=json.loads(row["arguments"]),
        counts=json.loads(row["counts"]),
    )
