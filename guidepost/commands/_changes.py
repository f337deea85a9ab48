"""How changes are shown: for people in few lines a page, for programs whole."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from rich.markup import escape

if TYPE_CHECKING:
    from rich.console import Console

    from storage.history import Change, FieldChange

_SHORT, _LONG = 80, 160
_TEXTS = ("sections", "pages")
"""Tables that hold a page's text: where a record changes, so do they."""
_ECHOES = frozenset({"body", "text", "items", "tables", "raw", "also_stated", "description", "kind_reason"})
"""Columns in which the words of other columns stand again; the lines of evidence show those that matter."""
_CAUSES = {
    "page": "",
    "extractor": "",
    "page_or_extractor": "page or extractor: re-parse the archive to tell",
}
_HEADER = (
    "page site table record name kind field before after reason to cause before_at at "
    "before_quote before_path before_rule after_quote after_path after_rule"
).split()


def write_csv(found: Iterable[Change]) -> None:
    """CSV on standard output: a row for each column that changed, one for whatever appeared or went."""
    from storage.export.guard import guard

    writer = csv.writer(sys.stdout, lineterminator="\r\n")
    writer.writerow(_HEADER)
    for row in _rows(found):
        writer.writerow([guard(cell) if isinstance(cell, str) else cell for cell in row])


def _rows(found: Iterable[Change]) -> Iterator[list[str | None]]:
    for change in found:
        proofs: list[str | None] = []
        for proof in (change.before_evidence, change.after_evidence):
            proofs += [proof.quote, proof.path, proof.rule] if proof else [None, None, None]
        about = [change.page, change.site, change.table, change.record, change.name, change.kind]
        after = [change.reason, change.to, change.cause, change.before_at, change.at, *proofs]
        for one in change.fields or (None,):
            yield [*about, *((one.name, one.before, one.after) if one else ("", None, None)), *after]


def print_changes(out: Console, found: Iterable[Change]) -> Counter[tuple[str, str]]:
    """Print changes under their pages; how many of each table and kind were shown, with `("", "")` for the pages."""
    shown: Counter[tuple[str, str]] = Counter()
    for page, of_page in groupby(found, key=lambda one: one.page):
        listed = [one for _, at_once in groupby(of_page, key=lambda one: one.at) for one in _telling(list(at_once))]
        shown["", ""] += bool(listed)
        if listed:
            out.print(f"\n[bold]{escape(page)}[/bold]", soft_wrap=True)
        for change in listed:
            shown[change.table, change.kind] += 1
            _print(out, change)
    return shown


def summary(shown: Counter[tuple[str, str]]) -> str:
    """One line: how many changes on how many pages, and of what."""
    pages = shown["", ""]
    by_table: dict[str, list[str]] = {}
    for (table, kind), number in sorted(shown.items()):
        if table and number:
            by_table.setdefault(table, []).append(f"{number} {kind}")
    number = sum(count for (table, _), count in shown.items() if table)
    told = "; ".join(f"{table} {', '.join(parts)}" for table, parts in by_table.items())
    return f"{number} {_plural('change', number)} on {pages} {_plural('page', pages)}: {told}"


def _plural(word: str, number: int) -> str:
    return word if number == 1 else f"{word}s"


def _telling(at_once: list[Change]) -> list[Change]:
    """Of what changed at one moment, without the page's text where that only holds the records that changed."""
    records = [one for one in at_once if one.table not in _TEXTS]
    if not records:
        return at_once
    return [one for one in at_once if one.table not in _TEXTS or one.kind != "changed" or _says_more(one)]


def _says_more(change: Change) -> bool:
    return any(one.name not in _ECHOES for one in change.fields)


def _print(out: Console, change: Change) -> None:
    note = f"  [dim]({_CAUSES[change.cause]})[/dim]" if _CAUSES[change.cause] else ""
    out.print(f"  {_line(change)}  [dim]{change.before_at[:10]} → {change.at[:10]}[/dim]{note}", soft_wrap=True)
    if change.table in _TEXTS:
        return
    for sign, proof in (("-", change.before_evidence), ("+", change.after_evidence)):
        if proof and proof.quote:
            quote = escape(proof.quote[:_LONG])
            out.print(f"      [dim]{sign} “{quote}” {escape(proof.path)}[/dim]", soft_wrap=True)


def _line(change: Change) -> str:
    what = f"{change.table}: {escape(change.name[:_LONG])}"
    if change.kind == "appeared":
        return f"[green]appeared[/green]  {what}"
    if change.kind == "went":
        where = f", {change.reason}" if change.reason else ""
        return f"[red]went[/red]      {what}{escape(where + (f' to {change.to}' if change.to else ''))}"
    listed = [one for one in change.fields if one.name not in _ECHOES] or list(change.fields)
    alike: dict[str, list[str]] = {}
    for one in listed:  # a single amount is the lower and the upper end, and perhaps the year's
        alike.setdefault(_values(one), []).append(one.name)
    told = ", ".join(f"{'/'.join(names)} {values}" for values, names in alike.items())
    if change.kind == "doubted":
        return f"[yellow]in doubt[/yellow]  {what}: {told}; what it said still stands"
    return f"[yellow]changed[/yellow]   {what}: {told}"


def _values(one: FieldChange) -> str:
    if max(len(one.before or ""), len(one.after or "")) > _SHORT:
        return f"({len(one.before or '')} → {len(one.after or '')} characters)"
    return escape(f"{one.before or 'nothing'} → {one.after or 'nothing'}")
