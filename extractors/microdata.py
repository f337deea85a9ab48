"""Microdata: elements with `itemscope` and `itemprop` as objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extractors.document import Document
from extractors.things import Thing, plain_type, property_value


def read_microdata(document: Document) -> list[Thing]:
    """The objects with `itemscope`, in the page's order; nested ones are also values of those around them."""
    scopes: dict[int, dict[str, Any]] = {}
    things: list[Thing] = []
    parents = document.parents
    for node, attributes in enumerate(document.attributes):
        if not attributes or ("itemprop" not in attributes and "itemscope" not in attributes):
            continue
        data: dict[str, Any] | None = None
        holder = parents[node]
        while holder >= 0 and holder not in scopes:
            holder = parents[holder]
        names = (attributes.get("itemprop") or "").split()
        if "itemscope" in attributes:
            types = [plain_type(name) for name in (attributes.get("itemtype") or "").split()]
            data = scopes[node] = {"@type": types, "#nodes": {}}
            depth = 0 if holder < 0 or not names else _depth_of(things, scopes[holder]) + 1
            things.append(Thing(tuple(types), data, node, "", "microdata", depth))
        if holder >= 0 and names:
            value: Any = data if data is not None else property_value(document, node)
            if value:
                for name in names:
                    _add(scopes[holder], name, value, node)
    return things


def _depth_of(things: list[Thing], data: Mapping[str, Any]) -> int:
    """How deep the object lies that the data belong to."""
    return next((thing.depth for thing in reversed(things) if thing.data is data), 0)


def _add(data: dict[str, Any], name: str, value: Any, node: int) -> None:
    data["#nodes"].setdefault(name, node)
    if name not in data:
        data[name] = value
    elif isinstance(data[name], list):
        data[name].append(value)
    else:
        data[name] = [data[name], value]
