"""The multiplier and the currency that stand beside a number."""

from __future__ import annotations

from decimal import Decimal

from . import currencies
from .amount import Amount, scaled
from .tokens import NUMBER, Item

ONE = Decimal(1)


def left_currency(items: list[Item], index: int, free: int) -> tuple[tuple[str, ...], bool, int]:
    """Currency written before the number, whether as a code, and the first item of the amount."""
    place = index - 1
    if place >= free and items[place].text in ("-", "−", ".", ":", "~") and place - 1 >= free:
        currency = items[place - 1].sense
        signed = currency is not None and currency.currency and items[place].end == items[index].start
        if signed and (items[place].text != ":" or (currency is not None and currency.is_code)):
            place -= 1
    if place < free:
        return (), False, index
    sense = items[place].sense
    if sense is None or not sense.currency or sense.subunit or sense.coin is not None or sense.multiplier is not None:
        return (), False, index
    if items[index].start - items[place].end > 2:
        return (), False, index
    if sense.is_code and _like_a_word(sense.currency[0], items[index]):
        return (), False, index
    found, code, first = sense.currency, sense.is_code, place
    if place - 1 >= free:
        other = items[place - 1].sense
        if other is not None and other.currency and items[place].start - items[place - 1].end <= 1:
            shared = _both(found, other.currency)
            if shared and not other.subunit:
                found, code, first = shared, True, place - 1
    return found, code, first


def _like_a_word(code: str, number: Item) -> bool:
    return code in currencies.table().like_words and sum(map(str.isdigit, number.text)) < 4


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The candidates that agree; a code beside a mere symbol decides (`$ SGD4.90`)."""
    agreed = tuple(code for code in one if code in other)
    if agreed:
        return agreed
    if "USD" in one and len(one) > 1:
        return other
    if "USD" in other and len(other) > 1:
        return one
    return ()


def multiplier_after(items: list[Item], last: int, has_currency: bool) -> tuple[int, Decimal]:
    """The multipliers after a number, multiplied (`mil millones`); the last item taken."""
    factor = ONE
    while last + 1 < len(items):
        item = items[last + 1]
        sense = item.sense
        if sense is None or sense.multiplier is None or sense.currency:
            break
        gap = item.start - items[last].end
        if gap > 2:
            break
        if len(item.text) == 1 and item.text.isascii() and (gap > 0 or item.text in "mbl"):
            after = items[last + 2].sense if last + 2 < len(items) else None
            money = after is not None and bool(after.currency)
            if not money and (not has_currency or gap > 1 or (gap and item.text != "k")):
                break
        factor *= sense.multiplier
        last += 1
    return last, factor


def myriads(items: list[Item], last: int, number: Decimal, multiplier: Decimal) -> tuple[int, Decimal, Decimal]:
    """Add what follows a ten thousand or hundred million without a space: `21万5千円`, `1億2000万円`."""
    while multiplier > 1 and last + 2 < len(items) and items[last].text in "万億萬兆千":
        following, unit = items[last + 1], items[last + 2].sense
        if following.kind is not NUMBER or following.start != items[last].end or not following.text.isdigit():
            break
        smaller = unit.multiplier if unit is not None and unit.multiplier is not None else ONE
        if unit is None or not (unit.multiplier or unit.currency) or smaller >= multiplier:
            break
        number = number * multiplier + Decimal(following.text) * smaller
        last, multiplier = last + 1, ONE
        if unit.currency and unit.multiplier is not None:
            number /= smaller  # the currency word brings its own multiplier
        elif not unit.currency:
            last, multiplier, number = last + 1, smaller, number / smaller
    return last, number, multiplier


def right_currency(items: list[Item], amount: Amount) -> None:
    """Take in the currency written after the number, and a multiplier after that (`75 USD million`)."""
    place = amount.last + 1
    while place < len(items) and place <= amount.last + 2:
        sense = items[place].sense
        glue = sense is not None and (sense.glue or bool(sense.nation)) and not sense.currency
        apostrophe = items[place].text == "'" and place > amount.last + 1
        if not (glue or apostrophe):
            break
        place += 1
    if place + 1 < len(items) and _hyphenated(items, place):
        place += 1
    if place >= len(items):
        return
    item, sense = items[place], items[place].sense
    if sense is None or not sense.currency or sense.subunit or item.start - items[place - 1].end > 3:
        return
    if sense.coin is not None:
        amount.value *= sense.coin
        amount.currency, amount.last = sense.currency, place
        return
    currency = _of_nation(items, amount.last + 1, place, sense.currency)
    if amount.currency:
        shared = _both(amount.currency, currency)
        if not shared or (_starts_next(items, place) and not sense.is_code):
            return
        currency = shared
    elif _belongs_to_next(items, place):
        return
    amount.currency, amount.last = currency, place
    amount.code = amount.code or sense.is_code
    if sense.period:
        amount.period = sense.period
    if sense.multiplier is not None:
        amount.multiplier *= sense.multiplier
    elif amount.multiplier == 1:
        amount.last, amount.multiplier = multiplier_after(items, place, False)
    amount.value = scaled(amount.number, amount.multiplier)
    nation = items[amount.last + 1].sense if amount.last + 1 < len(items) else None
    if nation is not None and nation.nation and not nation.currency and len(amount.currency) > 1:
        amount.currency = _of_nation(items, amount.last + 1, amount.last + 2, amount.currency)
        amount.last += 1
    elif nation is not None and nation.is_code and len(amount.currency) > 1 and nation.currency[0] in amount.currency:
        amount.currency, amount.code = nation.currency, True
        amount.last += 1


def _hyphenated(items: list[Item], place: int) -> bool:
    """`siebenhundert-Euro`, `a 100-dollar note`: a hyphen ties the number to the name of the currency."""
    hyphen, name = items[place], items[place + 1]
    tight = items[place - 1].end == hyphen.start and hyphen.end == name.start
    return hyphen.text == "-" and tight and name.sense is not None and name.sense.is_word


def _of_nation(items: list[Item], start: int, end: int, currency: tuple[str, ...]) -> tuple[str, ...]:
    """The currency of the country that an adjective between number and noun names."""
    for item in items[start:end]:
        if item.sense is not None and item.sense.nation:
            code = currencies.table().of_country.get(item.sense.nation, "")
            if code:
                return (code,)
    return currency


def _starts_next(items: list[Item], place: int) -> bool:
    """A number follows the currency directly, so that the currency is rather its own."""
    return place + 1 < len(items) and items[place + 1].kind == NUMBER


def _belongs_to_next(items: list[Item], place: int) -> bool:
    """`Level 5 €60,000`: the currency clings to the number after it."""
    if not _starts_next(items, place):
        return False
    before = items[place].start - items[place - 1].end
    after = items[place + 1].start - items[place].end
    if place + 2 < len(items) and items[place + 2].text == items[place].text:
        return False  # 50 dollar 50 dollar
    digits = sum(map(str.isdigit, items[place + 1].text))
    return after < before or (after == before == 1 and digits > 3 and items[place - 1].kind == NUMBER)
