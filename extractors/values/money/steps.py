"""How a reading came about, step by step."""

from __future__ import annotations

import msgspec


class Step(msgspec.Struct, frozen=True):
    """One decision on the way from text to pay."""

    name: str
    """What was decided: `number`, `range`, `period`, `currency`, `gate` and the like."""
    text: str
    """The words that it was decided on."""
    decision: str
    """What was decided."""
    why: str
    """The evidence."""

    def __str__(self) -> str:
        return f"{self.name:<10} {self.text!r}: {self.decision} ({self.why})"


Trace = list[Step] | None
