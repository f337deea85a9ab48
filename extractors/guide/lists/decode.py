"""Which of the overlapping columns are taken, and as what: the surest first, and no words twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractors.guide.lists.columns import Column

_WHOLE = ("run", "table")
_OVERLAP = 3
"""A column of whose words one in so many is taken already is another way of reading the same."""


class Choice(NamedTuple):
    """A candidate by its place, a kind, and how sure that is."""

    place: int
    kind: str
    chance: float


def decode(columns: Sequence[Column], choices: Sequence[Choice], above: Sequence[int], least: float) -> list[Choice]:
    """The choices to take. `above` is the block of the heading over each column: what stands under an entry of a list
    tells of that entry, and lists nothing of its kind."""
    taken: dict[int, list[tuple[int, int]]] = {}
    runs: set[tuple[int, str]] = set()
    entries: dict[str, set[int]] = {}
    chosen: list[Choice] = []
    for choice in sorted(choices, key=lambda one: (-one.chance, one.place)):
        if choice.chance < least:
            break
        column = columns[choice.place]
        if (column.node, choice.kind) in runs and column.source in _WHOLE:
            continue
        if above[choice.place] in entries.get(choice.kind, ()):
            continue
        spans = [(item.block, item.start, item.start + len(item.text)) for item in column.items]
        hits = sum(any(a < end and start < b for a, b in taken.get(block, ())) for block, start, end in spans)
        if hits * _OVERLAP > len(spans):
            continue
        for block, start, end in spans:
            taken.setdefault(block, []).append((start, end))
        runs.add((column.node, choice.kind))
        if column.source == "run" and column.form != "members":
            entries.setdefault(choice.kind, set()).update(item.block for item in column.items)
        chosen.append(choice)
    return chosen
