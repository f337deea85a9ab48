"""What the commands on the store share: opening it as configured, progress on standard error, tables and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from crawlers.config import load_config
from extractors.errors import UsageError
from storage.folder import DataFolder
from storage.store import Store

Data = Annotated[
    Path | None, typer.Option("--data", help="Data folder; by default the one that `guidepost config show` names.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script to read.")]

_ENCODER = msgspec.json.Encoder(decimal_format="number")
errors = Console(stderr=True)


def data_folder(data: Path | None) -> DataFolder:
    """The data folder that the flag or else the configuration names."""
    config, _ = load_config({"data": str(data) if data else None})
    return config.folder


def terms_by_site() -> dict[str, str]:
    """The terms of use that the site files name, by site."""
    from crawlers.sites import load_sites, terms_of

    config, _ = load_config()
    return terms_of(load_sites(config).values())


@contextmanager
def opened(folder: DataFolder, *, create: bool = False) -> Iterator[Store]:
    """The folder's store. `UsageError` where there is none yet and none is to be made."""
    if not create and folder.database is None and not folder.store_file.exists():
        raise UsageError(f"there is no store at {folder.store_file} yet; `guidepost crawl` or `reparse` makes one")
    with Store.open(folder.store_url, backups=folder.backups) as store:
        yield store


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Any]:
    """A progress bar on standard error; yields a function to be called with the count so far."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    typer.echo(msgspec.json.format(_ENCODER.encode(value)).decode())


def print_table(header: Sequence[str], rows: Iterable[Sequence[Any]], title: str | None = None) -> None:
    """A table on standard output."""
    table = Table(*header, box=None, pad_edge=False, title=title, title_justify="left")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    Console().print(table)


def pairs(options: Sequence[str], example: str) -> dict[str, str]:
    """`name:condition` options by name; a condition without a name is one on `pages`."""
    found: dict[str, str] = {}
    for option in options:
        name, colon, rest = option.partition(":")
        named = colon and name.strip().isidentifier()
        table, condition = (name.strip(), rest.strip()) if named else ("pages", option.strip())
        if not condition:
            raise UsageError(f"an empty condition: {option!r}; write it like {example}")
        found[table] = f"({found[table]}) AND ({condition})" if table in found else condition
    return found


def count_lines(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Tables that have rows, as they are exported, with their number."""
    return [(name, number) for name, number in counts.items() if number]
