"""The file of a backup: a plain tar that is verified by digests.

It holds `guidepost.sqlite` (a consistent copy, also of a store on PostgreSQL), `archive/…`, `forgotten.json`,
`config/…`, and last `manifest.json` with the size and SHA-256 of all of them, and its own SHA-256.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import msgspec

from extractors.errors import InputError
from storage.schema import VERSION
from storage.times import stamp

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


def write(out: IO[bytes], sources: Iterable[tuple[str, Path]], counts: dict[str, int]) -> None:
    """Write a backup of the files, each under its name; a name that comes twice is written once."""
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


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, mode="r:") as tar:
            yield tar
    except (FileNotFoundError, IsADirectoryError) as error:
        raise InputError(f"{path}: {error.strerror}") from error
    except tarfile.TarError as error:
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


def extract(path: Path, target: Path) -> None:
    """Lay the files of a backup into the folder `target`. `InputError` for a name that no backup has."""
    with _opened(path) as tar:
        for member, content in _members(tar, path):
            place = target / member.name
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("wb") as out:
                shutil.copyfileobj(content, out, _CHUNK)
                out.flush()
                os.fsync(out.fileno())
