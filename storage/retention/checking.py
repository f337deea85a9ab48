"""Looking for damage in store and archive, and for what one of them says of the other and is not so."""

from __future__ import annotations

from sqlalchemy import Connection, func, select, text

from extractors.errors import ArchiveError, StoreError
from storage import schema
from storage.archive import Archive
from storage.folder import DataFolder
from storage.store import Store
from storage.torn import sound_end


def check_store(folder: DataFolder, store: Store) -> list[str]:
    """What is wrong, in sentences; empty where all is well. Changes nothing."""
    archive = Archive(folder.archive)
    problems: list[str] = []
    try:
        with store.reading() as connection:
            problems += _database(connection)
            problems += _segments(connection, archive)
            problems += _rows(connection)
    except StoreError as error:
        problems.append(f"database: {error}")
    return problems


def _database(connection: Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []  # a server looks after its own files
    found = [f"database: {row[0]}" for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
    return found + [
        f"database: a row of {row[0]} refers to nothing" for row in connection.execute(text("PRAGMA foreign_key_check"))
    ]


def _segments(connection: Connection, archive: Archive) -> list[str]:
    problems = []
    sizes = {path.name: path.stat().st_size for path in archive.segments()}
    committed = {row.segment: row.committed for row in connection.execute(select(schema.segments))}
    for path in archive.segments():
        end = sound_end(path)
        if end < sizes[path.name]:
            problems.append(
                f"{path}: not readable after byte {end} of {sizes[path.name]}; the next crawl cuts a torn end"
            )
        taken = committed.get(path.name, 0)
        is_behind = False
        try:
            for kept in archive.entries_of(path):  # answers that are no page lie after the last event, too
                is_behind = is_behind or kept.offset >= taken
        except ArchiveError as error:
            problems.append(str(error))
        if taken > sizes[path.name]:
            problems.append(f"{path}: shorter than what the store has taken in from it")
        elif is_behind:
            problems.append(
                f"{path}: holds answers that are not stored yet; the next crawl, or `reparse`, takes them in"
            )
    table = schema.fetches
    named = connection.execute(select(table.c.segment, func.count()).group_by(table.c.segment))
    problems += [
        f"{segment}: {number} fetches lie in this segment, which is not there"
        for segment, number in named
        if segment is not None and segment not in sizes
    ]
    return problems


def _rows(connection: Connection) -> list[str]:
    """Rows of records whose page is not known."""
    problems = []
    known = select(schema.pages.c.page_id)
    for table in [*schema.history.values(), schema.fetches, schema.extractions]:
        query = select(func.count()).select_from(table).where(table.c.page_id.not_in(known))
        if number := connection.execute(query).scalar_one():
            problems.append(f"{table.name}: {number} rows of pages that the store does not know")
    return problems
