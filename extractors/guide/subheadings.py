"""Sub-headings that name an entry each: "1. Acme Ships" under "Top 15 shipyards"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.document import Document
from extractors.guide.listed import NUMBERED, absolute, entity_of, entries_of, paragraph_cards, split_qualifier
from extractors.guide.shapes import is_name
from extractors.guide.tree import Node, bears_a_name, tells_another
from extractors.records import Entity, Evidence

_FEW = 3


def is_list_page(node: Node) -> bool:
    """A page titled "Top 15 companies" whose numbered headings or rows are the companies, no guide of sections."""
    if node.rule == "entries":
        return True
    if node.rule != "heading":
        return False
    if any(group.grid is not None for group in node.groups) or len(paragraph_cards(node.groups)) >= _FEW:
        return True
    numbered = [child for child in node.children if NUMBERED.match(child.heading.text)]
    told = [child for child in numbered if child.reading is not None and child.reading.strength == "decisive"]
    return len(numbered) >= _FEW and len(told) * 3 <= len(numbered)


def entry_children(node: Node) -> list[Node]:
    """Sub-headings that name an entry each, or head a part of the list each."""
    children = [child for child in node.children if not child.furniture]
    if node.rule == "entries":
        return [child for child in children if child.entry]
    if node.heading.level == 1:
        numbered = [child for child in children if NUMBERED.match(child.heading.text)]
        return _first_run(numbered)
    if not children:
        return []
    plain: list[Node] = []
    for child in children:
        if child.heading.rule != children[0].heading.rule:
            break
        if child.depth == children[0].depth:
            plain.append(child)
    told = [child for child in plain if tells_another(child, node.kind)]
    return [] if len(told) * 2 > len(plain) else [child for child in plain if child not in told]


def _first_run(nodes: Sequence[Node]) -> list[Node]:
    """Headings numbered 1, 2, 3 … (or downwards) up to where the numbering starts anew."""
    run: list[Node] = []
    step = 0
    for node in nodes:
        found = re.search(r"\d+", node.heading.text)
        number = int(found[0]) if found else 0
        if run:
            before = int(re.search(r"\d+", run[-1].heading.text)[0])  # type: ignore[index]
            if len(run) == 1:
                step = 1 if number > before else -1
            if (number - before) * step <= 0:
                break
        run.append(node)
    return run


def from_children(
    document: Document, children: Sequence[Node], node: Node, language: str | None, url: str | None
) -> Iterator[Entity]:
    """What the sub-headings name, or what is listed under those that name nothing."""
    for child in children:
        entries = [
            entry
            for group in child.groups
            if group.shape != "table"
            for entry in entries_of(document, group, node.kind, language)
        ]
        listed = [entry for entry in entries if not entry.rest]
        named = NUMBERED.match(child.heading.text) or bears_a_name(child, node.kind)
        if len(listed) >= 2 and not named and node.heading.level > 1:
            yield from (entity for entry in listed if (entity := entity_of(document, entry, node.kind, url)))
            continue
        text = child.heading.text
        name, qualifier = split_qualifier(NUMBERED.sub("", text).strip(" .:–—-"))
        name = re.split(r"\s+[–—|]\s+|:\s", name)[0].strip()
        if not is_name(name) or name[-1] in "?!":
            continue
        block = document.blocks[child.heading.block]
        href = next(
            (
                href
                for _, _, inner in block.spans
                if document.tags[inner] == "a" and (href := document.attributes[inner].get("href"))
            ),
            None,
        )
        yield Entity(
            name=name,
            qualifier=qualifier,
            url=absolute(url, href),
            evidence=Evidence(
                quote=name if name in block.text else block.text,
                path=document.path(block.node),
                rule=f"{node.kind}.heading",
                confidence=0.85,
            ),
        )
