"""Which zone of a page a node stands in: menu, footer, comments, author box, share bar, …

A zone is known by its tag (`nav`, `footer`), its role (`navigation`), or by words in its class and id names; the words
are data (`lexicon/zones.toml`). What holds more than half of the page's text is never a zone by its class alone: names
such as `content-with-sidebar` stand on the whole page's box.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

from extractors.document.model import Document

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
_MOST = 0.5
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
    tag = document.tags[node]
    if tag in NEVER:
        return None
    attributes = document.attributes[node]
    role = attributes.get("role")
    if tag in BY_TAG or (role and role in BY_ROLE):
        return BY_TAG.get(tag) or BY_ROLE[role or ""]
    name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return zone_by_name(name) if name != " " else None


def _reckon(document: Document) -> list[str | None]:
    tags, parents, attributes = document.tags, document.parents, document.attributes
    first, last = document.first_block, document.last_block
    mass = [0, *accumulate(len(block.text) for block in document.blocks)]
    half = mass[-1] * _MOST
    zones: list[str | None] = [None] * len(tags)
    for node, attrs in enumerate(attributes):
        parent = parents[node]
        tag = tags[node]
        zone = None
        if (attrs or tag in BY_TAG) and tag not in NEVER:
            zone = own_zone(document, node)
            if zone is not None and mass[last[node]] - mass[first[node]] > half and tag != "footer":
                zone = None
        if zone is None and parent >= 0:
            zone = zones[parent]
        zones[node] = zone
    return zones


@lru_cache(maxsize=65536)
def zone_by_name(name: str) -> str | None:
    """The zone that class and id names tell; None where they tell none."""
    lexicon = _lexicon()
    words = lexicon.noise.sub("", " ".join(_WORDS.findall(name)).lower())
    if not words:
        return None
    if lexicon.layout.search(words):
        return None
    found = lexicon.pattern.search(words)
    if found is None:
        return None
    best = min(lexicon.rank[match.lastgroup or ""] for match in lexicon.pattern.finditer(words))
    return lexicon.names[best]


class _Lexicon:
    """The stems as one pattern, a group a zone."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.names: list[str] = [zone["name"] for zone in data["zone"]]
        self.rank = {name: position for position, name in enumerate(self.names)}
        groups = (f"(?P<{zone['name']}>{'|'.join(map(_stem, zone['stems']))})" for zone in data["zone"])
        self.pattern = re.compile(rf"(?<!\S)(?:{'|'.join(groups)})(?!\S)")
        self.noise = re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, data['noise']['phrases']))})(?!\S)")
        self.layout = re.compile(
            "|".join(pattern.replace("*", "(?: [a-z]+)? ") for pattern in data["layout"]["patterns"])
        )


def _stem(stem: str) -> str:
    return re.escape(stem).replace(r"\*", r"\S*")


@cache
def _lexicon() -> _Lexicon:
    text = files("extractors.lexicon").joinpath("zones.toml").read_text(encoding="utf-8")
    return _Lexicon(tomllib.loads(text))
