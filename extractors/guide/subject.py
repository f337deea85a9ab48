"""What the page is about: place, occupation, and the line under the title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from extractors.document import Document
from extractors.document.headings import is_own
from extractors.document.zones import zones_of
from extractors.guide.parts import Context
from extractors.guide.tree import Tree
from extractors.metadata import Metadata
from extractors.records import Evidence, Location
from extractors.values.occupations import read_occupation
from extractors.values.places import Place, find_places, labelled_place, read_place, with_hints

_SUBTITLE = re.compile(
    r"sub-?_?(?:title|head|line)|lead(?![a-z])|lede|deck|standfirst|intro|tagline|dek|excerpt|summary|paragraph-l|post-sub|chapeau|untertitel|ondertitel|description"
)
_BYLINE = re.compile(
    r"^(?:by|von|par|door|por|di|written|published|updated|last|posted|geschreven|gepubliceerd|veröffentlicht|publié"
    r"|mis à jour|zuletzt|\d{1,2}[./ ]|\d{4})\b",
    re.IGNORECASE,
)
_MAX_SUBTITLE = 260
_MANY_PLACES = 3
"""A description that lists so many cities is about none of them."""
_MAX_DESCRIPTION = 200
_LONGEST_LINE = 80
_NEAR_TITLE = 6
"""Blocks below the title among which a line may give the place."""
_HOME = {"es": "ES", "pt": "PT", "nl": "NL", "de": "DE", "fr": "FR", "it": "IT", "pl": "PL"}
"""The country that a language is at home in, where nothing else tells."""


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """Place, occupation and subtitle, each None where the page does not state it."""

    location: Location | None = None
    occupation: str | None = None
    subtitle: str | None = None
    evidence: dict[str, Evidence] = msgspec.field(default_factory=dict)


class _Source(msgspec.Struct, frozen=True):
    text: str
    path: str
    rule: str
    strict: bool
    """Whether only a place after a preposition counts."""
    confidence: float


def read_subject(document: Document, metadata: Metadata, context: Context, tree: Tree) -> Subject:
    """What the page is about, from its title, the line under it, breadcrumbs and metadata."""
    evidence: dict[str, Evidence] = {}
    subtitle = _subtitle(document, tree, metadata)
    sources = list(_sources(document, metadata, context, tree, subtitle))
    location = _location(sources, evidence, _hints(metadata, context))
    occupation = None
    for source in sources:
        if source.rule in ("breadcrumb", "label"):
            continue
        occupation = read_occupation(source.text, context.language)
        if occupation:
            evidence["occupation"] = Evidence(
                quote=occupation, path=source.path, rule=f"occupation.{source.rule}", confidence=source.confidence
            )
            break
    if subtitle is not None:
        text, node = subtitle
        evidence["subtitle"] = Evidence(quote=text, path=document.path(node), rule="subtitle", confidence=0.8)
    return Subject(
        location=location,
        occupation=occupation,
        subtitle=subtitle[0] if subtitle else None,
        evidence=evidence,
    )


def _sources(
    document: Document, metadata: Metadata, context: Context, tree: Tree, subtitle: tuple[str, int] | None
) -> Iterator[_Source]:
    """Texts that say what the page is about, the most telling first."""
    titles = [node for node in tree.nodes if node.heading.level == 1]
    for node in titles[:2]:
        yield _Source(node.heading.text, document.path(node.heading.node), "title", True, 0.95)
    if context.title and not any(node.heading.text == context.title for node in titles):
        found = document.nodes("title")
        yield _Source(context.title, document.path(found[0]) if found else "/html/head/title", "title", True, 0.9)
    if subtitle is not None:
        yield _Source(subtitle[0], document.path(subtitle[1]), "subtitle", True, 0.8)
    zones = zones_of(document)
    for block in document.blocks[:80]:
        if zones[block.node] == "breadcrumb":
            yield _Source(block.text, document.path(block.node), "breadcrumb", False, 0.6)
            break
    for node in titles[:1]:
        for block in document.blocks[node.heading.first : node.heading.first + _NEAR_TITLE]:
            if len(block.text) <= _LONGEST_LINE and labelled_place(block.text):
                yield _Source(block.text, document.path(block.node), "label", True, 0.8)
    description = metadata.first("description", "og:description")
    if description is not None and not _lists_places(description.text[:_MAX_DESCRIPTION]):
        yield _Source(
            description.text[:_MAX_DESCRIPTION], f"{document.path(description.node)}/@content", "description", True, 0.6
        )


def _lists_places(text: str) -> bool:
    return len({place.city for place in find_places(text) if place.city}) >= _MANY_PLACES


def _hints(metadata: Metadata, context: Context) -> list[str]:
    """Countries that the page's address, locale and language point to, the surest first."""
    hints: list[str] = []
    host = urlsplit(context.url or "").hostname or ""
    hints.append(host.rpartition(".")[2].upper())
    locale = metadata.first("og:locale")
    for tag in (locale.text if locale else "", context.language or ""):
        _, _, region = tag.replace("-", "_").partition("_")
        hints.append(region.upper())
    hints.append(_HOME.get((context.language or "")[:2], ""))
    return [hint for hint in hints if len(hint) == len("XX")]


def _location(sources: list[_Source], evidence: dict[str, Evidence], hints: list[str]) -> Location | None:
    """The first place that a source names; a later source may add the country to a city."""
    best: Place | None = None
    for source in sources:
        place = labelled_place(source.text) if source.rule == "label" else read_place(source.text, strict=source.strict)
        if place is None:
            continue
        if best is None:
            best = with_hints(place, hints) if hints else place
            evidence["location"] = Evidence(
                quote=place.name, path=source.path, rule=f"location.{source.rule}", confidence=source.confidence
            )
            if place.city is None:
                break
        for other in find_places(source.text):
            if (
                best.city
                and other.city is None
                and other.country
                and source.text[: other.start].rstrip().endswith((",", "("))
            ):
                best = best._replace(country=other.country)
    if best is None:
        return None
    return Location(name=best.name, city=best.city, region=best.region, country=best.country)


def _subtitle(document: Document, tree: Tree, metadata: Metadata) -> tuple[str, int] | None:
    """The line under the title: named so, or the page's own description, or the only text before what follows."""
    title = next((node for node in tree.nodes if node.heading.level == 1), None)
    if title is None:
        return None
    described = metadata.first("description", "og:description")
    first, last = title.heading.first, min(title.heading.last, title.heading.first + 4)
    texts = []
    for index in range(first, last):
        block = document.blocks[index]
        if not is_own(document, block.node) or zones_of(document)[block.node] in ("meta", "breadcrumb"):
            continue
        if _BYLINE.match(block.text) or not 15 <= len(block.text) <= _MAX_SUBTITLE or block.tag in ("li", "td", "th"):
            continue
        if _SUBTITLE.search(document.hint(block.node)) or (described and described.text == block.text):
            return block.text, block.node
        texts.append((block.text, block.node))
    alone = len(texts) == 1 and title.heading.last - first <= 3
    return texts[0] if alone else None
