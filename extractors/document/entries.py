"""An entry of a group: the words that name it, what stands beside them, and where."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from extractors.document.model import BOLD_TAGS, Block, Document

BULLET = re.compile(r"^\s*(?:[•‣▪◦●○■□✓✔✅☑➤➔►▸→»·∙–—*-]|[^\w\s(\"'“‘«€$£¥#@+&.\[]{1,2}(?=\s))\ufe0f?\s*(?=\S)")
NUMBER = re.compile(r"^\s*(?:\(?\d{1,3}\s*[.):/]|#\s?\d{1,3}[.:]?|\d{1,2}\s*[–—-])\s*(?=\D)")
_NAME_END = re.compile(r"\s+[–—-]\s+|\s*[–—]\s+|:\s+|\s+\|\s+")
_HAS_NAME_END = re.compile(r"[:|–—-]")
_FIRST_SENTENCE = re.compile(r"(?<=[\w)]{3})\.\s+(?=[A-ZÀ-Þ“\"])")


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One of several things that look alike."""

    name: str
    """The words that stand for it: bold or linked or before a dash, else all of it."""
    rest: str
    """What stands beside or under the name."""
    block: int
    """Index of the block that holds the name; -1 for a picture."""
    node: int
    url: str | None = None
    """Address as written."""
    label: str | None = None
    """Heading of the sub-list that it stands in."""
    blocks: tuple[int, ...] = ()
    """All of its blocks."""


def entry_of(document: Document, node: int, places: tuple[int, ...], label: str | None) -> Entry:
    """An entry from the blocks of its item or box: the first that has words names it."""
    blocks = document.blocks
    head = next((place for place in places if any(map(str.isalpha, blocks[place].text))), places[0])
    block = blocks[head]
    named = entry_in_line(document, block.text, block, head, 0)
    rest = [named.rest] if named.rest else []
    rest += [blocks[place].text for place in places if place != head]
    url = named.url or href_of(document, node) or _inner_href(document, places)
    return Entry(named.name, "\n".join(rest), head, node, url, label, places)


def entry_in_line(document: Document, text: str, block: Block, index: int, offset: int) -> Entry:
    """Name and rest of a line: bold or linked words at its start, or what stands before a dash or colon."""
    body = strip_marks(text)
    start = offset + text.find(body) if body else offset
    url = None
    for begin, end, node in block.spans:
        if begin < start or begin > start + 2:
            continue
        tag = document.tags[node]
        if tag == "a" and url is None:
            url = document.attributes[node].get("href")
        if (tag in BOLD_TAGS or tag == "a") and end < offset + len(text) and end > begin:
            name = block.text[begin:end].split("\n")[0].strip(" :–—-|.,")
            if name.isdigit():
                body = block.text[end : offset + len(text)].strip()
                continue
            rest = block.text[end : offset + len(text)].strip()
            bracket = re.match(r"^\(([^()]{1,60})\)", rest)
            if bracket:
                name, rest = f"{name} {bracket[0]}", rest[bracket.end() :]
            if name and rest.strip(" :–—-|.,"):
                return Entry(name, rest.lstrip(" :–—-|,."), index, block.node, url, None, (index,))
    lines = body.split("\n")
    first = lines[0]
    rest_lines = "\n".join(lines[1:])
    name, rest = split_name(first)
    joined = "\n".join(part for part in (rest, rest_lines) if part)
    return Entry(clean(name), joined, index, block.node, url, None, (index,))


def split_name(text: str) -> tuple[str, str]:
    """Name and rest of a line, apart at the first dash or colon, or after a short first sentence."""
    found = _NAME_END.search(text) if _HAS_NAME_END.search(text) else None
    if found and 1 < found.start() <= 70:
        return text[: found.start()], text[found.end() :]
    stop = _FIRST_SENTENCE.search(text) if "." in text else None
    if stop and stop.start() <= 40 and text.count(" ", 0, stop.start()) <= 4:
        return text[: stop.start()], text[stop.end() :]
    return text, ""


@lru_cache(maxsize=4096)
def strip_marks(text: str) -> str:
    """The text without a bullet, an emoji or a number at its start."""
    bare = BULLET.sub("", text, count=1)
    bare = NUMBER.sub("", bare, count=1)
    return (BULLET.sub("", bare, count=1) or bare or text).strip()


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """A name without bullets, numbers and punctuation at its edges."""
    return strip_marks(text).strip(" ,;:–—-|").removesuffix(".").strip() or text.strip()


@lru_cache(maxsize=8192)
def stem(name: str) -> str:
    """Class names without what numbers or marks one of several: `card-3`, `is-active`, `odd`."""
    words = (re.sub(r"[-_]?\d+$|^(?:first|last|odd|even|active|is-\S+)$", "", word) for word in name.split())
    return " ".join(word for word in words if word and not re.fullmatch(r"[a-z-]*[0-9a-f]{6,}", word))


def href_of(document: Document, node: int) -> str | None:
    return document.attributes[node].get("href") if document.tags[node] == "a" else None


def _inner_href(document: Document, places: tuple[int, ...]) -> str | None:
    """The only address within an item."""
    found = {
        href
        for place in places
        for _, _, inner in document.blocks[place].spans
        if document.tags[inner] == "a" and (href := document.attributes[inner].get("href"))
    }
    return found.pop() if len(found) == 1 else None


def index_of(text: str, part: str) -> int:
    """Where the part starts in the text; 0 where it does not stand there."""
    return max(text.find(part), 0)
