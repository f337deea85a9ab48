"""What the page is about: place, occupation, and the line under the title."""

from __future__ import annotations

import re

import msgspec

from extractors.document import Document
from extractors.document.headings import is_own
from extractors.document.zones import zones_of
from extractors.guide.about import sources_of
from extractors.guide.location import choose_location
from extractors.guide.occupation import choose_occupation
from extractors.guide.parts import Context
from extractors.guide.tree import Tree
from extractors.metadata import Metadata
from extractors.records import Evidence, Location

_SUBTITLE = re.compile(
    r"sub-?_?(?:title|head|line)|lead(?![a-z])|lede|deck|standfirst|intro|tagline|dek|excerpt|summary|paragraph-l|post-sub|chapeau|untertitel|ondertitel|description"
)
_BYLINE = re.compile(
    r"^(?:by|von|par|door|por|di|written|published|updated|last|posted|geschreven|gepubliceerd|veröffentlicht|publié"
    r"|mis à jour|zuletzt|\d{1,2}[./ ]|\d{4})\b",
    re.IGNORECASE,
)
_MAX_SUBTITLE = 260


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """Place, occupation and subtitle, each None where the page does not state it."""

    location: Location | None = None
    occupation: str | None = None
    subtitle: str | None = None
    evidence: dict[str, Evidence] = msgspec.field(default_factory=dict)


def read_subject(document: Document, metadata: Metadata, context: Context, tree: Tree) -> Subject:
    """What the page is about, from its title, address, breadcrumbs, the line under the title and metadata."""
    evidence: dict[str, Evidence] = {}
    subtitle = _subtitle(document, tree, metadata)
    sources = sources_of(document, metadata, context, tree, subtitle)
    location = choose_location(sources, context, metadata)
    occupation = choose_occupation(sources, context)
    if location is not None:
        evidence["location"] = location.evidence
    if occupation is not None:
        evidence["occupation"] = occupation.evidence
    if subtitle is not None:
        text, node = subtitle
        evidence["subtitle"] = Evidence(quote=text, path=document.path(node), rule="subtitle", confidence=0.8)
    return Subject(
        location=location.location if location else None,
        occupation=occupation.name if occupation else None,
        subtitle=subtitle[0] if subtitle else None,
        evidence=evidence,
    )


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
