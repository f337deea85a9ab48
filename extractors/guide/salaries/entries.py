"""Pay in lists, cards and stat tiles: a label above, below or before the amount."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from extractors.document import Document
from extractors.document.groups import Group
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
from extractors.records import Pay
from extractors.values.occupations import names_occupation
from extractors.values.pay import PayContext, may_hold_money, may_name_pay, parse_pay, read_context
from extractors.values.words import has_digit

_MAX_TEXT = 1200
_MAX_LINE = 90
_LONG = 140
_SHORT_CARD = 300


def read_entries(
    document: Document, group: Group, around: PayContext, setting: Setting, heading: str | None
) -> Iterator[Claim]:
    """The claims of a list's entries or of cards."""
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
        yield from _tile(document, places, around, setting, heading)


def _lines(
    document: Document, group: Group, around: PayContext, setting: Setting, heading: str | None
) -> Iterator[Claim]:
    """The lines of one block: those without amounts say what holds for those below."""
    for line in filter(None, map(str.strip, group.text.split("\n"))):
        if not has_money(line, setting.language) and not (around.names_unit and has_digit(line)):
            around = around.over(note_of(line, setting.language, setting.country))
            continue
        if not setting.work and not around.opens and not _may_be_of_work(line, around, (heading,), setting):
            continue
        before: Pay | None = None
        for pay in parse_pay(line, language=setting.language, country=setting.country, context=around):
            if not setting.work and not around.opens and not _of_work(line, pay, (heading,), setting):
                continue
            start = before.start + len(before.raw) if before is not None and before.start is not None else 0
            before = pay
            label = _before(line[start:], pay) or pay.label or heading
            yield Claim(pay, label, "list", group.first, document.blocks[group.first].node, "salaries.line")


def _tile(
    document: Document, places: tuple[int, ...], around: PayContext, setting: Setting, heading: str | None
) -> Iterator[Claim]:
    """A card, a list item or a stat tile: the lines without an amount name and qualify those with one."""
    if not any(has_digit(document.blocks[place].text) for place in places):
        return
    lines = [(line, place) for place in places for line in lines_of(document, document.blocks[place])]
    whole = " ".join(line for line, _ in lines)
    if len(whole) > _MAX_TEXT or (len(whole) < _SHORT_CARD and names_rival(whole)):
        return
    language, country = setting.language, setting.country
    money = [has_digit(line) and may_hold_money(line) for line, _ in lines]
    bare = not any(money)
    if bare and not around.names_unit:
        return
    if not setting.work and not around.opens and not _may_be_of_work(whole, around, (heading,), setting):
        return
    context = around
    names: list[tuple[int, str]] = []
    for position, (line, _) in enumerate(lines):
        if money[position] or len(line) > _MAX_LINE:
            continue
        found = read_context(line, language=language, country=country)
        if qualifies(found, line):
            context = beside(context, found)
        elif any(map(str.isalpha, line)):
            context = beside(context, found)
            names.append((position, without_unit(line, setting) if found.unit_text or found.basis else line))
        if found.opens and context.opens is None:
            context = msgspec.structs.replace(context, opens=True)
    title = names[0][1] if names else None
    for position, (line, place) in enumerate(lines):
        if not money[position] and not (bare and has_digit(line)):
            continue
        if len(lines) > 1 and tells_other_money(lines, position, setting):
            continue
        if names_rival(line):
            continue
        before: Pay | None = None
        for pay in parse_pay(
            line, language=language, country=country, context=nearest_to(lines, position, context, setting)
        ):
            if before is not None and _restates(line, before, pay):
                continue
            start = before.start + len(before.raw) if before is not None and before.start is not None else 0
            before = pay
            if not around.opens and not _for_somebody(line, pay, title, heading):
                continue
            if not setting.work and not context.opens and not _of_work(line, pay, (title, heading), setting):
                continue
            label = _label(line[start:], pay, title, near_name(names, position), heading, setting)
            yield Claim(
                pay,
                label,
                "prose" if len(line) > _LONG else "list",
                place,
                document.blocks[place].node,
                "salaries.card" if len(lines) > 1 else "salaries.list",
            )


def _for_somebody(line: str, pay: Pay, title: str | None, heading: str | None) -> bool:
    """Where nothing around speaks of pay: the period is stated, or a level or an occupation is named."""
    if "unit_text" not in pay.inferred and pay.unit_text:
        return True
    return pay.level is not None or any(names_occupation(text) for text in (line, title, heading) if text)


def _of_work(line: str, pay: Pay, names: tuple[str | None, ...], setting: Setting) -> bool:
    """On a page that does not bear on work: a word of pay beside the amount, or a trade or level and a period."""
    if read_context(line, language=setting.language, country=setting.country).opens:
        return True
    stated = pay.unit_text is not None and "unit_text" not in pay.inferred
    return stated and (pay.level is not None or any(names_occupation(text) for text in (line, *names) if text))


def _may_be_of_work(line: str, around: PayContext, names: tuple[str | None, ...], setting: Setting) -> bool:
    """Whether `_of_work` can say yes of an amount in a line or card, told without reading it for amounts."""
    if around.level or may_name_pay(line, setting.language, or_level=True):
        return True
    return any(names_occupation(text) for text in (line, *names) if text)


def _restates(line: str, before: Pay, pay: Pay) -> bool:
    """An amount in brackets right after another says the same in another unit: "$40,000 a year (~$20 an hour)"."""
    if before.start is None or pay.start is None:
        return False
    between = line[before.start + len(before.raw) : pay.start]
    return between.count("(") > between.count(")") and ")" in line[pay.start :]


def _label(
    line: str, pay: Pay, title: str | None, near: str | None, heading: str | None, setting: Setting
) -> str | None:
    inside = _before(line, pay)
    if inside is not None:
        said = read_context(inside, language=setting.language, country=setting.country)
        if qualifies(said, inside) and not names_occupation(inside):
            inside = None
    parts = [part for part in (title, near if near != title else None, inside) if part]
    if not parts:
        return pay.label or heading
    kept: list[str] = []
    for part in parts:
        if not any(part.lower() in other.lower() for other in kept):
            kept.append(part)
    return " – ".join(kept[:3])


def _before(line: str, pay: Pay) -> str | None:
    """What stands before the amount on its line, as far as the next mark."""
    start = line.find(pay.raw)
    before = line[:start].rstrip() if start and start > 0 else ""
    if (before and before[-1] in ":–—-|=→(") or (before and len(before) <= 60 and not before.endswith((",", ";"))):
        name = re.split(r"(?<=[.!?;])\s+", before.rstrip(" :–—-|=→("))[-1]
        if any(map(str.isalpha, name)) and len(name) <= 80:
            return name
    return pay.label
