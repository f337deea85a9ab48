"""Backups: store, archive, suppression list and configuration in one file, verified by digests."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from extractors.errors import StoreError, UsageError
from storage.archive import Archive
from storage.engine import sqlite_file
from storage.folder import STORE_FILE, DataFolder
from storage.retention.backup_file import Manifest, verify, write
from storage.retention.copying import copy_rows
from storage.store import Store
from storage.upgrade import copy_sqlite


def make_backup(
    folder: DataFolder, store: Store, target: Path, *, config: Mapping[str, Path] | None = None
) -> Manifest:
    """Write a backup to the file `target` and verify it; the caller holds the folder's lock.

    The store is copied before the archive is read, so that the archive never lacks what the store knows of. `config`
    are files to keep with it, by the name they get. `StoreError` where disk or database refuse; then there is no file.
    """
    if target.exists():
        raise UsageError(f"{target} exists already")
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as scratch:
            copy = Path(scratch) / STORE_FILE
            _copy_store(store, copy)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                write(out, _sources(folder, copy, config or {}), store.counts())
                out.flush()
                os.fsync(out.fileno())
        manifest = verify(part)
        part.replace(target)
        return manifest
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def default_name() -> str:
    """`guidepost-20260301T080000Z.tar`."""
    return f"guidepost-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tar"


def _copy_store(store: Store, copy: Path) -> None:
    file = sqlite_file(store.engine.url.render_as_string(hide_password=False))
    if file is not None:
        copy_sqlite(file, copy)
    else:
        with Store.open(f"sqlite:///{copy}") as target:
            copy_rows(store.engine, target.engine)
    with sqlite3.connect(copy) as own:
        own.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        problems = [row[0] for row in own.execute("PRAGMA integrity_check")]
    own.close()
    if problems != ["ok"]:
        raise StoreError(f"the store is damaged, no backup was made: {problems[0]}")


def _sources(folder: DataFolder, copy: Path, config: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    yield STORE_FILE, copy
    for path in Archive(folder.archive).segments():
        yield f"archive/{path.name}", path
    if folder.forgotten.exists():
        yield folder.forgotten.name, folder.forgotten
    for name, path in config.items():
        yield f"config/{name}", path
