"""Entities as `guidepost entities` shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from extractors.errors import UsageError
from guidepost.commands._output import print_json
from guidepost.commands._store import data_folder, held

if TYPE_CHECKING:
    from pipelines.resolve.batch import Outcome
    from pipelines.resolve.names import Alias
    from storage.store import Store


def decide(data: Path | None, kind: str, work: Callable[[Store], Any], names: Sequence[str], as_json: bool) -> None:
    """Do the work while the folder is held, and show the entities that these names have now."""
    folder = data_folder(data)
    with held(folder, "entities") as store:
        work(store)
        groups = _groups(store, kind, names)
    if as_json:
        print_json([as_dict(group) for group in groups])
    else:
        for group in groups:
            typer.echo(f"{group[0].entity_name} ({group[0].entity}): {', '.join(one.name for one in group)}")


def _groups(store: Store, kind: str, names: Iterable[str]) -> list[list[Alias]]:
    """The entities of these names as they are now; an id that is none any more stands for nothing."""
    from pipelines.resolve.batch import find, members

    groups: dict[str, list[Alias]] = {}
    with store.reading() as connection:
        for name in names:
            try:
                group = members(connection, find(connection, kind, name))
            except UsageError:
                continue
            groups[group[0].entity] = group
    return list(groups.values())


def others(group: Sequence[Alias]) -> str:
    """Its further names, a few of them."""
    names = [one.name for one in group if one.name != group[0].entity_name]
    return ", ".join(names[:4]) + (f" … +{len(names) - 4}" if len(names) > 4 else "")


def as_dict(group: Sequence[Alias]) -> dict[str, Any]:
    """An entity as JSON has it."""
    names = [
        {
            "alias": one.alias,
            "name": one.name,
            "mentions": one.mentions,
            "rule": one.rule or None,
            "score": one.score,
            "like": one.like_alias,
        }
        for one in group
    ]
    return {"entity_id": group[0].entity, "type": group[0].type, "name": group[0].entity_name, "names": names}


def print_outcome(outcome: Outcome, as_json: bool) -> None:
    """What a resolution came to."""
    if as_json:
        print_json(outcome._asdict())
    else:
        typer.echo(f"{outcome.names} names mean {outcome.entities} entities")
