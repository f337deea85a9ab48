"""A folder that appears whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractors.errors import GuidepostError, UsageError


class ExportError(GuidepostError):
    """An export could not be written; the files of the one before are untouched."""


@contextmanager
def replaced_folder(target: Path, ours: frozenset[str]) -> Iterator[Path]:
    """A new folder beside `target` to write into; it takes the place of `target` when all went well.

    `ours` are the names of files that an export may replace or remove. Where the target holds others, the new files
    are moved into it one by one instead. `ExportError` where the disk refuses, `UsageError` where the target is a file.
    """
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is a file; name a folder")
    part: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        part = Path(tempfile.mkdtemp(prefix=f".{target.name}.{os.getpid()}.", suffix=".part", dir=target.parent))
        part.chmod(0o755)
        yield part
        _swap(part, target, ours)
    except OSError as error:
        raise ExportError(f"{target} could not be written: {error}") from error
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)


def _swap(part: Path, target: Path, ours: frozenset[str]) -> None:
    for path in part.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    if not target.exists():
        part.rename(target)
        return
    if {path.name for path in target.iterdir()} <= ours:
        old = part.with_suffix(".old")
        target.rename(old)
        part.rename(target)
        shutil.rmtree(old, ignore_errors=True)
        return
    for path in sorted(part.iterdir()):
        path.replace(target / path.name)


def _sweep(target: Path) -> None:
    """Take away what an export that was killed has left; put back a folder that it had moved aside."""
    for path in target.parent.glob(f".{target.name}.*.old"):
        if not target.exists():
            path.rename(target)
        else:
            shutil.rmtree(path, ignore_errors=True)
    for path in target.parent.glob(f".{target.name}.*.part"):
        process = path.name.removeprefix(f".{target.name}.").split(".")[0]
        if process.isdecimal() and not _runs(int(process)):
            shutil.rmtree(path, ignore_errors=True)


def _runs(process: int) -> bool:
    """Whether a process with this number runs; where that cannot be told, it does."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
