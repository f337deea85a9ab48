"""Schedules of site files: what comes when, run in the foreground, or handed to the machine's own scheduler."""

from __future__ import annotations

import logging
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from heapq import heapify, heapreplace
from itertools import islice
from pathlib import Path

import msgspec

from crawlers.cron import next_times, trigger_of
from crawlers.sites import Site
from crawlers.stopping import STOP
from extractors.errors import ConfigurationError

logger = logging.getLogger(__name__)

_NAP = 60.0
"""Seconds after which the clock is looked at again: it may have been set, or the machine been asleep."""
_LOOK = 0.5
"""Seconds between two looks at whether whoever waits for a crawl was told to stop."""
BEGIN, END = "# guidepost begin", "# guidepost end"


class Due(msgspec.Struct, frozen=True, order=True):
    """A run to come."""

    at: datetime
    site: str


def upcoming(sites: Iterable[Site], after: datetime, count: int) -> list[Due]:
    """The next so many runs of all sites together, soonest first, and the next one of every site in any case."""
    runs = {site.name: list(islice(_times(site, after), count)) for site in sites}
    due = sorted(Due(at, name) for name, times in runs.items() for at in times)
    first = {Due(times[0], name) for name, times in runs.items() if times}
    return sorted({*due[:count], *first})


def _times(site: Site, after: datetime) -> Iterator[datetime]:
    return next_times(site.schedule.cron, site.schedule.timezone, after) if site.schedule else iter(())


def command_for(site: str, data: Path) -> list[str]:
    """The command that crawls a site, with this very Python, once the data folder is free."""
    return [sys.executable, "-m", "guidepost", "crawl", "--wait", "--site", site, "--data", str(data.absolute())]


def run_forever(sites: Iterable[Site], data: Path) -> None:
    """Start each site's crawl when it is due, each in a process of its own, one at a time; until interrupted.

    A run that is due while another is going on waits its turn; one missed several times is made up for once. SIGTERM
    and Ctrl-C end the crawl that is going on as well, and wait for it.
    """
    planned = {site.name: site for site in sites if site.schedule}
    if not planned:
        raise ConfigurationError("no site file names a schedule; see `guidepost sites list`")
    now = datetime.now(UTC)
    due = [(at, name) for name, site in planned.items() for at in islice(_times(site, now), 1)]
    if not due:
        raise ConfigurationError("no schedule of a site file ever comes")
    heapify(due)
    told = threading.Event()
    STOP.when_told(told.set)
    with STOP.listening():
        while not told.is_set():
            at, name = due[0]
            seconds = (at - datetime.now(UTC)).total_seconds()
            if seconds > 0:
                told.wait(min(seconds, _NAP))
                continue
            _crawl(name, data, told)
            heapreplace(due, (next(_times(planned[name], datetime.now(UTC))), name))


def _crawl(site: str, data: Path, told: threading.Event) -> None:
    """Crawl a site in a process of its own, and wait for its end; told to stop, end it, too."""
    process = subprocess.Popen(command_for(site, data))  # noqa: S603 - our own command line
    while True:
        try:
            code = process.wait(_LOOK)
            break
        except subprocess.TimeoutExpired:
            if told.is_set():
                process.terminate()
                code = process.wait()
                break
    level = logging.INFO if code == 0 else logging.ERROR
    logger.log(level, "%s: the crawl ended with exit code %d", site, code)


def systemd_units(sites: Iterable[Site], data: Path, folder: Path) -> dict[Path, str]:
    """Unit files by path: one service for all sites, one timer for each."""
    template = " ".join(shlex.quote(word).replace("%", "%%") for word in command_for("SITE", data))
    units = {
        folder / "guidepost-crawl@.service": (
            "[Unit]\nDescription=Guidepost crawl of %i\nWants=network-online.target\nAfter=network-online.target\n\n"
            f"[Service]\nType=oneshot\nWorkingDirectory={Path.cwd()}\n"
            f"ExecStart={template.replace('SITE', '%i')}\n"
            "# Runs that fall together queue up, however long the first one takes.\n"
            "TimeoutStartSec=infinity\nTimeoutStopSec=15\nNice=10\n"
        )
    }
    for site in sites:
        if site.schedule:
            when = on_calendar(site.schedule.cron, site.schedule.timezone)
            units[folder / f"guidepost-crawl@{site.name}.timer"] = (
                f"[Unit]\nDescription=Guidepost crawl of {site.name}, when its site file says\n\n"
                f"[Timer]\nOnCalendar={when}\nPersistent=true\nRandomizedDelaySec=60\n\n"
                "[Install]\nWantedBy=timers.target\n"
            )
    return units


def crontab_lines(sites: Iterable[Site], data: Path) -> list[str]:
    """The lines for crontab(5), between marks; `CRON_TZ` names each schedule's zone where the cron knows it."""
    lines = [BEGIN]
    for site in sites:
        if site.schedule:
            command = " ".join(shlex.quote(word) for word in command_for(site.name, data)).replace("%", r"\%")
            lines += [
                f"CRON_TZ={site.schedule.timezone}",
                f"{site.schedule.cron} cd {shlex.quote(str(Path.cwd()))} && {command}",
            ]
    return [*lines, END]


def with_lines(crontab: str, lines: Sequence[str]) -> str:
    """A crontab with the marked lines in place of those of an earlier installation."""
    kept: list[str] = []
    inside = False
    for line in crontab.splitlines():
        inside = inside or line == BEGIN
        if not inside:
            kept.append(line)
        inside = inside and line != END
    return "\n".join([*kept, *lines]) + "\n"


def on_calendar(cron: str, timezone: str) -> str:
    """A cron expression as systemd.time(7) writes it."""
    trigger = trigger_of(cron, timezone)
    fields = {field.name: str(field) for field in trigger.fields}

    def part(text: str, first: int) -> str:
        return ",".join(_calendar_part(one, first) for one in text.split(","))

    weekday = "" if fields["day_of_week"] == "*" else fields["day_of_week"].title().replace("-", "..") + " "
    date = f"*-{part(fields['month'], 1)}-{part(fields['day'], 1)}"
    return f"{weekday}{date} {part(fields['hour'], 0)}:{part(fields['minute'], 0)}:00 {timezone}"


def _calendar_part(text: str, first: int) -> str:
    span, slash, step = text.partition("/")
    if span == "*":
        return f"{first}/{step}" if slash else "*"
    start, dash, end = span.partition("-")
    padded = f"{int(start):02d}" + (f"..{int(end):02d}" if dash else "")
    return f"{padded}/{step}" if slash else padded
