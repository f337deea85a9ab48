"""A text's words, letters only: asked of every line of a page, so the common case does without a pattern."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = "".join(chr(code) if chr(code).isalpha() else " " for code in range(128))


def words_of(text: str) -> list[str]:
    """The runs of letters of a text, in order, as they are written.

    A table and a split take a fifth of the time of a pattern; they serve for ASCII, which most lines are.
    """
    return text.translate(_LETTERS).split() if text.isascii() else _WORD.findall(text)
