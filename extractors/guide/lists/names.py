"""The words of an item that name it: without number, rating and count, before a dash, a comma or a bracket.

What the entries of a list have in common tells: a number that counts up in front of each is none of the name, nor is
the count behind each. The same words can be read in several ways (all of it; what stands before a dash; the members of
an enumeration); each way is a column of its own, and the choice among them is made later, with all that is known.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

import msgspec

from extractors.document.entries import BULLET, NUMBER, split_name
from extractors.guide.lists.columns import Item
from extractors.guide.lists.words import joint, opening_joint

_LEADING = re.compile(r"\s*[#(]?\s*(\d{1,3})\s*[.):/–—-]?\s*(?=\D)")
_TRAILING = re.compile(
    r"[\s,·|–—-]*[(\[]?\s*(?:[★☆⭐✩]+|(?<![\w.])\d[\d.,]*)\s*(?:[★☆⭐✩]+|/\s?\d+|%|\+)?\s*(?:[^\W\d_]+(?:\s[^\W\d_]+)?)?\s*[)\]]?\s*$"
)
_ARROWS = " \t→›»➔➜⟶>↗✓✔"
_MEMBER = re.compile(r"\s*(?:[,;·•|‧∙⋅]|\s/\s|\n|、|，)\s*")
_HAS_MARK = re.compile(r"[,;·•|‧∙⋅\n、，]|\s/\s|:\s")
_INNER_LABEL = re.compile(r"\.\s+(?=[^\W\d_][^.:,;]{1,30}\s?:\s)")
_COMMA = re.compile(r"\s*,\s+")
_LABEL = re.compile(r"^([^:,;\n]{2,60}?)\s*(?::|–|—|\s-\s|=|→)\s*(?=\S)")
_COUNTED = re.compile(r"^[^\W\d_]{2,12}\s*\d{1,2}\s*[:.)–—-]\s*(?=\S)")
_AMOUNT = re.compile(
    r"^(?:from|ab|vanaf|à partir de|desde|od|da|a partire da|bis|tot|up to|~|ca\.?)?\s*"
    r"(?:[€$£¥₹₺]|R\$|Rs\.?|US\$|EUR|USD|GBP|CHF|PLN|KES|AED|SAR|QAR|R(?=\s?\d))?\s?\d[\d.,\s]*(?:k\b|[€$£]|EUR|zł|%|years?|jaar|Jahre|ans|años|lat|anni|anos)?.{0,12}$",
    re.IGNORECASE,
)
_FEW = 2
_PARAGRAPH = 300
_EDGES = " \t,;:–—-|·•"
LONGEST, MOST_WORDS = 90, 10
_MOST_SHARE = 0.6


def readings(items: Sequence[Item]) -> Iterator[tuple[str, tuple[Item, ...]]]:
    """The ways in which the items can be read as names: form and items, each way once."""
    if len(items) < _FEW:
        return
    length = sorted(len(item.text) for item in items)[len(items) // 2]
    if length > _PARAGRAPH:
        return  # what sentences name is looked for elsewhere
    bare = [_first_line(item) for item in items]
    bare = _without_marks(bare)
    whole = [item for item in bare if item.text]
    seen: set[tuple[str, ...]] = set()
    for form, read in (
        ("whole", _plausible([_tidy(item) for item in whole])),
        ("head", _heads(whole)),
        ("comma", _before_comma(whole)),
        ("tail", _tails(whole)),
        ("members", _members(items)),
    ):
        names = tuple(item.text for item in read)
        if len(read) >= 2 and names not in seen:
            seen.add(names)
            yield form, tuple(read)


def _plausible(items: list[Item]) -> list[Item]:
    """The items that are short enough for names; none where most are not."""
    short = [item for item in items if item.text and len(item.text) <= LONGEST and item.text.count(" ") < MOST_WORDS]
    short = [item for item in short if any(map(str.isalpha, item.text)) and not _AMOUNT.match(item.text)]
    return short if len(short) * 2 > len(items) else []


def _first_line(item: Item) -> Item:
    head, _, rest = item.text.partition("\n")
    return msgspec.structs.replace(item, text=head.strip(), rest=f"{rest} {item.rest}".strip()) if rest else item


def _without_marks(items: list[Item]) -> list[Item]:
    """Bullets, numbers that count up, and counts and ratings that most items end with, taken off."""
    texts = [BULLET.sub("", item.text, count=1) for item in items]
    leading = [_LEADING.match(text) for text in texts]
    numbers = [int(found[1]) for found in leading if found]
    steps = sum(after - before == 1 for before, after in itertools.pairwise(numbers))
    counted = len(numbers) >= 2 and len(numbers) * 2 > len(texts) and steps * 2 >= len(numbers) - 1
    for place, text in enumerate(texts):
        found = leading[place] if counted else NUMBER.match(text)
        if found:
            texts[place] = text[found.end() :]
    trailing = [_TRAILING.search(text) for text in texts]
    ends = sum(found is not None and found.start() > 1 for found in trailing)
    different = len({found[0] for found in trailing if found}) > 1  # "Acme 3, Umbra 3": no count
    if different and ends >= len(texts) * _MOST_SHARE:
        texts = [
            text[: found.start()] if found and found.start() > 1 else text
            for text, found in zip(texts, trailing, strict=True)
        ]
    return [_part(item, text) for item, text in zip(items, texts, strict=True)]


def _part(item: Item, text: str) -> Item:
    """The item with a part of its words."""
    text = text.strip()
    if text == item.text:
        return item
    place = item.text.find(text)
    return msgspec.structs.replace(item, text=text, start=item.start + max(place, 0))


def _tidy(item: Item) -> Item:
    text = item.text.strip(_EDGES + _ARROWS)
    text = text.removesuffix(".") if text.count(".") == 1 and len(text) > 4 else text
    return _part(item, text.strip(_EDGES))


def _heads(items: list[Item]) -> list[Item]:
    """What stands before a dash, a colon or the end of a short first sentence."""
    found: list[Item] = []
    hits = 0
    for item in items:
        name, rest = split_name(item.text)
        hits += bool(rest)
        head = _tidy(_part(item, name))
        found.append(msgspec.structs.replace(head, rest=f"{rest} {item.rest}".strip()))
    return _plausible(found) if hits >= 2 and hits * 3 >= len(items) else []


def _tails(items: list[Item]) -> list[Item]:
    """What stands after a counted label: "Step 1: Trainee"."""
    found = [_COUNTED.match(item.text) for item in items]
    if sum(one is not None for one in found) * 2 <= len(items):
        return []
    return _plausible(
        [_tidy(_part(item, item.text[one.end() :])) if one else item for item, one in zip(items, found, strict=True)]
    )


def _before_comma(items: list[Item]) -> list[Item]:
    """What stands before the first comma, where most items have one: "IKEA, Älmhult"."""
    found: list[Item] = []
    hits = 0
    for item in items:
        name, *rest = _COMMA.split(item.text, maxsplit=1)
        hits += bool(rest) and len(item.text) <= LONGEST
        head = _tidy(_part(item, name))
        found.append(msgspec.structs.replace(head, rest=f"{' '.join(rest)} {item.rest}".strip()))
    return _plausible(found) if hits >= 2 and hits * 2 > len(items) else []


def _members(items: Sequence[Item]) -> list[Item]:
    """The parts of items that are enumerations: "Front end: React, Vue"."""
    found: list[Item] = []
    hits = 0
    for item in items:
        parts = members_of(item)
        if len(parts) > 1:
            hits += 1
        found.extend(parts)
    return _plausible(found) if hits * 2 >= len(items) and len(found) > len(items) else []


def members_of(item: Item) -> list[Item]:
    """The members of an enumeration that is all of the item's words but for a label before it."""
    text = item.text
    if not _HAS_MARK.search(text):
        return []
    label: str | None = item.label
    place = 0
    found = _LABEL.match(text)
    if found and _MEMBER.search(text, found.end()):
        label, place = found[1], found.end()
    parts: list[Item] = []
    ends = [(mark.start(), mark.end()) for mark in _MEMBER.finditer(text, place)]
    if ". " in text:  # "Upstream: ambr 250. Downstream: ÄKTA pure"
        ends = sorted([*ends, *((mark.start(), mark.end()) for mark in _INNER_LABEL.finditer(text, place))])
    for stop, after in [*ends, (len(text), len(text))]:
        words = text[place:stop].strip()
        again = _LABEL.match(words) if label and ":" in words else None
        if again:
            label, words = again[1], words[again.end() :]
        if words:
            start = item.start + max(text.find(words, place), 0)
            parts.append(_tidy(msgspec.structs.replace(item, text=words, start=start, rest="", label=label)))
        place = after
    if len(parts) >= 2 or (len(parts) == 1 and label):
        last = parts.pop()
        opening = opening_joint().sub("", last.text)
        last = _part(last, opening)
        two = joint().split(last.text)
        parts += [_part(last, words) for words in two] if len(two) == 2 and len(last.text) < LONGEST else [last]
    return [part for part in parts if part.text]
