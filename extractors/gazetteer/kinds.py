"""What a name can be the name of."""

from __future__ import annotations

import enum


class Kind(enum.IntFlag):
    """Kinds of names; the values are those of the shipped table."""

    COMPANY = 1
    UNIVERSITY = 2
    TOOL = 4
    SKILL = 8
    OCCUPATION = 16
    HUB = 32


NONE = Kind(0)

LOWER = 64
"""Beside kinds in the table: a name that may be written in small letters ("numpy", "project planning")."""
WORD = 128
"""Beside kinds in the table: a single name that is an ordinary word as well ("Target", "excel")."""

KINDS: tuple[Kind, ...] = tuple(Kind(value & 63) for value in range(256))
"""A byte of the table as kinds: making a flag at each question would take longer than the look-up."""
