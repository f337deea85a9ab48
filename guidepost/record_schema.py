"""The JSON Schema of a record, made from the code."""

from __future__ import annotations

from typing import Any

import msgspec

from extractors.records import PageRecord


def record_schema() -> bytes:
    """JSON Schema (draft 2020-12) of `PageRecord`, as indented UTF-8 JSON that ends with a line break.

    Every field is named as required: a record always has all of them, null or empty where the page is silent.
    """
    (reference,), components = msgspec.json.schema_components([PageRecord], ref_template="#/$defs/{name}")
    for component in components.values():
        if "properties" in component:
            component["required"] = list(component["properties"])
            component["additionalProperties"] = False
        _plain(component)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A page as Guidepost reads it",
        **reference,
        "$defs": dict(sorted(components.items())),
    }
    return msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"


def _plain(node: Any) -> None:
    """Amounts are JSON numbers here (msgspec's schema takes them for strings); defaults say nothing of use."""
    if isinstance(node, dict):
        node.pop("default", None)
        if node.get("format") == "decimal":
            node.pop("format")
            node["type"] = "number"
        for value in node.values():
            _plain(value)
    elif isinstance(node, list):
        for value in node:
            _plain(value)
