"""The main text without what signs it: lines of names and dates, the box about the authors."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from extractors.article.endings import is_bio
from extractors.document import Document
from extractors.document.model import HEADING_TAGS

_LONGEST_BYLINE = 160
_HEAD_OF_TEXT = 4
_TAIL_OF_AUTHOR = 4


def without_signature(
    document: Document, kept: Sequence[int], names: Sequence[str], lines: Collection[int]
) -> list[int]:
    """The text's blocks without the lines that name its authors and dates, and without the box about the authors.

    `lines` are the blocks that bylines and dates were read from; a long one is a paragraph that happens to hold them.
    """
    blocks = document.blocks
    ends = {*kept[:_HEAD_OF_TEXT], *kept[-_TAIL_OF_AUTHOR:]} & set(lines)
    out = [index for index in kept if index not in ends or len(blocks[index].text) > _LONGEST_BYLINE]
    if names:
        end = len(out)
        for position in range(len(out) - 1, max(len(out) - 1 - _TAIL_OF_AUTHOR, 0), -1):
            text = blocks[out[position]].text
            if text in names or is_bio(text, names) or _is_bare_byline(text, names):
                end = position
        out = out[:end]
    while out and blocks[out[-1]].tag in HEADING_TAGS:
        out.pop()
    return out


def _is_bare_byline(text: str, names: Sequence[str]) -> bool:
    """Whether a line holds little more than an author's name: "Written by …", a name and a role."""
    return any(name in text and len(text) <= len(name) + 30 for name in names)
