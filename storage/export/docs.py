"""`docs/tables.md`, made from the columns: `python -m storage.export.docs` writes it, a test keeps it true."""

from __future__ import annotations

import sys
from pathlib import Path

from storage.export.columns import COLUMNS, DOCS, EVIDENCE, RESOLVED, TABLES, primary_key

_INTRODUCTION = """# Tables

What `guidepost export` writes, and what `guidepost query` reads under the same names. This page is made from the code
by `make docs`.

Every table joins to `pages` by `page`. A row of another table is named by `page` and `record` together; `record` stays
the same while the values of what it is about change. Types: `text`; `integer`; `decimal`, exact, in plain notation;
`boolean`, `true` or `false`; `json`, an array or object in JSON; `words`, names apart by a space; `timestamp`, UTC with
microseconds. An empty cell means that the page does not say.

A CSV cell of text that a spreadsheet would run as a formula (`=`, `+`, `-`, `@`, a tab or a line break in front) has an
apostrophe in front; take one away where apostrophes are followed by such a character, and the text is as it stood.
"""


def text() -> str:
    """The document."""
    parts = [_INTRODUCTION]
    for table in (*TABLES, *RESOLVED, EVIDENCE):
        key = ", ".join(f"`{name}`" for name in primary_key(table)) or "none: a record may have several proofs"
        lines = [f"## {table}", "", DOCS[table], "", f"Key: {key}.", "", "| column | type | what |", "|---|---|---|"]
        lines += [f"| `{column.name}` | {column.type} | {column.doc} |" for column in COLUMNS[table]]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/tables.md")
    target.write_text(text(), encoding="utf-8")
