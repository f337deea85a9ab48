"""A number with its multiplier and currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

_ONE = Decimal(1)


@dataclass(slots=True)
class Amount:
    """A number in the text, in units of its currency; `first` and `last` are places in the list of items."""

    value: Decimal
    number: Decimal
    """Before the multiplier."""
    multiplier: Decimal
    grouped: bool
    """Its last three digits stand apart as thousands."""
    currency: tuple[str, ...]
    first: int
    last: int
    number_last: int
    code: bool = False
    period: str = ""
    negative: bool = False
    open_ended: bool = False
    """A plus stands between number and unit: `20+ LPA`."""
    in_words: bool = False
    marked: bool = False
    """Followed by a percent sign, a degree or the like: no money."""


def scaled(number: Decimal, multiplier: Decimal) -> Decimal:
    """The product, without the noughts that a multiplier leaves behind a point: 7.7 million is 7700000."""
    value = number * multiplier
    return value.quantize(_ONE) if multiplier > 1 and value == value.to_integral_value() else value
