"""The file of the suppression list: `forgotten.json` in the data folder, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from extractors.errors import ConfigurationError, StoreError

Kind = Literal["words", "link", "url", "site"]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is suppressed."""

    kind: Kind
    """`words` and `link` are taken out of texts; `url` and `site` are refused as a whole, and taken out of texts."""
    hash: str
    since: str
    """Day on which it was forgotten, ISO 8601."""
    words: int = 0
    first: int = 0


class _File(msgspec.Struct, frozen=True):
    key: str
    entries: tuple[Entry, ...] = ()


def read_list(path: Path) -> tuple[bytes, tuple[Entry, ...]]:
    """The key and the entries of a list; a new key and none where there is no file.

    `ConfigurationError` for a broken one: going on without the list would bring back what was forgotten.
    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_File)
        return bytes.fromhex(found.key), found.entries
    except FileNotFoundError:
        return secrets.token_bytes(32), ()
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path}: the suppression list cannot be read ({error})") from error


def write_list(path: Path, key: bytes, entries: Sequence[Entry]) -> None:
    """Write the list; the old one stays until the new one is whole. `StoreError` where the disk refuses."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(msgspec.json.format(msgspec.json.encode(_File(key.hex(), tuple(entries)))))
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except OSError as error:
        raise StoreError(f"{path}: the suppression list cannot be written ({error})") from error
