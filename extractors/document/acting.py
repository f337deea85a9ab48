"""What acts as a heading: by its tag, its class names, its weight and what stands around it; and the kicker above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.document.entries import stem
from extractors.document.headings import is_own
from extractors.document.layout import PAGE_CELL
from extractors.document.model import HEADING_TAGS, Block, Document
from extractors.document.weight import weight_of

_MAX_KICKER = 60
_FEW, _CLIMB = 3, 5
_CARD = 200
"""Characters that a box of a list of boxes holds at most, on average; sections hold more."""
_STYLED = re.compile(
    r"(?<![a-z])(?:(?:section|block|box|widget|module|content|panel|sec|page|group|category|area|guide)?[-_]{0,2}"
    r"(?:title|heading|headline|titel|titre|titulo|kop|ueberschrift|rubrik)|h[1-6]|header-text)"
    r"(?![a-z])"
)
_LARGE = re.compile(r"(?:^|\s)(?:text-(?:[2-9]?xl)|fs-[1-4])(?:\s|$)")
_HEAVY = re.compile(r"(?:^|\s)(?:font-(?:medium|semibold|bold|extrabold|black)|fw-(?:semi)?bold(?:er)?)(?:\s|$)")
"""Utility classes: large type alone is a lead, large and heavy type a heading."""
_NOT_STYLED = re.compile(
    r"sub-?_?(?:title|head)|card|item|job|price|product|author|post-title-|modal|chart|stat|cell|btn|button|logo|brand|admonition|callout|alert|notice|tooltip|step|event|timeline|quote"
)
_FIGURE = re.compile(r"[^\w\s]{0,2}\s?\d(?!\d?\s*[.):]\s*\D)|\w{0,3}[€$£¥]")
"""What a figure on show begins with: "42 days", "S$390", "+12 %"."""
_LEVEL_IN_CLASS = re.compile(r"(?<![a-z0-9])h([1-6])(?![a-z0-9])")
_KICKER = re.compile(
    r"kicker|eyebrow|overline|pre-?title|pre-?heading|sur-?titre|tagline|uppercase|over-?title|section-(?:label|tag|num)"
    r"|label|badge|pill|tag\b|sub-?title|sub-?heading|topline|dachzeile"
)
MAY_ACT = frozenset(
    {"p", "div", "span", "center", "strong", "b", "font", "dt", "legend", "section", "article", "header"}
)
"""Tags of what may act as a heading."""
_IN_CELL = frozenset({"td", "th", "li", "a", "button", "figcaption", "blockquote", "label", "caption", "dd"})


def above_style(document: Document, node: int) -> str:
    return document.hint(node) or document.hint(document.parents[node])


def heading_node(tags: Sequence[str], parents: Sequence[int], node: int, tag: str) -> int:
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


def in_data_cell(document: Document, node: int) -> bool:
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


def acts_as_heading(document: Document, block: Block, index: int, last_real: int) -> tuple[str, int]:
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
        and names_something(text)
        and not (len(document.nodes("h2")) >= 2 and heads_card(document, index))
    ):
        stated = _LEVEL_IN_CLASS.search(own_class.lower())
        return "styled", int(stated[1]) if stated else 2
    if (
        (text[-1] not in ".,;" or (text[-1] == "." and len(text) <= 45))
        and len(text) <= 90
        and weight_of(document, index).bold
        and not heads_card(document, index)
        and names_something(text)
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
        and above_style(document, node)
        and names_something(text)
    ):
        return "above", min(max(last_real + 1, 2), 6)
    return "", 0


def _is_page_cell(document: Document, node: int) -> bool:
    """A cell that holds a page's text, on pages that are laid out in tables."""
    return document.tags[node] == "td" and document.last_block[node] - document.first_block[node] >= PAGE_CELL


def in_item(document: Document, node: int) -> bool:
    """Whether the node stands in an item, a link, a quotation or the like; a cell with a page's text is none."""
    tags, parents = document.tags, document.parents
    for _ in range(6):
        if node < 0 or tags[node] == "body":
            break
        if tags[node] in _IN_CELL and not _is_page_cell(document, node):
            return True
        if tags[node] == "td":
            break
        node = parents[node]
    return False


@lru_cache(maxsize=8192)
def is_styled(name: str) -> bool:
    """Whether class names say that the box is a section's title."""
    lower = name.lower()
    if _NOT_STYLED.search(lower):
        return False
    return bool(_STYLED.search(lower)) or bool(_LARGE.search(lower) and _HEAVY.search(lower))


def heads_card(document: Document, index: int) -> bool:
    """Whether the line names one of several small boxes of one make, side by side: an entry of a list."""
    first, last, parents = document.first_block, document.last_block, document.parents
    box = document.blocks[index].node
    for _ in range(_CLIMB):
        parent = parents[box]
        if parent < 0 or index - first[box] > 1:
            break
        name = document.attributes[box].get("class")
        if name and last[box] - first[box] > 1 and _are_cards(document, parent, stem(name)):
            return True
        box = parent
    return False


def _are_cards(document: Document, parent: int, make: str) -> bool:
    first, last = document.first_block, document.last_block
    alike = [
        child
        for child in document.children(parent)
        if last[child] > first[child] and stem(document.attributes[child].get("class") or "") == make
    ]
    held = sum(len(block.text) for child in alike for block in document.within(child))
    return len(alike) >= _FEW and held <= len(alike) * _CARD


def names_something(text: str) -> bool:
    """Whether the line is made of words, and is no figure on show such as "42 days" or "S$390 a month"."""
    if sum(character.isalpha() for character in text) * 2 <= len(text):
        return False
    return not _FIGURE.match(text) or text.count(" ") >= 2


def kicker_above(document: Document, index: int, node: int) -> Block | None:
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
    return above if first_in_box and names_something(above.text) else None


@lru_cache(maxsize=8192)
def is_kicker(hint: str) -> bool:
    """Whether class names say that a line stands above a heading to name it."""
    return bool(_KICKER.search(hint))
