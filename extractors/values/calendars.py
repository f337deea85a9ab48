"""Years and days of other calendars as those of the Gregorian one."""

from __future__ import annotations

from datetime import date, timedelta

_BUDDHIST = 543
_SHORT_MONTHS = 6
_MONTH, _SHORT = 31, 30
_CYCLE = 33
_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
"""Years of the cycle of 33 that have a day more; holds from 1244 to 1472, which are 1865 to 2094."""
_FIRST_YEAR, _FIRST_DAY = 1370, date(1991, 3, 21)
_LAST_YEAR = 1472


def from_buddhist(year: int) -> int:
    """The year of our calendar that Thailand counts by that number."""
    return year - _BUDDHIST


def from_jalali(year: int, month: int, day: int) -> date | None:
    """The day of the solar calendar of Iran; None where there is no such day, or before 1370 (1991)."""
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= 12):
        return None
    leap = year % _CYCLE in _LEAP
    longest = _MONTH if month <= _SHORT_MONTHS else _SHORT if month < 12 or leap else _SHORT - 1
    if not 1 <= day <= longest:
        return None
    days = sum(366 if one % _CYCLE in _LEAP else 365 for one in range(_FIRST_YEAR, year))
    days += _MONTH * min(month - 1, _SHORT_MONTHS) + _SHORT * max(month - 1 - _SHORT_MONTHS, 0) + day - 1
    return _FIRST_DAY + timedelta(days=days)
