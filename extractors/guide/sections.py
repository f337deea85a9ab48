"""Sections as records: heading, kind, text, items and tables, with the rule that gave the kind."""

from __future__ import annotations

from extractors.document import Document
from extractors.document.groups import Group
from extractors.document.tables import Grid
from extractors.guide.tree import Node, Tree
from extractors.records import Evidence, Section, Table

_MAX_ROWS = 5000


def read_sections(document: Document, tree: Tree) -> tuple[Section, ...]:
    """The page's sections in order, its title and its furniture left out."""
    return tuple(_section(document, node, position) for position, node in enumerate(tree.own, 1))


def _section(document: Document, node: Node, position: int) -> Section:
    heading = node.heading
    block = document.blocks[heading.block]
    quote = heading.text if heading.text in block.text else block.text
    return Section(
        position=position,
        level=heading.level,
        heading=heading.text,
        kind=node.kind,
        text="\n\n".join(text for group in node.groups if (text := _text(group))),
        items=tuple(item for group in node.groups for item in _items(document, group)),
        tables=tuple(table_of(group.grid) for group in node.groups if group.grid is not None),
        evidence=Evidence(
            quote=quote,
            path=document.path(heading.node),
            rule=f"section.{heading.rule}.{node.rule}",
            confidence=node.confidence,
        ),
    )


def _text(group: Group) -> str:
    if group.shape == "prose":
        return group.text
    return ""


def _items(document: Document, group: Group) -> list[str]:
    if group.grid is not None:
        return []
    items: list[str] = []
    for entry in group.entries:
        if group.shape in ("list", "ordered", "boxes", "terms", "bullets"):
            items.append("\n".join(document.blocks[place].text for place in entry.blocks))
        else:
            items.append(entry.name)
    return items


def table_of(grid: Grid) -> Table:
    """A table as a reader sees it."""
    header = tuple(grid.head(column) for column in range(grid.width)) if grid.header else ()
    return Table(
        caption=grid.caption,
        header=header,
        rows=tuple(tuple(cell.text for cell in row) for row in grid.rows[:_MAX_ROWS]),
    )
