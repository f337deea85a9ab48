"""What every format has to offer: it takes pages one after the other and closes its files."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from storage.export.read import Cells, PageRows


class Files(ABC):
    """The files of one export, written into a folder that is put in place afterwards; a context manager."""

    parts: tuple[str, ...] = ()
    """What it counts rows of, where that is not tables."""

    def __init__(self, folder: Path, tables: tuple[str, ...]) -> None:
        self.folder, self.tables = folder, self.parts or tables
        self.rows: Counter[str] = Counter(dict.fromkeys(self.tables, 0))
        self.names: dict[str, str] = {}
        """By table, the file that its rows are in."""
        self.stack = ExitStack()
        """Closes the files, in reverse order of opening."""

    @abstractmethod
    def page(self, page: PageRows) -> None:
        """Write the rows of one page."""

    def apart(self, table: str, rows: list[Cells]) -> None:  # noqa: B027 - formats by page have no place for it
        """Write rows that belong to no page."""

    def finish(self) -> None:  # noqa: B027 - few formats have anything to add
        """Write what comes after the last page."""

    def __enter__(self) -> Files:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self.finish()
        finally:
            self.stack.close()


class TableFiles(Files):
    """One file a table."""

    def page(self, page: PageRows) -> None:
        """Write the rows of one page, table by table."""
        for table, rows in page.tables.items():
            if rows:
                self.write(table, rows)
                self.rows[table] += len(rows)

    def apart(self, table: str, rows: list[Cells]) -> None:
        """Write rows that belong to no page."""
        self.write(table, rows)
        self.rows[table] += len(rows)

    @abstractmethod
    def write(self, table: str, rows: list[Cells]) -> None:
        """Append rows to a table."""
