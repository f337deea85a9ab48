"""Dates: stamps in metadata, and dates as people write them, in the languages that we read.

Answers are ISO 8601 texts as precise as what was written: `2024`, `2024-03`, `2024-03-05`, `2024-03-05T09:30`, with an
offset where one is stated. Nothing is converted to another zone. dateparser is asked only for what the table of months
(`lexicon/months.toml`) does not cover, and for relative dates.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from extractors.values.words import has_digit

FIRST_YEAR = 1990
"""Pages of the web are not older; earlier stamps are defaults of a program (1970) or speak of history."""

_STAMP = re.compile(
    r"^\s*(?P<y>\d{4})[-/.]?(?P<m>\d{2})?(?:(?<=\d\d)[-/.]?(?P<d>\d{2}))?"
    r"(?:[T\s]+(?P<H>\d{1,2}):?(?P<M>\d{2})(?::?(?P<S>\d{2})(?:[.,]\d+)?)?\s*(?P<z>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_ISO_LOOSE = re.compile(r"^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=\D|$)")
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
_ASCTIME = re.compile(
    r"^(?P<day>[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]?\d) (?P<time>\d\d:\d\d:\d\d) "
    r"(?:(?P<zone>[A-Z]{1,5}|[+-]\d{4}) )?(?P<year>\d{4})$"
)
_WEEKDAY_COMMA = re.compile(r"^[A-Za-z]{3,9},\s+\d{1,2}\s+[A-Za-z]{3}")


class Found(NamedTuple):
    """A date in a text."""

    iso: str
    start: int
    end: int


def iso_date(stamp: str, latest: date | None = None, language: str | None = None) -> str | None:
    """A metadata stamp as ISO 8601: ISO in its variants, RFC 2822, as C's `asctime` writes it, seconds or milliseconds
    since 1970, or worded; ambiguous `05/03/2024` is read by the language's custom.

    None where it is no date, lies before 1990, or after `latest` (a day of grace for zones).
    """
    stamp = stamp.strip()
    if _EPOCH.match(stamp):
        moment = datetime.fromtimestamp(int(stamp[:10]), UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S+00:00") if _in_range(moment.date(), latest) else None
    if match := _STAMP.match(stamp):
        found = _from_stamp(match, latest)
        if found is not None or match["d"]:
            return found
    if match := _ISO_LOOSE.match(stamp):
        day = _day(int(match[1]), int(match[2]), int(match[3]))
        return day.isoformat() if day and _in_range(day, latest) else None
    if match := _ASCTIME.match(stamp):
        weekday, month, number = match["day"].split()
        stamp = f"{weekday}, {number} {month} {match['year']} {match['time']} {match['zone'] or ''}"
    if _WEEKDAY_COMMA.match(stamp):
        try:
            moment = parsedate_to_datetime(stamp)
        except (ValueError, IndexError, TypeError):
            pass
        else:
            return moment.isoformat() if _in_range(moment.date(), latest) else None
    return next((one.iso for one in find_dates(stamp[:80], language, latest) if len(one.iso) >= 10), None)


def _from_stamp(match: re.Match[str], latest: date | None) -> str | None:
    year, month, day = int(match["y"]), int(match["m"] or 1), int(match["d"] or 1)
    moment = _day(year, month, day)
    if moment is None or not _in_range(moment, latest):
        return None
    if match["d"] is None:
        rest = match.string[match.end() :].strip()
        return (
            None
            if rest or len(match[0].strip()) not in (4, 7)
            else match[0].strip().replace("/", "-").replace(".", "-")
        )
    if match["H"] is None or int(match["H"]) > 23 or int(match["M"]) > 59:
        return moment.isoformat()
    seconds = f":{match['S']}" if match["S"] and int(match["S"]) < 60 else ""
    return f"{moment.isoformat()}T{int(match['H']):02d}:{match['M']}{seconds}{_offset(match['z'])}"


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    if zone in ("Z", "UTC", "GMT"):
        return "+00:00"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _in_range(day: date, latest: date | None) -> bool:
    return day.year >= FIRST_YEAR and (day.year < 2100 if latest is None else day <= latest + timedelta(days=1))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# --- dates as people write them ----------------------------------------------------------------------------------


class _Months:
    """The table of months as patterns."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.numbers: dict[str, int] = {}
        between: set[str] = set()
        for language in data["languages"].values():
            between.update(language["of"])
            for number, names in enumerate(language["months"], 1):
                for name in names:
                    self.numbers.setdefault(name, number)
        self.clashes = _clashes(data["languages"])
        # Any word, marks within it included: a look-up in the table is ten times faster than its alternation.
        month = r"[^\W\d_][^\s\d_.,;:/()\[\]|'’\"<>–—·•!?@#-]{2,12}"
        of = "|".join(map(re.escape, sorted(between)))
        year = r"(?:(?:19|20)\d\d)(?!\d)"
        self.pattern = re.compile(
            rf"(?<![\w.])(?P<d1>[0-3]?\d)(?:st|nd|rd|th|er|º|ª|\.)?(?:\s*[-/]\s*|\s*)(?:(?:{of})\s+|d['’])?"
            rf"(?P<m1>{month})(?!\w)\.?(?:\s*[-/,]\s*|\s+|)(?:(?:{of})\s+)?(?P<y1>{year}|['’]\d\d(?!\d)|(?<=[-/])\d\d(?!\d))"
            rf"|(?<!\w)(?P<m2>{month})(?!\w)\.?(?:[\s/-]*(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d)"
            rf"(?:\s*,\s*|\s+|[/-])(?:\d\d:\d\d(?::\d\d)?\s+)?(?:(?:{of})\s+)?(?P<y2>{year}|['’]\d\d(?!\d))"
            rf"|(?:\s*,\s*|\s+)(?:(?:{of})\s+)?(?P<y>{year}))"
            rf"|(?<!\d)(?P<y3>{year})[.,]?\s*(?:-\s*)?(?P<m3>{month})(?!\w)\.?\s*(?:-\s*)?(?P<d3>[0-3]?\d)(?!\d)",
            re.IGNORECASE,
        )


def _clashes(languages: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Names that mean different months in different languages (`mai`, `set` agree; `lis`, `listopad` do not)."""
    numbers: dict[str, dict[str, int]] = {}
    for code, language in languages.items():
        for number, names in enumerate(language["months"], 1):
            for name in names:
                numbers.setdefault(name, {})[code] = number
    return {name: found for name, found in numbers.items() if len(set(found.values())) > 1}


@cache
def lexicon() -> dict[str, Any]:
    """`lexicon/months.toml`."""
    return tomllib.loads(files("extractors.lexicon").joinpath("months.toml").read_text(encoding="utf-8"))


@cache
def _months() -> _Months:
    return _Months(lexicon())


_TIME = re.compile(
    r"^(?:\s*[,|@·•–—-]?\s*(?:(?:at|um|à|a las|às|kl|klo|ore|om|o godz)\.?\s+)?)(?P<H>[0-2]?\d)[:.h]"
    r"(?P<M>[0-5]\d)(?::[0-5]\d)?\s*(?P<ap>[ap]\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    r"(?<![\d./:-])(?:(?P<y>(?:19|20)\d\d)(?P<s1>[-/.])\s?(?P<m>[01]?\d)(?P=s1)\s?(?P<d>[0-3]?\d)(?![\d/])"
    r"|(?P<a>[0-3]?\d)\u200f?(?P<s2>[-/.]|\s[|/]\s)\s?(?P<b>[0-3]?\d)\u200f?(?P=s2)\s?"
    r"(?P<c>(?:19|20)\d\d|(?<=\d\d[-/.]\d\d[-/.])\d\d|\d\d(?=,?\s[0-2]?\d[:h][0-5]\d))(?![\d/]|-(?!\d\d?[:.h]\d)|\.\d))"
    r"|(?:(?P<Y>(?:19|20)\d\d)|(?P<era>[^\W\d_]{2})\s?(?P<Ye>元|\d{1,3}))"
    r"\s?[年년]\s?(?P<Mo>[01]?\d)\s?[月월]\s?(?P<D>[0-3]?\d)\s?[日일]"
)
_DIGITS = {first + number: str(number) for first in (0x0660, 0x06F0, 0x0966, 0x09E6, 0xFF10) for number in range(10)}
"""Arabic, Persian, Devanagari, Bengali and full-width digits."""
_OTHER_DIGIT = re.compile(f"[{''.join(map(chr, _DIGITS))}]")
may_hold_date = re.compile(rf"(?:19|20)\d\d|[-/.'’]\d\d(?!\d)|年|{_OTHER_DIGIT.pattern}").search
"""Whether it is worth while to look for dates with a year in a text."""
_MAY_BE_NUMERIC = re.compile(r"\d[\s\u200f]?[-/.|년]|年")
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
    if not text.isascii() and _OTHER_DIGIT.search(text):
        text = text.translate(_DIGITS)
    taken: list[tuple[int, int]] = []
    found: list[Found] = []
    for read in (_worded, _numeric) if _MAY_BE_NUMERIC.search(text) else (_worded,):
        for iso, start, end in read(text, (language or "").lower(), latest):
            if all(end <= first or start >= last for first, last in taken):
                taken.append((start, end))
                found.append(Found(iso, start, end))
    if not found and len(text) <= _LONGEST_SHORT_LINE and (match := _SHORT_LINE.fullmatch(text)):
        day = _day_or_month_first(match, (language or "").lower())
        if day is not None and _in_range(day, latest):
            found.append(Found(day.isoformat(), match.start("a"), match.end("c")))
    yield from sorted(found, key=lambda one: one.start)


_LONGEST_SHORT_LINE = 12


def _worded(text: str, language: str, latest: date | None) -> Iterator[Found]:
    for match in _months().pattern.finditer(text):
        day1, name1, year1, name2, day2, year2, bare_year, year3, name3, day3 = match.groups()
        name, day_text = name1 or name2 or name3, day1 or day2 or day3
        year_text = year1 or year2 or bare_year or year3
        if name.lower() not in _months().numbers:
            continue
        month = _month_number(name.lower(), language)
        year = int(year_text[-2:]) + 2000 if len(year_text) < 4 else int(year_text)
        day = _day(year, month, int(day_text or 1))
        if day is None or not _in_range(day, latest):
            continue
        iso = day.isoformat()
        if day_text is None:
            yield Found(iso[:7], match.start(), match.end())
        else:
            yield _with_time(iso, text, match.start(), match.end())


def _month_number(name: str, language: str) -> int:
    clash = _months().clashes.get(name)
    if clash and language[:2] in clash:
        return clash[language[:2]]
    return _months().numbers[name]


def _numeric(text: str, language: str, latest: date | None) -> Iterator[Found]:
    for match in _NUMERIC.finditer(text):
        if match["y"]:
            day = _day(int(match["y"]), int(match["m"]), int(match["d"]))
        elif match["D"]:
            day = _day(_year_of(match), int(match["Mo"]), int(match["D"]))
        else:
            day = _day_or_month_first(match, language)
        if day is not None and _in_range(day, latest):
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
            return _day(first + 2000, second, year)
        year += 2000
    month_first = match["s2"] != "." and (language in MONTH_FIRST or language.startswith("en-us"))
    for month, day in ((first, second), (second, first)) if month_first else ((second, first), (first, second)):
        if (found := _day(year, month, day)) is not None:
            return found
    return None


def _with_time(iso: str, text: str, start: int, end: int) -> Found:
    match = _TIME.match(text[end : end + 24])
    if match is None or int(match["H"]) > 23:
        return Found(iso, start, end)
    hour = int(match["H"])
    if match["ap"]:
        hour = hour % 12 + (12 if match["ap"][0] in "pP" else 0)
    return Found(f"{iso}T{hour:02d}:{match['M']}", start, end + match.end())


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
    return found.date().isoformat() if found and _in_range(found.date(), None) else None
