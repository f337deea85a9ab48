"""Paragraphs cut into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SENTENCE_END = re.compile(r"(?<=[.!?。！？])[\"”’»)]*\s+(?=[\"“‘«(]?[A-ZÀ-Þ\d])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|ca|approx|no|nr|mr|mrs|ms|dr|prof|inc|ltd|co|st|u\.s|bzw|z\.b|d\.h|mio|mrd|tsd|abs|art|p|fig)|\b[A-Z])\.$",
    re.IGNORECASE,
)


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a paragraph with their offsets."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if _ABBREVIATION.search(text[start : match.start()]) and "\n" not in match[0]:
            continue
        if text[start : match.start()].strip():
            yield start, text[start : match.start()]
        start = match.end()
    if text[start:].strip():
        yield start, text[start:]
