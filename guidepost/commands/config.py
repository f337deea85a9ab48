"""`guidepost config`: what is set, and by whom."""

from __future__ import annotations

from typing import Any

import typer

from crawlers.config import ENVIRONMENT_PREFIX, described, load_config, masked, unknown_variables
from guidepost.commands._output import AsJson, complain, print_json, print_table

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Show the configuration and where each value comes from."""


@app.command()
def show(as_json: AsJson = False) -> None:
    """Show every setting, its value and its origin.

    A flag wins over the environment (GUIDEPOST_DELAY=2), that over the project file (guidepost.toml here or in a
    folder above), that over the user file (~/.config/guidepost/config.toml), that over the default.
    """
    _, origins = load_config()
    for name in unknown_variables():
        complain("unknown, and without effect", f"{name} in the environment")
    if as_json:
        print_json({key: {"value": _plain(origin.value), "source": origin.source} for key, origin in origins.items()})
        return
    rows = [
        (key, "" if origin.value is None else masked(origin.value), origin.source) for key, origin in origins.items()
    ]
    print_table(("setting", "value", "from"), rows)


@app.command()
def explain(as_json: AsJson = False) -> None:
    """Say what each setting is for and how to set it.

    Any of them may stand in `guidepost.toml` under its name, or in the environment.
    """
    told = {key: (ENVIRONMENT_PREFIX + key.upper(), line) for key, line in described().items()}
    if as_json:
        print_json({key: {"environment": name, "description": line} for key, (name, line) in told.items()})
    else:
        print_table(("setting", "environment", "what it is"), [(key, *rest) for key, rest in told.items()])


def _plain(value: Any) -> Any:
    """As JSON has it: numbers, null and lists as such, passwords masked."""
    if isinstance(value, tuple):
        return [masked(part) for part in value]
    return value if value is None or isinstance(value, bool | int | float) else masked(value)
