"""The entries of lists, cards and tables that can be names of a kind, as entities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin

from extractors.document import Document
from extractors.document.entries import Entry, clean
from extractors.document.groups import Group
from extractors.document.tables import Grid
from extractors.guide.enumeration import enumerated
from extractors.guide.restraint import stands_in_field
from extractors.guide.shapes import is_name, is_proper, is_tool, looks
from extractors.guide.tree import ENTITY_KINDS
from extractors.guide.wording import read_heading
from extractors.records import Entity, Evidence, SectionKind

NUMBERED = re.compile(r"^\s*#?\s*\d{1,3}\s*[.):/–-]")
_LISTS = ("list", "ordered", "terms", "chips", "boxes", "lines", "bullets", "dots")
_QUALIFIER = re.compile(r"\s*[(\[]([^()\[\]]{1,60})[)\]]\s*$")
_BUTTON = re.compile(r"btn|button|cta|read-?more|view-?all|show-?more")
_FEW = 3


def entries_of(document: Document, group: Group, kind: SectionKind, language: str | None) -> list[Entry]:
    """The entries of a group that can be names of the kind; none where most of them cannot."""
    if group.grid is not None:
        return _column(document, group.grid, kind, language)
    if group.shape not in _LISTS or not group.entries:
        return []
    fillable = [entry for entry in group.entries if not stands_in_field(document, entry.node)]
    entries = [entry for entry in fillable if not _is_button(document, entry)]
    if len(entries) * 2 < len(fillable):  # chips may be drawn as buttons
        entries = fillable
    entries = _inner_lists(_split_colons(document, entries, kind, language), kind)
    good = [entry for entry in entries if can_be(kind, entry.name)]
    return good if len(good) * 2 > len(entries) else []


def paragraph_cards(groups: Sequence[Group]) -> list[Group]:
    """Paragraphs of a few lines each, three or more of them: cards without boxes, the name on the first line."""
    cards = [group for group in groups if group.shape == "lines" and len(group.entries) >= 2]
    if len(cards) < _FEW:
        return []
    return [Group("boxes", card.node, card.first, card.last, (card.entries[0],)) for card in cards]


def _is_button(document: Document, entry: Entry) -> bool:
    return document.tags[entry.node] in ("a", "button") and bool(_BUTTON.search(document.hint(entry.node)))


def _split_colons(document: Document, entries: list[Entry], kind: SectionKind, language: str | None) -> list[Entry]:
    """ "Languages: Java, Python": items that are lists themselves count part by part, where most are such."""
    if kind not in ("tools", "skills", "key_companies", "universities", "hubs"):
        return entries
    split: list[Entry] = []
    hits = 0
    for entry in entries:
        text = document.blocks[entry.block].text if entry.block >= 0 else ""
        parts = (
            enumerated(text, language) if "," in text and len(text) < 300 and ":" in text and "\n" not in text else ()
        )
        if len(parts) >= 2 and all(can_be(kind, name) for name, _ in parts):
            hits += 1
            split.extend(
                Entry(name, "", entry.block, entry.node, None, entry.name, (entry.block,)) for name, _ in parts
            )
        elif entry.rest and "," in entry.rest and kind == "tools" and all(map(is_tool, re.split(r",\s*", entry.rest))):
            hits += 1
            split.extend(
                Entry(name, "", entry.block, entry.node, None, entry.name, entry.blocks)
                for name in re.split(r",\s*", entry.rest)
            )
        else:
            split.append(entry)
    return split if hits * 2 >= len(entries) else entries


def _inner_lists(entries: list[Entry], kind: SectionKind) -> list[Entry]:
    """Cards that hold a list each, "Frontend" over React, Vue and Nuxt: the lists count, not their titles."""
    if kind not in ("tools", "skills") or len(entries) < 2:
        return entries
    inner: list[Entry] = []
    for entry in entries:
        names = [clean(line) for line in entry.rest.split("\n") if line.strip()]
        if len(names) < 2 or not all(is_name(name) and name.count(" ") <= _FEW for name in names):
            return entries
        inner += [Entry(name, "", entry.block, entry.node, None, entry.name, entry.blocks) for name in names]
    known = sum(is_tool(entry.name) or looks("skills", entry.name) for entry in inner)
    return inner if known * 4 >= len(inner) else entries


def _column(document: Document, grid: Grid, kind: SectionKind, language: str | None) -> list[Entry]:
    """The column that names the kind in its header; else the first one, where it holds names."""
    column = 0
    for place in range(grid.width):
        reading = read_heading(grid.head(place), language)
        if reading is not None and reading.kind == kind:
            column = place
            break
    else:
        heads = [read_heading(grid.head(place), language) for place in range(grid.width)]
        if (
            heads
            and heads[0] is not None
            and heads[0].kind in ENTITY_KINDS
            and heads[0].kind != kind
            and heads[0].strength != "weak"
        ):
            return []
    entries: list[Entry] = []
    for row in grid.rows:
        cell = row[column] if column < len(row) else None
        if cell is None or cell.block < 0:
            continue
        block = document.blocks[cell.block]
        href = next(
            (
                href
                for _, _, inner in block.spans
                if document.tags[inner] == "a" and (href := document.attributes[inner].get("href"))
            ),
            None,
        )
        entries.append(Entry(block.text.split("\n")[0], "", cell.block, cell.node, href, None, (cell.block,)))
    good = [entry for entry in entries if can_be(kind, entry.name)]
    return good if len(good) * 2 > len(entries) else []


def can_be(kind: SectionKind, text: str) -> bool:
    """Whether the text is written as a name of the kind may be."""
    if not is_name(text) and not (kind == "tools" and is_tool(text)):
        return False
    if kind in ("skills", "tools"):
        return True
    return is_proper(text) or (text.count(" ") <= 1 and text.isascii() and not looks("levels", text))


def entity_of(document: Document, entry: Entry, kind: SectionKind, url: str | None) -> Entity | None:
    """The entry as an entity, its number and what stands in brackets apart; None where nothing is left."""
    name, qualifier = split_qualifier(entry.name)
    name = NUMBERED.sub("", name).strip(" .,:;–—-•") if NUMBERED.match(name) and not name[:1].isalpha() else name
    if not name:
        return None
    block = next(
        (document.blocks[at] for at in (entry.block, *entry.blocks) if entry.name in document.blocks[at].text),
        document.blocks[entry.block],
    )
    place = block.text.find(entry.name)
    return Entity(
        name=name,
        qualifier=qualifier,
        url=absolute(url, entry.url),
        evidence=Evidence(
            quote=entry.name if place >= 0 else name,
            path=document.path(block.node),
            rule=f"{kind}.list",
            confidence=0.9,
            start=place if place >= 0 else None,
        ),
    )


def split_qualifier(text: str) -> tuple[str, str | None]:
    """ "imec (Leuven)": name and what stands in brackets after it."""
    found = _QUALIFIER.search(text)
    if found and found.start() > 1:
        return text[: found.start()].strip(), found[1].strip()
    return text.strip(), None


def absolute(url: str | None, href: str | None) -> str | None:
    """The address, resolved against the page's; None for what leads nowhere."""
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return None
    try:
        return urljoin(url, href) if url else href
    except ValueError:
        return None
