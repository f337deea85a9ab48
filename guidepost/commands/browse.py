"""`guidepost browse`: the store in a browser, by datasette."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from sqlalchemy import inspect

from extractors.errors import UsageError
from guidepost.commands._output import waiting
from guidepost.commands._store import Data, data_folder, opened
from storage.store import Store


def command(
    port: Annotated[int, typer.Option(help="Port on this machine; 0 takes a free one.", min=0, max=65535)] = 8001,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open a browser on it.")] = True,
    get: Annotated[
        str | None, typer.Option(help="Print what one address answers, such as /guidepost/salaries.json, and end.")
    ] = None,
    data: Data = None,
) -> None:
    """Look through the store in a browser: tables with facets, ready questions, SQL; read-only, on this machine alone.

    It needs datasette: pip install 'guidepost[browse]'. A store on PostgreSQL is copied into a temporary file first.

    Examples: guidepost browse
              guidepost browse --no-open --port 9000
              guidepost browse --get "/guidepost/salaries.json?_shape=objects"
    """
    if importlib.util.find_spec("datasette") is None:
        raise UsageError("browsing needs datasette, which is not installed: pip install 'guidepost[browse]'")
    folder = data_folder(data)
    with tempfile.TemporaryDirectory(prefix="guidepost-browse-") as scratch:
        with opened(folder) as store, waiting("opening"):
            file = _sqlite_file(store, folder.store_file if folder.database is None else None, Path(scratch))
            metadata = _metadata(store, Path(scratch))
        arguments = [sys.executable, "-m", "datasette", "serve", str(file), "--metadata", str(metadata)]
        arguments += ["--setting", "sql_time_limit_ms", "10000", "--setting", "facet_time_limit_ms", "2000"]
        if get is not None:
            arguments += ["--get", get]
        else:
            arguments += ["--host", "127.0.0.1", "--port", str(port), *(["--open"] if open_browser else [])]
        try:
            code = subprocess.run(arguments, check=False).returncode  # noqa: S603 - our own interpreter and arguments
        except KeyboardInterrupt:
            code = 0
    raise typer.Exit(code)


def _sqlite_file(store: Store, file: Path | None, scratch: Path) -> Path:
    """The store's own file; a copy, with the name that the metadata speak of, where there is none or it has another."""
    from guidepost.queries import DATABASE
    from storage.engine import sqlite_file
    from storage.retention.copying import copy_rows
    from storage.upgrade import copy_sqlite

    file = file or sqlite_file(store.engine.url.render_as_string(hide_password=False))
    if file is not None and file.stem == DATABASE:
        return file
    copy = scratch / f"{DATABASE}.sqlite"
    if file is not None:
        copy_sqlite(file, copy)
    else:
        with Store.open(f"sqlite:///{copy}") as target:
            copy_rows(store.engine, target.engine)
    return copy


def _metadata(store: Store, scratch: Path) -> Path:
    from guidepost.queries import datasette_metadata

    path = scratch / "metadata.json"
    tables = inspect(store.engine).get_table_names()
    path.write_bytes(msgspec.json.encode(datasette_metadata(tables)))
    return path
