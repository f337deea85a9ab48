"""`guidepost schema`: the JSON Schema of a record."""

from __future__ import annotations

import typer

from guidepost.record_schema import record_schema


def command() -> None:
    """Print the JSON Schema (draft 2020-12) of what `guidepost extract --json` prints."""
    typer.echo(record_schema().decode(), nl=False)
