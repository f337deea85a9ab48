"""Bringing a store to this program's schema: by migrations, with a copy of an SQLite file made first."""

from __future__ import annotations

import logging
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from extractors.errors import StoreError, StoreFromTheFuture
from storage import views
from storage.engine import alone, refusal, sqlite_file
from storage.schema import MIGRATIONS, VERSION

_LOG = logging.getLogger(__name__)


def revision_of(engine: Engine) -> str | None:
    """The revision of the store's schema; None for an empty database. `StoreError` where it cannot be read."""
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
            return None if row is None else str(row[0])
    except DatabaseError as error:
        raise refusal(error, "the store cannot be opened") from error


def upgrade(engine: Engine, backups: Path | None = None) -> str | None:
    """Bring the store to `VERSION`; the revision it had before, None for a new one.

    `StoreFromTheFuture` where its revision is newer than this program. An SQLite file with something in it is copied to
    `backups` first. The views are made anew whenever their text has changed.
    """
    before = revision_of(engine)
    if before == VERSION:
        views.refresh(engine)
        return before
    if before is not None and before > VERSION:
        raise StoreFromTheFuture(
            f"the store has schema {before}, this program knows up to {VERSION}; use a newer version of guidepost"
        )
    file = sqlite_file(engine.url.render_as_string(hide_password=False))
    if before is not None and file is not None:
        copy = (backups or file.parent / "backups") / f"{file.stem}-{before}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.sqlite"
        copy_sqlite(file, copy)
        _LOG.info("store copied to %s before its upgrade from %s to %s", copy, before, VERSION)
    try:
        with engine.begin() as connection:
            alone(connection)
            if before is not None:
                views.drop(connection)
            _migrate(connection)
    except SQLAlchemyError as error:
        what = "the store cannot be made" if before is None else f"the upgrade from schema {before} to {VERSION} failed"
        raise refusal(error, f"{what}, nothing was changed") from error
    views.refresh(engine)
    return before


def _migrate(connection: Connection) -> None:
    from alembic import command  # here: opening a store that is up to date needs none of it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy of a database that may be in use; `StoreError` where the disk refuses."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        with sqlite3.connect(source) as old, sqlite3.connect(part) as new:
            old.backup(new)
        new.close()
        old.close()
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{source} could not be copied to {target}: {error}") from error
