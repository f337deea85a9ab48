"""Pay in lists, cards and stat tiles: a label above, below or before the amount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from extractors.document import Document
from extractors.document.groups import Group
from extractors.guide.salaries.cells import join_ends
from extractors.guide.salaries.claim import Claim, Setting
from extractors.guide.salaries.lines import (
    beside,
    lines_of,
    near_name,
    nearest_to,
    qualifies,
    tells_other_money,
    without_unit,
)
from extractors.guide.salaries.notes import has_money, note_of
from extractors.guide.salaries.rivals import names_rival
from extractors.guide.salaries.signs import of_label, of_words
from extractors.guide.wording import read_heading
from extractors.records import Pay
from extractors.values.occupations import names_occupation
from extractors.values.pay import PayContext, judge_pay, may_hold_money, read_context
from extractors.values.words import has_digit

_MAX_TEXT = 1200
_MAX_LINE = 90
_LONG = 140
_SHORT_CARD = 300


class _Card(NamedTuple):
    """The lines of a card and what those without amounts say."""

    lines: list[tuple[str, int]]
    """With their blocks."""
    names: list[tuple[int, str]]
    """Lines that name whom or what the amounts are for, by place."""
    context: PayContext
    signs: frozenset[str]


def read_entries(
    document: Document, group: Group, around: PayContext, setting: Setting, heading: str | None
) -> Iterator[Claim]:
    """The amounts of a list's entries or of cards that could be pay."""
    if group.shape == "chips" or group.shape == "dots":
        yield from _tile(document, tuple(range(group.first, group.last)), around, setting, heading)
        return
    if group.shape == "lines":
        yield from _lines(document, group, around, setting, heading)
        return
    for entry in group.entries:
        places = tuple(place for place in entry.blocks if place >= 0)
        if not places:
            continue
        linked = {"linked"} if entry.url else set()
        for claim in _tile(document, places, around, setting, heading):
            yield claim._replace(signs=claim.signs | linked)


def _lines(
    document: Document, group: Group, around: PayContext, setting: Setting, heading: str | None
) -> Iterator[Claim]:
    """The lines of one block: those without amounts say what holds for those below."""
    for line in filter(None, map(str.strip, group.text.split("\n"))):
        if not has_money(line, setting.language, setting.country) and not (around.names_unit and has_digit(line)):
            around = around.over(note_of(line, setting.language, setting.country))
            continue
        end = 0
        for judged in judge_pay(line, language=setting.language, country=setting.country, context=around):
            pay = judged.pay
            label = _before(line[end:], pay) or pay.label
            signs = {"in lines", *of_words(judged), *of_label("label", label, setting)}
            end = (pay.start or 0) + len(pay.raw)
            node = document.blocks[group.first].node
            yield Claim(pay, label or heading, "list", group.first, node, "salaries.line", signs=frozenset(signs))


def _tile(
    document: Document, places: tuple[int, ...], around: PayContext, setting: Setting, heading: str | None
) -> Iterator[Claim]:
    """A card, a list item or a stat tile: the lines without an amount name and qualify those with one."""
    if not any(has_digit(document.blocks[place].text) for place in places):
        return
    lines = _joined([(line, place) for place in places for line in lines_of(document, document.blocks[place])])
    if sum(len(line) for line, _ in lines) > _MAX_TEXT:
        return
    money = [has_digit(line) and may_hold_money(line) for line, _ in lines]
    bare = not any(money)
    if bare and not around.names_unit:
        return
    card = _card(lines, money, around, setting)
    title = card.names[0][1] if card.names else None
    for position, (line, place) in enumerate(lines):
        if not money[position] and not (bare and has_digit(line)):
            continue
        near = near_name(card.names, position)
        signs = {*card.signs, *of_label("label", title, setting), *of_label("label", near, setting)}
        if len(lines) > 1 and tells_other_money(lines, position, setting):
            signs.add("card: other beside")
        if names_rival(line):
            signs.add("line: rival")
        long = len(line) > _LONG
        context = nearest_to(lines, position, card.context, setting)
        before: Pay | None = None
        for judged in judge_pay(line, language=setting.language, country=setting.country, context=context):
            pay = judged.pay
            if before is not None and _restates(line, before, pay):
                continue
            start = before.start + len(before.raw) if before is not None and before.start is not None else 0
            before = pay
            label = _label(line[start:], pay, title, near, setting) or _qualifier(lines, position)
            label = label or _before(line[start:], pay) or heading
            own = {*of_words(judged), "in long line" if long else "in card" if len(lines) > 1 else "in list"}
            inside = of_label("label", label if label != heading else None, setting)
            yield Claim(
                pay,
                label,
                "prose" if long else "list",
                place,
                document.blocks[place].node,
                "salaries.card" if len(lines) > 1 else "salaries.list",
                signs=frozenset({*signs, *own, *inside}),
            )


def _joined(lines: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The lines with the two ends of a range that stand in lines of their own as one."""
    joined: list[tuple[str, int]] = []
    place = 0
    while place < len(lines):
        for count in (4, 3, 2):
            pieces = [line for line, _ in lines[place : place + count]]
            text = join_ends(pieces) if len(pieces) == count and _is_end(pieces) else None
            if text is not None:
                joined.append((text, lines[place][1]))
                place += count
                break
        else:
            joined.append(lines[place])
            place += 1
    return joined


def _is_end(pieces: list[str]) -> bool:
    """The run ends with an amount, and begins with one or with a word that opens a range."""
    return has_digit(pieces[-1]) and (has_digit(pieces[0]) or (len(pieces) > 2 and has_digit(pieces[1])))


def _card(lines: list[tuple[str, int]], money: list[bool], around: PayContext, setting: Setting) -> _Card:
    context, names = around, []
    signs: set[str] = set()
    whole = " ".join(line for line, _ in lines)
    if len(whole) < _SHORT_CARD and names_rival(whole):
        signs.add("card: rival")
    for position, (line, _) in enumerate(lines):
        if money[position] or len(line) > _MAX_LINE:
            continue
        found = read_context(line, language=setting.language, country=setting.country)
        context = beside(context, found)
        if not qualifies(found, line) and any(map(str.isalpha, line)) and not _asks(line, setting):
            names.append((position, without_unit(line, setting) if found.unit_text or found.basis else line))
        if found.opens:
            signs.add("card: pay")
            context = msgspec.structs.replace(context, opens=True) if context.opens is None else context
    return _Card(lines, names, context, frozenset(signs))


def _asks(line: str, setting: Setting) -> bool:
    """A button: "View jobs", "Apply now"."""
    reading = read_heading(line, setting.language)
    return reading is not None and reading.kind == "cta" and not names_occupation(line)


def _restates(line: str, before: Pay, pay: Pay) -> bool:
    """An amount in brackets right after another says the same in another unit: "$40,000 a year (~$20 an hour)"."""
    if before.start is None or pay.start is None:
        return False
    between = line[before.start + len(before.raw) : pay.start]
    return between.count("(") > between.count(")") and ")" in line[pay.start :]


def _label(line: str, pay: Pay, title: str | None, near: str | None, setting: Setting) -> str | None:
    inside = _before(line, pay)
    if inside is not None:
        said = read_context(inside, language=setting.language, country=setting.country)
        if qualifies(said, inside) and not names_occupation(inside):
            inside = None
    parts = [part for part in (title, near if near != title else None, inside) if part]
    if not parts:
        return pay.label
    kept: list[str] = []
    for part in parts:
        if not any(part.lower() in other.lower() for other in kept):
            kept.append(part)
    return " – ".join(kept[:3])


def _qualifier(lines: list[tuple[str, int]], position: int) -> str | None:
    """Where nothing names whom the amount is for: the line beside it that says what it is, such as "Average"."""
    for place in (position - 1, position + 1):
        if 0 <= place < len(lines) and not has_digit(lines[place][0]) and 0 < len(lines[place][0]) <= _MAX_LINE:
            return lines[place][0]
    return None


def _before(line: str, pay: Pay) -> str | None:
    """What stands before the amount on its line, as far as the next mark."""
    start = line.find(pay.raw)
    before = line[:start].rstrip() if start and start > 0 else ""
    if (before and before[-1] in ":–—-|=→(") or (before and len(before) <= 60 and not before.endswith((",", ";"))):
        name = re.split(r"(?<=[.!?;])\s+", before.rstrip(" :–—-|=→("))[-1]
        if any(map(str.isalpha, name)) and len(name) <= 80:
            return name
    return pay.label
