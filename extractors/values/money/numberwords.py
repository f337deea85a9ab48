"""Numbers written as words: `forty-five`, `fünfundvierzig`, `douăzeci și trei`, `two hundred thousand`."""

from __future__ import annotations

from decimal import Decimal

from .tokens import WORD, Item

_HUNDRED = Decimal(100)
_LONGEST = 12


def read_words(items: list[Item], index: int) -> tuple[Decimal, int] | None:
    """The value of the number words that start here and the last item of them; None where there are none.

    Multipliers from thousand upwards are left to the caller, unless more number words follow them.
    """
    total = section = Decimal(0)
    last = -1
    previous: Decimal | None = None
    place = index
    while place < len(items) and place < index + _LONGEST:
        sense = items[place].sense
        if sense is None or items[place].kind is not WORD:
            if last >= 0 and items[place].text == "-" and _number_at(items, place + 1) is not None:
                place += 1
                continue
            break
        number = sense.number
        if number is not None:
            if number == _HUNDRED and previous is not None and previous < _HUNDRED:
                section *= _HUNDRED
            elif previous is not None and not _fits(previous, number):
                break
            else:
                section += number
            previous, last = number, place
        elif sense.multiplier is not None and last >= 0 and _number_at(items, place + 1) is not None:
            total += section * sense.multiplier
            section, previous, last = Decimal(0), None, place
        elif not (sense.also and last == place - 1 and _tail(items, place + 1, previous)):
            break
        place += 1
    return None if last < 0 else (total + section, last)


def _fits(previous: Decimal, number: Decimal) -> bool:
    """A smaller number goes on from a round one: forty five, two hundred ten."""
    if previous >= _HUNDRED:
        return number < _HUNDRED
    return previous >= 20 and previous % 10 == 0 and number < 10


def _tail(items: list[Item], place: int, previous: Decimal | None) -> bool:
    """`douăzeci și trei`: an `and` goes on only from tens to ones, or from hundreds."""
    number = _number_at(items, place)
    return number is not None and previous is not None and _fits(previous, number)


def _number_at(items: list[Item], place: int) -> Decimal | None:
    if place >= len(items):
        return None
    sense = items[place].sense
    return None if sense is None else sense.number
