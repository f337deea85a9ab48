"""Where a re-parse reads from: files, folders and archives, as one stream of events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from extractors.errors import ArchiveError, InputError
from pipelines.saved import SavedFile, find, load
from storage import warc
from storage.archive import Archive
from storage.events import Archived, Event
from storage.folder import DataFolder
from storage.torn import torn_at
from storage.urls import SAVED


class FileError(NamedTuple):
    """A source that could not be read, and why."""

    path: str
    message: str


class Item(NamedTuple):
    """An event on its way into the flow."""

    event: Event
    key: str | None = None
    kept: Archived | None = None


def items(sources: Sequence[Path], folder: DataFolder | None, errors: list[FileError]) -> Iterator[Item]:
    """Every event of the sources; without any, of the folder's own archive. What cannot be read goes into `errors`."""
    if not sources:
        if folder is None:
            raise InputError("nothing to read: name a file, a folder or an archive")
        yield from _own(Archive(folder.archive), errors)
    taken: dict[str, str] = {}
    for source in sources:
        try:
            for file in find(source):
                for item in _of_file(file, errors):
                    yield _named_apart(item, source, file, taken)
        except InputError as error:
            errors.append(FileError(str(source), str(error)))


def _named_apart(item: Item, source: Path, file: SavedFile, taken: dict[str, str]) -> Item:
    """The item; a second file that goes by the same path, in another folder, gets its folder's name into its key."""
    if item.key is None or taken.setdefault(item.key, str(file.path)) == str(file.path):
        return item
    return item._replace(key=f"{SAVED}{quote(f'{source.resolve().name}/{file.name}', safe='/')}")


def _own(archive: Archive, errors: list[FileError]) -> Iterator[Item]:
    for path in archive.segments():
        try:
            last = 0
            for kept in archive.entries_of(path):
                last = kept.offset
                yield Item(kept.event, None, kept)
            _tell_torn(path, last, errors)
        except ArchiveError as error:
            errors.append(FileError(str(path), str(error)))


def _of_file(file: SavedFile, errors: list[FileError]) -> Iterator[Item]:
    try:
        if file.is_archive:
            last = 0
            for event, offset in warc.read(file.path):
                last = offset
                yield Item(event)
            _tell_torn(file.path, last, errors)
        else:
            page, key = load(file)
            yield Item(page, key)
    except (ArchiveError, InputError) as error:
        errors.append(FileError(str(file.path), str(error)))


def _tell_torn(path: Path, last: int, errors: list[FileError]) -> None:
    if (end := torn_at(path, last)) is not None:
        errors.append(FileError(str(path), f"cut off or damaged after byte {end}; what stands before it was read"))
