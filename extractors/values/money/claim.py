"""One amount or range as it stands in a text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .amount import Amount


@dataclass(slots=True)
class Claim:
    """One amount or range as it stands in the text; `first` and `last` are places in the list of items."""

    low: Decimal | None
    high: Decimal | None
    currency: tuple[str, ...]
    first: int
    last: int
    amounts: tuple[Amount, ...]
    about: bool = False
    code: bool = False
    period: str = ""
    bound: str = ""
    after: int = 0
    """The first item after the claim and the words of its bound."""
    before: int = 0
    currency_why: str = ""
    """What the currency was inferred from, where the text does not write it."""

    @property
    def is_range(self) -> bool:
        """Two ends, both given."""
        return len(self.amounts) == 2

    @property
    def size(self) -> Decimal:
        """The larger end that is given."""
        size = self.high if self.high is not None else self.low
        assert size is not None
        return size
