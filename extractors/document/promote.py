"""What acts as a heading, whatever its mark-up: the second, pure step over the blocks.

A heading may be `h1`–`h6`, a bold paragraph, a styled box, a `summary`, a tab or a `dt`; a short line above a slogan (a
kicker) is kept beside it. `outline(document)` gives the headings of the page's own text in order, each with the blocks
under it; menus, footers, related guides, comments and the like are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from extractors.document.model import BOLD_TAGS, HEADING_TAGS, Block, Document
from extractors.document.zones import zones_of

FURNITURE = frozenset(
    {
        "nav", "footer", "aside", "related", "newsletter", "cookie", "share", "comments", "author", "ad", "popup",
        "breadcrumb", "pagination", "tags", "toc", "header",
    }
)  # fmt: skip
"""Zones that are not the page's own text. Forms stay: some sites wrap the whole page in one."""

_MAX_HEADING = 160
_MAX_PSEUDO = 100
_MAX_KICKER = 60
_PAGE_CELL = 8
_SENTENCE = re.compile(r"[^\W\d][.!?…]\s+\S")
_STYLED = re.compile(
    r"(?<![a-z])(?:(?:section|block|box|widget|module|content|panel|sec|page|group|category|area|guide)?[-_]{0,2}"
    r"(?:title|heading|headline|titel|titre|titulo|kop|ueberschrift|rubrik)|h[1-6]|header-text|text-(?:[2-9]?xl))"
    r"(?![a-z])"
)
_NOT_STYLED = re.compile(
    r"sub-?_?(?:title|head)|card|item|job|price|product|author|post-title-|modal|chart|stat|cell|btn|button|logo|brand"
)
_LEVEL_IN_CLASS = re.compile(r"(?<![a-z0-9])h([1-6])(?![a-z0-9])")
_KICKER = re.compile(
    r"kicker|eyebrow|overline|pre-?title|pre-?heading|sur-?titre|tagline|uppercase|over-?title|section-(?:label|tag|num)"
    r"|label|badge|pill|tag\b|sub-?title|sub-?heading|topline|dachzeile"
)
_TAB_LIST = re.compile(r"(?<![a-z])(?:nav-)?tabs?(?:-?(?:list|nav|menu|links|buttons|headers?|bar))?(?![a-z])")
_TAB_PANEL = re.compile(r"(?<![a-z])tab-?(?:pane|panel|content-item|content)s?(?![a-z])")
_OPENERS = frozenset({"button", "a", "div", "span"})
_MAY_ACT = frozenset(
    {"p", "div", "span", "center", "strong", "b", "font", "dt", "legend", "section", "article", "header"}
)
"""Tags of what may act as a heading."""
_TAB_TAGS = frozenset({"ul", "ol", "div", "section", "nav", "article", "menu"})
_IN_CELL = frozenset({"td", "th", "li", "a", "button", "figcaption", "blockquote", "label", "caption", "dd"})


class Heading(msgspec.Struct, frozen=True, gc=False):
    """A heading and the range of blocks under it, up to the next heading."""

    node: int
    block: int
    """Index of its block; for a tab, of the block that holds the tab's name."""
    level: int
    text: str
    rule: str
    """`tag`, `bold`, `styled`, `summary` (or a button that opens), `tab`, `term`, `above` (a line above a table)."""
    first: int
    """First block of its content …"""
    last: int
    """… and the block after the last one before the next heading."""
    until: int | None = None
    """Where its content ends for good (a closed box); None where only the next heading ends it."""
    kicker: Block | None = None
    """The short line above it, where there is one."""
    beside: bool = False
    """Whether it stands in a column beside the text (`aside`); most of these are no part of it."""
    panel: int | None = None
    """The node of a tab's panel, which may hold pictures and not a single block."""


def outline(document: Document) -> list[Heading]:
    """The headings of the page's own text, in order."""
    tabs = _tabs(document)
    found = sorted(
        [*tabs.headings, *_headings(document, tabs.labels)], key=lambda heading: (heading.first, heading.level)
    )
    return _bounded(document, _once(_without_single_lines(document, found)))


def _without_single_lines(document: Document, found: list[Heading]) -> list[Heading]:
    """Plain lines above tables are headings where two or more look alike."""
    looks = [_above_style(document, heading.node) for heading in found if heading.rule == "above"]
    return [
        heading
        for heading in found
        if heading.rule != "above" or looks.count(_above_style(document, heading.node)) >= 2
    ]


def _above_style(document: Document, node: int) -> str:
    return document.hint(node) or document.hint(document.parents[node])


def is_own(document: Document, node: int) -> bool:
    """Whether the node stands in the page's own text."""
    return zones_of(document)[node] not in FURNITURE


def _headings(document: Document, skipped: frozenset[int]) -> Iterator[Heading]:
    blocks, tags, parents, zones = document.blocks, document.tags, document.parents, zones_of(document)
    last_real, index, total = 1, 0, len(blocks)
    previous_heading = -2
    while index < total:
        block = blocks[index]
        node, tag = block.node, block.tag
        start = index
        index += 1
        zone = zones[node]
        beside = zone == "aside"
        if (zone in FURNITURE and tag != "h1" and not beside) or start in skipped:
            continue
        heading_node = _heading_node(tags, parents, node, tag)
        if heading_node >= 0:
            if _in_data_cell(document, heading_node):
                continue
            index = max(index, document.last_block[heading_node])
            text = " ".join(piece.text.replace("\n", " ") for piece in blocks[start:index])
            if text and len(text) <= _MAX_HEADING * 2:
                level = HEADING_TAGS[tags[heading_node]]
                kicker = _kicker(document, start, heading_node) if previous_heading != start - 1 else None
                last_real, previous_heading = level, index - 1
                yield Heading(heading_node, start, level, text, "tag", index, index, kicker=kicker, beside=beside)
            continue
        if beside or not 2 <= len(block.text) <= _MAX_PSEUDO or index >= total:
            continue
        opener = _opener(document, block)
        if opener >= 0:
            yield _opened(document, opener, start, block.text, last_real)
            continue
        if tag == "summary" or (parents[node] >= 0 and tags[parents[node]] == "summary"):
            summary = node if tag == "summary" else parents[node]
            box = parents[summary]
            yield Heading(
                summary, start, min(last_real + 1, 6), block.text, "summary", index, index, document.last_block[box]
            )
        elif tag in _MAY_ACT and "\n" not in block.text and not _SENTENCE.search(block.text):
            rule, level = _acts_as_heading(document, block, start, last_real)
            if rule:
                kicker = _kicker(document, start, node)
                yield Heading(node, start, level, block.text.rstrip(" :"), rule, index, index, kicker=kicker)


def _opener(document: Document, block: Block) -> int:
    """The button that is all of the block and opens and closes what follows; -1 where there is none."""
    length = len(block.text)
    for start, end, node in ((0, length, block.node), *block.spans):
        if start == 0 and end == length:
            attributes = document.attributes[node]
            if attributes and "aria-expanded" in attributes and document.tags[node] in _OPENERS:
                return node
    return -1


def _opened(document: Document, node: int, block: int, text: str, last_real: int) -> Heading:
    """A heading over what its button opens: the element that it controls, else whatever follows."""
    until = None
    controlled = (document.attributes[node].get("aria-controls") or "").strip()
    if controlled:
        panel = next(
            (at for at, found in enumerate(document.attributes) if found and found.get("id") == controlled), -1
        )
        if panel >= 0 and document.first_block[panel] >= block:
            until = document.last_block[panel]
    return Heading(node, block, min(last_real + 1, 6), text, "summary", block + 1, block + 1, until)


def _heading_node(tags: Sequence[str], parents: Sequence[int], node: int, tag: str) -> int:
    """The `h1`–`h6` that the block is or stands in; -1 where there is none."""
    if tag in HEADING_TAGS:
        return node
    for _ in range(3):
        node = parents[node]
        if node < 0:
            return -1
        if tags[node] in HEADING_TAGS:
            return node
    return -1


def _in_data_cell(document: Document, node: int) -> bool:
    """A heading that is all of a cell in a table with a header: a row head drawn large."""
    tags, parents = document.tags, document.parents
    cell = parents[node]
    for _ in range(4):
        if cell < 0 or tags[cell] in ("td", "th"):
            break
        cell = parents[cell]
    else:
        return False
    if cell < 0 or document.last_block[cell] - document.first_block[cell] > 2:
        return False
    table = cell
    while table >= 0 and tags[table] != "table":
        table = parents[table]
    return table >= 0 and "th" in tags[table : cell + 1]


def _acts_as_heading(document: Document, block: Block, index: int, last_real: int) -> tuple[str, int]:
    """The rule by which a short text acts as a heading, and at which level; ("", 0) where it does not."""
    tag, node, text = block.tag, block.node, block.text
    holder = document.parents[node]
    if tag == "dt":
        opens = document.blocks[index + 1].tag in ("li", "td", "th")
        return ("term", min(max(last_real, 1) + 1, 6)) if opens else ("", 0)
    if document.tags[holder] in _IN_CELL and not _is_page_cell(document, holder):
        return "", 0
    own_class = document.attributes[node].get("class") or "" if document.attributes[node] else ""
    if (
        own_class
        and (text[-1] != "." or len(text) <= 45)
        and tag in ("p", "div", "span")
        and is_styled(own_class)
        and _has_words(text)
    ):
        stated = _LEVEL_IN_CLASS.search(own_class.lower())
        return "styled", int(stated[1]) if stated else 2
    if (
        (text[-1] not in ".,;" or (text[-1] == "." and len(text) <= 45))
        and len(text) <= 90
        and _is_bold(document, block)
        and _has_words(text)
    ):
        following = document.blocks[index + 1]
        if HEADING_TAGS.get(following.tag, 0) >= 3:
            return "bold", min(max(last_real, 2), HEADING_TAGS[following.tag] - 1)
        if following.tag in (
            "p",
            "ul",
            "ol",
            "li",
            "div",
            "table",
            "td",
            "th",
            "dt",
            "dl",
            "details",
            "summary",
            "figure",
        ):
            return "bold", min(max(last_real, 2), 6) if last_real < 2 else min(last_real + 1, 6)
    if (
        tag in ("p", "div")
        and len(text) <= _MAX_KICKER
        and text[-1] not in ".,;:!?"
        and document.blocks[index + 1].tag in ("th", "td")
        and _above_style(document, node)
        and _has_words(text)
    ):
        return "above", min(max(last_real + 1, 2), 6)
    return "", 0


def _is_page_cell(document: Document, node: int) -> bool:
    """A cell that holds a page's text, on pages that are laid out in tables."""
    return document.tags[node] == "td" and document.last_block[node] - document.first_block[node] >= _PAGE_CELL


@lru_cache(maxsize=8192)
def is_styled(name: str) -> bool:
    """Whether class names say that the box is a section's title."""
    lower = name.lower()
    return bool(_STYLED.search(lower)) and not _NOT_STYLED.search(lower)


def _has_words(text: str) -> bool:
    return sum(character.isalpha() for character in text) * 2 > len(text)


def _is_bold(document: Document, block: Block) -> bool:
    """The whole text is bold, a colon or number at its edges aside."""
    if block.tag in BOLD_TAGS:
        return True
    for start, end, node in block.spans:
        if start <= 4 and end >= len(block.text) - 2 and document.tags[node] in BOLD_TAGS:
            return not block.text[:start].strip(" 0123456789.)•–-")
    return False


def _kicker(document: Document, index: int, node: int) -> Block | None:
    """The short line right above a heading, in the same box."""
    if index == 0:
        return None
    above = document.blocks[index - 1]
    if len(above.text) > _MAX_KICKER or len(above.text) < 3 or above.text[-1] in ".,;:" or "\n" in above.text:
        return None
    if above.tag not in ("p", "div", "span", "h4", "h5", "h6", "header", "section"):
        return None
    parents = document.parents
    box = parents[node]
    holder = parents[above.node] if above.node != box else box
    near = holder == box or parents[holder] == box or holder == parents[box] or above.node == box
    if not near or not is_own(document, above.node):
        return None
    if above.tag in HEADING_TAGS:
        return above if HEADING_TAGS[above.tag] > HEADING_TAGS.get(document.tags[node], 2) else None
    if is_kicker(document.hint(above.node)):
        return above
    first_in_box = index - 1 == 0 or document.first_block[box] == index - 1
    return above if first_in_box and _has_words(above.text) else None


@lru_cache(maxsize=8192)
def is_kicker(hint: str) -> bool:
    """Whether class names say that a line stands above a heading to name it."""
    return bool(_KICKER.search(hint))


@dataclass(frozen=True)
class _Tabs:
    headings: tuple[Heading, ...] = ()
    labels: frozenset[int] = frozenset()


def _tabs(document: Document) -> _Tabs:
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
        return _Tabs()
    inner = [
        node
        for place, node in enumerate(panels)
        if not any(other < document.ends[node] for other in panels[place + 1 : place + 2])
    ]
    headings: list[Heading] = []
    labels: set[int] = set()
    for place, node in enumerate(lists):
        stop = lists[place + 1] if place + 1 < len(lists) else len(document.tags)
        names = _tab_names(document, node)
        mine = [panel for panel in inner if document.ends[node] <= panel < stop]
        labels.update(range(document.first_block[node], document.last_block[node]))
        by_id = {document.attributes[panel].get("id"): panel for panel in mine}
        for order, (label, block, text, target) in enumerate(names):
            panel = by_id.get(target) if target in by_id else mine[order] if order < len(mine) else None
            if panel is not None and is_own(document, document.parents[panel]):
                first, last = document.first_block[panel], document.last_block[panel]
                headings.append(Heading(label, block, 2, text, "tab", first, last, last, panel=panel))
    return _Tabs(tuple(headings), frozenset(labels))


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


def _tab_names(document: Document, node: int) -> list[tuple[int, int, str, str | None]]:
    """Node, block, text and target of each tab."""
    names: list[tuple[int, int, str, str | None]] = []
    for index in range(document.first_block[node], document.last_block[node]):
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


def _once(found: list[Heading]) -> list[Heading]:
    """A tab whose panel opens with the same words is one heading; so is a heading drawn twice in a row."""
    kept: list[Heading] = []
    for heading in found:
        if kept and kept[-1].text.casefold() == heading.text.casefold() and heading.first - kept[-1].first <= 1:
            continue
        kept.append(heading)
    return kept


def _bounded(document: Document, found: list[Heading]) -> list[Heading]:
    """Each heading with the end of its content: before the next heading and its kicker, or where its box ends."""
    bounded: list[Heading] = []
    total = len(document.blocks)
    for place, heading in enumerate(found):
        stop = heading.until if heading.until is not None else total
        if place + 1 < len(found):
            following = found[place + 1]
            opens = following.first - 1 if following.rule == "tab" else following.block
            if following.rule == "tab":
                opens = following.first
            stop = min(stop, opens - (following.kicker is not None))
        frame = _frame(document, heading.node)
        if frame >= 0 and heading.rule != "tab":
            stop = min(stop, document.last_block[frame])
        bounded.append(msgspec.structs.replace(heading, last=max(heading.first, stop)))
    return bounded


def _frame(document: Document, node: int) -> int:
    """The `main` that the heading stands in: what comes after it is no longer the heading's; -1 where there is none."""
    tags, parents = document.tags, document.parents
    while node >= 0 and tags[node] != "main":
        node = parents[node]
    return node
