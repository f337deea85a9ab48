"""Pieces of text as a reader sees them: white space folded, nothing invisible, nothing glued."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.document.model import Span

BREAK = "\ue000"
"""Stands for `br` among the pieces (from Unicode's private use area; pages that hold it themselves lose it)."""
GAP = "\ue001"
"""Stands between two inline boxes with nothing between them."""

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]+")
_AROUND_BREAK = re.compile(f" ?{BREAK} ?")


def fold(pieces: Sequence[str]) -> str:
    """The pieces as one text; `br` is a line break."""
    text = "".join(pieces)
    if text.isascii():
        return " ".join(text.split())
    if GAP in text:
        text = text.replace(GAP, " ")
    text = " ".join(_INVISIBLE.sub("", text).split())
    return _AROUND_BREAK.sub("\n", text).strip("\n") if BREAK in text else text


def fold_with_spans(pieces: Sequence[str], marks: Sequence[tuple[int, int, int]]) -> tuple[str, tuple[Span, ...]]:
    """The pieces as one text, and where each inline element (first piece, end piece, node) lies in it."""
    out: list[str] = []
    starts = [-1] * len(pieces)
    stops = [0] * len(pieces)
    length, pending = 0, ""
    for index, piece in enumerate(pieces):
        if piece == BREAK:
            pending = "\n"
            continue
        if piece == GAP:
            pending = pending or (" " if _is_gap(pieces, index) else "")
            continue
        if not piece.isascii():
            piece = _INVISIBLE.sub("", piece).replace(BREAK, " ").replace(GAP, " ")
        words = piece.split()
        if not words:
            pending = pending or (" " if piece else "")
            continue
        if not pending and piece[0].isspace():
            pending = " "
        if pending and length:
            out.append(pending)
            length += 1
        starts[index] = length
        text = words[0] if len(words) == 1 else " ".join(words)
        out.append(text)
        length += len(text)
        stops[index] = length
        pending = " " if piece[-1].isspace() else ""
    return "".join(out), tuple(_spans(marks, starts, stops))


def _is_gap(pieces: Sequence[str], index: int) -> bool:
    """Two boxes are two words, unless one is a single letter (a drop cap, letters that are animated one by one)."""
    before = pieces[index - 1].rstrip() if index else ""
    after = pieces[index + 1].lstrip() if index + 1 < len(pieces) else ""
    return len(before) != 1 and len(after) != 1


def _spans(marks: Sequence[tuple[int, int, int]], starts: list[int], stops: list[int]) -> list[Span]:
    found: list[Span] = []
    for first, last, node in marks:
        end = last if last >= 0 else len(starts)
        for index in range(first, end):
            if starts[index] >= 0:
                stop = stops[index]
                for later in range(end - 1, index, -1):
                    if stops[later]:
                        stop = stops[later]
                        break
                found.append((starts[index], stop, node))
                break
    return found
