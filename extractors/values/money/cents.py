"""Cents after an amount, and named coins: `2 dollars and 23 cents`, `20 dollar 43`, `2222円13銭`."""

from __future__ import annotations

from decimal import Decimal

from .amount import Amount
from .numberwords import read_words
from .tokens import NUMBER, SIGN, Item


def add_cents(items: list[Item], amount: Amount) -> None:
    """Add cents: `2 dollars and 23 cents`, `20 dollar 43`, `2222円13銭`."""
    place = amount.last + 1
    joined = False
    while place < len(items) and place < amount.last + 3:
        sense = items[place].sense
        if (
            sense is None
            or not (sense.also or sense.glue or (sense.adds and items[place].kind is not SIGN))
            or sense.number is not None
        ):
            break
        joined, place = True, place + 1
    if place >= len(items) or amount.number != amount.number.to_integral_value():
        return
    item = items[place]
    if item.kind == NUMBER:
        if not item.text.isdigit() or len(item.text) > 2:
            return
        value, last = Decimal(item.text), place
    else:
        words = read_words(items, place)
        if words is None or words[0] >= 100:
            return
        value, last = words
    named = _names_cents(items, last + 1)
    if named:
        last = named
    elif not _may_be_cents(items, amount, last, joined):
        return
    amount.value += value / 100
    amount.last = last


def _names_cents(items: list[Item], place: int) -> int:
    """The place of the subunit's name after the number, or 0."""
    for offset in range(2):
        if place + offset >= len(items):
            return 0
        sense = items[place + offset].sense
        if sense is not None and sense.subunit:
            return place + offset
        if sense is None or not sense.glue:
            return 0
    return 0


def _may_be_cents(items: list[Item], amount: Amount, last: int, joined: bool) -> bool:
    """A bare number after the currency's name is cents where nothing makes it another amount."""
    sense = items[amount.last].sense
    word = sense is not None and bool(sense.currency) and (sense.is_word or sense.is_code)
    if not (word or joined):
        return False
    if last + 1 == len(items):
        return True
    after = items[last + 1]
    return after.kind == SIGN and after.sense is None and after.text in ".,;!?)*"
