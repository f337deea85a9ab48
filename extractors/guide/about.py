"""Texts that say what a page is about: title, address, breadcrumb, the line under the title, description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import unquote, urlsplit

import msgspec

from extractors.document import Document
from extractors.document.zones import zones_of
from extractors.guide.parts import Context
from extractors.guide.tree import Tree
from extractors.metadata import Metadata
from extractors.values.places import labelled_place

Rule = Literal["title", "head", "address", "breadcrumb", "label", "subtitle", "description"]
_MAX_DESCRIPTION = 200
_LONGEST_LINE = 80
_NEAR_TITLE = 6
"""Blocks below the title among which a line may give the place."""
_MOST_TITLES = 2
_MOST_SEGMENTS = 4
_FILE = re.compile(r"\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_NUMBER = re.compile(r"^\d+$|^[0-9a-f]{8,}$")


class Source(msgspec.Struct, frozen=True):
    """A text, where it stands, and what it is of the page."""

    text: str
    path: str
    rule: Rule
    written: str | None = None
    """As it stands in the address, where that is another spelling."""


def sources_of(
    document: Document, metadata: Metadata, context: Context, tree: Tree, subtitle: tuple[str, int] | None
) -> list[Source]:
    """All such texts, the most telling first."""
    return list(_sources(document, metadata, context, tree, subtitle))


def _sources(
    document: Document, metadata: Metadata, context: Context, tree: Tree, subtitle: tuple[str, int] | None
) -> Iterator[Source]:
    titles = [node for node in tree.nodes if node.heading.level == 1]
    for node in titles[:_MOST_TITLES]:
        yield Source(node.heading.text, document.path(node.heading.node), "title")
    if context.title and not any(node.heading.text == context.title for node in titles):
        found = document.nodes("title")
        path = document.path(found[0]) if found else "/html/head/title"
        yield Source(context.title, path, "head" if titles else "title")
    yield from (Source(unquote(part), "url", "address", part) for part in _segments(context.address))
    zones = zones_of(document)
    yield from (
        Source(block.text, document.path(block.node), "breadcrumb")
        for block in document.blocks[:80]
        if zones[block.node] == "breadcrumb"
    )
    for node in titles[:1]:
        for block in document.blocks[node.heading.first : node.heading.first + _NEAR_TITLE]:
            if len(block.text) <= _LONGEST_LINE and labelled_place(block.text):
                yield Source(block.text, document.path(block.node), "label")
    if subtitle is not None:
        yield Source(subtitle[0], document.path(subtitle[1]), "subtitle")
    description = metadata.first("description", "og:description")
    if description is not None:
        path = f"{document.path(description.node)}/@content"
        yield Source(description.text[:_MAX_DESCRIPTION], path, "description")


def _segments(url: str | None) -> list[str]:
    """The last parts of an address as it is written, the last first; numbers and names of files' kinds left out."""
    parts = [part for part in urlsplit(url or "").path.split("/") if part]
    named = [_FILE.sub("", part) for part in parts if not _NUMBER.match(part)]
    return [part for part in reversed(named[-_MOST_SEGMENTS:]) if part]
