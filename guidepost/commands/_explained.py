"""What a page's values were chosen from, as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractors.options import Explained, Feature

_SHORT = 70


def print_explained(found: Iterable[Explained], out: Console) -> None:
    """A table a field: candidates, the chosen ones marked, with scores, rules and what speaks for them."""
    for one in found:
        out.print(Text.assemble((one.field, "bold"), ": ", one.value or "none"))
        table = Table("", "candidate", "score", "rule", "because", "words", "where", box=None, pad_edge=False)
        for option in one.options:
            table.add_row(
                "→" if option.chosen else "",
                Text(_cut(option.value), style="" if option.chosen else "dim", overflow="fold"),
                "" if option.score is None else f"{option.score:.2f}",
                option.rule,
                Text("\n".join(map(_feature, option.features)), overflow="fold"),
                Text(_cut(option.quote) if option.quote != option.value else "", overflow="fold"),
                Text(option.path, style="dim", overflow="fold"),
            )
        if one.options:
            out.print(table)
        for note in one.notes:
            out.print(Text(f"  {note}", style="dim"))
        out.print()


def _feature(feature: Feature) -> str:
    weight = "" if feature.weight is None else f"{feature.weight:+.2f} "
    return f"{weight}{feature.name}{f': {feature.detail}' if feature.detail else ''}"


def _cut(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"
