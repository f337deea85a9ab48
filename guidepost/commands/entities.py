"""`guidepost entities`: which names mean the same, and a user's say in it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from extractors.errors import UsageError
from guidepost.commands._entities import as_dict, decide, others, print_outcome
from guidepost.commands._output import AsJson, print_json, print_table
from guidepost.commands._store import Data, data_folder, held, opened

app = typer.Typer(no_args_is_help=True)

_DECISION = ("type", "alias", "other", "decision")
_TYPES = "company, hub, university, skill, tool or author"
Type = Annotated[str, typer.Argument(metavar="TYPE", help=f"{_TYPES.capitalize()}.")]
Names = Annotated[list[str], typer.Argument(metavar="NAME...", help="Names as pages word them, or ids of entities.")]


@app.callback()
def _group() -> None:
    """See which names mean the same company, hub, university, skill, tool or author, and overrule it.

    Names are resolved across pages and sites, each link with the rule that made it and a score. What you merge or split
    is kept, and holds again after every re-parse. Start with: guidepost entities list --type company --linked
    """


@app.command("list")
def list_(
    type: Annotated[str | None, typer.Option("--type", "-t", help=f"Only one type: {_TYPES}.")] = None,  # noqa: A002
    linked: Annotated[bool, typer.Option("--linked", help="Only entities that have several names.")] = False,
    rule: Annotated[str | None, typer.Option(help="Only entities with a link by this rule, such as acronym.")] = None,
    below: Annotated[float | None, typer.Option(help="Only entities with a link less sure than this, 0 to 1.")] = None,
    like: Annotated[str | None, typer.Option(help="Only entities with a name that has this in it.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="So many, the most mentioned first.")] = 50,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List entities with their names, the most mentioned first.

    To look over what is least sure: guidepost entities list --below 0.9

    Examples: guidepost entities list --type company --like fortis
              guidepost entities list --rule acronym --json
    """
    from pipelines.resolve.batch import grouped, refresh
    from pipelines.resolve.names import RULES, TYPES

    if type is not None and type not in TYPES:
        raise UsageError(f"no such type: {type}; there are {', '.join(TYPES)}")
    if rule is not None and rule not in RULES:
        raise UsageError(f"no such rule: {rule}; there are {', '.join(RULES)}")
    with opened(data_folder(data)) as store:
        refresh(store)
        with store.reading() as connection:
            found = grouped(connection, type)
    chosen = [
        group
        for group in found
        if (not linked or len(group) > 1)
        and (rule is None or any(one.rule == rule for one in group))
        and (below is None or any(one.rule and one.score < below for one in group))
        and (like is None or any(like.casefold() in one.alias for one in group))
    ]
    chosen.sort(key=lambda group: (-sum(one.mentions for one in group), group[0].type, group[0].entity))
    if as_json:
        print_json([as_dict(group) for group in chosen[:limit]])
        return
    rows = [
        (group[0].type, group[0].entity_name, sum(one.mentions for one in group), others(group), group[0].entity)
        for group in chosen[:limit]
    ]
    print_table(("type", "name", "mentions", "also", "id"), rows)
    if len(chosen) > limit:
        typer.echo(f"… and {len(chosen) - limit} more; -n {len(chosen)} shows all")


@app.command()
def show(
    type: Type,  # noqa: A002
    name: Annotated[str, typer.Argument(help="A name, or an entity's id.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Show every name of one entity, and by which rule each was linked.

    Examples: guidepost entities show company "BNP Paribas Fortis"
              guidepost entities show university ULB --json
    """
    from pipelines.resolve.batch import find, members, refresh
    from pipelines.resolve.names import RULES

    with opened(data_folder(data)) as store:
        refresh(store)
        with store.reading() as connection:
            group = members(connection, find(connection, type, name))
    if as_json:
        print_json(as_dict(group))
        return
    typer.echo(f"{group[0].entity_name} ({type}, {group[0].entity})")
    rows = [(one.name, one.mentions, one.rule, one.score if one.rule else "", one.like_alias) for one in group]
    print_table(("name", "mentions", "rule", "score", "like"), rows)
    for rule in sorted({one.rule for one in group if one.rule}):
        typer.echo(f"{rule}: {RULES[rule]}")


@app.command()
def merge(type: Type, names: Names, data: Data = None, as_json: AsJson = False) -> None:  # noqa: A002
    """Make names one entity, with all that each of them means already.

    Kept as data, by name and type, and applied again whenever names are resolved. `split` or `undo` takes it back.

    Examples: guidepost entities merge company "Comuto" "BlaBlaCar"
              guidepost entities merge university UHasselt "Hasselt University"
    """
    from pipelines.resolve import decisions as user

    decide(data, type, lambda store: user.merge(store, type, names), names, as_json)


@app.command()
def split(type: Type, names: Names, data: Data = None, as_json: AsJson = False) -> None:  # noqa: A002
    """Take names out of their entity; those that are named together stay together.

    Kept as data, by name and type, and applied again whenever names are resolved. `merge` or `undo` takes it back.

    Examples: guidepost entities split company "Merck KGaA"
              guidepost entities split hub "The Hub" "The Hub (Ghent)"
    """
    from pipelines.resolve import decisions as user

    decide(data, type, lambda store: user.split(store, type, names), names, as_json)


@app.command()
def undo(type: Type, names: Names, data: Data = None, as_json: AsJson = False) -> None:  # noqa: A002
    """Take back every merge and split of these names; the rules decide again.

    Examples: guidepost entities undo company "Merck KGaA"
    """
    from pipelines.resolve import decisions as user

    folder = data_folder(data)
    with held(folder, "entities") as store:
        taken = user.undo(store, type, names)
    if as_json:
        print_json({"taken_back": taken})
    else:
        typer.echo(f"{taken} decisions taken back")


@app.command()
def decisions(data: Data = None, as_json: AsJson = False) -> None:
    """Print what was merged and split; with --json for `apply`, here or in another data folder.

    Examples: guidepost entities decisions --json > decisions.json
    """
    from pipelines.resolve.batch import decisions_of

    with opened(data_folder(data)) as store, store.reading() as connection:
        found = decisions_of(connection)
    rows = [(one.type, one.alias, one.other, "same" if one.same else "apart") for one in found]
    if as_json:
        print_json([dict(zip(_DECISION, row, strict=True)) for row in rows])
    else:
        print_table(_DECISION, rows)


@app.command()
def apply(
    file: Annotated[Path, typer.Argument(help="What `decisions --json` printed; - for standard input.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Take in merges and splits from a file; those that are there already stay as they are.

    Examples: guidepost entities apply decisions.json --data other/
    """
    from pipelines.resolve import decisions as user

    try:
        read = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        listed = msgspec.json.decode(read, type=list[dict[str, str]])
        decided = [tuple(one[name] for name in _DECISION) for one in listed]
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from error
    except (msgspec.DecodeError, KeyError) as error:
        raise UsageError(f"{file} is not what `guidepost entities decisions --json` prints: {error}") from error
    folder = data_folder(data)
    with held(folder, "entities") as store:
        outcome = user.apply(store, decided)  # type: ignore[arg-type]
    print_outcome(outcome, as_json)


@app.command()
def resolve(data: Data = None, as_json: AsJson = False) -> None:
    """Resolve all names anew. Seldom needed: commands that show entities do it by themselves where pages have changed.

    Examples: guidepost entities resolve
    """
    from pipelines.resolve.batch import resolve_store

    folder = data_folder(data)
    with held(folder, "entities") as store:
        outcome = resolve_store(store)
    print_outcome(outcome, as_json)
