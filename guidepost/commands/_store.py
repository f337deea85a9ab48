"""What the commands on the store share: the data folder and the store that is configured, opened, or held alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crawlers.config import load_config
from extractors.errors import UsageError
from storage.folder import DataFolder

if TYPE_CHECKING:
    from storage.store import Store

Data = Annotated[
    Path | None, typer.Option("--data", help="Data folder; by default the one that `guidepost config show` names.")
]


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
    from storage.store import Store  # here: help and refusals need no database

    if not create:
        _must_exist(folder)
    with Store.open(folder.store_url, backups=folder.backups) as store:
        yield store


@contextmanager
def held(folder: DataFolder, what: str, *, create: bool = False) -> Iterator[Store]:
    """The folder's store, with the folder held for this run alone; nothing is made where there is no store yet."""
    if not create:
        _must_exist(folder)
    with folder.lock(what), opened(folder, create=create) as store:
        yield store


def _must_exist(folder: DataFolder) -> None:
    if folder.database is None and not folder.store_file.exists():
        raise UsageError(f"there is no store at {folder.store_file} yet; `guidepost crawl` or `reparse` makes one")


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
