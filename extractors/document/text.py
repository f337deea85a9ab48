"""Pieces of text as a reader sees them: white space folded, nothing invisible, nothing glued.

A running block is a list of pieces: strings as the parser gave them and, between them, marks: the number of an inline
element where it opens, `~number` where it closes, `BREAK` where a line ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.document.model import Span

BREAK = -1 << 62
"""Stands for `br` among the pieces."""
# Inline elements that often act as boxes of their own (chips, tags): side by side they are two words, not one.
BOX_TAGS = frozenset({"span", "a", "button", "label", "i", "time", "data", "output"})
# Those that set words off within a line, and now and then are boxes too: a name in bold and its figure beside it.
_EMPHASIS = frozenset({"b", "strong", "em", "small", "mark", "code", "big", "u", "cite"})
_MAYBE_BOXES = BOX_TAGS | _EMPHASIS
_CLOSING = frozenset(")]%.!?»”’")
_CURRENCIES = frozenset("€$£¥₹₺₽₩")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]+")


def fold(text: str) -> str:
    """White space folded to single blanks, invisible characters gone."""
    text = text.strip()
    # Most text is tidy, and to see that costs a fifth of splitting and joining it.
    if text.isascii():
        if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
            return " ".join(text.split())
        return text
    if text.isprintable() and "  " not in text:
        return text
    return " ".join(without_invisible(text).split())


def without_invisible(text: str) -> str:
    """The text without soft hyphens, zero-width spaces, word joiners and byte order marks."""
    # Four searches for one character cost a tenth of the substitution, which hardly any text needs.
    if "\u00ad" in text or "\u200b" in text or "\u2060" in text or "\ufeff" in text:
        return _INVISIBLE.sub("", text)
    return text


def fold_marked(pieces: Sequence[str | int], tags: Sequence[str]) -> tuple[str, tuple[Span, ...]]:
    """The pieces as one text, and where each inline element that holds text lies in it, outer before inner."""
    if len(pieces) == 3:  # most often one link or span
        node, piece, close = pieces
        if isinstance(piece, str) and isinstance(node, int) and close == ~node:
            text = fold(piece)
            return (text, ((0, len(text), node),)) if text else ("", ())
    text = ""
    opened: list[tuple[int, int]] = []  # inline element, length of the text before it
    closed: dict[int, int] = {}
    before = ""  # the last words
    breaks = 0  # since then
    blank = False  # white space since then
    box = -1  # the element that has closed right before
    apart = False  # two boxes side by side since the last words
    touching = False  # two elements that may be boxes side by side since then
    for piece in pieces:
        if isinstance(piece, str):
            words = piece.strip()
            if not words:
                blank, box = True, -1
                continue
            if "  " in words or not words.isprintable():
                words = fold(words)
                if not words:
                    continue
            if text:
                if breaks:
                    text += "\n" if breaks == 1 else "\n\n"  # more tell nothing
                elif (
                    blank
                    or (words is not piece and _starts_apart(piece))
                    or (apart and _are_two(before, words))
                    or (touching and _border(before, words) and _all_in_elements(pieces))
                ):
                    text += " "
            text += words
            before = words
            blank = words is not piece and _ends_apart(piece)
            box, apart, touching, breaks = -1, False, False, 0
        elif piece >= 0:
            if box >= 0:
                if tags[piece] in BOX_TAGS and tags[box] in BOX_TAGS:
                    apart = True
                elif tags[piece] in _MAYBE_BOXES and tags[box] in _MAYBE_BOXES:
                    touching = True
            box = -1
            opened.append((piece, len(text)))
        elif piece == BREAK:
            breaks += 1
            box = -1
        else:
            box = ~piece
            closed[box] = len(text)
    if not opened or not text:
        return text, ()
    last = len(text)
    spans = []
    for node, begin in opened:
        end = closed.get(node, last)
        if begin < end:
            while text[begin] == " " or text[begin] == "\n":  # the white space before its first word
                begin += 1
            spans.append((begin, end, node))
    return text, tuple(spans)


def lines(pieces: Sequence[str | int]) -> list[str | int]:
    """The pieces of preformatted text, with marks for its line breaks."""
    out: list[str | int] = []
    for piece in pieces:
        if isinstance(piece, str):
            first, *rest = piece.split("\n")
            out.append(first)
            for line in rest:
                out += (BREAK, line)
        else:
            out.append(piece)
    return out


def _starts_apart(piece: str) -> bool:
    return piece[0].isspace() or (not piece.isascii() and without_invisible(piece)[0].isspace())


def _ends_apart(piece: str) -> bool:
    return piece[-1].isspace() or (not piece.isascii() and without_invisible(piece)[-1].isspace())


def _are_two(before: str, after: str) -> bool:
    """Two boxes are two words, unless they are letters set one by one, or a drop cap and the rest of its word."""
    return len(before) != 1 or (len(after) != 1 and not after[0].islower())


def _border(before: str, after: str) -> bool:
    """Whether one word ends here and another begins: `Median|€52,000`, `Acme|Ghent`, `SQL|Docker`; never within one.

    `W|ord`, `45|k`, `10|000` and `SQL|SERVER` may be one.
    """
    end, start = before[-1], after[0]
    if len(before) == 1 or (end.isdigit() and start.isdigit()):
        return False
    if start.isupper() and after[1:2].islower():
        return end.isalnum() or end in _CLOSING
    return (start.isupper() or start.isdigit() or start in _CURRENCIES) and (end.islower() or end in _CLOSING)


def _all_in_elements(pieces: Sequence[str | int]) -> bool:
    """Whether no words stand beside the inline elements: then these are boxes in a row, and not emphasis in a line."""
    depth = 0
    for piece in pieces:
        if isinstance(piece, str):
            if not depth and not piece.isspace():
                return False
        elif piece != BREAK:
            depth += 1 if piece >= 0 else -1
    return True
