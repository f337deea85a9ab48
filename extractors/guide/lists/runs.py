"""Runs of siblings that look alike, and the places that their members share."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from extractors.document import Document
from extractors.document.entries import stem
from extractors.document.model import HEADING_TAGS
from extractors.document.zones import zones_of

FEW = 2
_MOST_MEMBERS = 400
_FIELDS, _SEVERAL = 4, 3
_LISTS = frozenset({"ul", "ol", "dl", "menu"})
SKIPPED = frozenset(
    {
        "nav",
        "footer",
        "cookie",
        "share",
        "comments",
        "author",
        "ad",
        "popup",
        "breadcrumb",
        "pagination",
        "toc",
        "newsletter",
    }
)
"""Zones whose lists name nothing that the page tells of."""
_NO_RUN = frozenset({"html", "head", "tr", "th", "tbody", "thead", "tfoot", "table", "caption", "option"})


class Run(msgspec.Struct, frozen=True, gc=False):
    """Like siblings, in order."""

    parent: int
    members: tuple[int, ...]
    first: int
    last: int


def runs_of(document: Document) -> Iterator[Run]:
    """All runs of two or more like siblings that hold text, in the order of their parents."""
    zones = zones_of(document)
    tags, parents = document.tags, document.parents
    children: dict[int, list[int]] = {}
    for block in document.blocks:
        node = block.node
        while node >= 0:
            parent = parents[node]
            held = children.get(parent)
            if held is None:
                children[parent] = [node]
            elif held[-1] != node:
                held.append(node)
            else:
                break
            node = parent
    for parent in sorted(children):
        if parent < 0 or tags[parent] in _NO_RUN:
            continue
        if zones[parent] in SKIPPED:
            continue
        yield from _among(document, parent, [child for child in children[parent] if zones[child] not in SKIPPED])


def _among(document: Document, parent: int, children: list[int]) -> Iterator[Run]:
    """Runs among the children of an element: one after the other, or by turns, as terms and their definitions."""
    first, last, tags = document.first_block, document.last_block, document.tags
    running: dict[tuple[str, str], list[int]] = {}
    done: list[list[int]] = []
    for child in children:
        shape = like(document, child)
        level = HEADING_TAGS.get(tags[child], 0)
        if level:  # what a heading of a higher level opens is another part of the page
            done.extend([running.pop(other) for other in [*running] if _ends(other, level)])
        running.setdefault(shape, []).append(child)
    done.extend(running.values())
    for run in sorted(done):
        if len(run) >= FEW and not _is_record(document, parent, children):
            yield Run(parent, tuple(run[:_MOST_MEMBERS]), first[run[0]], last[run[-1]])


def _is_record(document: Document, parent: int, children: list[int]) -> bool:
    """Whether the element is one of several that all hold as many parts: the fields of an entry, no list."""
    if not 2 <= len(children) <= _FIELDS or document.tags[parent] in _LISTS:
        return False
    first, last = document.first_block, document.last_block
    shape, above = like(document, parent), document.parents[parent]
    sizes = [
        last[other] - first[other]
        for other in document.children(above)
        if first[other] < last[other] and like(document, other) == shape
    ]
    return len(sizes) >= _SEVERAL and len(set(sizes)) == 1 and sizes[0] == len(children)


def _ends(shape: tuple[str, str], level: int) -> bool:
    own = HEADING_TAGS.get(shape[0], 0)
    return own == 0 or own > level


def like(document: Document, node: int) -> tuple[str, str]:
    """Tag and first telling class name: what boxes of one make share."""
    tag = document.tags[node]
    attributes = document.attributes[node]
    css = attributes.get("class") if attributes else None
    words = stem(css).split() if css else []
    return (tag, words[0] if words else "")
