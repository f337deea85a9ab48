"""What kinds a whole name is known as."""

from __future__ import annotations

from .folding import fold, shorter
from .kinds import KINDS, Kind
from .table import load


def kinds_of(name: str) -> Kind:
    """The kinds that a whole name is known as, `Kind(0)` if none.

    Failing that, the kinds of the name without what may follow it: brackets ("Massachusetts Institute of Technology
    (MIT)", by what stands before or in them), the country of a firm ("Accenture Philippines"), the edition of a tool
    ("Sage 100").
    """
    kinds = load().kinds
    folded = fold(name)
    known = kinds.get(folded, 0)
    if not known and "(" in name:
        before, _, inside = name.partition("(")
        known = (kinds.get(fold(before), 0) | kinds.get(fold(inside), 0)) if before.strip() else 0
    if not known:
        for rest, edition in shorter(folded):
            known |= kinds.get(rest, 0) & (Kind.TOOL if edition else Kind.COMPANY)
    return KINDS[known]
