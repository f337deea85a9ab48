"""Dates as people write them, in the languages that we read.

Answers are ISO 8601 texts as precise as what was written: `2024`, `2024-03`, `2024-03-05`, `2024-03-05T09:30`, with an
offset where one is stated. Nothing is converted to another zone. dateparser is asked only for what the table of months
(`values/months.py`) does not cover, and for relative dates. Stamps in metadata are read in `values/stamps.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from extractors.values.calendars import from_buddhist, from_jalali
from extractors.values.clock import clock_beside
from extractors.values.months import lexicon, months, with_joined
from extractors.values.words import has_digit

FIRST_YEAR = 1990
"""Pages of the web are not older; earlier stamps are defaults of a program (1970) or speak of history."""


class Found(NamedTuple):
    """A date in a text."""

    iso: str
    start: int
    end: int


def in_range(day: date, latest: date | None) -> bool:
    """Whether a page can be of the day: not before 1990, and at most a day after `latest` (zones)."""
    return day.year >= FIRST_YEAR and (day.year < 2100 if latest is None else day <= latest + timedelta(days=1))


def day_of(year: int, month: int, day: int) -> date | None:
    """The day; None where there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


_NUMERIC = re.compile(
    r"(?<![\d./:-])(?:(?P<y>(?:19|20)\d\d)(?P<s1>[-/.])\s?(?P<m>[01]?\d)(?P=s1)\s?(?P<d>[0-3]?\d)(?![\d/])"
    r"|(?P<a>[0-3]?\d)\u200f?(?P<s2>[-/.]|\s[|/]\s)\s?(?P<b>[0-3]?\d)\u200f?(?P=s2)\s?"
    r"(?P<c>(?:19|20)\d\d|(?<=\d\d[-/.]\d\d[-/.])\d\d|\d\d(?=,?\s[0-2]?\d[:h][0-5]\d))(?![\d/]|-(?!\d\d?[:.h]\d)|\.\d))"
    r"|(?:(?P<Y>(?:19|20)\d\d)|(?P<era>[^\W\d_]{2})\s?(?P<Ye>元|\d{1,3}))"
    r"\s?[年년]\s?(?P<Mo>[01]?\d)\s?[月월]\s?(?P<D>[0-3]?\d)\s?[日일]"
    r"|(?<!\d)(?P<Dv>[0-3]?\d)\s+tháng\s+(?P<Mv>[01]?\d)(?:\s*,\s*|\s+năm\s+|\s+)(?P<Yv>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_JALALI = re.compile(r"(?<![\d/.-])(?P<y>1[34]\d\d)(?P<s>[-/.])(?P<m>[01]?\d)(?P=s)(?P<d>[0-3]?\d)(?![\d/])")
_THAI = re.compile("[\u0e00-\u0e7f]")
_DIGITS = {first + number: str(number) for first in (0x0660, 0x06F0, 0x0966, 0x09E6, 0xFF10) for number in range(10)}
"""Arabic, Persian, Devanagari, Bengali and full-width digits."""
_OTHER_DIGIT = re.compile(f"[{''.join(map(chr, _DIGITS))}]")
may_hold_date = re.compile(rf"(?:19|20|25|13|14)\d\d|[-/.'’]\d\d(?!\d)|年|{_OTHER_DIGIT.pattern}").search
"""Whether it is worth while to look for dates with a year in a text."""
_MAY_BE_NUMERIC = re.compile(r"\d[\s\u200f]?[-/.|년]|年|tháng", re.IGNORECASE)
_SHORT_LINE = re.compile(r"\s*(?P<a>[0-3]?\d)(?P<s2>/)(?P<b>[0-3]?\d)/(?P<c>\d\d)\s*")
"""`3/9/15`, which is a date only where nothing else stands."""
YEAR_FIRST = frozenset({"ja", "zh", "ko", "hu", "lt"})
"""Languages that write the year before the month; CLDR."""
MONTH_FIRST = frozenset({"en", "en-us", "en-ph", "fil", ""})
"""Languages (and the United States' and Philippines' English) that write the month before the day; CLDR."""


def find_dates(text: str, language: str | None = None, latest: date | None = None) -> Iterator[Found]:
    """The dates that a text states, in order; ambiguous `05/03/2024` is read by the language's custom."""
    if not may_hold_date(text):
        return
    if not text.isascii():
        text = with_joined(text.translate(_DIGITS) if _OTHER_DIGIT.search(text) else text)
    taken: list[tuple[int, int]] = []
    found: list[Found] = []
    for read in (_worded, _numeric) if _MAY_BE_NUMERIC.search(text) else (_worded,):
        for iso, start, end in read(text, (language or "").lower(), latest):
            if all(end <= first or start >= last for first, last in taken):
                taken.append((start, end))
                found.append(Found(iso, start, end))
    if not found and len(text) <= _LONGEST_SHORT_LINE and (match := _SHORT_LINE.fullmatch(text)):
        day = _day_or_month_first(match, (language or "").lower())
        if day is not None and in_range(day, latest):
            found.append(Found(day.isoformat(), match.start("a"), match.end("c")))
    yield from sorted(found, key=lambda one: one.start)


_LONGEST_SHORT_LINE = 12


def _worded(text: str, language: str, latest: date | None) -> Iterator[Found]:
    for match in months().pattern.finditer(text):
        day1, name1, year1, name2, day2, year2, bare_year, year4, day4, name4, year3, name3, day3 = match.groups()
        name, day_text = (name1 or name2 or name3 or name4).lower(), day1 or day2 or day3 or day4
        year_text = year1 or year2 or bare_year or year3 or year4
        day = _worded_day(name, day_text, year_text, language)
        if day is None or not in_range(day, latest):
            continue
        iso = day.isoformat()
        if day_text is None:
            yield Found(iso[:7], match.start(), match.end())
        else:
            yield _with_time(iso, text, match.start(), match.end())


def _worded_day(name: str, day: str | None, year_text: str, language: str) -> date | None:
    """The day; the first of the month where only that is told."""
    year = int(year_text[-2:]) + 2000 if len(year_text) < 4 else int(year_text)
    if (month := months().jalali.get(name)) and year < FIRST_YEAR:
        return from_jalali(year, month, int(day or 1))
    if name not in months().numbers:
        return None
    if year > _BUDDHIST and _THAI.match(name):
        year = from_buddhist(year)
    return day_of(year, _month_number(name, language), int(day or 1))


_BUDDHIST = 2400


def _month_number(name: str, language: str) -> int:
    clash = months().clashes.get(name)
    if clash and language[:2] in clash:
        return clash[language[:2]]
    return months().numbers[name]


def _numeric(text: str, language: str, latest: date | None) -> Iterator[Found]:
    for match in _NUMERIC.finditer(text):
        if match["y"]:
            day = day_of(int(match["y"]), int(match["m"]), int(match["d"]))
        elif match["Dv"]:
            day = day_of(int(match["Yv"]), int(match["Mv"]), int(match["Dv"]))
        elif match["D"]:
            day = day_of(_year_of(match), int(match["Mo"]), int(match["D"]))
        else:
            day = _day_or_month_first(match, language)
        if day is not None and in_range(day, latest):
            yield _with_time(day.isoformat(), text, match.start(), match.end())

    if language[:2] == "fa":
        for match in _JALALI.finditer(text):
            day = from_jalali(int(match["y"]), int(match["m"]), int(match["d"]))
            if day is not None and in_range(day, latest):
                yield _with_time(day.isoformat(), text, match.start(), match.end())


def _year_of(match: re.Match[str]) -> int:
    """The year, which East Asian pages may count from the beginning of an era; 0 where there is no such era."""
    if match["Y"]:
        return int(match["Y"])
    before = lexicon()["eras"].get(match["era"])
    return before + (1 if match["Ye"] == "元" else int(match["Ye"])) if before else 0


def _day_or_month_first(match: re.Match[str], language: str) -> date | None:
    first, second = int(match["a"]), int(match["b"])
    year = int(match["c"])
    if year < 100:
        if language[:2] in YEAR_FIRST:
            return day_of(first + 2000, second, year)
        year += 2000
    month_first = match["s2"] != "." and (language in MONTH_FIRST or language.startswith("en-us"))
    for month, day in ((first, second), (second, first)) if month_first else ((second, first), (first, second)):
        if (found := day_of(year, month, day)) is not None:
            return found
    return None


def _with_time(iso: str, text: str, start: int, end: int) -> Found:
    clock = clock_beside(text, start, end)
    return Found(f"{iso}{clock[0]}", start, clock[1]) if clock else Found(iso, start, end)


# --- what the table does not cover -------------------------------------------------------------------------------

_RELATIVE = re.compile(
    r"\b(?:ago|yesterday|today|vor\s+\d+|gestern|heute|il y a|hier|hace|ayer|geleden|gisteren|vandaag|fa"
    r"|ieri|temu|wczoraj|há|atrás|ontem|sedan|siden|назад|вчера)\b|前$",
    re.IGNORECASE,
)


def looks_relative(text: str) -> bool:
    """Whether the text holds a word of relative dates."""
    return _RELATIVE.search(text) is not None


def relative_date(text: str, fetched_at: datetime, language: str | None = None) -> str | None:
    """The day that a relative date ("3 days ago", "gestern") means, counted from the time of fetching; else None."""
    if len(text) > 40 or not looks_relative(text):
        return None
    return _ask_dateparser(text, (language or "en")[:2], fetched_at.astimezone(UTC).replace(tzinfo=None))


def any_date(text: str, language: str | None) -> str | None:
    """The day that a short text states in a language that `lexicon/months.toml` lacks; else None. Slow."""
    if len(text) > 60 or not has_digit(text):
        return None
    return _ask_dateparser(text, (language or "en")[:2], datetime(2000, 1, 1))


@lru_cache(maxsize=1024)
def _ask_dateparser(text: str, language: str, base: datetime) -> str | None:
    import dateparser

    try:
        found = dateparser.parse(
            text,
            languages=[language],
            settings={"RELATIVE_BASE": base, "REQUIRE_PARTS": ["day", "month", "year"], "PREFER_DATES_FROM": "past"},
        )
    except ValueError:  # a language that dateparser does not know
        return None
    return found.date().isoformat() if found and in_range(found.date(), None) else None
