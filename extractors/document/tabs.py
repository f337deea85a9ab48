"""Tabs: headings of the panels that they open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractors.document.headings import Heading, is_own
from extractors.document.model import Document

_TAB_LIST = re.compile(r"(?<![a-z])(?:nav-)?tabs?(?:-?(?:list|nav|menu|links|buttons|headers?|bar))?(?![a-z])")
_TAB_PANEL = re.compile(r"(?<![a-z])tab-?(?:pane|panel|content-item|content)s?(?![a-z])")
_TAB_TAGS = frozenset({"ul", "ol", "div", "section", "nav", "article", "menu"})


@dataclass(frozen=True)
class Tabs:
    headings: tuple[Heading, ...] = ()
    labels: frozenset[int] = frozenset()


def tabs_of(document: Document) -> Tabs:
    """Tabs as headings of their panels, matched by `aria-controls` or address, else in order."""
    lists: list[int] = []
    panels: list[int] = []
    for node in _marked_as_tabs(document):
        attributes = document.attributes[node]
        role = attributes.get("role")
        if role == "tablist":
            lists.append(node)
        elif role == "tabpanel":
            panels.append(node)
        else:
            name = attributes.get("class")
            if name and "tab" in name:
                kind = _tab_kind(name)
                if kind == "list" and not (lists and node < document.ends[lists[-1]]):
                    lists.append(node)
                elif kind == "panel":
                    panels.append(node)
    if not lists or not panels:
        return Tabs()
    inner = [
        node
        for place, node in enumerate(panels)
        if not any(other < document.ends[node] for other in panels[place + 1 : place + 2])
    ]
    lists = [
        node
        for node in lists
        if document.attributes[node].get("role") == "tablist" or not _inside(inner, document, node)
    ]
    headings: list[Heading] = []
    labels: set[int] = set()
    for place, node in enumerate(lists):
        stop = lists[place + 1] if place + 1 < len(lists) else len(document.tags)
        held = _inside(inner, document, node)  # an accordion: each panel right below its name
        mine = held or [panel for panel in inner if document.ends[node] <= panel < stop]
        names = _tab_names(document, node, held)
        labels.update(block for _, block, _, _ in names)
        by_id = {name: panel for panel in mine if (name := document.attributes[panel].get("id"))}
        for order, (label, block, text, target) in enumerate(names):
            panel = by_id[target] if target in by_id else mine[order] if order < len(mine) else None
            if panel is not None and is_own(document, document.parents[panel]):
                first, last = document.first_block[panel], document.last_block[panel]
                headings.append(Heading(label, block, 2, text, "tab", first, last, last, panel=panel))
    return Tabs(tuple(headings), frozenset(labels))


def _inside(panels: list[int], document: Document, node: int) -> list[int]:
    return [panel for panel in panels if node < panel < document.ends[node]]


def _marked_as_tabs(document: Document) -> list[int]:
    """Boxes with a role or with "tab" in a class name: few of a page's many."""
    found: list[int] = []
    tags, every, last = document.tags, document.attributes, -1
    for node in document.telling:
        if node != last and tags[node] in _TAB_TAGS:
            own, last = every[node], node
            if "role" in own or ("class" in own and "tab" in own["class"]):
                found.append(node)
    return found


@lru_cache(maxsize=8192)
def _tab_kind(name: str) -> str:
    lower = name.lower()
    if _TAB_PANEL.search(lower):
        return "panel"
    return "list" if _TAB_LIST.search(lower) else ""


def _tab_names(document: Document, node: int, panels: list[int]) -> list[tuple[int, int, str, str | None]]:
    """Node, block, text and target of each tab; what stands in the panels names none."""
    inside = {index for panel in panels for index in range(document.first_block[panel], document.last_block[panel])}
    names: list[tuple[int, int, str, str | None]] = []
    for index in range(document.first_block[node], document.last_block[node]):
        if index in inside:
            continue
        block = document.blocks[index]
        pieces = [
            (start, end, inner) for start, end, inner in block.spans if document.tags[inner] in ("a", "button", "label")
        ]
        if not pieces:
            pieces = [(0, len(block.text), block.node)]
        for start, end, inner in pieces:
            get = document.attributes[inner].get
            target = get("aria-controls") or (get("href") or get("data-bs-target") or get("data-target") or "").lstrip(
                "#"
            )
            names.append((inner, index, block.text[start:end], target or None))
    return names
