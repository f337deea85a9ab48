"""Backups: store, archive, suppression list and configuration in one file, verified by digests; and back again.

A backup is a plain tar: `guidepost.sqlite` (a consistent copy, also of a store on PostgreSQL), `archive/…`,
`forgotten.json`, `config/…`, and last `manifest.json` with the size and SHA-256 of all of them, and its own SHA-256.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import msgspec

from extractors.errors import InputError, StoreError, UsageError
from storage.archive import Archive
from storage.engine import sqlite_file
from storage.folder import STORE_FILE, DataFolder
from storage.retention.copying import copy_rows
from storage.retention.suppression import Suppression
from storage.schema import VERSION
from storage.store import Store
from storage.times import stamp
from storage.upgrade import copy_sqlite

_MANIFEST = "manifest.json"
_SEAL = "manifest.json.sha256"
_CHUNK = 1 << 20
_NAME = re.compile(r"(?:archive|config)/[\w.@+=~ -]+(?:/[\w.@+=~ -]+)*|guidepost\.sqlite|forgotten\.json")


class Member(msgspec.Struct, frozen=True):
    """A file of a backup."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds."""

    format: int = 1
    made_at: str
    """UTC."""
    schema: str
    """Revision of the store."""
    counts: dict[str, int] = {}
    """Current rows by table."""
    files: dict[str, Member] = {}

    @property
    def bytes(self) -> int:
        """Of all files."""
        return sum(member.size for member in self.files.values())


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
                _write(out, _sources(folder, copy, config or {}), store.counts())
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


def verify(path: Path) -> Manifest:
    """The manifest, once every file has been found whole. `InputError` where anything is missing or damaged."""
    found: dict[str, Member] = {}
    told = seal = b""
    with _opened(path) as tar:
        for member, content in _members(tar, path):
            if member.name == _MANIFEST:
                told = content.read()
            elif member.name == _SEAL:
                seal = content.read()
            else:
                found[member.name] = _digest(content)
    if not seal:
        raise InputError(f"{path}: no {_SEAL} at its end; this is no backup, or not all of it")
    if hashlib.sha256(told).hexdigest().encode() != seal:
        raise InputError(f"{path}: its manifest is damaged")
    manifest = _manifest(told, path)
    if manifest.schema > VERSION:
        raise InputError(f"{path}: its store has schema {manifest.schema}, this program knows up to {VERSION}")
    if wrong := sorted(name for name in {*found, *manifest.files} if found.get(name) != manifest.files.get(name)):
        raise InputError(f"{path}: not what the manifest says: {', '.join(wrong)}")
    return manifest


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
        _extract(path, new)
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


# --- writing


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


def _write(out: IO[bytes], sources: Iterable[tuple[str, Path]], counts: dict[str, int]) -> None:
    files: dict[str, Member] = {}
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, path in sources:
            if name in files:
                continue
            with path.open("rb") as content:
                info = tarfile.TarInfo(name)
                info.size, info.mtime = path.stat().st_size, int(path.stat().st_mtime)
                reader = _Digesting(content)
                tar.addfile(info, reader)
                files[name] = Member(info.size, reader.sha256.hexdigest())
        manifest = Manifest(made_at=stamp(datetime.now(UTC)), schema=VERSION, counts=counts, files=files)
        told = msgspec.json.format(msgspec.json.encode(manifest))
        for name, data in ((_MANIFEST, told), (_SEAL, hashlib.sha256(told).hexdigest().encode())):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


class _Digesting:
    """Reads a file and reckons its digest on the way."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.sha256.update(data)
        return data


# --- reading


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, mode="r:") as tar:
            yield tar
    except (tarfile.TarError, FileNotFoundError, IsADirectoryError) as error:
        raise InputError(f"{path}: not a whole backup ({error})") from error


def _members(tar: tarfile.TarFile, path: Path) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    for member in tar:
        content = tar.extractfile(member) if member.isreg() else None
        if content is None or not (member.name in (_MANIFEST, _SEAL) or _is_safe(member.name)):
            raise InputError(f"{path}: holds {member.name!r}, which no backup does")
        yield member, content


def _is_safe(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and ".." not in name.split("/")


def _manifest(content: bytes, path: Path) -> Manifest:
    try:
        return msgspec.json.decode(content, type=Manifest)
    except msgspec.DecodeError as error:
        raise InputError(f"{path}: its manifest cannot be read ({error})") from error


def _digest(content: IO[bytes]) -> Member:
    size, sha256 = 0, hashlib.sha256()
    while data := content.read(_CHUNK):
        size += len(data)
        sha256.update(data)
    return Member(size, sha256.hexdigest())


def _extract(path: Path, target: Path) -> None:
    with _opened(path) as tar:
        for member, content in _members(tar, path):
            place = target / member.name
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("wb") as out:
                shutil.copyfileobj(content, out, _CHUNK)
                out.flush()
                os.fsync(out.fileno())


# --- putting in place


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
