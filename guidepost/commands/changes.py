"""`guidepost changes`: what appeared, went or changed, field by field, with both evidences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from extractors.errors import UsageError
from guidepost.commands._changes import print_changes, summary, write_csv
from guidepost.commands._output import AsJson, console
from guidepost.commands._store import Data, data_folder, opened

if TYPE_CHECKING:
    from storage.history import Change
    from storage.store import Store

_NOTHING = (
    "Nothing has changed: no page was had twice with other contents. "
    "Saved files that do not tell when they were fetched have no before and after."
)


def command(
    data: Data = None,
    since: Annotated[
        str | None, typer.Option(help="A run's id, a day, or a time; by default the start of the last crawl.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="A run's id (its end), a day (its end), or a time; by default now.")
    ] = None,
    tables: Annotated[
        list[str] | None,
        typer.Option("--table", "-t", help="Only these tables, such as salaries; by comma or repeated."),
    ] = None,
    site: Annotated[str | None, typer.Option(help="Only this site, such as example.org.")] = None,
    format: Annotated[str, typer.Option("--format", "-f", help="table, csv or json (one object a line).")] = "table",  # noqa: A002
    read_anew: Annotated[
        bool, typer.Option("--read-anew/--pages-only", help="Also what only a newer extractor sees in old pages.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Say what appeared, went or changed since a run or a day.

    Changes are judged between two fetches of a page that the same extractor has read. What only a newer extractor sees
    in the same bytes is no change of the page and is told apart, after the others. A record keeps its identity while
    its values change: a raise is one change, not a departure and an arrival. The table leaves out the page's text where
    it only holds what changed, and shortens what is long; json and csv have everything whole.

    Examples: guidepost changes
              guidepost changes --table salaries,companies --until 2026-03-31
              guidepost changes --since 2026-03-01 --site example.org
              guidepost changes --format csv > changes.csv
    """
    from storage.history import changes, since_moment, until_moment

    format = "json" if as_json else format  # noqa: A001 - as above
    wanted = _tables(tables)
    if format not in ("table", "csv", "json"):
        raise UsageError(f"no such format: {format}; there are table, csv, json")
    with opened(data_folder(data)) as store:
        moment = since_moment(store, since or _last_crawl(store))
        end = until_moment(store, until) if until else None
        found = (
            one
            for one in changes(store, since=moment, until=end, site=site)
            if (read_anew or one.cause == "page") and (not wanted or one.table in wanted)
        )
        if format == "json":
            for change in found:
                typer.echo(msgspec.json.encode(change).decode())
        elif format == "csv":
            write_csv(found)
        else:
            _table(found, moment)


def _tables(asked: list[str] | None) -> set[str]:
    from storage import fields

    wanted = {name.strip() for listed in asked or () for name in listed.split(",") if name.strip()}
    known = {table.name for table in fields.SHOWN} - {"articles"}
    if unknown := sorted(wanted - known):
        raise UsageError(f"no such table: {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    return wanted


def _last_crawl(store: Store) -> str:
    from sqlalchemy import select

    from storage import schema

    runs = schema.runs
    with store.reading() as connection:
        last = select(runs.c.run_id).where(runs.c.kind == "crawl").order_by(runs.c.started_at.desc()).limit(1)
        return connection.execute(last).scalar() or "0001-01-01"


def _table(found: Iterable[Change], moment: str) -> None:
    out = console()
    anew: list[Change] = []
    shown = print_changes(out, _of_pages(found, anew))
    if anew:
        out.print("\nSeen only by a newer extractor, in the same bytes as before:", soft_wrap=True)
        shown += print_changes(out, anew)
    if shown:
        out.print(f"\n{summary(shown)}", soft_wrap=True)
    else:
        typer.echo(f"Nothing has changed since {moment[:19]}Z." if moment[:4] != "0001" else _NOTHING)


def _of_pages(found: Iterable[Change], anew: list[Change]) -> Iterator[Change]:
    """The changes of pages; what only a newer extractor sees goes into `anew`."""
    for change in found:
        if change.cause == "extractor":
            anew.append(change)
        else:
            yield change
