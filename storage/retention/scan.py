"""Where in a data folder something on the suppression list still stands: archive, store, exports, other files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, MetaData, String, Table, select

from storage import schema
from storage.archive import Archive
from storage.folder import DataFolder
from storage.prepared import url_id_of
from storage.retention.rewrite import Record, records
from storage.retention.suppression import Suppression

_PREFIX = "sha256:"
_OURS = ("alembic_version", "meta")
_TEXT_FILES = (".csv", ".tsv", ".json", ".jsonl", ".jsonld", ".txt", ".html", ".md", ".log", ".xml", ".toml", ".holder")
_SHOWN = 200


@dataclass
class ArchiveFinds:
    """What has to change in the archive."""

    segments: dict[str, Counter[str]] = field(default_factory=dict)
    """By segment, records to be `dropped` and `masked`."""
    dropped: Counter[str] = field(default_factory=Counter)
    """Records by address."""
    masked: Counter[str] = field(default_factory=Counter)
    digests: dict[str, str] = field(default_factory=dict)
    """Of bodies: SHA-256 before and after."""
    words: Counter[str] = field(default_factory=Counter)
    """What was found, as it stands."""


class RowFind(NamedTuple):
    """A row that belongs to no page, and what is to become of it."""

    table: str
    key: dict[str, Any]
    cells: dict[str, str] | None
    """New values; None: the row goes, because what is found is part of its key."""


@dataclass
class StoreFinds:
    """What has to change in the store."""

    removed: dict[str, str] = field(default_factory=dict)
    """Pages that go whole: key by id."""
    masked: dict[str, str] = field(default_factory=dict)
    """Pages that are read anew."""
    unarchived: dict[str, str] = field(default_factory=dict)
    """Those of `masked` whose bytes are not in the archive, or not all of them."""
    rows: list[RowFind] = field(default_factory=list)


def change_of(record: Record, suppression: Suppression, digests: dict[str, str] | None = None) -> Record | None:
    """The record without what is on the list: itself, a masked one, or None. `digests` are those of `ArchiveFinds`."""
    addresses = (record.header("WARC-Target-URI"), record.header("WARC-Refers-To-Target-URI"))
    if any(suppression.refuses(url.strip("<>")) for url in addresses):
        return None
    head, body = record.http
    content_type = record.header("Content-Type")
    if head:
        lines = head.decode("utf-8", "surrogateescape")
        fields = (line.partition(":") for line in lines.splitlines())
        content_type = next((value for name, _, value in fields if name.strip().lower() == "content-type"), "")
        head = suppression.masked(lines).encode("utf-8", "surrogateescape")
    clean = suppression.masked_bytes(body, content_type, record.url)
    if clean is None:
        return None
    if head + clean != record.block:
        record = record.with_block(head, clean)
    if record.kind == "revisit" and digests:
        digest = record.header("WARC-Payload-Digest").removeprefix(_PREFIX)
        if digest in digests:
            record = record.with_header("WARC-Payload-Digest", _PREFIX + digests[digest])
    return record


def scan_archive(archive: Archive, suppression: Suppression) -> ArchiveFinds:
    """Everything in the archive that is on the list; nothing is changed."""
    finds = ArchiveFinds()
    for path in archive.segments():
        for record in records(path):
            new = change_of(record, suppression)
            if new is record:
                continue
            what = "dropped" if new is None else "masked"
            finds.segments.setdefault(path.name, Counter())[what] += 1
            (finds.dropped if new is None else finds.masked)[record.url] += 1
            finds.words.update(_words(record, suppression))
            if new is not None and record.kind in ("response", "resource"):
                old = record.header("WARC-Payload-Digest").removeprefix(_PREFIX)
                finds.digests[old] = new.header("WARC-Payload-Digest").removeprefix(_PREFIX)
    finds.digests = {old: new for old, new in finds.digests.items() if old != new}
    _add_revisits(archive, finds)
    return finds


def _words(record: Record, suppression: Suppression) -> list[str]:
    return [" ".join(one.split())[:_SHOWN] for one in suppression.found(record.block.decode("utf-8", "replace"))]


def _add_revisits(archive: Archive, finds: ArchiveFinds) -> None:
    """Segments that tell of a page again whose digest changes."""
    if not finds.digests:
        return
    for path in archive.segments():
        if path.name not in finds.segments and any(
            one.kind == "revisit" and one.header("WARC-Payload-Digest").removeprefix(_PREFIX) in finds.digests
            for one in records(path)
        ):
            finds.segments[path.name] = Counter()


def scan_store(connection: Connection, suppression: Suppression, finds: ArchiveFinds) -> StoreFinds:
    """Everything in the store that is on the list, in whatever table; `finds` tells of pages whose bytes change."""
    found = StoreFinds()
    marked = {page_id for url in finds.masked for page_id in _pages_at(connection, url)}
    for table in tables(connection):
        for row, cells in _matches(connection, table, suppression):
            if "page_id" in table.c:
                marked.add(row["page_id"])
            elif any(column.name in cells for column in table.primary_key):
                found.rows.append(RowFind(table.name, _key(table, row), None))
            else:
                found.rows.append(RowFind(table.name, _key(table, row), cells))
    keys, refused = _keys_and_refused(connection, suppression)
    found.removed = {page_id: keys.get(page_id, "") for page_id in refused}
    found.masked = {page_id: keys.get(page_id, "") for page_id in sorted(marked - refused)}
    loose = select(schema.fetches.c.page_id).where(schema.fetches.c.segment.is_(None)).distinct()
    unarchived = set(connection.execute(loose).scalars())
    found.unarchived = {page_id: key for page_id, key in found.masked.items() if page_id in unarchived}
    return found


def tables(connection: Connection) -> list[Table]:
    """Every table of the store with text in it, those of later versions too."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in _OURS and len(table.primary_key)]


def _matches(
    connection: Connection, table: Table, suppression: Suppression
) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """Rows that hold something on the list, and the masked value of those cells."""
    texts = [column.name for column in table.c if isinstance(column.type, String)]
    if not texts:
        return
    names = list(dict.fromkeys([*(column.name for column in table.primary_key), *texts]))
    query = select(*(table.c[name] for name in names))
    for found in connection.execute(query, execution_options={"yield_per": 500}).mappings():
        row = dict(found)
        cells = {name: clean for name in texts if (cell := row[name]) and (clean := suppression.masked(cell)) != cell}
        if cells:
            yield row, cells


def _key(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {column.name: row[column.name] for column in table.primary_key}


def _pages_at(connection: Connection, url: str) -> Iterable[str]:
    table = schema.addresses
    return connection.execute(select(table.c.page_id).where(table.c.url_id == url_id_of(url))).scalars()


def _keys_and_refused(connection: Connection, suppression: Suppression) -> tuple[dict[str, str], set[str]]:
    keys = {row.page_id: row.page for row in connection.execute(select(schema.pages.c.page_id, schema.pages.c.page))}
    refused = {page_id for page_id, page in keys.items() if suppression.refuses(page)}
    rows = connection.execute(select(schema.addresses.c.page_id, schema.addresses.c.url))
    return keys, refused | {row.page_id for row in rows if suppression.refuses(row.url)}


def scan_exports(folder: DataFolder, suppression: Suppression) -> list[Path]:
    """Exports of which a file holds something on the list, or cannot be looked into; whole folders of them.

    The files of an export belong together: what came from a page stands in some of them without its address.
    """
    files = _files(folder.exports)
    found = {path.parent for path in files if _holds(path, suppression)}
    return [path for path in files if path.parent in found]


def scan_rest(folder: DataFolder, suppression: Suppression) -> list[Path]:
    """Files of the data folder that are none of ours and hold something on the list."""
    known = (folder.archive, folder.exports, folder.backups)
    ours = {folder.store_file.name + suffix for suffix in ("", "-wal", "-shm")} | {folder.forgotten.name}
    return [
        path
        for path in _files(folder.root)
        if not any(path.is_relative_to(one) for one in known)
        and not (path.parent == folder.root and path.name in ours)
        and path.suffix.lower() in _TEXT_FILES
        and _holds(path, suppression)
    ]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def _holds(path: Path, suppression: Suppression) -> bool:
    if path.suffix.lower() not in _TEXT_FILES:
        return True
    with path.open(encoding="utf-8", errors="replace") as lines:
        # A comma may belong to an address, and may end a cell.
        return any(suppression.found(line) or suppression.found(line.replace(",", " , ")) for line in lines)
