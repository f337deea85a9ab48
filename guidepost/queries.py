"""The questions of `queries.toml`, and what datasette is told about the store."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from extractors.errors import UsageError
from storage import fields

DATABASE = "guidepost"
"""Name of the store in datasette: that of its file."""
_FACETS = {
    "pages": ("kind", "language", "country", "city", "site"),
    "articles": ("site", "language"),
    "salaries": ("level", "currency", "unit_text", "basis", "source", "site"),
    "companies": ("site",),
    "sections": ("kind",),
    "authors": ("type", "site"),
    "statistics": ("unit",),
    "links": ("rel",),
    "issues": ("code",),
}
_COMMON = {
    "page": "The page's key: its address in normal form.",
    "record": "What the row is about, the same from version to version.",
    "valid_from": "Fetch time of the first version that states it so, UTC.",
    "site": "Registrable domain.",
    "page_url": "The address it was last had under.",
    "fetched_at": "When the page was last fetched, UTC.",
}


class Question(NamedTuple):
    """A canned query."""

    title: str
    sql: str


@cache
def questions() -> dict[str, Question]:
    """By name, as `queries.toml` has them."""
    read = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {name: Question(one["title"], one["sql"].strip()) for name, one in read.items()}


def question(name: str) -> Question:
    """One of them. `UsageError` for an unknown name."""
    if name not in questions():
        raise UsageError(f"no such question: {name}; there are {', '.join(questions())}")
    return questions()[name]


def datasette_metadata(tables: list[str]) -> dict[str, Any]:
    """Metadata for datasette 0.65: titles, a line for every column, facets, canned queries; other tables are hidden.

    `tables` are all that the store has.
    """
    shown: dict[str, Any] = {
        table.name: {
            "description": table.doc,
            "columns": _COMMON | {one.name: one.doc for one in table.fields},
            "facets": list(_FACETS.get(table.name, ())),
            "size": 50,
        }
        for table in fields.SHOWN
    }
    shown |= {name: {"hidden": True} for name in tables if name not in ("runs", "failures", "quarantine")}
    shown["runs"] = {"description": "The ledger of runs.", "sort_desc": "started_at", "facets": ["kind", "status"]}
    shown["failures"] = {"description": "Addresses that could not be had.", "sort_desc": "at", "facets": ["code"]}
    shown["quarantine"] = {"description": "Pages that were set aside, and why.", "facets": ["stage"]}
    return {
        "title": "Guidepost",
        "description": "What hiring guides and blog pages say, as it is true now; every row names its page.",
        "databases": {
            DATABASE: {
                "tables": shown,
                "queries": {name: {"title": one.title, "sql": one.sql} for name, one in questions().items()},
            }
        },
    }
