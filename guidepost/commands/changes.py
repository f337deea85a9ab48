"""`guidepost changes`: what appeared, went or changed, field by field, with both evidences."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.markup import escape

from extractors.errors import UsageError
from guidepost.commands._output import console
from guidepost.commands._store import Data, data_folder, opened

if TYPE_CHECKING:
    from rich.console import Console

    from storage.history import Change
    from storage.store import Store

_SHORT = 160
_NOTHING = (
    "Nothing has changed: no page was had twice with other contents. "
    "Saved files that do not tell when they were fetched have no before and after."
)
_CAUSES = {
    "page": "",
    "extractor": "",
    "page_or_extractor": "page or extractor: re-parse the archive to tell",
}


def command(
    data: Data = None,
    since: Annotated[
        str | None, typer.Option(help="A run's id, a day, or a time; by default the start of the last crawl.")
    ] = None,
    site: Annotated[str | None, typer.Option(help="Only this site, such as example.org.")] = None,
    format: Annotated[str, typer.Option("--format", "-f", help="table, csv or json (one object a line).")] = "table",  # noqa: A002
    read_anew: Annotated[
        bool, typer.Option("--read-anew/--pages-only", help="Also what only a newer extractor sees in old pages.")
    ] = True,
) -> None:
    """Say what appeared, went or changed since a run or a day.

    Changes are judged between two fetches of a page that the same extractor has read. What only a newer extractor sees
    in the same bytes is no change of the page and is told apart, after the others. A record keeps its identity while
    its values change: a raise is one change, not a departure and an arrival.

    Examples: guidepost changes
              guidepost changes --since 2026-03-01 --site example.org
              guidepost changes --format csv > changes.csv
    """
    from storage.history import changes, since_moment

    if format not in ("table", "csv", "json"):
        raise UsageError(f"no such format: {format}; there are table, csv, json")
    with opened(data_folder(data)) as store:
        moment = since_moment(store, since or _last_crawl(store))
        found = (one for one in changes(store, since=moment, site=site) if read_anew or one.cause == "page")
        if format == "json":
            for change in found:
                typer.echo(msgspec.json.encode(change).decode())
        elif format == "csv":
            _csv(found)
        else:
            _table(found, moment)


def _last_crawl(store: Store) -> str:
    from sqlalchemy import select

    from storage import schema

    runs = schema.runs
    with store.reading() as connection:
        last = select(runs.c.run_id).where(runs.c.kind == "crawl").order_by(runs.c.started_at.desc()).limit(1)
        return connection.execute(last).scalar() or "0001-01-01"


def _csv(found: Iterable[Change]) -> None:
    from storage.export.guard import guard

    writer = csv.writer(sys.stdout, lineterminator="\r\n")
    writer.writerow(_HEADER)
    for row in _csv_rows(found):
        writer.writerow([guard(cell) if isinstance(cell, str) else cell for cell in row])


_HEADER = (
    "page site table record name kind field before after cause before_at at "
    "before_quote before_path before_rule after_quote after_path after_rule"
).split()


def _csv_rows(found: Iterable[Change]) -> Iterator[list[str | None]]:
    for change in found:
        row: list[str | None] = [getattr(change, name) for name in _HEADER[:12]]
        for proof in (change.before_evidence, change.after_evidence):
            row += [proof.quote, proof.path, proof.rule] if proof else [None, None, None]
        yield row


def _table(found: Iterable[Change], moment: str) -> None:
    out = console()
    anew: list[Change] = []
    number = _print(out, _of_pages(found, anew))
    if anew:
        out.print("\nSeen only by a newer extractor, in the same bytes as before:", soft_wrap=True)
        number += _print(out, anew)
    if not number:
        typer.echo(f"Nothing has changed since {moment[:19]}Z." if moment[:4] != "0001" else _NOTHING)


def _of_pages(found: Iterable[Change], anew: list[Change]) -> Iterator[Change]:
    """The changes of pages; what only a newer extractor sees goes into `anew`."""
    for change in found:
        if change.cause == "extractor":
            anew.append(change)
        else:
            yield change


def _print(out: Console, found: Iterable[Change]) -> int:
    """Print the changes under their pages; how many there were."""
    page, number = "", 0
    for change in found:
        number += 1
        if change.page != page:
            page = change.page
            out.print(f"\n[bold]{escape(page)}[/bold]", soft_wrap=True)
        note = f"  [dim]({_CAUSES[change.cause]})[/dim]" if _CAUSES[change.cause] else ""
        out.print(f"  {_line(change)}  [dim]{change.before_at[:10]} → {change.at[:10]}[/dim]{note}", soft_wrap=True)
        for sign, proof in (("-", change.before_evidence), ("+", change.after_evidence)):
            if proof and proof.quote:
                out.print(
                    f"      [dim]{sign} “{escape(proof.quote[:_SHORT])}” {escape(proof.path)}[/dim]", soft_wrap=True
                )
    return number


def _line(change: Change) -> str:
    what = f"{change.table}: {escape(change.name[:_SHORT])}"
    if change.kind == "appeared":
        return f"[green]appeared[/green]  {what}"
    if change.kind == "went":
        return f"[red]went[/red]      {what}"
    before, after = (escape((value or "nothing")[:_SHORT]) for value in (change.before, change.after))
    return f"[yellow]changed[/yellow]   {what}, {change.field}: {before} → {after}"
