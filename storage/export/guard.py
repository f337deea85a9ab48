"""Cells that a spreadsheet would run as a formula, made harmless; `unguard` gives back the very text."""

from __future__ import annotations

import re

_DANGEROUS = "=+-@\t\r\n＝＋－＠"
_STARTS = frozenset(_DANGEROUS + "'")
_GUARDED = re.compile(f"'+[{re.escape(_DANGEROUS)}]")


def guard(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet could take it for a formula.

    So it is too where apostrophes and then such a character stand already, so that none is taken away wrongly.
    """
    if text and text[0] in _STARTS and (text[0] != "'" or _GUARDED.match(text)):
        return "'" + text
    return text


def unguard(cell: str) -> str:
    """The text that `guard` was given."""
    return cell[1:] if _GUARDED.match(cell) else cell
