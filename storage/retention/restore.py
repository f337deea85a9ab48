"""A backup back in the place of a data folder's own store, archive and suppression list."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from extractors.errors import UsageError
from storage.folder import STORE_FILE, DataFolder
from storage.retention.backup_file import Manifest, extract, verify
from storage.retention.copying import copy_rows
from storage.retention.suppression import Suppression
from storage.store import Store


def restore_backup(path: Path, folder: DataFolder, *, replace: bool = False) -> Manifest:
    """Put store, archive and suppression list of a verified backup in the place of the folder's own.

    `UsageError` where the folder holds data and `replace` is not given. Nothing is touched before the whole backup has
    been read. What the folder's own suppression list names stays on it; `plan_forget` finds what came back.
    """
    manifest = verify(path)
    if not replace and (folder.archive.exists() or _has_store(folder)):
        raise UsageError(f"{folder.root} holds data; --replace puts the backup in its place")
    ours = Suppression.load(folder.forgotten)
    folder.root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=folder.root) as scratch:
        new = Path(scratch) / "new"
        extract(path, new)
        listed = _both_lists(ours, new / folder.forgotten.name)
        if listed:
            listed.save(folder.forgotten)  # first: a restore that is cut off must not lose it
        (new / "archive").mkdir(exist_ok=True)
        _swap(new / "archive", folder.archive, Path(scratch) / "old")
        _put_store(new / STORE_FILE, folder)
        if (new / "config").is_dir():
            shutil.rmtree(folder.root / "config-of-backup", ignore_errors=True)
            (new / "config").rename(folder.root / "config-of-backup")
    return manifest


def _has_store(folder: DataFolder) -> bool:
    if folder.database is None:
        return folder.store_file.exists()
    with Store.open(folder.database) as store:
        return any(store.counts().values())


def _both_lists(ours: Suppression, theirs: Path) -> Suppression:
    if not theirs.exists():
        return ours
    other = Suppression.load(theirs)
    if not ours:
        return other
    merged = other.merged(ours)
    if merged is None:
        raise UsageError(
            "the data folder and the backup have suppression lists under different keys, which cannot be joined; "
            "restore into a new folder and forget there again what this folder's list stands for"
        )
    return merged


def _swap(new: Path, place: Path, old: Path) -> None:
    if place.exists():
        place.rename(old)
    new.rename(place)


def _put_store(new: Path, folder: DataFolder) -> None:
    if folder.database is None:
        for suffix in ("-wal", "-shm"):
            folder.store_file.with_name(folder.store_file.name + suffix).unlink(missing_ok=True)
        new.replace(folder.store_file)
        return
    with Store.open(f"sqlite:///{new}") as source, Store.open(folder.database) as target:
        copy_rows(source.engine, target.engine)
