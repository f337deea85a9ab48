"""The store's tables, for SQLite and PostgreSQL alike; migrations make them, `migrations/versions` says in what steps.

Rows of records lie in `<table>_history`: a row is one content of one record during one spell of time. The views named
like the exports (`salaries`, `companies`, …) show what is true now, with amounts as numbers; see docs/store.md.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, MetaData, Numeric, String, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from storage import fields
from storage.decimals import canonical

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION = max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))
"""Revision of the newest migration: files there are named `NNNN_what.py`."""

metadata = MetaData()


class ExactDecimal(TypeDecorator[Any]):
    """An exact decimal: NUMERIC in PostgreSQL, canonical text in SQLite, whose own numbers are binary.

    Takes canonical text or a `Decimal`; gives canonical text.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """NUMERIC where the database has it."""
        return dialect.type_descriptor(Numeric(asdecimal=True) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Canonical text, or for PostgreSQL the `Decimal`."""
        if value is None:
            return None
        if dialect.name == "postgresql":
            return value if isinstance(value, Decimal) else Decimal(value)
        return canonical(value) if isinstance(value, Decimal) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy names it
        """Canonical text."""
        return canonical(value) if isinstance(value, Decimal) else value


Timestamp = String(27)
"""UTC, ISO 8601 with microseconds; empty for the unknown fetch time of a saved file."""
_Key = String(16)

meta = Table("meta", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

runs = Table(
    "runs",
    metadata,
    Column("run_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("started_at", Timestamp, nullable=False),
    Column("ended_at", Timestamp),
    Column("extractor_version", Text),
    Column("arguments", Text, nullable=False),
    Column("counts", Text, nullable=False),
)

extractors = Table(
    "extractors",
    metadata,
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("extractor_version", Text, nullable=False),
    Column("first_used_at", Timestamp, nullable=False),
)

pages = Table(
    "page_keys",
    metadata,
    Column("page_id", _Key, primary_key=True),
    Column("page", Text, nullable=False, unique=True),
    Column("site", Text, nullable=False, index=True),
    Column("url", Text),
    Column("first_fetched", Timestamp),
    Column("last_fetched", Timestamp),
    Column("version_fetched", Timestamp),
    Column("digest", String(64)),
    Column("status", Integer),
    Column("extractor_version", Text),
    Column("gone_at", Timestamp),
    Column("gone_reason", Text),
    Column("gone_to", Text),
    Column("doubted_at", Timestamp),
    Column("doubted", Text),
)

addresses = Table(
    "addresses",
    metadata,
    Column("url_id", _Key, primary_key=True),
    Column("page_id", _Key, primary_key=True),
    Column("url", Text, nullable=False),
    sqlite_with_rowid=False,
)

fetches = Table(
    "fetches",
    metadata,
    Column("page_id", _Key, primary_key=True),
    Column("fetched_at", Timestamp, primary_key=True),
    Column("input_id", _Key, primary_key=True),
    Column("url_id", _Key, nullable=False),
    Column("url", Text),
    Column("status", Integer),
    Column("digest", String(64)),
    Column("run_id", Text, nullable=False),
    Column("segment", Text),
    Column("segment_offset", BigInteger),
    sqlite_with_rowid=False,
)

revisits = Table(
    "revisits",
    metadata,
    Column("url_id", _Key, primary_key=True),
    Column("fetched_at", Timestamp, primary_key=True),
    Column("input_id", _Key, nullable=False),
    Column("run_id", Text, nullable=False),
    Column("segment", Text),
    Column("segment_offset", BigInteger),
    sqlite_with_rowid=False,
)

extractions = Table(
    "extractions",
    metadata,
    Column("page_id", _Key, primary_key=True),
    Column("input_id", _Key, primary_key=True),
    Column("extractor", Integer, primary_key=True, autoincrement=False),
    Column("read_from", Timestamp, nullable=False),
    Column("manifest", Text, nullable=False),
)

segments = Table(
    "archive_segments",
    metadata,
    Column("segment", Text, primary_key=True),
    Column("committed", BigInteger, nullable=False),
)

failures = Table(
    "failures",
    metadata,
    Column("url_id", _Key, primary_key=True),
    Column("at", Timestamp, primary_key=True),
    Column("url", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("status", Integer),
    Column("attempts", Integer, nullable=False),
    Column("run_id", Text, nullable=False),
    Column("target", Text),
)

claims = Table(
    "claims",
    metadata,
    Column("page_id", _Key, primary_key=True),
    Column("input_id", _Key, primary_key=True),
    Column("own", Text, nullable=False),
)
"""Inputs that name another address than their own as canonical: by the page they name, with their own key."""

quarantine = Table(
    "quarantine",
    metadata,
    Column("quarantine_id", _Key, primary_key=True),
    Column("page", Text, nullable=False),
    Column("at", Timestamp, nullable=False),
    Column("run_id", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("payload", Text, nullable=False),
)

duplicates = Table(
    "duplicates",
    metadata,
    Column("page_id", _Key, primary_key=True),
    Column("of_page_id", _Key, nullable=False),
    Column("reason", Text, nullable=False),
    Column("score", ExactDecimal, nullable=False),
)

aliases = Table(
    "entity_aliases",
    metadata,
    Column("type", Text, primary_key=True),
    Column("alias", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("mentions", Integer, nullable=False),
    Column("entity", _Key, nullable=False, index=True),
    Column("entity_name", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("score", ExactDecimal, nullable=False),
    Column("like_alias", Text),
)

decisions = Table(
    "entity_decisions",
    metadata,
    Column("type", Text, primary_key=True),
    Column("alias", Text, primary_key=True),
    Column("other", Text, primary_key=True),
    Column("decision", Text, nullable=False),
    Column("decided_at", Timestamp, nullable=False),
)

_TYPES: dict[str, Any] = {"integer": Integer, "decimal": ExactDecimal, "boolean": Integer}


def _history(table: fields.Table) -> Table:
    return Table(
        f"{table.name}_history",
        metadata,
        Column("page_id", _Key, primary_key=True),
        Column("record_key", _Key, primary_key=True),
        Column("content_hash", _Key, primary_key=True),
        Column("spell", Integer, primary_key=True, autoincrement=False),
        Column("valid_from", Timestamp),
        Column("valid_to", Timestamp),
        *(Column("position", Integer, nullable=False) for _ in [0] if "position" not in table.names),
        *(Column(one.name, _TYPES.get(one.type, Text)) for one in table.fields),
        sqlite_with_rowid=table.name in ("pages", "sections"),
    )


history: dict[str, Table] = {table.name: _history(table) for table in fields.BASES}
"""By the name of the base table in `fields.BASES`."""
