"""What the words around a claim say of it: period, basis, component, and who it is paid to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractors.values.money.claim import Claim
from extractors.values.money.sense import Sense
from extractors.values.money.separators import read_number
from extractors.values.money.tokens import NUMBER, SIGN, WORD, Item

from .cues import is_added
from .periods import period_at

_RIGHT = 14
_LEFT = 28
_UNKNOWN_RIGHT = 3
_MORE = {"x", "×", "mal"}
_HOURS_NEAR = 14
_HOURS_LEAST, _HOURS_MOST = Decimal(8), Decimal(60)
_PAYMENTS_LEAST, _PAYMENTS_MOST = Decimal(12), Decimal(18)


@dataclass(slots=True)
class Attributes:
    """What was found around one claim; empty strings where nothing was."""

    period: str = ""
    period_from: str = ""
    """The words that gave the period."""
    basis: str = ""
    basis_from: str = ""
    vat: bool = False
    component: str = ""
    statistic: str = ""
    percentile: Decimal | None = None
    employment: str = ""
    payments: Decimal | None = None
    hours: Decimal | None = None
    consumed: int = 0
    """The first item to the right that is not part of what was read."""
    attached: bool = False
    """The period stands right after the amount."""

    def note(self, sense: Sense) -> None:
        """Take what needs no place of its own."""
        self.vat = self.vat or sense.vat
        self.component = self.component or sense.component
        self.employment = self.employment or sense.employment
        if sense.statistic in ("mean", "median", "percentile") and not self.statistic:
            self.statistic, self.percentile = sense.statistic, sense.percentile


def read_attributes(items: list[Item], claims: list[Claim]) -> list[Attributes]:
    """The attributes of each claim: first what follows it, then what leads up to it, then what a list shares."""
    found: list[Attributes] = []
    stops: list[int] = []
    stop = len(items)
    for claim in reversed(claims):
        stops.append(stop)
        stop = claim.before if claim.currency else stop
    start = 0
    for claim, stop in zip(claims, reversed(stops), strict=True):
        attributes = Attributes(consumed=claim.after if claim.currency else 0)
        if claim.period:
            attributes.period = attributes.period_from = claim.period
        _inside(items, claim, attributes)
        _right(items, claim, stop, attributes)
        _left(items, claim, start, attributes)
        found.append(attributes)
        start = attributes.consumed or start
    _share(items, claims, found)
    return found


def _inside(items: list[Item], claim: Claim, attributes: Attributes) -> None:
    """Words between the two ends of a range: `5000 zł brutto – 7000 zł`."""
    if not claim.is_range:
        return
    low, high = claim.amounts
    for place in range(low.last + 1, high.first):
        _take(items, place, attributes, attached=True)


def _right(items: list[Item], claim: Claim, stop: int, attributes: Attributes) -> None:
    place, unknown, passed, besides = claim.last + 1, 0, False, False
    end = min(stop, len(items), place + _RIGHT)
    attributes.hours = _hours(items, place, min(stop, len(items)))
    while place < end:
        item = items[place]
        sense = item.sense
        if item.ends:
            break
        if sense is not None and sense.adds and not sense.component:
            besides = True
        if besides and sense is not None and sense.component == "bonus":
            attributes.component = attributes.component or "base"
            place += 1
            continue
        if item.kind is NUMBER:
            taken = _payments(items, place, attributes)
            if not taken:
                break
            place = attributes.consumed = taken + 1
            continue
        taken = _take(items, place, attributes, attached=unknown == 0)
        if taken >= place:
            attributes.consumed = max(attributes.consumed, taken + 1)
            place = taken + 1
            continue
        if sense is None and item.kind is WORD:
            unknown += 1
            if unknown > _UNKNOWN_RIGHT:
                break
        passed = passed or item.kind is WORD
        if item.text == "," and passed:
            break
        if sense is not None and sense.not_pay and not sense.component:
            break
        place += 1


def _left(items: list[Item], claim: Claim, start: int, attributes: Attributes) -> None:
    place = claim.before - 1
    end = max(start, place - _LEFT, 0)
    period, basis = attributes.period, attributes.basis
    while place >= end:
        item = items[place]
        if item.ends or item.text == ";":
            break
        if item.sense is not None:
            found, last = period_at(items, place)
            if found and not attributes.period and last < claim.first:
                attributes.period, attributes.period_from = found, _text(items, place, last)
            if item.sense.basis and not attributes.basis:
                attributes.basis, attributes.basis_from = item.sense.basis, item.text
            if item.sense.floor and not claim.is_range and not claim.bound:
                claim.bound, claim.high = "least", None
            if not item.sense.not_pay and not is_added(items, place):
                attributes.note(item.sense)
        place -= 1
    attributes.attached = attributes.attached and attributes.period == period
    if basis:
        attributes.basis = basis


def _take(items: list[Item], place: int, attributes: Attributes, attached: bool = False) -> int:
    """Read what stands at this place; the last item taken, or one before it where nothing was."""
    sense = items[place].sense
    if sense is None:
        return place - 1
    taken = place - 1
    period, last = period_at(items, place)
    if period and not attributes.period:
        taken = last
        attributes.period, attributes.period_from = period, _text(items, place, last)
        attributes.attached = attached
    if sense.basis and not attributes.basis:
        taken = max(taken, place)
        attributes.basis, attributes.basis_from = sense.basis, items[place].text
    if sense.vat or sense.component or sense.employment:
        attributes.note(sense)
        if sense.vat:
            taken = max(taken, place)
    return taken


def _payments(items: list[Item], place: int, attributes: Attributes) -> int:
    """Payments a year at this number: `14 mensilità`, `13x`, `x 14`; the last item of it, or 0."""
    read = read_number(items[place].text, decimal_comma=True)
    count = read[0] if read is not None else Decimal(0)
    if not _PAYMENTS_LEAST <= count <= _PAYMENTS_MOST:
        return 0
    before = items[place - 1].text if place else ""
    after = items[place + 1] if place + 1 < len(items) else None
    if after is not None and (after.text in _MORE or (after.sense is not None and after.sense.payments)):
        attributes.payments = count
        return place + 1
    if before in _MORE:
        attributes.payments = count
        return place
    return 0


def _hours(items: list[Item], place: int, end: int) -> Decimal | None:
    """The hours a week that the pay is for: `(40 uur)`, `bei einer 40-Stunden-Woche`, `37.5 hours a week`."""
    for index in range(place, min(end, place + _HOURS_NEAR)):
        item = items[index]
        if item.ends:
            return None
        if item.kind is not NUMBER or len(item.text) > 4:
            continue
        unit = next((other.sense for other in items[index + 1 : index + 3] if other.text != "-"), None)
        if unit is None or unit.unit != "HOUR":
            continue
        after = items[index + 2 : index + 6]
        weekly = any(other.sense is not None and "WEEK" in (other.sense.unit, other.sense.period) for other in after)
        bracketed = any(other.text == ")" for other in after[:1])
        read = read_number(item.text, decimal_comma=True)
        hours = read[0] if read is not None else Decimal(0)
        return hours if (weekly or bracketed) and _HOURS_LEAST <= hours <= _HOURS_MOST else None
    return None


def _text(items: list[Item], first: int, last: int) -> str:
    return " ".join(item.text for item in items[first : last + 1])


def _share(items: list[Item], claims: list[Claim], found: list[Attributes]) -> None:
    """Claims listed side by side (`51.025€ e 48.529€ lordi`) share what is said of one of them."""
    for index in range(len(claims) - 1, 0, -1):
        one, other = found[index - 1], found[index]
        if not _listed(items, claims[index - 1], claims[index]):
            continue
        for name in ("period", "basis", "component", "statistic", "employment"):
            value = getattr(one, name) or getattr(other, name)
            setattr(one, name, value)
            setattr(other, name, value)


def _listed(items: list[Item], one: Claim, other: Claim) -> bool:
    between = items[one.after : other.before]
    if not 0 < len(between) <= 2:
        return False
    return all(
        (item.sense is not None and (item.sense.also or item.text == "/")) or (item.kind is SIGN and item.text in ",&(")
        for item in between
    )
