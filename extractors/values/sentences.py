"""Paragraphs cut into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SENTENCE_END = re.compile(r"[.!?。！？\n](?:(?<!\n)[\"”’»)]*\s+(?=[\"“‘«(]?[A-ZÀ-Þ\d])|(?<=\n)\n*)")
"""Begins with the mark itself: a pattern that begins with one of few characters is searched four times as fast."""
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|ca|approx|no|nr|mr|mrs|ms|dr|prof|inc|ltd|co|st|u\.s|bzw|z\.b|d\.h|mio|mrd|tsd|abs|art|p|fig)|\b[A-Z])\.$",
    re.IGNORECASE,
)


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a paragraph with their offsets."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        end = match.start() if match[0][0] == "\n" else match.start() + 1
        sentence = text[start:end]
        if sentence[-1:] == "." and "\n" not in match[0] and _ABBREVIATION.search(sentence, max(0, len(sentence) - 12)):
            continue
        if sentence.strip():
            yield start, sentence
        start = match.end()
    if text[start:].strip():
        yield start, text[start:]
