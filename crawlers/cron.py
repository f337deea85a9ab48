"""Cron expressions of five fields, in a time zone, as crontab(5) means them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from extractors.errors import ConfigurationError

if TYPE_CHECKING:
    from apscheduler.triggers.cron import CronTrigger  # type: ignore[import-untyped]

_SHIFT = timedelta(hours=3)
"""More than any clock was ever set forward or back."""
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NICKNAMES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
}


def trigger_of(expression: str, timezone: str, zone: ZoneInfo | None = None) -> CronTrigger:
    """The trigger of an expression; raises ConfigurationError for one that is wrong, and for an unknown zone.

    With `zone` it counts in that one.
    """
    from apscheduler.triggers.cron import CronTrigger

    fields = _fields(expression)
    if len(fields) != 5:
        raise ConfigurationError(f"cron: {expression!r} has {len(fields)} fields instead of five")
    minute, hour, day, month, weekday = fields
    if day != "*" and weekday != "*":
        # crontab(5) would run on either; few who write it mean that.
        raise ConfigurationError(f"cron: {expression!r} names a day of the month and a weekday; write two site files")
    try:
        zone = ZoneInfo(timezone) if zone is None else zone
    except (KeyError, ValueError, OSError) as error:
        raise ConfigurationError(f"timezone: {timezone!r} is no IANA time zone") from error
    try:
        return CronTrigger(
            minute=minute, hour=hour, day=day, month=month, day_of_week=_named_weekdays(weekday), timezone=zone
        )
    except (ValueError, IndexError) as error:
        raise ConfigurationError(f"cron: {expression!r}: {error}") from error


def next_times(expression: str, timezone: str, after: datetime) -> Iterator[datetime]:
    """Moments at which it is due, one after the other, after the given one; aware, in the expression's zone.

    On the night when clocks go forward half past two is half past three; on the one when they go back it comes once,
    the first time. What comes every hour, or every few, comes by hours that pass.
    """
    zone = ZoneInfo(timezone)
    hourly = _fields(expression)[1].startswith("*")
    waiting: list[datetime] = []
    last = after.astimezone(UTC)
    for wall in _walls(expression, timezone, last.astimezone(zone).replace(tzinfo=None) - _SHIFT):
        for moment in _moments(wall, zone, hourly):
            heappush(waiting, moment)
        # Shifts of the clock bring moments out of order, by no more than they shift.
        while waiting and waiting[0] < wall.replace(tzinfo=zone).astimezone(UTC) - _SHIFT:
            moment = heappop(waiting)
            if moment > last:
                last = moment
                yield moment.astimezone(zone)


def _walls(expression: str, timezone: str, after: datetime) -> Iterator[datetime]:
    """What a clock on the wall shows when it is due, as if no clock were ever set; naive."""
    trigger = trigger_of(expression, timezone, ZoneInfo("UTC"))
    previous = None
    moment = after.replace(tzinfo=UTC)
    while (due := trigger.get_next_fire_time(previous, moment)) is not None:
        yield due.replace(tzinfo=None)
        previous, moment = due, due + timedelta(microseconds=1)


def _moments(wall: datetime, zone: ZoneInfo, hourly: bool) -> list[datetime]:
    """When the clock shows that in the zone, UTC: never, once or twice."""
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return [first]
    if first < second:
        return [first, second] if hourly else [first]
    return [] if hourly else [first]  # the clock is set over it


def _fields(expression: str) -> list[str]:
    return _NICKNAMES.get(expression.strip().lower(), expression).split()


def _named_weekdays(field: str) -> str:
    """Weekday numbers as names: cron counts from Sunday, APScheduler from Monday."""

    def part(text: str) -> str:
        span, slash, step = text.partition("/")
        if "-" in span and not span.startswith("*"):
            first, last = (_WEEKDAYS.index(_name(end)) if _name(end) != "sun" else 0 for end in span.split("-", 1))
            last = 7 if _name(span.split("-", 1)[1]) == "sun" else last
            chosen = range(first, last + 1, int(step) if slash else 1)
            return ",".join(dict.fromkeys(_WEEKDAYS[number] for number in chosen))
        if span == "*" and slash:
            return ",".join(_WEEKDAYS[number] for number in range(0, 7, int(step)))
        return _name(span) + slash + step

    return field if field == "*" else ",".join(part(text) for text in field.split(","))


def _name(text: str) -> str:
    if re.fullmatch(r"[0-7]", text):
        return _WEEKDAYS[int(text)]
    return text.lower()
