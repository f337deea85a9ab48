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
_NO_WORDS: list[str] = []
_AROUND_BREAK = re.compile(f" ?{BREAK} ?")


def fold(pieces: Sequence[str]) -> str:
    """The pieces as one text; `br` is a line break."""
    text = pieces[0] if len(pieces) == 1 else "".join(pieces)
    if text.isascii():
        return " ".join(text.split())
    if GAP in text:
        text = text.replace(GAP, " ")
    text = " ".join(without_invisible(text).split())
    return _AROUND_BREAK.sub("\n", text).strip("\n") if BREAK in text else text


def without_invisible(text: str) -> str:
    """The text without soft hyphens, zero-width spaces, word joiners and byte order marks."""
    # Four searches for one character cost a tenth of the substitution, which hardly any text needs.
    if "\u00ad" in text or "\u200b" in text or "\u2060" in text or "\ufeff" in text:
        return _INVISIBLE.sub("", text)
    return text


def fold_with_spans(pieces: Sequence[str], marks: Sequence[tuple[int, int]]) -> tuple[str, tuple[Span, ...]]:
    """The pieces as one text, and where each inline element lies in it.

    A mark is a node (`~node` where the element closes) and the number of pieces before it.
    """
    if len(pieces) == 1:
        text = fold(pieces)
        return (text, tuple(_whole(marks, len(text)))) if text else (text, ())
    text, starts, stops = _fold_each(pieces)
    if not text:
        return text, ()
    return text, tuple(_spans(marks, starts, stops))


def _whole(marks: Sequence[tuple[int, int]], length: int) -> list[Span]:
    """Spans of the elements around the only piece."""
    ended = {~node for node, before in marks if node < 0 and before == 0}
    return [(0, length, node) for node, before in marks if node >= 0 and before == 0 and node not in ended]


def _fold_each(pieces: Sequence[str]) -> tuple[str, list[int], list[int]]:
    """The folded text; for each number of pieces, where the text after it starts and where the text before it stops."""
    out: list[str] = []
    starts: list[int] = []
    stops: list[int] = [0]
    length, pending, waiting = 0, "", 0
    for index, piece in enumerate(pieces):
        if piece == BREAK:
            words, pending = _NO_WORDS, "\n"
        elif piece == GAP:
            words, pending = _NO_WORDS, pending or (" " if _is_gap(pieces, index) else "")
        else:
            if not piece.isascii():
                piece = without_invisible(piece).replace(BREAK, " ").replace(GAP, " ")
            words = piece.split()
            if piece and not pending and piece[0].isspace():
                pending = " "
        waiting += 1
        if words:
            if pending and length:
                out.append(pending)
                length += 1
            starts.extend([length] * waiting)
            waiting = 0
            text = words[0] if len(words) == 1 else " ".join(words)
            out.append(text)
            length += len(text)
            pending = " " if piece[-1].isspace() else ""
        stops.append(length)
    starts.extend([length] * (waiting + 1))
    return "".join(out), starts, stops


def _is_gap(pieces: Sequence[str], index: int) -> bool:
    """Two boxes are two words, unless one is a single letter (a drop cap, letters that are animated one by one)."""
    before = pieces[index - 1].rstrip() if index else ""
    after = pieces[index + 1].lstrip() if index + 1 < len(pieces) else ""
    return len(before) != 1 and len(after) != 1


def _spans(marks: Sequence[tuple[int, int]], starts: list[int], stops: list[int]) -> list[Span]:
    ends = {~node: stops[before] for node, before in marks if node < 0}
    last = stops[-1]
    found: list[Span] = []
    for node, before in marks:
        if node >= 0:
            begin, finish = starts[before], ends.get(node, last)
            if begin < finish:
                found.append((begin, finish, node))
    return found
