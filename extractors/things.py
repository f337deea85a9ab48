"""Objects of schema.org as JSON-LD and microdata state them, and the values of their properties."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extractors.document import Document
from extractors.document.words import text_of

_SCHEMA = re.compile(r"^(?:https?://(?:www\.)?schema\.org/|schema:)", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Thing:
    """An object of JSON-LD or microdata: schema.org's properties by name."""

    types: tuple[str, ...]
    """Names of its types, without schema.org's address."""
    data: Mapping[str, Any]
    """Its properties; nested objects are mappings with `@type`."""
    node: int
    """The script, or the element with `itemscope`."""
    pointer: str
    """JSON pointer within the script; empty for microdata."""
    source: str
    """`json-ld` or `microdata`."""
    depth: int
    """0 for an object that stands by itself; nested ones are deeper."""

    def path(self, document: Document, name: str = "") -> str:
        """Where the object (or its property) stands, as `Evidence.path` writes it."""
        if self.source == "json-ld":
            if document.tags[self.node] == "meta":
                return f"{document.path(self.node)}/@content"
            return f"{document.path(self.node)}#{self.pointer}" + (f"/{name}" if name else "")
        nodes: Mapping[str, int] = self.data.get("#nodes", {})
        if name not in nodes or isinstance(self.data.get(name), Mapping):
            return document.path(nodes.get(name, self.node))
        attribute = _value_attribute(document, nodes[name])
        return document.path(nodes[name]) + (f"/@{attribute}" if attribute else "")


def types_of(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of an object's types, without schema.org's address."""
    value = data.get("@type")
    values = value if isinstance(value, list) else [value]
    return tuple(plain_type(name) for name in values if isinstance(name, str))


def plain_type(name: str) -> str:
    """The name of a type without schema.org's address."""
    return _SCHEMA.sub("", name)


_VALUE_ATTRIBUTES = {
    **dict.fromkeys(("time", "ins", "del"), "datetime"),
    **dict.fromkeys(("img", "video", "audio", "source", "iframe", "embed"), "src"),
    "data": "value",
}


def property_value(document: Document, node: int) -> str:
    """The value of an element with `itemprop`, as HTML defines it; folded text where it has no attribute for it."""
    attribute = _value_attribute(document, node)
    if attribute is not None:
        return " ".join(html.unescape(document.attributes[node][attribute]).split())
    return text_of(document, node)


def _value_attribute(document: Document, node: int) -> str | None:
    """The attribute that holds the value of an element with `itemprop`; None where its text does."""
    attributes, tag = document.attributes[node], document.tags[node]
    if "content" in attributes:
        return "content"
    if tag in ("a", "link", "area"):
        # A link's words are what a reader sees of the property; the address counts where there are none.
        return "href" if "href" in attributes and not text_of(document, node) else None
    name = _VALUE_ATTRIBUTES.get(tag)
    return name if name in attributes else None


def values_of(value: Any) -> Iterator[Any]:
    """The members of a list, or the value itself; nothing for None."""
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value
