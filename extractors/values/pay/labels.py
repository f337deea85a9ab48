"""Whom an amount is for, as worded, and the seniority that the words name."""

from __future__ import annotations

from functools import lru_cache
from typing import get_args

from extractors.records import Level
from extractors.values.money.claim import Claim
from extractors.values.money.lexicon import language_key, lexicon_for
from extractors.values.money.tokens import NUMBER, SIGN, WORD, Item, normalise, read_items

from .attributes import Attributes

_RANK = {level: rank for rank, level in enumerate(get_args(Level))}
_LONGEST = 90
_STOPS = ",;()[]–—|"
_WORD_LEAST, _NAME_LEAST = 3, 5


@lru_cache(maxsize=8192)
def level_of(label: str, language: str | None = None) -> Level | None:
    """The seniority that a label names, such as `Senior Java Developer`; the highest where it names several."""
    items = read_items(normalise(label), lexicon_for(language_key(language)))
    return _level(items)


def _level(items: list[Item]) -> Level | None:
    found = [item.sense.level for item in items if item.sense is not None and item.sense.level]
    return max(found, key=_RANK.__getitem__, default=None)  # type: ignore[arg-type]


def read_label(
    text: str, items: list[Item], claims: list[Claim], index: int, attributes: Attributes
) -> tuple[str | None, Level | None]:
    """Label and level of a claim: `… for junior profiles`, `Senior: …`, or the words around a word of seniority."""
    claim = claims[index]
    stop = claims[index + 1].before if index + 1 < len(claims) else len(items)
    start = claims[index - 1].after if index else 0
    for words in (
        _introduced(items, max(claim.after, attributes.consumed), stop),
        _colon(items, claim.before, start),
        _around_level(items, claim, start, stop),
    ):
        if words:
            label = text[words[0].start : words[-1].end].strip(" .,:;-–—\n")
            if 0 < len(label) <= _LONGEST:
                return label, _level(words)
    return None, None


def _introduced(items: list[Item], place: int, stop: int) -> list[Item]:
    """The words after `for`, up to the end of the clause or the next amount."""
    while place < stop and items[place].kind is SIGN and items[place].text in ")]*+":
        place += 1
    if place >= stop:
        return []
    sense = items[place].sense
    if sense is None or not sense.recipient:
        return []
    words: list[Item] = []
    for item in items[place + 1 : stop]:
        says = item.sense
        if item.ends or item.kind is NUMBER or item.text in _STOPS:
            break
        if says is not None and (says.join or says.also or says.currency or says.per or says.start or says.period):
            break
        words.append(item)
    while words and words[-1].sense is not None and not (words[-1].sense.level or words[-1].sense.role):
        words.pop()
    return words if any(_names(item) or _plain(item, _NAME_LEAST) for item in words) else []


def _names(item: Item) -> bool:
    return item.sense is not None and bool(item.sense.level)


def _colon(items: list[Item], place: int, start: int) -> list[Item]:
    """The words before a colon that leads up to the amount: `Senior developer: €70k`."""
    place -= 1
    steps = 0
    while place >= start and items[place].text != ":":
        if items[place].ends or items[place].kind is NUMBER or steps > 4:
            return []
        place, steps = place - 1, steps + 1
    words: list[Item] = []
    place -= 1
    while (
        place >= start and not items[place].ends and items[place].text not in _STOPS.replace("(", "").replace(")", "")
    ):
        words.append(items[place])
        place -= 1
    words.reverse()
    while words and words[0].kind is SIGN and words[0].text in "-*•":
        words.pop(0)
    known = all(item.kind is SIGN or (item.sense is not None and not item.sense.level) for item in words)
    return [] if known else words


def _around_level(items: list[Item], claim: Claim, start: int, stop: int) -> list[Item]:
    """A word of seniority in the same clause, with the unknown words beside it: `senior Java developers`."""
    left = _nearest_level(items, range(claim.before - 1, start - 1, -1))
    place = left if left is not None else _nearest_level(items, range(claim.after, stop))
    if place is None:
        return []
    first = last = place
    while first > start and place - first < 1 and _plain(items[first - 1], _NAME_LEAST):
        first -= 1
    while last + 1 < len(items) and last - place < 2 and _plain(items[last + 1], _WORD_LEAST):
        last += 1
    return items[first : last + 1]


def _nearest_level(items: list[Item], places: range) -> int | None:
    for place in places:
        if items[place].ends:
            return None
        if _names(items[place]):
            return place
    return None


def _plain(item: Item, least: int) -> bool:
    return (
        item.kind is WORD
        and len(item.text) >= least
        and (item.sense is None or bool(item.sense.level or item.sense.role))
    )
