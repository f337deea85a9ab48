"""Exact decimals as text: one spelling a number, so that equal amounts are equal text in store and exports."""

from __future__ import annotations

from decimal import Decimal


def canonical(value: Decimal) -> str:
    """Plain notation without exponent, needless zeros or a minus before nothing: `39600`, `12.5`, `0`.

    `ValueError` for what is no finite number.
    """
    if not value.is_finite():
        raise ValueError(f"not a finite number: {value}")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
