"""The words around a claim that speak of pay or of other money, by their distance from it."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.values.money.claim import Claim
from extractors.values.money.sense import Sense
from extractors.values.money.tokens import NUMBER, WORD, Item

NEVER = 10_000
_WINDOW = 45
_BREAK_COST = 4
_CLAIM_COST = 6
_AFTER_COST = 1
_BASIS_COST = 2
_ADDS_NEAR = 4
_ADDED_NEAR = 3
_ADDED_COST = 9
_APART = {",", "(", "+", ".", "·"}
_BREAKS = {",", "(", ")", "+", "&", "/", ":", "–", "—"}
_STATISTICS = {"mean", "median", "min", "max"}


@dataclass(slots=True)
class Cues:
    """The nearest cue of each kind within the sentence: its distance in words, and the word."""

    pay: int = NEVER
    pay_word: str = ""
    weak: int = NEVER
    """Words that speak of pay and of prices alike: paid, range."""
    weak_word: str = ""
    other: int = NEVER
    other_word: str = ""
    person: bool = False
    """Seniority, a role, years of experience, a kind of employment: somebody who is paid."""
    statistic: bool = False
    """Average, median, lowest, highest."""
    permit: str = ""
    """A visa or permit that asks for so much pay."""
    words: int = 0
    """Words in the sentence that the lexicon does not know."""

    def note_pay(self, cost: int, word: str) -> None:
        """A word of pay at this distance."""
        if cost < self.pay:
            self.pay, self.pay_word = cost, word

    def note_weak(self, cost: int, word: str) -> None:
        """A word that may speak of pay at this distance."""
        if cost < self.weak:
            self.weak, self.weak_word = cost, word

    def note_other(self, cost: int, word: str) -> None:
        """A word of other money at this distance."""
        if cost < self.other:
            self.other, self.other_word = cost, word


def read_cues(items: list[Item], claim: Claim, others: set[int]) -> Cues:
    """Walk from the claim to both ends of its sentence. `others`: the first items of other claims."""
    cues = Cues()
    if any(item.sense and (item.sense.pay or item.sense.basis) for item in items[claim.before : claim.after]):
        cues.note_pay(0, "in the amount")
    _walk_left(items, claim.before - 1, others, cues)
    _walk_right(items, claim.after, others, cues)
    return cues


def _walk_left(items: list[Item], start: int, others: set[int], cues: Cues) -> None:
    cost, clause = 0, True
    for place in range(start, max(start - _WINDOW, -1), -1):
        item = items[place]
        if item.ends:
            return
        cost += 1 + (_CLAIM_COST if place in others else 0)
        if item.text in _BREAKS and item.text != ":":
            cost += _BREAK_COST
            clause = False
        if item.sense is None:
            cues.words += item.kind is WORD and len(item.text) > 2
            continue
        if is_added(items, place):
            continue
        cues.person = cues.person or (item.sense.unit == "YEAR" and _counted(items, place))
        cues.permit = cues.permit or (item.text if item.sense.permit and clause else "")
        _note(cues, item, item.sense, cost)


def _walk_right(items: list[Item], start: int, others: set[int], cues: Cues) -> None:
    """As to the left; but what is added to the amount (`+ bonus`) is no other money, and hints at pay."""
    cost, added, clause = _AFTER_COST, False, True
    for place in range(start, min(start + _WINDOW, len(items))):
        item = items[place]
        if item.ends:
            return
        cost += 1 + (_CLAIM_COST if place in others else 0)
        sense = item.sense
        if item.text in _BREAKS or (sense is not None and sense.also):
            cost += _BREAK_COST
            clause = False
        if sense is None:
            cues.words += item.kind is WORD and len(item.text) > 2
            continue
        near = place - start < _ADDS_NEAR or items[place - 1].text in _APART
        if sense.adds and near and _besides(items, place):
            added = True
            cues.note_weak(_ADDED_COST, f"{item.text} something besides")
        cues.permit = cues.permit or (item.text if sense.permit and clause else "")
        if added and sense.not_pay and not _number_follows(items, place):
            cues.person = cues.person or bool(sense.component)
            continue
        _note(cues, item, sense, cost)


def _note(cues: Cues, item: Item, sense: Sense, cost: int) -> None:
    cues.person = cues.person or bool(sense.level or sense.role or sense.employment or sense.component)
    cues.statistic = cues.statistic or sense.statistic in _STATISTICS
    if sense.pay:
        cues.note_pay(cost, item.text)
    elif sense.basis:
        cues.note_pay(cost + _BASIS_COST, item.text)
    if sense.weak:
        cues.note_weak(cost, item.text)
    if sense.not_pay:
        cues.note_other(cost, item.text)


def _counted(items: list[Item], place: int) -> bool:
    """Years with a number before them, of experience most likely: `3-5 years`, `5+ years`."""
    return any(item.kind is NUMBER for item in items[max(0, place - 2) : place])


def is_added(items: list[Item], place: int) -> bool:
    """A bonus that is paid besides some other amount: `30k plus bonus, 50k for seniors`."""
    sense = items[place].sense
    if sense is None or sense.component != "bonus":
        return False
    before = (item.sense for item in items[max(0, place - _ADDED_NEAR) : place])
    return any(other is not None and other.adds for other in before)


def _number_follows(items: list[Item], place: int) -> bool:
    return place + 1 < len(items) and items[place + 1].kind is NUMBER


def _besides(items: list[Item], place: int) -> bool:
    """What is added is named at once, and is no amount: `+ bonus`, `plus health insurance`, `plus 10% variable`."""
    for offset, item in enumerate(items[place + 1 : place + 5], place + 2):
        share = item.kind is NUMBER and offset < len(items) and items[offset].text == "%"
        if item.ends or (item.kind is NUMBER and not share) or (item.sense is not None and item.sense.currency):
            return False
        if item.sense is not None and (item.sense.not_pay or item.sense.component == "bonus"):
            return True
    return False
