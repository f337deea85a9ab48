"""Names in the alternative texts of pictures: a wall of logos is a list of companies."""

from __future__ import annotations

import re

from extractors.document import Document
from extractors.document.headings import Heading, is_own
from extractors.guide.shapes import is_name, is_proper

_LOGO = re.compile(
    r"^(?:logo(?:tipo)?\s*(?:of|von|van|de|du|d’|di|:|-|–)?\s+)|\s*[-–|:]?\s*\blogo(?:tipo)?\b(?:\s+\d+)?\s*$",
    re.IGNORECASE,
)
_MAX_BLANKS = 5


def pictures_under(document: Document, heading: Heading) -> list[tuple[int, str]]:
    """Pictures under a heading that bear a name, with the name."""
    images = document.nodes("img")
    if not images:
        return []
    start, stop = document.ends[heading.node], node_after(document, heading)
    if heading.panel is not None:
        start, stop = heading.panel, document.ends[heading.panel]
    found: list[tuple[int, str]] = []
    for image in images:
        if start <= image < stop and is_own(document, image):
            name = picture_name(document.attributes[image].get("alt") or "")
            if name:
                found.append((image, name))
    return found


def picture_name(alt: str) -> str:
    """The name that a picture's alternative text gives; empty where it gives none."""
    name = _LOGO.sub("", alt.strip()).strip(" -–|:")
    return name if name and is_name(name) and is_proper(name) and name.count(" ") <= _MAX_BLANKS else ""


def node_after(document: Document, heading: Heading) -> int:
    """The first node that no longer belongs to the section."""
    if heading.until is not None:
        box = document.parents[heading.node]
        return document.ends[box]
    if heading.last < len(document.blocks):
        after = document.blocks[heading.last].node
        return after if after > heading.node else len(document.tags)
    return len(document.tags)
