"""The places of like entries: what stands at the same place in each of them is one column."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from extractors.document import Document
from extractors.guide.lists.columns import Item
from extractors.guide.lists.runs import Run, like

_SHARE = 0.6
_SEVERAL = 1.7
_MOST_PIECES = 40


class Slot(msgspec.Struct, frozen=True, gc=False):
    """What stands at one place of the members of a run."""

    items: tuple[Item, ...]
    members: int
    """How many members have it."""
    several: bool
    """Whether a member has several."""
    css: str
    order: int


def slots_of(document: Document, run: Run) -> list[Slot]:
    """The places that most members share, in the order of the page."""
    found: dict[tuple[object, ...], list[tuple[int, Item]]] = {}
    for place, member in enumerate(run.members):
        url = _only_url(document, member)
        for key, item in _pieces(document, member, url):
            found.setdefault(key, []).append((place, item))
    total = len(run.members)
    slots: list[Slot] = []
    for told in found.values():
        places = [place for place, _ in told]
        distinct = len(set(places))
        if distinct < 2 or distinct < total * _SHARE:
            continue
        items = tuple(item for _, item in told)
        css = document.attributes[items[0].node].get("class") or "" if document.attributes[items[0].node] else ""
        if len(told) < distinct * _SEVERAL:
            slots.append(Slot(_first_of(told), distinct, False, css, _order(items)))
            continue
        slots.append(Slot(items, distinct, True, css, _order(items)))
        for nth in range(min(len(told) // distinct, 3)):
            part = _nth_of(told, nth)
            if len(part) >= total * _SHARE and len(part) >= 2:
                slots.append(Slot(part, len(part), False, css, _order(part)))
    slots.sort(key=lambda slot: (slot.order, -len(slot.items)))
    return slots


def _order(items: Sequence[Item]) -> int:
    return items[0].block * 10_000 + items[0].start


def _first_of(told: Sequence[tuple[int, Item]]) -> tuple[Item, ...]:
    return _nth_of(told, 0)


def _nth_of(told: Sequence[tuple[int, Item]], nth: int) -> tuple[Item, ...]:
    seen: dict[int, int] = {}
    part: list[Item] = []
    for place, item in told:
        if seen.get(place, 0) == nth:
            part.append(item)
        seen[place] = seen.get(place, 0) + 1
    return tuple(part)


def _pieces(document: Document, member: int, url: str | None) -> list[tuple[tuple[object, ...], Item]]:
    """The texts of a member, each with what tells its place: its box, or its box and the element within it."""
    first, last = document.first_block[member], document.last_block[member]
    if first == last:  # an inline element
        return []
    pieces: list[tuple[tuple[object, ...], Item]] = []
    for index in range(first, min(last, first + _MOST_PIECES)):
        block = document.blocks[index]
        own = like(document, block.node) if block.node != member else ("", "")
        above = like(document, document.parents[block.node]) if block.node != member else ("", "")
        text = block.text
        whole = (above[0] if block.node != member and document.parents[block.node] != member else "", *own)
        top: list[tuple[int, int, int]] = []
        for span in block.spans:
            if top and span[0] < top[-1][1]:
                if span[0] == top[-1][0] and span[1] == top[-1][1]:
                    top[-1] = span  # the innermost of those that hold the same words
                continue
            top.append(span)
        if not (len(top) == 1 and top[0][0] == 0 and top[0][1] == len(text)):
            for start, end, node in top:
                words = text[start:end].strip()
                if not words:
                    continue
                lead = not text[:start].strip(" .)#0123456789•–-")
                address = _url_at(document, node) or url
                rest = (text[:start] if not lead else "") + text[end:]
                key = (*whole, "lead" if lead and text[end:].strip() else "part", *like(document, node))
                pieces.append((key, Item(words, index, start, node, address, rest.strip())))
        address = (_url_at(document, top[0][2]) if len(top) == 1 else None) or url
        pieces.append(((*whole, "*"), Item(text, index, 0, block.node, address)))
    return pieces


def _url_at(document: Document, node: int) -> str | None:
    for _ in range(3):
        if node < 0:
            return None
        if document.tags[node] == "a":
            return document.attributes[node].get("href")
        node = document.parents[node]
    return None


def _only_url(document: Document, member: int) -> str | None:
    """The only address in a member, or that of the link around it."""
    tags = document.tags
    if tags[member] == "a":
        return document.attributes[member].get("href")
    found: set[str] = set()
    for node in range(member + 1, min(document.ends[member], member + 200)):
        if tags[node] == "a" and (href := document.attributes[node].get("href")):
            found.add(href)
            if len(found) > 1:
                return None
    return found.pop() if found else None
