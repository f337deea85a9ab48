"""Numbers with the multiplier and the currency that stand beside them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .lexicon import Lexicon
from .numberwords import read_words
from .sense import Sense
from .separators import read_number
from .tokens import NUMBER, SIGN, Item

_ONE = Decimal(1)
_MOST = Decimal(10) ** 15
_MINUS = "-−–"


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
    number_first: int
    number_last: int
    code: bool = False
    period: str = ""
    negative: bool = False
    in_words: bool = False
    marked: bool = False
    """Followed by a percent sign, a degree or the like: no money."""


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
    found = _number(items, index, lexicon)
    if found is None:
        return _coin(items, index) if subunits else None
    number, last, grouped, in_words = found
    number_last = last
    currency, code, first = _left_currency(items, index, free)
    last, multiplier = _multiplier(items, last, bool(currency))
    last, number, multiplier = _myriads(items, last, number, multiplier)
    amount = Amount(number * multiplier, number, multiplier, grouped, currency, first, last, index, number_last, code)
    amount.in_words = in_words
    _right_currency(items, amount)
    if amount.value > _MOST:
        return None
    if subunits and amount.currency:
        _subunit(items, amount)
    after = items[amount.last + 1] if amount.last + 1 < len(items) else None
    amount.marked = after is not None and after.kind == SIGN and after.text in "%‰°％"
    before = items[first - 1] if first else None
    near = before is not None and before.text in _MINUS and before.end == items[first].start
    sign = items[index - 1] if index and index - 1 >= first and items[index - 1].text in _MINUS else None
    amount.negative = sign is not None or (near and (first < 2 or items[first - 2].end < items[first - 1].start))
    return amount


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


def _left_currency(items: list[Item], index: int, free: int) -> tuple[tuple[str, ...], bool, int]:
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
    from .currencies import table

    return code in table().like_words and sum(map(str.isdigit, number.text)) < 4


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


def _multiplier(items: list[Item], last: int, has_currency: bool) -> tuple[int, Decimal]:
    """The multipliers after a number, multiplied (`mil millones`); the last item taken."""
    factor = _ONE
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


def _myriads(items: list[Item], last: int, number: Decimal, multiplier: Decimal) -> tuple[int, Decimal, Decimal]:
    """Add what follows a ten thousand or hundred million without a space: `21万5千円`, `1億2000万円`."""
    while multiplier > 1 and last + 2 < len(items) and items[last].text in "万億萬兆千":
        following, unit = items[last + 1], items[last + 2].sense
        if following.kind is not NUMBER or following.start != items[last].end or not following.text.isdigit():
            break
        smaller = unit.multiplier if unit is not None and unit.multiplier is not None else _ONE
        if unit is None or not (unit.multiplier or unit.currency) or smaller >= multiplier:
            break
        number = number * multiplier + Decimal(following.text) * smaller
        last, multiplier = last + 1, _ONE
        if unit.currency and unit.multiplier is not None:
            number /= smaller  # the currency word brings its own multiplier
        elif not unit.currency:
            last, multiplier, number = last + 1, smaller, number / smaller
    return last, number, multiplier


def _right_currency(items: list[Item], amount: Amount) -> None:
    """Take in the currency written after the number, and a multiplier after that (`75 USD million`)."""
    place = amount.last + 1
    while place < len(items) and place <= amount.last + 2:
        sense = items[place].sense
        glue = sense is not None and (sense.glue or bool(sense.nation)) and not sense.currency
        apostrophe = items[place].text == "'" and place > amount.last + 1
        if not (glue or apostrophe):
            break
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
        amount.last, amount.multiplier = _multiplier(items, place, False)
    amount.value = amount.number * amount.multiplier
    nation = items[amount.last + 1].sense if amount.last + 1 < len(items) else None
    if nation is not None and nation.nation and not nation.currency and len(amount.currency) > 1:
        amount.currency = _of_nation(items, amount.last + 1, amount.last + 2, amount.currency)
        amount.last += 1
    elif nation is not None and nation.is_code and len(amount.currency) > 1 and nation.currency[0] in amount.currency:
        amount.currency, amount.code = nation.currency, True
        amount.last += 1


def _of_nation(items: list[Item], start: int, end: int, currency: tuple[str, ...]) -> tuple[str, ...]:
    """The currency of the country that an adjective between number and noun names."""
    from .currencies import table

    for item in items[start:end]:
        if item.sense is not None and item.sense.nation:
            code = table().of_country.get(item.sense.nation, "")
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


def _subunit(items: list[Item], amount: Amount) -> None:
    """Add cents: `2 dollars and 23 cents`, `20 dollar 43`, `2222円13銭`."""
    place = amount.last + 1
    joined = False
    while place < len(items) and place < amount.last + 3:
        sense = items[place].sense
        if sense is None or not (sense.also or sense.glue) or sense.number is not None:
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
    named = _names_subunit(items, last + 1)
    if named:
        last = named
    elif not _may_be_cents(items, amount, last, joined):
        return
    amount.value += value / 100
    amount.last = last


def _names_subunit(items: list[Item], place: int) -> int:
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


def _coin(items: list[Item], index: int) -> Amount | None:
    """A coin without a number before it: a dime, a quarter."""
    sense: Sense | None = items[index].sense
    if sense is None or sense.coin is None or index > 1 or index + 1 < len(items):
        return None
    return Amount(sense.coin, _ONE, _ONE, False, sense.currency, index, index, index, index)
