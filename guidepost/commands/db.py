"""`guidepost db`: the store as a database."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from extractors.errors import UsageError
from guidepost.commands._output import AsJson, print_json, print_table
from guidepost.commands._store import Data, data_folder, held, opened

app = typer.Typer(no_args_is_help=True)
_SIZE = re.compile(r"([\d.]+)\s*([kKMGT]?)(i?)[bB]?")
_POWERS = {"": 0, "K": 1, "M": 2, "G": 3, "T": 4}


@app.callback()
def _group() -> None:
    """Create, upgrade and inspect the store."""


@app.command()
def upgrade(data: Data = None) -> None:
    """Bring the store to this program's schema, or make an empty one; an SQLite file is copied first.

    Every command that opens the store does the same by itself.
    """
    from storage.engine import open_engine
    from storage.schema import VERSION
    from storage.upgrade import revision_of

    folder = data_folder(data)
    engine = open_engine(folder.store_url)
    before = revision_of(engine)
    engine.dispose()
    with held(folder, "db upgrade", create=True):
        pass
    if before == VERSION:
        typer.echo(f"schema {VERSION}: up to date")
    else:
        typer.echo(f"schema {VERSION}: {'made' if before is None else f'upgraded from {before}'}")


@app.command()
def current(data: Data = None, as_json: AsJson = False) -> None:
    """Show the schema of the store and the newest one that this program knows; changes nothing."""
    from storage.engine import open_engine
    from storage.schema import VERSION
    from storage.upgrade import revision_of

    folder = data_folder(data)
    found = None
    if folder.database is not None or folder.store_file.exists():
        engine = open_engine(folder.store_url)
        found = revision_of(engine)
        engine.dispose()
    if as_json:
        print_json({"store": found, "program": VERSION, "url": _shown(folder.store_url)})
        return
    state = "no store yet" if found is None else f"schema {found}"
    typer.echo(f"{_shown(folder.store_url)}: {state}; this program's is {VERSION}")


@app.command()
def check(data: Data = None, as_json: AsJson = False) -> None:
    """Look for damage: in the database, in the archive, and between the two.

    Exit codes: 0 all is well, 1 something is not.
    """
    from storage.retention.checking import check_store

    folder = data_folder(data)
    with opened(folder) as store:
        problems = check_store(folder, store)
    if as_json:
        print_json({"problems": problems})
    elif problems:
        for problem in problems:
            typer.secho(problem, fg="red")
    else:
        typer.echo("all is well")
    if problems:
        raise typer.Exit(1)


@app.command()
def size(
    budget: Annotated[
        str | None, typer.Option(help="End with exit code 1 where more than that is used, such as 5GB.")
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Show what archive, store, exports and backups take on the disk, and the store's tables."""
    from storage.retention.size import disk_use, readable

    limit = _bytes(budget) if budget else None
    folder = data_folder(data)
    with opened(folder) as store:
        use = disk_use(folder, store, by_table=True)
    if as_json:
        print_json(use.as_dict() | {"budget": limit})
    else:
        parts = ("archive", "store", "exports", "backups", "total")
        print_table(("what", "size"), [(part, readable(getattr(use, part))) for part in parts])
        print_table(("table", "size"), [(name, readable(number)) for name, number in use.tables.items()])
    if limit is not None and use.total > limit:
        typer.secho(
            f"{readable(use.total)} is more than {readable(limit)}; `guidepost prune` frees space", fg="red", err=True
        )
        raise typer.Exit(1)


def _bytes(text: str) -> int:
    found = _SIZE.fullmatch(text.strip())
    if not found:
        raise UsageError(f"not a size: {text!r}; write 500MB or 5GB")
    return int(float(found[1]) * (1024 if found[3] else 1000) ** _POWERS[found[2].upper()])


def _shown(url: str) -> str:
    from crawlers.config import masked

    return masked(url)
