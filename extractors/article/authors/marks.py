"""Markup that says that it holds an author: names of elements, `rel`, addresses of authors' pages."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.article.authors.places import Place
from extractors.document import Document
from extractors.values.names import Name, lexicon, names_in

_AUTHOR_NAME = re.compile(
    r"(?:^|[^a-z])(?:author|byline|autor|auteur|writer|contributor)[s]?(?:[^a-z]|name|$)|authorname|author-name"
)
_NOT_NAME = re.compile(
    r"bio|desc|avatar|image|photo|social|share|date|time|title|role|job|position|follow|more|related|twitter|icon"
)
_AUTHOR_ADDRESS = re.compile(
    r"/(?:authors?|by|people|person|staff|profiles?|contributors?|writers?|autor(?:en|es|in)?|auteurs?|team|bio|user|u|members?)/",
    re.IGNORECASE,
)


def signed_names(place: Place, index: int, text: str) -> list[Name]:
    """The names in a block's elements that say that they hold an author."""
    document, known = place.document, lexicon()
    for start, end, node in document.blocks[index].spans:
        if not _signs(document, node):
            continue
        part = document.blocks[index].text[start:end]
        match = known.start.match(part) or known.label_start.match(part)
        if names := names_in(part[match.end() :] if match else part, single=True, handle=True):
            whole = names_in(text)
            return whole if len(whole) > len(names) and names[0].name == whole[0].name else names
    return []


def _signs(document: Document, node: int) -> bool:
    """Whether an inline element says that it holds an author: `rel=author`, or its names."""
    if document.tags[node] == "a":
        attributes = document.attributes[node]
        if "author" in (attributes.get("rel") or "").split():
            return True
    return has_author_hint(document, node)


def has_author_hint(document: Document, node: int) -> bool:
    return bool(document.attributes[node]) and _names_author(document.hint(node))


@lru_cache(maxsize=16384)
def _names_author(hint: str) -> bool:
    return bool(hint) and _AUTHOR_NAME.search(hint) is not None and not _NOT_NAME.search(hint)


def is_marked(document: Document, index: int, at: int) -> bool:
    """Whether what stands there is a link, or set apart from its line."""
    return any(
        abs(start - at) <= 1 and document.tags[node] in ("a", "strong", "b", "em", "span")
        for start, _, node in document.blocks[index].spans
    )


def links_to_author(document: Document, index: int, name: str) -> bool:
    """Whether the name links to a page that its address calls an author's."""
    block = document.blocks[index]
    hrefs = [
        document.attributes[node].get("href") or ""
        for start, end, node in block.spans
        if document.tags[node] == "a" and name in block.text[start:end]
    ]
    for node in document.ancestors(block.node):
        if document.tags[node] == "a":
            hrefs.append(document.attributes[node].get("href") or "")
            break
    return any(_AUTHOR_ADDRESS.search(href) for href in hrefs)
