"""Markup that says that it holds an author: names of elements, `rel`, addresses of authors' pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from extractors.article.authors.places import SIGNED, Place
from extractors.article.lines import OUTSIDE
from extractors.document import Block, Document
from extractors.values.names import Name, is_person, key_of, lexicon, names_in

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
_OWN_ADDRESS = re.compile(
    r"/(?:(?P<author>authors?|contributors?|writers?|autor(?:en|es|in)?|auteurs?|journalistes?)"
    r"|users?|u|members?|profiles?|profil)(?:[-_][a-z-]+)?(?:/|\.\w+\?|\?)(?:[^?#]*/)?(?P<slug>[^/?#]*)",
    re.IGNORECASE,
)
"""Addresses of one person's page, and its last part."""
_NEAR = 6
_LONGEST = 120


def signed_names(place: Place, index: int, text: str) -> list[Name]:
    """The names in a block's elements that say that they hold an author."""
    document = place.document
    block = document.blocks[index]
    if not block.spans:
        return []
    known, found, until = lexicon(), list[Name](), -1
    for start, end, node in block.spans:
        if start < until or not _signs(document, node):
            continue
        part = block.text[start:end]
        match = known.start.match(part) or known.label_start.match(part)
        part = part[match.end() :] if match else part
        names = names_in(part, single=True, handle=not part.startswith("@"))  # "@": an account elsewhere
        if found:  # further elements hold a person's name or something else
            names = [one for one in names if is_person(one.name) and one.name not in {other.name for other in found}]
        if names:
            found += names
            until = end
    if found:
        whole = names_in(text)
        return whole if len(whole) > len(found) and found[0].name == whole[0].name else found
    return []


def _signs(document: Document, node: int) -> bool:
    """Whether an inline element says that it holds an author: `rel=author`, or its names."""
    if document.tags[node] == "a":
        attributes = document.attributes[node]
        if "author" in (attributes.get("rel") or "").split():
            return True
    return has_author_hint(document, node)


def has_author_hint(document: Document, node: int) -> bool:
    """Whether an element's class, id, role or `itemprop` says that it holds an author's name."""
    attributes = document.attributes[node]
    if not attributes:
        return False
    get = attributes.get
    return _names_author(get("class"), get("id"), get("role"), get("itemprop"))


@lru_cache(maxsize=16384)
def _names_author(*names: str | None) -> bool:
    hint = " ".join(filter(None, names)).lower()
    return bool(hint) and _AUTHOR_NAME.search(hint) is not None and not _NOT_NAME.search(hint)


def is_marked(document: Document, index: int, at: int) -> bool:
    """Whether what stands there is a link, or set apart from its line."""
    return any(
        abs(start - at) <= 1 and document.tags[node] in ("a", "strong", "b", "em", "span")
        for start, _, node in document.blocks[index].spans
    )


def within_elements(block: Block, names: list[Name]) -> list[Name]:
    """The names, cut where an element ends that holds a whole name: what follows it is a role, a publication, or the
    name of somebody else in an element of their own."""
    if not block.spans:
        return names
    cut: list[Name] = []
    for name in names:
        start = block.text.find(name.name)
        end = start + len(name.name)
        inside = [(first, last) for first, last, _ in block.spans if start <= first < last <= end] if start >= 0 else []
        wholes = [block.text[first:last].strip(" ,") for first, last in inside]
        if len(wholes) > 1 and all(map(is_person, wholes)) and " ".join(wholes) == name.name:
            cut += map(Name, wholes)
            continue
        shorter = next(
            (
                text
                for first, last, _ in (block.spans if start >= 0 else ())
                if first <= start < last < end and is_person(text := block.text[start:last].strip(" ,"))
            ),
            None,
        )
        cut.append(name._replace(name=shorter) if shorter else name)
    return cut


def opening_name(block: Block) -> Iterator[str]:
    """The person's name that an element at the beginning of a line holds, where a role or a label follows it."""
    for start, end, _ in block.spans:
        if not start and is_person(text := block.text[:end].strip(" ,")) and block.text[end:].strip()[:1].isupper():
            yield text


def links(document: Document, block: Block) -> Iterator[tuple[int, int, str]]:
    """Where the block's links begin and end, and their addresses; a link around the whole block is one of them."""
    for start, end, node in block.spans:
        if document.tags[node] == "a":
            yield start, end, document.attributes[node].get("href") or ""
    for node in document.ancestors(block.node):
        if document.tags[node] == "a":
            yield 0, len(block.text), document.attributes[node].get("href") or ""
            break


def links_to_author(document: Document, index: int, name: str) -> bool:
    """Whether the name links to a page that its address calls an author's."""
    block = document.blocks[index]
    return any(
        name in block.text[start:end] and _AUTHOR_ADDRESS.search(href) for start, end, href in links(document, block)
    )


def linked_names(place: Place, index: int, zone: str | None) -> list[Name]:
    """Names near the title that link to the page of one author or user; a pen name must stand in the address too."""
    document = place.document
    block = document.blocks[index]
    anchor = place.title_block if place.title_block is not None else place.body[0]
    if abs(index - anchor) > _NEAR or len(block.text) > _LONGEST or zone in OUTSIDE:
        return []
    if zone is None and place.body[0] + 2 <= index < place.body[1]:
        return []  # the text itself, which links to people too
    found: list[Name] = []
    for start, end, href in links(document, block):
        if not (match := _OWN_ADDRESS.search(href)):
            continue
        text = block.text[start:end]
        if not match["author"] and zone not in SIGNED and " " in text:
            continue  # the page of a person whom the text is about
        pen_name = zone in SIGNED or _is_slug(match["slug"], text)
        names = names_in(text, single=pen_name, handle=pen_name)
        if found:
            names = [one for one in names if is_person(one.name) and one.name not in {other.name for other in found}]
        found += names
    return found


def _is_slug(slug: str, name: str) -> bool:
    plain, other = key_of(unquote(slug)).replace(" ", ""), key_of(name).replace(" ", "")
    return len(other) > 1 and (other in plain or (len(plain) > 1 and plain in other))
