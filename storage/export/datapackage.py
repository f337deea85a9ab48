"""A Frictionless Data Package: the CSV files, and a descriptor with types, keys and how the tables join."""

from __future__ import annotations

import json
from typing import Any

from storage.export.columns import COLUMNS, DOCS, Column, primary_key
from storage.export.csv import CsvFiles

_TYPES = {"integer": "integer", "decimal": "number", "number": "number", "boolean": "boolean"}
DESCRIPTOR = "datapackage.json"


class DataPackageFiles(CsvFiles):
    """CSV files and `datapackage.json`."""

    def finish(self) -> None:
        """Write the descriptor."""
        text = json.dumps(descriptor(self.tables), ensure_ascii=False, indent=2)
        (self.folder / DESCRIPTOR).write_text(text + "\n", encoding="utf-8")


def descriptor(tables: tuple[str, ...]) -> dict[str, Any]:
    """The descriptor of a package with these tables; it depends on nothing else, so that it stays the same."""
    return {
        "name": "guidepost",
        "title": "What hiring guides and blog pages state, page by page",
        "description": (
            "Cells of text that a spreadsheet would run as a formula have an apostrophe in front; take it away to get "
            "the text as it stood."
        ),
        "profile": "tabular-data-package",
        "resources": [_resource(table, tables) for table in tables],
    }


def _resource(table: str, tables: tuple[str, ...]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in COLUMNS[table]],
        "missingValues": [""],
    }
    if key := primary_key(table):
        schema["primaryKey"] = list(key)
    names = {column.name for column in COLUMNS[table]}
    keys = []
    if table != "pages" and "page" in names and "pages" in tables:
        keys.append({"fields": ["page"], "reference": {"resource": "pages", "fields": ["page"]}})
    if table != "entities" and "entity_id" in names and "entities" in tables:
        keys.append({"fields": ["entity_id"], "reference": {"resource": "entities", "fields": ["entity_id"]}})
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": table,
        "path": f"{table}.csv",
        "title": DOCS[table],
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": _TYPES.get(column.type, "string"), "description": column.doc}
    if column.type == "timestamp":
        field |= {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%S.%fZ"}
    elif column.type == "json":
        field["type"] = "array"
    elif column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.name in ("page", "record"):
        field["constraints"] = {"required": True}
    return field
