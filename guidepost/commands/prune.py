"""`guidepost prune`: old versions that nothing current rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from extractors.errors import UsageError
from guidepost.commands._output import AsJson, print_json, print_table, waiting
from guidepost.commands._store import Data, data_folder, held


def command(
    days: Annotated[float | None, typer.Option("--days", min=0, help="What is older than so many days.")] = None,
    before: Annotated[str | None, typer.Option(help="What is from before that day or time (UTC).")] = None,
    keep_runs: Annotated[
        int | None, typer.Option("--keep-runs", min=1, help="What is from before the newest so many finished crawls.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do it. Without this nothing is changed.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Remove old versions of pages from store and archive, with old failures and what was set aside.

    Of the versions that stay, what extractors read that others had taken the place of by then goes from the store.

    Of each page the version that was in force at that moment stays, and all later ones; so what is true now, its
    evidence, and every day since can still be shown. A page that was gone by then goes whole. A record that has been
    true since before then is from then on dated by the oldest version that is left.

    Examples: guidepost prune --days 365
              guidepost prune --keep-runs 10 --yes
    """
    from pipelines.resolve.batch import refresh
    from storage.retention.prune import carry_out, days_ago, moment_of_runs, plan_prune
    from storage.retention.size import disk_use

    if sum(one is not None for one in (days, before, keep_runs)) != 1:
        raise UsageError("what is old? Give one of --days, --before and --keep-runs")
    folder = data_folder(data)
    with held(folder, "prune") as store:
        if keep_runs is not None:
            moment = moment_of_runs(store, keep_runs)
        else:
            moment = days_ago(days) if days is not None else _moment(before or "")
        if moment is None:
            if as_json:
                print_json({"before": None, "done": False})
            else:
                typer.echo(f"there are not {keep_runs} finished crawls yet; all of it stays")
            return
        size = disk_use(folder, store).total
        with waiting("looking"):
            plan = plan_prune(folder, store, moment)
        shown: dict[str, Any] = {"before": moment, "pages_gone": len(plan.gone), **plan.counts}
        shown["done"] = yes and not plan.empty
        if yes and not plan.empty:
            with waiting("removing"):
                shown["run"] = carry_out(plan, folder, store)
                refresh(store)
            shown["bytes_freed"] = size - disk_use(folder, store).total
    if as_json:
        print_json(shown)
    else:
        _print(shown)


def _print(shown: Mapping[str, Any]) -> None:
    from storage.retention.size import readable

    names = {
        "versions": "page versions",
        "readings": "readings by earlier extractors",
        "pages_gone": "pages gone by then",
        "fetches": "fetches",
        "failures": "failures",
        "quarantine": "set aside",
        "archive_records": f"archive records ({readable(shown['archive_bytes'])})",
    }
    print_table(("removed" if shown["done"] else "would go", "number"), [(names[key], shown[key]) for key in names])
    if shown["done"]:
        typer.echo(f"{readable(max(0, shown['bytes_freed']))} freed")
    elif any(shown[key] for key in names):
        typer.echo("Nothing was changed. Repeat the command with --yes to do it; there is no way back.")
    else:
        typer.echo("There is nothing that old.")


def _moment(text: str) -> str:
    """A day stands for its start, so that nothing of that day goes."""
    from storage.export import moment_of

    return f"{text}T00:00:00.000000Z" if len(text) == len("2026-03-01") and moment_of(text) else moment_of(text)
