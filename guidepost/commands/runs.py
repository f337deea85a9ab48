"""`guidepost runs`: the ledger of runs, and what they have left on the disk."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

from extractors.errors import UsageError
from guidepost.commands._output import AsJson, print_json, print_table
from guidepost.commands._store import Data, data_folder, opened

_COLUMNS = ("run", "started (UTC)", "status", "took", "pages", "failures", "rows", "reason")


def command(
    data: Data = None,
    kind: Annotated[str | None, typer.Option(help="Only runs of this kind, such as crawl or reparse.")] = None,
    status: Annotated[
        str | None, typer.Option(help="Only runs that ended so: running, done, failed, cancelled, killed.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="The newest so many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """List the runs, newest first: when, what for, how they ended and what they brought; then the disk used.

    Examples: guidepost runs --kind crawl -n 5
              guidepost runs --json | jq '.runs[] | select(.status == "failed") | .run_id'
    """
    from storage.retention.ledger import STATUSES, kinds_of_runs, runs
    from storage.retention.size import disk_use, readable

    if status is not None and status not in STATUSES:
        raise UsageError(f"no such status: {status}; there are {', '.join(STATUSES)}")
    folder = data_folder(data)
    with opened(folder) as store:
        found = runs(store, kind=kind, status=status, limit=limit)
        kinds = kinds_of_runs(store)
        use = disk_use(folder, store)
    if kind is not None and kind not in kinds:
        raise UsageError(f"no run of the kind {kind}; there are {', '.join(kinds) or 'none at all'}")
    if as_json:
        print_json({"runs": [msgspec.structs.asdict(run) for run in found], "disk": use.as_dict()})
        return
    rows = []
    for run in found:
        numbers = [str(run.counts.get(name, "")) for name in ("pages", "failures", "rows_written")]
        started = run.started_at[:16].replace("T", " ")
        rows.append((run.run_id, started, run.status, _took(run.seconds), *numbers, run.counts.get("reason")))
    print_table(_COLUMNS, rows)
    typer.echo(f"on disk: {readable(use.total)} (archive {readable(use.archive)}, store {readable(use.store)})")


def _took(seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}m {rest:02d}s" if minutes else f"{seconds:.1f}s"
