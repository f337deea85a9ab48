"""What lies on the disk: archive, store, exports, backups."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from storage.archive import Archive
from storage.engine import sqlite_file
from storage.folder import DataFolder
from storage.store import Store

_UNITS = ("B", "kB", "MB", "GB", "TB")


@dataclass(frozen=True)
class DiskUse:
    """Bytes, as files have them; of a store on a database server, as the server reports them."""

    archive: int
    segments: int
    """Files of the archive, not bytes."""
    store: int
    exports: int
    backups: int
    tables: dict[str, int] = field(default_factory=dict)
    """Bytes by table with its indexes, largest first; empty where the database cannot tell."""

    @property
    def total(self) -> int:
        """All of it."""
        return self.archive + self.store + self.exports + self.backups

    def as_dict(self) -> dict[str, object]:
        """Plain data, with the total."""
        return {"total": self.total, **asdict(self)}


def disk_use(folder: DataFolder, store: Store | None = None, *, by_table: bool = False) -> DiskUse:
    """What the data folder takes; with `store` also a database server's share."""
    archive = Archive(folder.archive)
    return DiskUse(
        archive=archive.size(),
        segments=len(archive.segments()),
        store=_store_bytes(folder, store),
        exports=_folder_bytes(folder.exports),
        backups=_folder_bytes(folder.backups),
        tables=_tables(store) if store is not None and by_table else {},
    )


def readable(size: int) -> str:
    """`12.3 MB`: powers of 1000, as disks are sold."""
    value = float(size)
    for unit in _UNITS:
        if value < 1000 or unit == _UNITS[-1]:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    raise AssertionError("unreachable")


def _store_bytes(folder: DataFolder, store: Store | None) -> int:
    if store is not None and store.engine.dialect.name == "postgresql":
        with store.reading() as connection:
            return int(connection.execute(select(func.pg_database_size(func.current_database()))).scalar_one())
    file = folder.store_file if store is None else sqlite_file(store.engine.url.render_as_string(hide_password=False))
    if file is None:
        return 0
    beside = (file.with_name(file.name + suffix) for suffix in ("", "-wal", "-shm"))
    return sum(path.stat().st_size for path in beside if path.is_file())


def _folder_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0


def _tables(store: Store) -> dict[str, int]:
    if store.engine.dialect.name == "postgresql":
        query = (
            "SELECT relname, pg_total_relation_size(oid) AS size FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY size DESC, relname"
        )
    else:  # dbstat is a virtual table that most builds of SQLite have
        query = (
            "SELECT m.tbl_name, sum(s.pgsize) AS size FROM dbstat s JOIN sqlite_master m ON m.name = s.name "
            "GROUP BY m.tbl_name ORDER BY size DESC, m.tbl_name"
        )
    with store.reading() as connection:
        if store.engine.dialect.name == "sqlite" and not _has_dbstat(connection):
            return {}
        return {row[0]: int(row[1]) for row in connection.execute(text(query))}


def _has_dbstat(connection: Connection) -> bool:
    options = connection.execute(text("PRAGMA compile_options")).scalars()
    return "ENABLE_DBSTAT_VTAB" in set(options)
