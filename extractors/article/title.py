"""The title as a reader would say it: the headline, without the site's suffix or the section."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from extractors.article.endings import is_promo, opens_foot
from extractors.article.subject import plain_words
from extractors.document import Block, Document
from extractors.document.zones import zones_of
from extractors.metadata import Metadata
from extractors.records import Evidence
from extractors.things import Thing

_SEPARATOR = re.compile(
    r"\s+[|•·»«>—–\-:~/]{1,2}\s+|\s*[|｜»]\s*|\s+::\s+|\s*_\s*(?=[^_]{2,30}$)|:\s+(?=\S+\.(?:com|org|net)\b)"
)
_OUTSIDE = frozenset(
    {"nav", "footer", "related", "comments", "cookie", "popup", "aside", "newsletter", "ad", "share", "breadcrumb"}
)
_LONGEST = 250


class Title(NamedTuple):
    """The title, where it stood, and the block that shows it (None where only the metadata do)."""

    text: str
    evidence: Evidence
    block: int | None


def read_title(
    document: Document, metadata: Metadata, subjects: Sequence[Thing], site_name: str | None
) -> Title | None:
    """The page's title; None where it states none."""
    stated = _stated(document, metadata, subjects)
    shown = _shown(document)
    site = plain_words(site_name or "")
    if match := _agreed(document, shown, stated, site):
        return match
    only = _main_headings(document, shown, site)
    if len(only) == 1 and (not stated or len(document.blocks[only[0]].text.split()) > 2):
        return _from_block(document, only[0], "title_only_h1", 0.8)
    if stated:
        text, path, rule = stated[0]
        title = _without_site(text, site)
        evidence = Evidence(quote=text, path=path, rule=rule, confidence=0.7)
        return Title(title, evidence, _block_that_says(document, title))
    if shown:
        return _from_block(document, shown[0], "title_first_heading", 0.5)
    return None


def candidates(
    document: Document, metadata: Metadata, subjects: Sequence[Thing]
) -> tuple[list[int], list[tuple[str, str, str]]]:
    """Blocks that may be the title, and what the metadata call the page: text, path, rule."""
    return _shown(document), _stated(document, metadata, subjects)


def _main_headings(document: Document, shown: Sequence[int], site: str) -> list[int]:
    """The `h1` that are no site's name and no invitation: those of the page itself, or else those of its boxes."""
    zones = zones_of(document)
    found = [
        index
        for index in shown
        if document.blocks[index].tag == "h1"
        and plain_words(document.blocks[index].text) != site
        and not opens_foot(document.blocks[index].text)
        and not is_promo(document.blocks[index].text)
    ]
    return [index for index in found if zones[document.blocks[index].node] not in _OUTSIDE] or found


def _block_that_says(document: Document, title: str) -> int | None:
    """The block that shows a title which no heading of the page's first ranks does: an `h3`, a box, a cell."""
    words, zones = plain_words(title), zones_of(document)
    if len(words) < _SHORTEST:
        return None
    same = [
        index
        for index, block in enumerate(document.blocks)
        if abs(len(block.text) - len(title)) <= _BY_SIGNS
        and block.visibility == "visible"
        and zones[block.node] not in _OUTSIDE
        and plain_words(block.text) == words
    ]
    return min(same, key=lambda index: (document.blocks[index].tag not in _LOWER, index), default=None)


_BY_SIGNS = 12
"""Characters by which two titles of the same words may differ: quotes, dashes, spaces."""
_LOWER = frozenset({"h3", "h4", "h5", "h6"})


def _stated(document: Document, metadata: Metadata, subjects: Sequence[Thing]) -> list[tuple[str, str, str]]:
    """Titles that the metadata state: text, path, rule."""
    found: list[tuple[str, str, str]] = []
    for thing in subjects:
        for name in ("headline", "name"):
            value = thing.data.get(name)
            if isinstance(value, str) and value.strip() and "WebPage" not in thing.types:
                text = " ".join(re.sub(r"<[^>]{1,40}>", "", html.unescape(value)).split())
                found.append((text, thing.path(document, name), f"title_{thing.source.replace('-', '_')}"))
                break
    names = ("og:title", "twitter:title", "dc.title", "citation_title", "parsely-title", "sailthru.title")
    found += [
        (stated.text, f"{document.path(stated.node)}/@content", f"title_meta_{name.split(':')[0]}")
        for name in names
        if (stated := metadata.first(name))
    ]
    if document.title:
        nodes = document.nodes("title")
        path = document.path(nodes[0]) if nodes else "/html/head/title"
        found.append((document.title, path, "title_head"))
    return [entry for entry in found if 0 < len(entry[0]) <= _LONGEST]


def _shown(document: Document) -> list[int]:
    """Blocks that act as a page's heading: each `h1`, then each `h2` outside menus, footers and teasers."""
    zones = zones_of(document)
    found: list[int] = []
    headings = [(index, block) for index, block in enumerate(document.blocks) if block.tag in ("h1", "h2")]
    for tag in ("h1", "h2"):
        for index, block in headings:
            if block.tag != tag or block.visibility == "off_screen" or not 1 < len(block.text) <= _LONGEST:
                continue
            zone = zones[block.node]
            if zone in _OUTSIDE and (tag == "h2" or zone in ("related", "comments", "cookie", "nav")):
                continue
            if not _leads_home(document, block):
                found.append(index)
    return found


def _leads_home(document: Document, block: Block) -> bool:
    """Whether a heading is the site's own: it links to the first page."""
    return any(
        document.tags[node] == "a" and HOME.match((document.attributes[node].get("href") or "").strip())
        for _, _, node in block.spans
    )


HOME = re.compile(r"^(?:https?://[^/]+)?/?(?:index\.\w+)?$")


def _agreed(
    document: Document, shown: Sequence[int], stated: Sequence[tuple[str, str, str]], site: str
) -> Title | None:
    """The heading that the metadata's titles confirm."""
    names = [plain_words(text) for text, _, _ in stated]
    has_h1 = any(document.blocks[index].tag == "h1" and len(document.blocks[index].text.split()) > 2 for index in shown)
    best: tuple[float, int] | None = None
    for index in shown:
        text = plain_words(document.blocks[index].text)
        if not text or text == site:
            continue
        loosely = document.blocks[index].tag == "h1" or not has_h1
        score = max((_likeness(text, name, loosely=loosely) for name in names), default=0.0)
        if document.blocks[index].tag == "h1":
            score += _FIRST_RANK
        elif best and best[0] > _SMALL_PART and document.blocks[best[1]].tag == "h1":
            break
        if score >= _CONFIRMED and (best is None or score > best[0] + 1e-9):
            best = (score, index)
    if best is None:
        return None
    names = [_without_site(text, site) for text, _, _ in stated]
    return _from_block(document, best[1], "title_heading_confirmed", 0.95, names)


_SAME, _CONFIRMED, _FIRST_RANK = 3.0, 1.2, 0.4
_SMALL_PART = 1.8
"""An `h1` that scores less is a small part of the stated titles, such as the site's name: an `h2` may fit better."""


def _likeness(text: str, name: str, *, loosely: bool) -> float:
    """How well a heading fits a stated title: 3 the same, 1 and the share of it where one holds the other, 0 not.

    `loosely`: many words in common will do.
    """
    if text == name:
        return _SAME
    if " " in text and f" {text} " in f" {name} ":
        return 1.0 + len(text) / len(name)
    if name.count(" ") >= 2 and f" {name} " in f" {text} ":
        return 1.0 + len(name) / len(text)
    return _overlap(text, name) if loosely and text.count(" ") >= 2 else 0.0


def _overlap(first: str, second: str) -> float:
    one, two = set(first.split()), set(second.split())
    share = len(one & two) / max(1, len(one | two))
    return 1.0 + share if share >= 0.6 else 0.0


def _from_block(document: Document, index: int, rule: str, confidence: float, names: Sequence[str] = ()) -> Title:
    """`names`: what the metadata call the page; a heading that ends so begins with its kicker."""
    block: Block = document.blocks[index]
    start = _after_kicker(document, block) or _where_named(block.text, names)
    text = " ".join(block.text[start:].split())
    quote = block.text[start:]
    evidence = Evidence(quote=quote, path=document.path(block.node), rule=rule, confidence=confidence, start=start)
    return Title(text, evidence, index)


def _after_kicker(document: Document, block: Block) -> int:
    """Where the title begins in a heading that also holds the small line over it."""
    for start, end, node in block.spans[:1]:
        rest = block.text[end:].lstrip(" \n:|–-")
        small = document.tags[node] == "small" or _kicker().search(document.hint(node)) is not None
        if start == 0 and small and len(rest) >= _SHORTEST:
            return len(block.text) - len(rest)
    return 0


_SHORTEST = 8


def _where_named(text: str, names: Sequence[str]) -> int:
    """Where a stated title begins in a heading that ends with it, after a section, a series or a date."""
    if text in names:
        return 0
    starts = [
        len(text) - len(name)
        for name in names
        if name.count(" ") >= 2 and text.endswith(name) and not text[-len(name) - 1 : -len(name)].isalnum()
    ]
    return min(starts, default=0)


@cache
def _kicker() -> re.Pattern[str]:
    text = files("extractors.lexicon").joinpath("zones.toml").read_text(encoding="utf-8")
    stems = tomllib.loads(text)["kicker"]["stems"]
    return re.compile("|".join(map(re.escape, stems)))


def _without_site(text: str, site: str) -> str:
    """The title without the site's name at its end or start."""
    parts = _SEPARATOR.split(text)
    if len(parts) < 2:
        return text
    last, first = plain_words(parts[-1]), plain_words(parts[0])
    if site and (last == site or site in last or (last and last in site)):
        return _cut_end(text, parts[-1])
    if site and (first == site or (first and first in site)):
        return text[text.index(parts[0]) + len(parts[0]) :].lstrip(" |•·»«>—–-:~/｜_")
    rest = _cut_end(text, parts[-1])
    return rest if len(parts[-1].split()) <= 4 and len(rest.split()) >= 3 else text


def _cut_end(text: str, part: str) -> str:
    return text[: text.rindex(part)].rstrip(" |•·»«>—–-:~/｜_")
