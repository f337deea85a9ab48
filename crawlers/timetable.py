"""Schedules of site files: what comes when, run in the foreground, or handed to the machine's own scheduler."""

from __future__ import annotations

import logging
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

import msgspec

from crawlers.cron import next_times, trigger_of
from crawlers.sites import Site
from extractors.errors import ConfigurationError

logger = logging.getLogger(__name__)

BEGIN, END = "# guidepost begin", "# guidepost end"


class Due(msgspec.Struct, frozen=True, order=True):
    """A run to come."""

    at: datetime
    site: str


def upcoming(sites: Iterable[Site], after: datetime, count: int) -> list[Due]:
    """The next runs of all sites together, soonest first."""
    due = [
        Due(at, site.name)
        for site in sites
        if site.schedule
        for at in islice(next_times(site.schedule.cron, site.schedule.timezone, after), count)
    ]
    return sorted(due)[:count]


def command_for(site: str, data: Path) -> list[str]:
    """The command that crawls a site, with this very Python."""
    return [sys.executable, "-m", "guidepost", "crawl", "--site", site, "--data", str(data.absolute())]


def run_forever(sites: Iterable[Site], data: Path) -> None:
    """Start each site's crawl when it is due, each in a process of its own, one at a time; until interrupted.

    A run that is due while another is going on waits its turn; one missed several times is made up for once. SIGTERM
    and Ctrl-C end the crawl that is going on as well, and wait for it.
    """
    from apscheduler.executors.pool import ThreadPoolExecutor  # type: ignore[import-untyped]
    from apscheduler.schedulers.blocking import BlockingScheduler  # type: ignore[import-untyped]

    scheduler = BlockingScheduler(executors={"default": ThreadPoolExecutor(1)}, timezone="UTC")
    planned = [site for site in sites if site.schedule]
    if not planned:
        raise ConfigurationError("no site file names a schedule; see `guidepost sites list`")
    runner = _Runner()
    for site in planned:
        if site.schedule:
            scheduler.add_job(
                runner.crawl,
                trigger_of(site.schedule.cron, site.schedule.timezone),
                args=(site.name, data),
                id=site.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        scheduler.start()
    except (KeyboardInterrupt, SystemExit):
        runner.stop()
        scheduler.shutdown()


class _Runner:
    """Runs one crawl at a time, and ends it when told to."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def crawl(self, site: str, data: Path) -> None:
        """Crawl a site in a process of its own, and wait for its end."""
        if self._stopped:
            return
        self._process = subprocess.Popen(command_for(site, data))  # noqa: S603 - our own command line
        code = self._process.wait()
        level = logging.INFO if code == 0 else logging.ERROR
        logger.log(level, "%s: the crawl ended with exit code %d", site, code)

    def stop(self) -> None:
        """Start no further crawl, and tell the one that is going on to end."""
        self._stopped = True
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()


def systemd_units(sites: Iterable[Site], data: Path, folder: Path) -> dict[Path, str]:
    """Unit files by path: one service for all sites, one timer for each."""
    template = " ".join(shlex.quote(word).replace("%", "%%") for word in command_for("SITE", data))
    units = {
        folder / "guidepost-crawl@.service": (
            "[Unit]\nDescription=Guidepost crawl of %i\nWants=network-online.target\nAfter=network-online.target\n\n"
            f"[Service]\nType=oneshot\nWorkingDirectory={Path.cwd()}\n"
            f"ExecStart={template.replace('SITE', '%i')}\n"
            "# 3: another run holds the data folder; this one comes again at its next time.\n"
            "SuccessExitStatus=3\nTimeoutStopSec=15\nNice=10\n"
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
