"""Views named like the exports: what is true now, with addresses instead of ids and amounts as numbers.

A view holds nothing, so views are no part of the migrations: they are dropped before one and made anew after it.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, text

from storage import fields
from storage.engine import alone
from storage.rows import hash_of

_META = "views"


def select(table: fields.Table, dialect: str, *, when: str = "now") -> str:
    """The SELECT behind a view; with `when="then"`, what was true at the bound parameter `:at`.

    Amounts come out as numbers of the database, for comparing and reckoning; exports take the exact text instead.
    """
    columns = ['k.page AS "page"', 'h.record_key AS "record"']
    columns += [f'{_cell(one, dialect)} AS "{one.name}"' for one in table.fields]
    columns += ['h.valid_from AS "valid_from"', 'k.site AS "site"', 'k.url AS "page_url"']
    columns += ['k.last_fetched AS "fetched_at"', 'h.page_id AS "page_id"']
    same_as = ""
    if table.base == "pages":
        columns += ['o.page AS "duplicate_of"', 'd.reason AS "duplicate_reason"']
        same_as = "LEFT JOIN duplicates d ON d.page_id = h.page_id LEFT JOIN page_keys o ON o.page_id = d.of_page_id "
    condition = "h.valid_from IS NOT NULL AND h.valid_to IS NULL"
    if when == "then":
        condition = "h.valid_from <= :at AND (h.valid_to IS NULL OR h.valid_to > :at)"
    if table.only:
        condition += f" AND h.{table.only[0]} = '{table.only[1]}'"
    return (
        f"SELECT {', '.join(columns)} FROM {table.base}_history h JOIN page_keys k ON k.page_id = h.page_id "  # noqa: S608
        f"{same_as}WHERE {condition}"
    )


def _cell(one: fields.Field, dialect: str) -> str:
    if one.type == "decimal" and dialect == "sqlite":
        return f'CAST(h."{one.name}" AS NUMERIC)'
    return f'h."{one.name}"'


def refresh(engine: Engine) -> None:
    """Make the views where their text is not the one that this program knows."""
    statements = [f'CREATE VIEW "{table.name}" AS {select(table, engine.dialect.name)}' for table in fields.SHOWN]
    wanted = hash_of(*statements)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT value FROM meta WHERE name = :name"), {"name": _META}).scalar()
    if found == wanted:
        return
    with engine.begin() as connection:
        alone(connection)
        drop(connection)
        for statement in statements:
            connection.execute(text(statement))
        connection.execute(
            text("INSERT INTO meta (name, value) VALUES (:name, :value)"), {"name": _META, "value": wanted}
        )


def drop(connection: Connection) -> None:
    """Drop the views, and remember that there are none."""
    for table in fields.SHOWN:
        connection.execute(text(f'DROP VIEW IF EXISTS "{table.name}"'))
    connection.execute(text("DELETE FROM meta WHERE name = :name"), {"name": _META})
