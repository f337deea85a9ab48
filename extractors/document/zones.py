"""Which zone of a page a node stands in: menu, footer, comments, author box, share bar, …

A zone is known by its tag (`nav`, `footer`), its role (`navigation`), or by words in its class and id names; the words
are data (`lexicon/zones.toml`). What holds a third of the page's running text is no zone (but for comments): names
such as `content-with-sidebar` stand on the whole page's box.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

from extractors.document.held import as_held
from extractors.document.hidden import is_off_screen
from extractors.document.layout import zones_by_layout
from extractors.document.model import HEADING_TAGS, Document

BY_TAG = {"nav": "nav", "footer": "footer", "aside": "aside", "form": "form", "dialog": "popup", "menu": "nav"}
BY_ROLE = {
    "navigation": "nav",
    "contentinfo": "footer",
    "complementary": "aside",
    "search": "form",
    "banner": "header",
    "dialog": "popup",
    "alertdialog": "popup",
    "menu": "nav",
    "menubar": "nav",
    "toolbar": "nav",
    "form": "form",
}
NEVER = frozenset({"html", "body", "main"})
"""Their class names speak of the whole page."""
PLAIN_NAMES: set[str | None] = {None}
"""Class and id attributes known to tell of no zone and no tab, and to hide nothing: pages repeat theirs."""
_MOST_KEPT = 50_000  # so that hostile pages cannot fill the memory
_MOST = 0.35
"""Of the page's running text; menus and teasers hold little of it, comments may hold most."""
MOST = {"comments": 0.9, "related": 0.5, "footer": 0.5, "cookie": 0.6}
LONGEST = dict.fromkeys(("toc", "share", "tags", "pagination", "breadcrumb", "meta"), 400) | dict.fromkeys(
    ("ad", "popup", "cta", "newsletter", "header", "author"), 1500
)
"""Characters of running text that such a zone holds at most; more is text in a box with an unlucky name."""
AROUND_NO_TITLE = frozenset(
    {"comments", "author", "meta", "related", "aside", "ad", "share", "tags", "toc", "newsletter", "cta"}
)
"""Zones that never hold a page's only `h1`."""
NEVER_THE_PAGE = ("aside", "tags", "ad", "cta", "popup", "header", "author", "newsletter", "share", "nav")
"""Zones that never hold most of a page, one with another: builders call each of its blocks a widget, or a banner."""
_MOST_TOGETHER = 0.6
_SENTENCE = re.compile(r"[.!?…。！？؟،，、](?:(?<=[。！？؟،，、])|[\"'”’»)\]]*(?:\s|$))")
_LONGEST_NAME = 6
"""Words of a class or id name; longer ones are slugs of a title."""
_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z\u00df-\u00ff]+|[A-Z]+|\d+")


def zone_of(document: Document, node: int) -> str | None:
    """The innermost zone that the node stands in (or is), by name; None for the page's own text.

    Names: those of `lexicon/zones.toml`, and `form`.
    """
    return zones_of(document)[node]


def zones_of(document: Document) -> list[str | None]:
    """The zone of every node; reckoned once a page."""
    known: list[str | None] | None = document.__dict__.get("zones")
    if known is None:
        known = document.__dict__["zones"] = _reckon(document)
    return known


def own_zone(document: Document, node: int) -> str | None:
    """The zone that the node itself opens; None where it only stands in one, or in none."""
    tag, attributes = document.tags[node], document.attributes[node]
    if tag in NEVER:
        return None
    if tag in BY_TAG:
        return BY_TAG[tag]
    get = attributes.get
    role, css, name = get("role"), get("class"), get("id")
    if role and role in BY_ROLE:
        return BY_ROLE[role]
    if name and tag in HEADING_TAGS:
        name = None  # an anchor made from the heading's words
    if css and name:
        return zone_by_name(f"{css} {name}")
    return zone_by_name(css or name or "") if css or name else None


def _reckon(document: Document) -> list[str | None]:
    ends = document.ends
    prose = [0, *accumulate(prose_by_block(document))]
    zones: list[str | None] = []
    open_zones: list[tuple[int, str | None]] = [(len(ends), None)]  # where each ends
    for node, zone in _claims(document, prose):
        end, around = open_zones[-1]
        if node < end and zone == around:
            continue
        _fill(zones, open_zones, node)
        open_zones.append((ends[node], zone))
    _fill(zones, open_zones, len(ends))
    return zones


def _claims(document: Document, prose: Sequence[int]) -> list[tuple[int, str]]:
    """The nodes that open a zone, in order, less those that hold too much of the page or not what such a zone holds."""
    first, last, ends = document.first_block, document.last_block, document.ends
    total = prose[-1]
    titles = document.nodes("h1")
    title = titles[0] if len(titles) == 1 else -1
    laid_out = zones_by_layout(document, prose) if document.nodes("table") else {}
    claims: list[tuple[int, str]] = []
    together: dict[str, int] = {}
    until: dict[str, int] = {}
    for node in sorted({*document.telling, *document.nodes(*BY_TAG), *laid_out}):
        zone = own_zone(document, node) or laid_out.get(node)
        if zone is None:
            _remember(document.attributes[node])
            continue
        held = prose[last[node]] - prose[first[node]]
        if held and (held > total * MOST.get(zone, _MOST) or held > LONGEST.get(zone, held)):
            continue
        if node <= title < ends[node] and zone in AROUND_NO_TITLE:
            continue
        if _by_name(document, node):
            zone = as_held(document, node, zone)
            if zone is None:
                continue
            if node >= until.get(zone, 0):  # not within another
                together[zone], until[zone] = together.get(zone, 0) + held, ends[node]
        claims.append((node, zone))
    unlucky = {zone for zone in NEVER_THE_PAGE if together.get(zone, 0) > total * _MOST_TOGETHER}
    if unlucky:
        claims = [(node, zone) for node, zone in claims if zone not in unlucky or not _by_name(document, node)]
    return claims


def _by_name(document: Document, node: int) -> bool:
    """Whether only class and id names tell of the node's zone."""
    return document.tags[node] not in BY_TAG and document.attributes[node].get("role") not in BY_ROLE


def _remember(attributes: Mapping[str, str]) -> None:
    """Note the names of an element that tell nothing, so that the next one that has them is passed over."""
    if len(PLAIN_NAMES) > _MOST_KEPT:
        PLAIN_NAMES.clear()
        PLAIN_NAMES.add(None)
    for name in (attributes.get("class"), attributes.get("id")):
        if name and "tab" not in name.lower() and not zone_by_name(name) and not is_off_screen(name):
            PLAIN_NAMES.add(name)


def _fill(zones: list[str | None], open_zones: list[tuple[int, str | None]], until: int) -> None:
    """The zones of the nodes from the last one known to `until`; those that end there are closed."""
    while open_zones and open_zones[-1][0] <= until:
        end, zone = open_zones.pop()
        zones += [zone] * (end - len(zones))
    if open_zones:
        zones += [open_zones[-1][1]] * (until - len(zones))


def prose_by_block(document: Document) -> list[int]:
    """`prose_of` each block; reckoned once a page."""
    known: list[int] | None = document.__dict__.get("prose")
    if known is None:
        known = document.__dict__["prose"] = [prose_of(block.text) for block in document.blocks]
    return known


def prose_of(text: str) -> int:
    """Characters of running text: the length of what holds a sentence, 0 for a label, a menu or a short line."""
    length = len(text)
    if length < 25 or (length < 60 and text.isascii()):
        return 0
    return length if _SENTENCE.search(text) else 0


@lru_cache(maxsize=65536)
def zone_by_name(name: str) -> str | None:
    """The zone that class and id names tell; None where they tell none. The first in the lexicon's order wins."""
    lexicon = _lexicon()
    tokens = name.split()
    if len(tokens) > 1 and not lexicon.post_marks.isdisjoint(tokens):
        tokens = [token for token in tokens if not token.startswith(lexicon.post_prefixes)]
    best = min(map(_rank_of, tokens), default=_NONE)
    return lexicon.names[best] if best < _NONE else None


_NONE = 1000


@lru_cache(maxsize=65536)
def _rank_of(token: str) -> int:
    """The rank of the zone that one class or id name tells."""
    lexicon = _lexicon()
    if lexicon.generated.search(token):
        return _NONE
    words = _WORDS.findall(token)
    if not 0 < len(words) <= _LONGEST_NAME:
        return _NONE
    text = lexicon.noise.sub("", " ".join(words).lower())
    matches = lexicon.pattern.finditer(text)
    return min((lexicon.rank[match.lastgroup or ""] for match in matches), default=_NONE)


class _Lexicon:
    """The stems as one pattern, a group a zone."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.names: list[str] = [zone["name"] for zone in data["zone"]]
        self.rank = {name: position for position, name in enumerate(self.names)}
        groups = (f"(?P<{zone['name']}>{'|'.join(map(_stem, zone['stems']))})" for zone in data["zone"])
        self.pattern = re.compile(rf"(?<!\S)(?:{'|'.join(groups)})(?!\S)")
        noise = data["noise"]
        phrases = "|".join(map(re.escape, noise["phrases"]))
        self.noise = re.compile(rf"(?<!\S)(?:{phrases}|(?:{'|'.join(noise['negations'])}) \S+)(?!\S)")
        self.generated = re.compile(noise["generated"])
        self.post_marks = frozenset(noise["post_marks"])
        self.post_prefixes = tuple(noise["post_prefixes"])


def _stem(stem: str) -> str:
    if stem.startswith("="):
        return f"^{re.escape(stem[1:])}$"
    return re.escape(stem).replace(r"\*", r"\S*")


@cache
def _lexicon() -> _Lexicon:
    text = files("extractors.lexicon").joinpath("zones.toml").read_text(encoding="utf-8")
    return _Lexicon(tomllib.loads(text))
