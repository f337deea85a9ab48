"""One record as a person would look at it on a terminal."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from extractors.records import Entity, PageRecord, Salary

_ENTITIES = ("companies", "hubs", "universities", "skills", "tools")


def print_record(record: PageRecord, console: Console) -> None:
    """What was read from the page, as tables; long texts are cut."""
    console.print(Panel(Group(*_facts(record)), title=Text(record.title or "untitled page"), title_align="left"))
    if record.sections:
        table = Table("", "section", "kind", title="Sections", title_justify="left", box=None)
        for section in record.sections:
            table.add_row(str(section.position), Text("  " * (section.level - 1) + section.heading), section.kind)
        console.print(table)
    if record.salaries:
        console.print(_salaries(record.salaries))
    if record.issues:
        console.print(Text("Issues", style="bold"))
        for issue in record.issues:
            console.print(Text(f"  {issue.code}: {issue.message}"))


def _facts(record: PageRecord) -> list[RenderableType]:
    place = record.location
    rows = {
        "kind": f"{record.kind} ({record.kind_reason})" if record.kind_reason else record.kind,
        "address": record.canonical_url or record.url,
        "language": record.language,
        "published": record.date_published,
        "modified": record.date_modified,
        "authors": ", ".join(
            f"{author.name} ({author.job_title})" if author.job_title else author.name for author in record.authors
        ),
        "place": f"{place.name} ({place.country or '?'})" if place else None,
        "occupation": record.occupation,
        **{field: _names(getattr(record, field)) for field in _ENTITIES},
        "career path": " → ".join(" / ".join((step.title, *step.alternatives)) for step in record.career_path),
        "claims": f"{len(record.statistics)}" if record.statistics else None,
        "links": ", ".join(link.text for link in record.links),
        "body": _preview(record.body),
    }
    table = Table.grid(padding=(0, 2))
    for name, value in rows.items():
        if value:
            table.add_row(Text(name, style="dim"), Text(value))
    return [table]


def _preview(text: str) -> str:
    folded = " ".join(text.split())
    return f"{folded[:160]}… ({len(text):,} characters)" if len(folded) > 160 else folded


def _names(entities: tuple[Entity, ...]) -> str:
    return ", ".join(f"{one.name} ({one.qualifier})" if one.qualifier else one.name for one in entities)


def _salaries(salaries: tuple[Salary, ...]) -> Table:
    table = Table("for whom", "from", "to", "", "per", "basis", "words", title="Pay", title_justify="left", box=None)
    for one in salaries:
        label = one.label or one.level or one.occupation or ""
        low, high = (f"{value:,}" if value is not None else "" for value in (one.min_value, one.max_value))
        unit = (one.unit_text or "").lower() + (" (inferred)" if "unit_text" in one.inferred else "")
        table.add_row(Text(label), low, high, one.currency, unit, one.basis, Text(one.raw))
    return table
