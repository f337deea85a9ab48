"""What is up to date: marks of resolutions (duplicates, entities), which any change of rows takes away."""

from __future__ import annotations

from sqlalchemy import Connection, select

from storage import schema

_RESOLVED = "resolved:"


def needs_resolving(connection: Connection, what: str) -> bool:
    """Whether rows have changed since `what` (duplicates, entities) was last resolved."""
    table = schema.meta
    return connection.execute(select(table.c.value).where(table.c.name == _RESOLVED + what)).first() is None


def mark_resolved(connection: Connection, what: str) -> None:
    """Note that `what` is up to date."""
    table = schema.meta
    connection.execute(table.delete().where(table.c.name == _RESOLVED + what))
    connection.execute(table.insert(), {"name": _RESOLVED + what, "value": "yes"})


def mark_changed(connection: Connection) -> None:
    """Note that rows have changed, so that nothing that was resolved is up to date."""
    connection.execute(schema.meta.delete().where(schema.meta.c.name.startswith(_RESOLVED, autoescape=True)))
