"""What the demonstration found, as tables for a terminal."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from guidepost.demo.run import DemoResult, read_table

_GUIDES, _ARTICLES = 8, 9


def show(result: DemoResult, console: Console) -> None:
    """Print what was found, and where the files lie."""
    _crawls(result, console)
    _guides(result, console)
    _articles(result, console)
    counts = ", ".join(f"{number} {name}" for name, number in result.rows.items() if number and name != "evidence")
    console.print(f"\n[bold]Tables:[/bold] {counts}")
    values, cited, standing = result.evidence
    console.print(
        f"[bold]Evidence:[/bold] {cited} of {values} values cite the page; {standing} quotes stand where they say."
    )
    if result.differing:
        console.print(f"[red]The archive read again gives other tables:[/red] {', '.join(result.differing)}")
    else:
        console.print(f"The archive read again, offline, gives the same {len(result.rows)} files, byte for byte.")
    console.print(
        f"\nCSV      {result.csv}\nStore    {result.data / 'guidepost.sqlite'}\nArchive  {result.data / 'archive'}"
    )
    console.print(
        f"\nDone in {result.seconds:.0f} s. Next: `guidepost crawl --help`, or open {result.csv / 'salaries.csv'}."
    )


def _crawls(result: DemoResult, console: Console) -> None:
    table = Table("spider", "outcome", "requests", "seconds", "what came of the addresses", title="Crawls")
    for spider, outcome in result.outcomes.items():
        became = ", ".join(f"{number} {name}" for name, number in sorted(outcome.outcomes.items()))
        table.add_row(spider, outcome.status, str(outcome.requests), f"{outcome.seconds:.0f}", became)
    console.print(table)


def _guides(result: DemoResult, console: Console) -> None:
    entities = {name: _names(result.csv, name) for name in ("companies", "skills")}
    pay = defaultdict(list)
    for row in read_table(result.csv, "salaries"):
        if row["source"] == "table":
            pay[row["page"]].append(row)
    pages = [row for row in read_table(result.csv, "pages") if row["kind"] == "hiring_guide"]
    table = Table("language", "city", "occupation", "companies", "skills", "junior pay", title="Hiring guides")
    for row in pages[:_GUIDES]:
        junior = next((one for one in pay[row["page"]] if one["level"] == "junior"), None)
        amount = (
            f"{junior['min_value']} – {junior['max_value']} {junior['currency']} a {junior['unit_text'].lower()}"
            if junior
            else ""
        )
        names = [f"{len(entities[name][row['page']])}" for name in ("companies", "skills")]
        table.add_row(row["language"], row["city"], row["occupation"], *names, amount)
    console.print(table)
    if len(pages) > _GUIDES:
        console.print(f"… and {len(pages) - _GUIDES} more")


def _articles(result: DemoResult, console: Console) -> None:
    authors = _names(result.csv, "authors")
    table = Table("title", "authors", "published", title="Articles")
    for row in [row for row in read_table(result.csv, "pages") if row["kind"] == "article"][:_ARTICLES]:
        table.add_row(row["title"], ", ".join(authors[row["page"]]), row["date_published"] or "no date on the page")
    console.print(table)


def _names(folder: Path, table: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in read_table(folder, table):
        found[row["page"]].append(row["name"])
    return found
