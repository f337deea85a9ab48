"""Marks in the store: what is up to date, which any change of rows takes away, and by which rules rows were made."""

from __future__ import annotations

from sqlalchemy import Connection, select

from storage import schema

_RESOLVED = "resolved:"
_GRACE = "grace"
_RULES = "rules"
RULES = "2"
"""Of the fold from what was seen to what was true; a store whose rows were made by others is reckoned anew."""


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


def grace_of(connection: Connection) -> float:
    """Seconds that must pass before a page's loss of records is believed; 0 where nobody has set it."""
    return float(_value(connection, _GRACE) or 0)


def put_grace(connection: Connection, seconds: float) -> None:
    """Set them; the caller reckons the rows anew."""
    _put(connection, _GRACE, str(float(seconds)))


def has_rules(connection: Connection) -> bool:
    """Whether the store's rows were made by the rules of this program."""
    return _value(connection, _RULES) == RULES


def put_rules(connection: Connection) -> None:
    """Note that they were."""
    _put(connection, _RULES, RULES)


def _value(connection: Connection, name: str) -> str | None:
    return connection.execute(select(schema.meta.c.value).where(schema.meta.c.name == name)).scalar()


def _put(connection: Connection, name: str, value: str) -> None:
    connection.execute(schema.meta.delete().where(schema.meta.c.name == name))
    connection.execute(schema.meta.insert(), {"name": name, "value": value})
