"""A claim of pay while it is being read, and the record that it becomes."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import msgspec

from extractors.records import Evidence, Level, Pay, Salary, Source
from extractors.values.occupations import names_occupation, read_occupation
from extractors.values.pay import annualise, level_of
from extractors.values.places import find_places
from extractors.values.words import has_digit

_EDGES = " \t\n:–—-|,;.•"


class Claim(NamedTuple):
    """Pay with who and what it is for, and where it stood."""

    pay: Pay
    label: str | None
    source: Source
    block: int
    node: int
    rule: str
    occupation: str | None = None
    location: str | None = None
    confidence: float = 0.9
    quote: str | None = None
    """The words at the node, where they are fewer than those that were read."""
    signs: frozenset[str] = frozenset()
    """What speaks for and against its being pay (see `signs`); empty where it is stated to machines."""


class Setting(NamedTuple):
    """What holds for the whole page."""

    language: str | None
    country: str | None
    occupation: str | None
    location: str | None
    origin: str
    guide: bool = True
    """Whether the page is about hiring or pay; elsewhere a sentence must name a trade or a range for a year."""
    work: bool = True
    """Whether the page bears on work at all (see `bearing`); elsewhere most amounts are prices."""


def record(claim: Claim, setting: Setting, path: str, quote: str) -> Salary:
    """The record of a claim."""
    pay = claim.pay
    label = tidy(claim.label) or tidy(pay.label)
    level = pay.level or (level_of_label(label, setting.language) if label else None)
    occupation = (
        claim.occupation or (label_occupation(label, setting.language) if label else None) or setting.occupation
    )
    values = {name: getattr(pay, name) for name in Pay.__struct_fields__ if name not in ("label", "level")}
    return Salary(
        **values,
        label=label,
        level=level,
        occupation=occupation,
        location=claim.location or (label_place(label) if label else None) or setting.location,
        origin="job_posting" if setting.origin == "job_posting" else "guide",
        source=claim.source,
        evidence=Evidence(quote=quote, path=path, rule=claim.rule, confidence=claim.confidence),
    )


def tidy(label: str | None) -> str | None:
    """A label without punctuation at its edges, on one line."""
    bare = " ".join(label.split()).strip(_EDGES) if label else ""
    if bare.count(")") > bare.count("("):
        bare = bare.removesuffix(")")
    return bare[:200] or None


@lru_cache(maxsize=4096)
def level_of_label(label: str, language: str | None) -> Level | None:
    """The seniority that a label names."""
    return level_of(label, language)


@lru_cache(maxsize=4096)
def label_occupation(label: str, language: str | None) -> str | None:
    """The occupation that a label names."""
    return read_occupation(label, language) if len(label) < 80 and names_occupation(label) else None


@lru_cache(maxsize=4096)
def label_place(label: str) -> str | None:
    """The label, where it is a place and nothing else."""
    if len(label) > 60 or has_digit(label):
        return None
    places = find_places(label)
    return label if places and places[0].start == 0 and len(places[0].name) * 2 >= len(label) else None


def merged(low: Pay, high: Pay) -> Pay:
    """A lower and an upper bound that stand in two cells, as one range."""
    pay = msgspec.structs.replace(
        low,
        min_value=low.min_value if low.min_value is not None else low.max_value,
        max_value=high.max_value if high.max_value is not None else high.min_value,
        currency=low.currency or high.currency,
        unit_text=low.unit_text or high.unit_text,
        basis=low.basis or high.basis,
        statistic="range",
        raw=f"{low.raw} | {high.raw}",
    )
    return annualise(pay)
