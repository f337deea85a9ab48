"""How commands speak: what was asked for on standard output, all else on standard error.

Words of pages go out as they are: no name of a company is ever taken for a style.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.status import Status
from rich.table import Column, Table
from rich.text import Text

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a script to read.")]

_ENCODER = msgspec.json.Encoder(decimal_format="number")
_WIDE = 100_000
errors = Console(stderr=True)


def console(width: int = _WIDE) -> Console:
    """Standard output: as wide as the terminal, and so many columns where it is none, so that no cell is cut there."""
    out = Console(highlight=False)
    return out if out.is_terminal else Console(highlight=False, width=width)


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


def waiting(what: str) -> Status:
    """A line on standard error while the block runs; its `update` takes a `Text`."""
    return errors.status(Text(what))


def complain(what: str, about: str) -> None:
    """A line on standard error: what is wrong in red, then with what."""
    errors.print(Text.assemble((f"{what}: ", "red"), about), soft_wrap=True)


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    typer.echo(msgspec.json.format(_ENCODER.encode(value)).decode())


def print_table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table on standard output; where the terminal is too narrow, cells go on in the next line."""
    table = Table(*(Column(Text(name), overflow="fold") for name in header), box=None, pad_edge=False)
    for row in rows:
        table.add_row(*("" if cell is None else Text(str(cell)) for cell in row))
    if header:
        console().print(table)


def count_lines(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Tables that have rows, as they are exported, with their number."""
    return [(name, number) for name, number in counts.items() if number]
