"""The data folder: where the archive, the store, exports and backups lie, and the lock that one run at a time holds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from extractors.errors import RunLocked, StoreError

STORE_FILE = "guidepost.sqlite"


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

    @contextmanager
    def lock(self, what: str) -> Iterator[None]:
        """Hold the folder for one run.

        `RunLocked` at once where another process holds it, `StoreError` where the folder cannot be written. The lock
        is the operating system's, so a killed process leaves none behind; the file beside it only says who.
        """
        holder = self.root / "run.holder"
        lock = FileLock(self.root / "run.lock", timeout=0)
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            who = holder.read_text(encoding="utf-8").strip() if holder.exists() else "another run"
            raise RunLocked(f"{self.root} is in use by {who}; wait for it to end, or stop it") from None
        except OSError as error:
            raise StoreError(f"{self.root} cannot be written ({error.strerror}); name another with --data") from error
        try:
            holder.write_text(f"`{what}` (process {os.getpid()})\n", encoding="utf-8")
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()
