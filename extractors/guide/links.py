"""Calls to action and cited sources."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from extractors.document import Document
from extractors.document.headings import FURNITURE
from extractors.document.zones import zones_of
from extractors.guide.listed import absolute
from extractors.guide.shapes import is_button
from extractors.guide.tree import Tree
from extractors.guide.wording import plain
from extractors.records import Evidence, Link

_SOURCES = re.compile(
    r"sources?|references?|citations?|further reading|bronnen|quellen|bibliographie|fuentes|fonti|źródła|fontes"
    r"|methodolog|méthodolog|methodik"
)
_MAX_TEXT = 120


def read_links(document: Document, tree: Tree, url: str | None) -> tuple[Link, ...]:
    """Links of buttons and of call-to-action sections, and those of a section of sources; each address once."""
    calls: list[range] = []
    sources: list[range] = []
    for section in tree.nodes:
        if section.furniture:
            continue
        if section.kind == "cta":
            calls.append(range(section.heading.block, section.heading.last))
        elif _SOURCES.search(plain(section.heading.text)):
            sources.append(range(section.heading.block, section.heading.last))
    within = {index for part in (*calls, *sources) for index in part}
    found: dict[str, Link] = {}
    tags, attributes, zones = document.tags, document.attributes, zones_of(document)
    for index, block in enumerate(document.blocks):
        if not block.spans or zones[block.node] in FURNITURE:
            continue
        for start, end, node in block.spans:
            if tags[node] != "a":
                continue
            if index in within:
                rel = _rel(document, node, index, calls, sources, url)
            else:
                rel = "cta" if attributes[node].get("class") and is_button(document.hint(node)) else ""
            text = block.text[start:end].strip() if rel else ""
            address = absolute(url, attributes[node].get("href")) if 0 < len(text) <= _MAX_TEXT else None
            if address:
                evidence = Evidence(quote=text, path=document.path(node), rule=f"links.{rel}", confidence=0.8)
                found.setdefault(address, Link(text=text, url=address, rel=rel, evidence=evidence))
    return tuple(found.values())


def _rel(document: Document, node: int, index: int, calls: list[range], sources: list[range], url: str | None) -> str:
    if any(index in part for part in sources):
        href = document.attributes[node].get("href") or ""
        host = urlsplit(href).netloc if href.startswith("http") else ""
        if host and (not url or host != urlsplit(url).netloc):
            return "source"
    if any(index in part for part in calls) or is_button(document.hint(node)):
        return "cta"
    return ""
