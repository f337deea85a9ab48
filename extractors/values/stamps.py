"""Dates as metadata state them, for programs: ISO 8601 in its variants, RFC 2822, asctime, seconds since 1970."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from extractors.values.dates import day_of, find_dates, in_range

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


def iso_date(stamp: str, latest: date | None = None, language: str | None = None) -> str | None:
    """A metadata stamp as ISO 8601: ISO in its variants, RFC 2822, as C's `asctime` writes it, seconds or milliseconds
    since 1970, or worded; ambiguous `05/03/2024` is read by the language's custom.

    None where it is no date, lies before 1990, or after `latest` (a day of grace for zones).
    """
    stamp = stamp.strip()
    if _EPOCH.match(stamp):
        moment = datetime.fromtimestamp(int(stamp[:10]), UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S+00:00") if in_range(moment.date(), latest) else None
    if match := _STAMP.match(stamp):
        found = _from_stamp(match, latest)
        if found is not None or match["d"]:
            return found
    if match := _ISO_LOOSE.match(stamp):
        day = day_of(int(match[1]), int(match[2]), int(match[3]))
        return day.isoformat() if day and in_range(day, latest) else None
    if match := _ASCTIME.match(stamp):
        weekday, month, number = match["day"].split()
        stamp = f"{weekday}, {number} {month} {match['year']} {match['time']} {match['zone'] or ''}"
    if _WEEKDAY_COMMA.match(stamp):
        try:
            moment = parsedate_to_datetime(stamp)
        except (ValueError, IndexError, TypeError):
            pass
        else:
            return moment.isoformat() if in_range(moment.date(), latest) else None
    return next((one.iso for one in find_dates(stamp[:80], language, latest) if len(one.iso) >= 10), None)


def _from_stamp(match: re.Match[str], latest: date | None) -> str | None:
    year, month, day = int(match["y"]), int(match["m"] or 1), int(match["d"] or 1)
    moment = day_of(year, month, day)
    if moment is None or not in_range(moment, latest):
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
