"""The data folder: where the archive, the store, exports and backups lie, and the lock that one run at a time holds."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from extractors.errors import RunLocked, StoreError

STORE_FILE = "guidepost.sqlite"
_HOLDER = "run.holder"
_POLL = 0.2
"""Seconds between two looks at whether a folder is free."""


@dataclass(frozen=True)
class DataFolder:
    """Paths of one project's data; nothing is created before something is written."""

    root: Path
    database: str | None = None
    """SQLAlchemy URL of another database than the embedded SQLite file."""

    @property
    def archive(self) -> Path:
        """Folder of WARC segments."""
        return self.root / "archive"

    @property
    def exports(self) -> Path:
        """Folder that exports go to where no other is named."""
        return self.root / "exports"

    @property
    def backups(self) -> Path:
        """Folder of the copies made before a migration, and of `guidepost backup`."""
        return self.root / "backups"

    @property
    def forgotten(self) -> Path:
        """The suppression list of `guidepost forget`, in hashes."""
        return self.root / "forgotten.json"

    @property
    def store_file(self) -> Path:
        """The embedded SQLite file, whether or not another database is named."""
        return self.root / STORE_FILE

    @property
    def store_url(self) -> str:
        """SQLAlchemy URL of the store."""
        return self.database or f"sqlite:///{self.store_file}"

    def holder(self) -> str | None:
        """Who holds the folder, or was killed while it did; None where nobody is known to."""
        try:
            return (self.root / _HOLDER).read_text(encoding="utf-8").strip() or None
        except OSError:
            return None

    @contextmanager
    def lock(self, what: str, *, wait: float = 0.0, enough: Callable[[], bool] | None = None) -> Iterator[None]:
        """Hold the folder for one run, after waiting for its turn for so many seconds, or until `enough` says so.

        `RunLocked` where another process holds it then, `StoreError` where the folder cannot be written. The lock is
        the operating system's, so a killed process leaves none behind; the file beside it only says who.
        """
        lock = FileLock(self.root / "run.lock")
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=wait, poll_interval=_POLL, cancel_check=enough)
        except Timeout:
            raise RunLocked(
                f"{self.root} is in use by {self.holder() or 'another run'}; wait for it to end, or stop it"
            ) from None
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            self._sign(what)
            yield
        finally:
            (self.root / _HOLDER).unlink(missing_ok=True)
            lock.release()

    def _sign(self, what: str) -> None:
        try:
            (self.root / _HOLDER).write_text(f"`{what}` (process {os.getpid()})\n", encoding="utf-8")
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> StoreError:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            todo = "make room there (`guidepost db size` shows what takes it), or name another folder with --data"
            return StoreError(f"{self.root}: the disk is full; {todo}")
        return StoreError(f"{self.root} cannot be written ({error.strerror}); name another with --data")
