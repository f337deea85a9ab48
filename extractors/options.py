"""What a reader had to choose from: candidates, with what speaks for and against each, for `guidepost explain`."""

from __future__ import annotations

from extractors.records import Value


class Feature(Value, frozen=True, kw_only=True):
    """Something that speaks for or against a candidate."""

    name: str
    weight: float | None = None
    """What it adds to the score; None where the reader goes by rank and not by points."""
    detail: str = ""


class Option(Value, frozen=True, kw_only=True):
    """A candidate for a field, best first in its list."""

    value: str
    rule: str
    """Name of the rule that found it, as in evidence."""
    chosen: bool = False
    score: float | None = None
    features: tuple[Feature, ...] = ()
    quote: str = ""
    path: str = ""


class Explained(Value, frozen=True, kw_only=True):
    """A field: its value, what it was chosen from, and what was remarked."""

    field: str
    value: str | None
    options: tuple[Option, ...] = ()
    notes: tuple[str, ...] = ()
