"""Numbers with the multiplier and the currency that stand beside them."""

from __future__ import annotations

from decimal import Decimal

from .amount import Amount, scaled
from .beside import ONE, left_currency, multiplier_after, myriads, right_currency
from .cents import add_cents
from .lexicon import Lexicon
from .numberwords import read_words
from .sense import Sense
from .separators import read_number
from .tokens import NUMBER, SIGN, Item

_MOST = Decimal(10) ** 15
_MINUS = "-−–"


def find_amounts(items: list[Item], lexicon: Lexicon, subunits: bool = False) -> list[Amount]:
    """All numbers, with what belongs to them. `subunits`: also read `two dollars 50 cents` as one amount."""
    amounts: list[Amount] = []
    index, count, free = 0, len(items), 0
    while index < count:
        item = items[index]
        sense = item.sense
        if item.kind == NUMBER or (sense is not None and (sense.number is not None or sense.coin is not None)):
            amount = _read(items, index, free, lexicon, subunits)
            if amount is not None:
                amounts.append(amount)
                index = free = amount.last + 1
                continue
        index += 1
    return amounts


def _read(items: list[Item], index: int, free: int, lexicon: Lexicon, subunits: bool) -> Amount | None:
    found = _split_price(items, index) if subunits else None
    found = found or _number(items, index, lexicon)
    if found is None:
        return _coin(items, index) if subunits else None
    number, last, grouped, in_words = found
    number_last = last
    currency, code, first = left_currency(items, index, free)
    open_ended = _plus_before_unit(items, last)
    last += open_ended
    last, multiplier = multiplier_after(items, last, bool(currency))
    last, number, multiplier = myriads(items, last, number, multiplier)
    amount = Amount(scaled(number, multiplier), number, multiplier, grouped, currency, first, last, number_last, code)
    amount.in_words, amount.open_ended = in_words, open_ended
    right_currency(items, amount)
    if amount.value > _MOST:
        return None
    if subunits and amount.currency:
        add_cents(items, amount)
    after = items[amount.last + 1] if amount.last + 1 < len(items) else None
    amount.marked = after is not None and after.kind == SIGN and after.text in "%‰°％"
    before = items[first - 1] if first else None
    near = before is not None and before.text in _MINUS and before.end == items[first].start
    sign = items[index - 1] if index and index - 1 >= first and items[index - 1].text in _MINUS else None
    amount.negative = sign is not None or (near and (first < 2 or items[first - 2].end < items[first - 1].start))
    return amount


def _split_price(items: list[Item], index: int) -> tuple[Decimal, int, bool, bool] | None:
    """A price torn apart before its cents: `$119. 95`, `118, 99 TL`, at the start or the end of a text."""
    if index + 2 >= len(items) or items[index].kind != NUMBER or not items[index].text.isdigit():
        return None
    mark, cents = items[index + 1], items[index + 2]
    torn = mark.text in (".", ",") and mark.start == items[index].end and cents.start == mark.end + 1
    if not torn or len(cents.text) != 2 or not cents.text.isdigit() or len(items) > 4:
        return None
    return Decimal(f"{items[index].text}.{cents.text}"), index + 2, False, False


def _plus_before_unit(items: list[Item], last: int) -> bool:
    """`20+ LPA`, `50+ k€`: the plus clings to the number and a unit follows, which no number claims for itself."""
    if last + 2 >= len(items) or items[last + 1].text != "+" or items[last + 1].start != items[last].end:
        return False
    unit = items[last + 2].sense
    claimed = last + 3 < len(items) and items[last + 3].kind == NUMBER
    return unit is not None and (unit.multiplier is not None or bool(unit.currency)) and not claimed


def _number(items: list[Item], index: int, lexicon: Lexicon) -> tuple[Decimal, int, bool, bool] | None:
    """The value, the last item of it, whether thousands stood apart, whether it was written in words."""
    item = items[index]
    if item.kind != NUMBER:
        words = read_words(items, index)
        return None if words is None else (words[0], words[1], False, True)
    suffix_symbol = index + 1 < len(items) and items[index + 1].kind == SIGN
    read = read_number(item.text, lexicon.grammar.groups_by_space and suffix_symbol)
    if read is None:
        return None
    last = index
    if index + 2 < len(items) and items[index + 1].text in ".," and items[index + 1].start == item.end:
        dash = items[index + 2]
        if dash.text in _MINUS and dash.start == items[index + 1].end:  # 5.517,- and 45'000.–
            last = index + 2
            if last + 1 < len(items) and items[last + 1].text in _MINUS and items[last + 1].start == dash.end:
                last += 1
    return read[0], last, read[1], False


def _coin(items: list[Item], index: int) -> Amount | None:
    """A coin without a number before it: a dime, a quarter."""
    sense: Sense | None = items[index].sense
    if sense is None or sense.coin is None or index > 1 or index + 1 < len(items):
        return None
    return Amount(sense.coin, ONE, ONE, False, sense.currency, index, index, index)
