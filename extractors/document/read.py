"""`read`: bytes of a page to a Document."""

from __future__ import annotations

import threading
from collections.abc import Mapping

import msgspec

from extractors.document.decode import to_utf8
from extractors.document.events import Facts, Reader
from extractors.document.hidden import controlled_ids
from extractors.document.model import Block, Document
from extractors.document.text import fold
from extractors.records import Issue
from extractors.signatures import kind_of_file

MAX_BYTES = 20_000_000
"""What lies beyond is not read; libxml2 would, but two seconds a page is the bound."""
MAX_TAGS = 500_000
"""Nor is what lies beyond so many "<", for the same reason."""
_MANY_ATTRIBUTES = 5_000
_LONG_TAG = 6 * _MANY_ATTRIBUTES
# Text has none of these, but for a stray one; UTF-16 has NULs, the Japanese ISO 2022 has escapes and shifts.
_CONTROLS = bytes([*range(1, 9), 11, *range(16, 27), *range(28, 32)])
_SAMPLE = 4096


class _Local(threading.local):
    """A reader for each thread."""

    def __init__(self) -> None:
        self.reader = Reader()


_local = _Local()


def read(content: bytes, headers: Mapping[str, str] | None = None) -> Document:
    """The page's nodes and blocks. Never raises on bad input: what was odd stands in `issues`."""
    issues: list[Issue] = []
    utf8, encoding = _prepare(content, headers or {}, issues)
    if not utf8:
        return Document([], [], [], [], [], [], [], None, [], [], encoding, tuple(issues))
    facts, failure = _local.reader.read(utf8)
    if not facts.tags:  # nothing but comments
        issues.append(Issue(code="empty_page", message="The page holds no mark-up and no text."))
    elif failure is not None:
        issues.append(Issue(code="parse_error", message=f"The parser gave up after what was read: {failure}."))
    if _has_long_run(utf8) and (most := max(map(len, facts.attributes), default=0)) > _MANY_ATTRIBUTES:
        issues.append(Issue(code="attribute_storm", message=f"A tag has {most:,} attributes; all were read."))
    return _document(facts, encoding, issues)


def _is_binary(content: bytes) -> bool:
    """Whether the beginning holds many kinds of control characters, as packed data and programs do."""
    sample = set(content[:_SAMPLE])
    return len(sample.intersection(_CONTROLS)) > len(_CONTROLS) // 3


def _prepare(content: bytes, headers: Mapping[str, str], issues: list[Issue]) -> tuple[bytes, str]:
    if (name := kind_of_file(content)) is not None:
        issues.append(Issue(code="not_html", message=f"The bytes are {name}, not HTML; nothing was read."))
        return b"", "binary"
    if len(content) > MAX_BYTES:
        message = f"The page has {len(content):,} bytes; the first {MAX_BYTES:,} were read."
        issues.append(Issue(code="too_large", message=message))
        content = content[:MAX_BYTES]
    utf8, encoding = to_utf8(content, headers)
    if b"\x00" in utf8:
        if _is_binary(content):
            issues.append(Issue(code="not_html", message="The bytes are no text, let alone HTML; nothing was read."))
            return b"", "binary"
        issues.append(Issue(code="nul_bytes", message="The page holds NUL bytes; they were left out."))
        utf8 = utf8.replace(b"\x00", b"")
    if len(utf8) > MAX_TAGS and utf8.count(b"<") > MAX_TAGS:
        issues.append(Issue(code="too_many_tags", message=f"Only the first {MAX_TAGS:,} tags were read."))
        utf8 = _first_tags(utf8)
    if not utf8 or utf8.isspace():
        issues.append(Issue(code="empty_page", message="The page is empty."))
        return b"", encoding
    return utf8, encoding


def _first_tags(utf8: bytes) -> bytes:
    """The longest beginning without more than `MAX_TAGS` tags."""
    low, high = MAX_TAGS, len(utf8)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if utf8.count(b"<", 0, middle) <= MAX_TAGS else (low, middle - 1)
    return utf8[:low]


def _has_long_run(utf8: bytes) -> bool:
    """Whether some run without ">" is as long as a tag that is suspect (looked for in great strides)."""
    place = 0
    while place + _LONG_TAG < len(utf8):
        found = utf8.rfind(b">", place, place + _LONG_TAG)
        if found < 0:
            return True
        place = found + 1
    return False


def _document(facts: Facts, encoding: str, issues: list[Issue]) -> Document:
    blocks, first_block, last_block = facts.blocks, facts.first_block, facts.last_block
    if facts.summaries:
        _show_summaries(facts)
    if facts.secret:
        blocks, first_block, last_block = _without_secrets(facts)
    return Document(
        tags=facts.tags,
        parents=facts.parents,
        ends=facts.ends,
        attributes=facts.attributes,
        first_block=first_block,
        last_block=last_block,
        blocks=blocks,
        title=(fold(facts.titles[0]) or None) if facts.titles else None,
        json_ld=facts.json_ld,
        scripts=facts.scripts,
        encoding=encoding,
        issues=tuple(issues),
        telling=facts.telling,
    )


def _show_summaries(facts: Facts) -> None:
    """A summary can be read while its details are folded in, unless they stand within something else that is."""
    blocks, attributes = facts.blocks, facts.attributes
    for node in facts.summaries:
        parent = facts.parents[node]
        if facts.tags[parent] == "details" and "open" not in attributes[parent]:
            for index in range(facts.first_block[node], facts.last_block[node]):
                blocks[index] = msgspec.structs.replace(blocks[index], visibility="visible")


def _without_secrets(facts: Facts) -> tuple[list[Block], list[int], list[int]]:
    """Drop what is hidden outright; what some control of the page opens is kept as collapsed."""
    attributes = facts.attributes
    ids = {name for node in facts.secret if (name := attributes[node].get("id"))}
    controlled = controlled_ids(attributes, ids) if ids else ids
    blocks: list[Block | None] = list(facts.blocks)
    for node in facts.secret:
        opened = attributes[node].get("id") in controlled
        for index in range(facts.first_block[node], facts.last_block[node]):
            block = blocks[index]
            blocks[index] = msgspec.structs.replace(block, visibility="collapsed") if opened and block else None
    kept = [0]
    for block in blocks:
        kept.append(kept[-1] + (block is not None))
    return (
        [block for block in blocks if block is not None],
        [kept[index] for index in facts.first_block],
        [kept[index] for index in facts.last_block],
    )
