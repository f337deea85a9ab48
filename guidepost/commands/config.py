"""`guidepost config`: what is set, and by whom."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from crawlers.config import ENVIRONMENT_PREFIX, FIELDS, Config, load_config, masked

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Show the configuration and where each value comes from."""


@app.command()
def show(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")] = False,
) -> None:
    """Show every setting, its value and its origin.

    A flag wins over the environment (GUIDEPOST_DELAY=2), that over the project file (guidepost.toml here or in a
    folder above), that over the user file (~/.config/guidepost/config.toml), that over the default.
    """
    _, origins = load_config()
    if as_json:
        shown = {key: {"value": masked(origin.value), "source": origin.source} for key, origin in origins.items()}
        typer.echo(msgspec.json.format(msgspec.json.encode(shown)).decode())
        return
    table = Table("setting", "value", "from", box=None, pad_edge=False)
    for key, origin in origins.items():
        table.add_row(key, "" if origin.value is None else masked(origin.value), origin.source)
    Console().print(table)


@app.command()
def explain() -> None:
    """Say what each setting is for and how to set it."""
    described = msgspec.json.schema(Config)["$defs"]["Config"]["properties"]
    table = Table("setting", "environment", "what it is", box=None, pad_edge=False)
    for key in FIELDS:
        table.add_row(key, ENVIRONMENT_PREFIX + key.upper(), described[key].get("description", ""))
    Console().print(table)
