"""`read`: bytes of a page to a Document."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec
from lxml import etree

from extractors.document.decode import to_utf8
from extractors.document.events import Events
from extractors.document.hidden import controlled_ids
from extractors.document.model import Block, Document
from extractors.document.text import fold
from extractors.records import Issue

MAX_BYTES = 20_000_000
"""What lies beyond is not read; libxml2 would, but two seconds a page is the bound."""
_LONG_TAG = 100_000
_ATTRIBUTE_STORM = re.compile(rb"<[a-zA-Z][^<>]{%d,}" % _LONG_TAG)
_MAX_ATTRIBUTES = 500
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x7fELF", "a program"),
)


def read(content: bytes, headers: Mapping[str, str] | None = None) -> Document:
    """The page's nodes and blocks. Never raises on bad input: what was odd stands in `issues`."""
    issues: list[Issue] = []
    utf8, encoding = _prepare(content, headers or {}, issues)
    events = Events()
    parser = etree.HTMLParser(
        target=events,  # type: ignore[arg-type]  # the stubs ask for methods; lxml takes any callables
        encoding="utf-8",
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        recover=True,
    )
    if utf8:
        try:
            etree.HTML(utf8, parser)
        except etree.ParserError as error:  # nothing but comments or blanks
            issues.append(Issue(code="empty_page", message=f"The page holds no markup and no text: {error}."))
        except (etree.XMLSyntaxError, AssertionError) as error:
            issues.append(Issue(code="parse_error", message=f"The parser gave up after what was read: {error}."))
    return _document(events, encoding, issues)


def _prepare(content: bytes, headers: Mapping[str, str], issues: list[Issue]) -> tuple[bytes, str]:
    for magic, name in _MAGIC:
        if content.startswith(magic):
            issues.append(Issue(code="not_html", message=f"The bytes are {name}, not HTML; nothing was read."))
            return b"", "binary"
    if len(content) > MAX_BYTES:
        message = f"The page has {len(content):,} bytes; the first {MAX_BYTES:,} were read."
        issues.append(Issue(code="too_large", message=message))
        content = content[:MAX_BYTES]
    utf8, encoding = to_utf8(content, headers)
    if b"\x00" in utf8:
        issues.append(Issue(code="nul_bytes", message="The page holds NUL bytes; they were left out."))
        utf8 = utf8.replace(b"\x00", b"")
    if utf8.isspace() or not utf8:
        issues.append(Issue(code="empty_page", message="The page is empty."))
        return b"", encoding
    return _without_attribute_storms(utf8, issues), encoding


def _without_attribute_storms(utf8: bytes, issues: list[Issue]) -> bytes:
    """libxml2 compares each attribute of a tag with all others; tags with thousands lose them."""
    if not _has_long_run(utf8) or not _ATTRIBUTE_STORM.search(utf8):
        return utf8
    cut = _ATTRIBUTE_STORM.sub(
        lambda tag: tag[0] if tag[0].count(b"=") < _MAX_ATTRIBUTES else tag[0][:40].split()[0], utf8
    )
    if cut != utf8:
        issues.append(Issue(code="attribute_storm", message="A tag with hundreds of attributes lost them."))
    return cut


def _has_long_run(utf8: bytes) -> bool:
    """Whether some run without ">" is as long as a tag that is suspect (looked for in great strides)."""
    place = 0
    while place + _LONG_TAG < len(utf8):
        found = utf8.rfind(b">", place, place + _LONG_TAG)
        if found < 0:
            return True
        place = found + 1
    return False


def _bare_tag(tag: re.Match[bytes]) -> bytes:
    return tag[0] if tag[0].count(b"=") < _MAX_ATTRIBUTES else tag[0][:40].split()[0]


def _document(events: Events, encoding: str, issues: list[Issue]) -> Document:
    document = Document(
        tags=events.tags,
        parents=events.parents,
        ends=events.ends,
        attributes=events.attributes,
        first_block=events.first_block,
        last_block=events.last_block,
        blocks=events.blocks,
        title=fold(events.titles[:1]) or None,
        json_ld=events.json_ld,
        encoding=encoding,
        issues=tuple(issues),
    )
    return _without_secrets(document, events.secret) if events.secret else document


def _without_secrets(document: Document, secret: list[tuple[int, int, int]]) -> Document:
    """Drop what is hidden outright; what some control of the page opens is kept as collapsed."""
    controlled = controlled_ids(document.attributes)
    blocks: list[Block | None] = list(document.blocks)
    for node, first, last in secret:
        opened = document.attributes[node].get("id") in controlled
        for index in range(first, last):
            block = blocks[index]
            blocks[index] = msgspec.structs.replace(block, visibility="collapsed") if opened and block else None
    kept = [0]
    for block in blocks:
        kept.append(kept[-1] + (block is not None))
    return Document(
        **{name: getattr(document, name) for name in ("tags", "parents", "ends", "attributes", "title", "json_ld")},
        first_block=[kept[index] for index in document.first_block],
        last_block=[kept[index] for index in document.last_block],
        blocks=[block for block in blocks if block is not None],
        encoding=document.encoding,
        issues=document.issues,
    )
