"""Schedules: what comes when, and how the machine's own scheduler is told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawlers.cron import next_times, trigger_of
from crawlers.sites import Schedule, Site
from crawlers.timetable import BEGIN, END, crontab_lines, on_calendar, systemd_units, upcoming, with_lines
from extractors.errors import ConfigurationError

FRIDAY = datetime(2026, 3, 27, 12, 0, tzinfo=UTC)


def site(name: str, cron: str, timezone: str = "UTC") -> Site:
    return Site(name=name, start_urls=("https://example.com/",), schedule=Schedule(cron=cron, timezone=timezone))


@pytest.mark.parametrize(
    ("cron", "timezone", "times"),
    [
        ("0 3 * * *", "UTC", ["Sat 28 03:00", "Sun 29 03:00"]),
        ("30 2 * * *", "Europe/Brussels", ["Sat 28 02:30", "Sun 29 03:30"]),  # that Sunday has no half past two
        ("0 3 * * 0", "UTC", ["Sun 29 03:00", "Sun 05 03:00"]),
        ("0 3 * * 7", "UTC", ["Sun 29 03:00", "Sun 05 03:00"]),
        ("0 3 * * 1-5", "UTC", ["Mon 30 03:00", "Tue 31 03:00"]),
        ("0 3 * * 6,0", "UTC", ["Sat 28 03:00", "Sun 29 03:00"]),
        ("0 3 * * sat", "UTC", ["Sat 28 03:00", "Sat 04 03:00"]),
        ("*/20 12 * * *", "UTC", ["Fri 27 12:20", "Fri 27 12:40"]),
        ("0 0 1 * *", "UTC", ["Wed 01 00:00", "Fri 01 00:00"]),
        ("@daily", "UTC", ["Sat 28 00:00", "Sun 29 00:00"]),
    ],
)
def test_times(cron: str, timezone: str, times: list[str]) -> None:
    found = next_times(cron, timezone, FRIDAY)
    assert [f"{next(found):%a %d %H:%M}" for _ in times] == times


AUTUMN = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
"""In the night after it, clocks of Brussels go back from three to two, at 01:00 UTC."""
SPRING = datetime(2026, 3, 28, 22, 0, tzinfo=UTC)
"""In the night after it, they go forward from two to three, at 01:00 UTC."""


@pytest.mark.parametrize(
    ("cron", "timezone", "after", "times"),
    [
        ("30 2 * * *", "Europe/Brussels", AUTUMN, ["25 00:30", "26 01:30", "27 01:30"]),
        ("0 2 * * *", "Europe/Brussels", AUTUMN, ["25 00:00", "26 01:00"]),
        ("0 3 * * *", "Europe/Brussels", AUTUMN, ["25 02:00", "26 02:00"]),
        ("15,45 2 * * *", "Europe/Brussels", AUTUMN, ["25 00:15", "25 00:45", "26 01:15"]),
        ("*/30 2 * * *", "Europe/Brussels", AUTUMN, ["25 00:00", "25 00:30", "26 01:00"]),
        ("30 2 * * sun", "Europe/Brussels", AUTUMN, ["25 00:30", "01 01:30"]),
        ("30 1 * * *", "America/New_York", datetime(2026, 10, 31, 12, tzinfo=UTC), ["01 05:30", "02 06:30"]),
        ("45 1 * * *", "Australia/Lord_Howe", datetime(2026, 4, 4, 2, tzinfo=UTC), ["04 14:45", "05 15:15"]),
        (
            "20 * * * *",
            "Europe/Brussels",
            datetime(2026, 10, 24, 23, 30, tzinfo=UTC),
            ["25 00:20", "25 01:20", "25 02:20"],
        ),
        ("30 2 * * *", "Europe/Brussels", datetime(2026, 10, 25, 0, 40, tzinfo=UTC), ["26 01:30"]),
        ("30 2 * * *", "Europe/Brussels", SPRING, ["29 01:30", "30 00:30"]),
        ("0,30 2,3 * * *", "Europe/Brussels", SPRING, ["29 01:00", "29 01:30", "30 00:00"]),
        ("20 * * * *", "Europe/Brussels", SPRING, ["28 22:20", "28 23:20", "29 00:20", "29 01:20", "29 02:20"]),
        ("30 2 * * *", "UTC", AUTUMN, ["25 02:30", "26 02:30"]),
    ],
)
def test_times_when_clocks_are_set(cron: str, timezone: str, after: datetime, times: list[str]) -> None:
    found = next_times(cron, timezone, after)
    assert [f"{next(found).astimezone(UTC):%d %H:%M}" for _ in times] == times


def test_a_site_that_comes_often_hides_no_other() -> None:
    sites = [
        site("often", "*/5 * * * *"),
        site("nightly", "30 2 * * *", "Europe/Brussels"),
        site("yearly", "0 0 1 1 *"),
    ]
    due = upcoming(sites, AUTUMN, 3)
    assert [one.site for one in due] == ["often"] * 3 + ["nightly", "yearly"]


@pytest.mark.parametrize("cron", ["", "0 3 * *", "0 3 * * * *", "60 3 * * *", "0 3 * * 8", "0 3 1 * 1", "a b c d e"])
def test_wrong_expressions_are_refused(cron: str) -> None:
    with pytest.raises(ConfigurationError, match="cron"):
        trigger_of(cron, "UTC")


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="timezone"):
        trigger_of("0 3 * * *", "Europe/Atlantis")


def test_what_comes_when() -> None:
    due = upcoming([site("late", "0 23 * * *"), site("early", "0 1 * * *"), Site(name="never")], FRIDAY, 3)
    assert [(one.site, one.at - FRIDAY) for one in due] == [
        ("late", timedelta(hours=11)),
        ("early", timedelta(hours=13)),
        ("late", timedelta(hours=35)),
    ]


@pytest.mark.parametrize(
    ("cron", "calendar"),
    [
        ("17 3 * * *", "*-*-* 03:17:00 UTC"),
        ("*/15 8-18 * * 1-5", "Mon,Tue,Wed,Thu,Fri *-*-* 08..18:0/15:00 UTC"),
        ("0 0 1,15 */3 *", "*-1/3-01,15 00:00:00 UTC"),
    ],
)
def test_systemd_calendar(cron: str, calendar: str) -> None:
    assert on_calendar(cron, "UTC") == calendar


def test_systemd_units() -> None:
    units = systemd_units([site("nightly", "17 3 * * *")], Path("data"), Path("/units"))
    assert {path.name for path in units} == {"guidepost-crawl@.service", "guidepost-crawl@nightly.timer"}
    service = units[Path("/units/guidepost-crawl@.service")]
    assert "crawl --wait --site %i --data" in service
    assert "SuccessExitStatus" not in service, "a run that another one keeps out queues up, and is no success"
    assert "OnCalendar=*-*-* 03:17:00 UTC" in units[Path("/units/guidepost-crawl@nightly.timer")]


def test_a_crontab_keeps_what_others_wrote() -> None:
    lines = crontab_lines([site("nightly", "17 3 * * *", "Europe/Brussels")], Path("data"))
    assert lines[1] == "CRON_TZ=Europe/Brussels"
    assert lines[2].startswith("17 3 * * * cd ")
    assert "crawl --wait --site nightly" in lines[2]
    once = with_lines("MAILTO=me\n5 5 * * * other\n", lines)
    twice = with_lines(once, lines)
    assert once == twice
    assert once.startswith("MAILTO=me\n5 5 * * * other\n" + BEGIN)
    assert once.endswith(END + "\n")
