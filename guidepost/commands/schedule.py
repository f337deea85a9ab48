"""`guidepost schedule`: crawls at their times."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from extractors.errors import UsageError
from guidepost.commands._output import AsJson, print_json, print_table
from guidepost.commands._store import Data, data_folder

app = typer.Typer(no_args_is_help=True)
_PATIENCE = 30  # seconds that crontab may take


@app.callback()
def _group() -> None:
    """Crawl sites at the times that their files name (`[schedule] cron = …, timezone = …`)."""


@app.command("next")
def next_(
    count: Annotated[int, typer.Option("--count", "-n", min=1, max=1000, help="How many runs to show.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Show what comes when, in each schedule's own time zone.

    Example: guidepost schedule next -n 5
    """
    from crawlers.config import load_config
    from crawlers.sites import load_sites
    from crawlers.timetable import upcoming

    sites = load_sites(load_config()[0])
    due = upcoming(sites.values(), datetime.now(UTC), count)
    if as_json:
        print_json(due)
    elif due:
        print_table(
            ("when", "zone", "site"), [(f"{one.at:%a %Y-%m-%d %H:%M}", one.at.tzname(), one.site) for one in due]
        )
    else:
        typer.echo("no site file names a schedule")


@app.command()
def run(data: Data = None) -> None:
    """Stay in the foreground and start each crawl when it is due, each in a process of its own, one at a time.

    For a container or a terminal; on a machine of its own, `guidepost schedule install` hands the times to systemd or
    cron instead. Stop it with Ctrl-C.
    """
    from crawlers.config import load_config
    from crawlers.sites import load_sites
    from crawlers.timetable import run_forever, upcoming

    sites = list(load_sites(load_config()[0]).values())
    for due in upcoming(sites, datetime.now(UTC), 1):
        typer.echo(f"next: {due.site} at {due.at:%a %Y-%m-%d %H:%M %Z}", err=True)
    run_forever(sites, data_folder(data).root)


@app.command()
def install(
    systemd: Annotated[bool, typer.Option("--systemd", help="Timers of the user's systemd.")] = False,
    cron: Annotated[bool, typer.Option("--cron", help="Lines in the user's crontab.")] = False,
    folder: Annotated[
        Path | None, typer.Option(help="Folder for the units; by default ~/.config/systemd/user.")
    ] = None,
    show: Annotated[bool, typer.Option("--print", help="Print what would be written, and write nothing.")] = False,
    data: Data = None,
) -> None:
    """Hand the schedules to the machine's own scheduler.

    Running it again replaces what an earlier time wrote. Vixie cron ignores CRON_TZ and takes the machine's zone;
    systemd knows zones.

    Examples: guidepost schedule install --systemd
              guidepost schedule install --cron --print
    """
    from crawlers.config import load_config
    from crawlers.sites import load_sites
    from crawlers.timetable import crontab_lines, systemd_units

    if systemd == cron:
        raise UsageError("choose one: --systemd or --cron")
    sites = [site for site in load_sites(load_config()[0]).values() if site.schedule]
    if not sites:
        raise UsageError("no site file names a schedule; see `guidepost sites list`")
    root = data_folder(data).root
    if systemd:
        _timers(systemd_units(sites, root, folder or Path("~/.config/systemd/user").expanduser()), show)
        return
    lines = crontab_lines(sites, root)
    if show:
        typer.echo("\n".join(lines))
    else:
        _into_crontab(lines)
        typer.echo(f"{len(sites)} schedules written to the crontab")


def _timers(units: Mapping[Path, str], show: bool) -> None:
    for path, text in units.items():
        if show:
            typer.echo(f"# {path}\n{text}")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if not show:
        timers = " ".join(path.name for path in units if path.suffix == ".timer")
        typer.echo(f"{len(units)} units written; now: systemctl --user daemon-reload && ", nl=False)
        typer.echo(f"systemctl --user enable --now {timers}")


def _into_crontab(lines: Sequence[str]) -> None:
    """Write the lines; the user's others stay. `UsageError`, and nothing written, where the crontab cannot be read."""
    from crawlers.timetable import with_lines

    crontab = shutil.which("crontab")
    if crontab is None:
        raise UsageError("there is no crontab on this machine; use --systemd, or --print and place the lines yourself")
    before = _crontab(crontab, "-l")
    if before.returncode and "no crontab" not in before.stderr.lower():
        raise UsageError(f"the crontab cannot be read: {before.stderr.strip() or f'exit code {before.returncode}'}")
    done = _crontab(crontab, "-", with_lines("" if before.returncode else before.stdout, lines))
    if done.returncode:
        raise UsageError(f"the crontab cannot be written: {done.stderr.strip() or f'exit code {done.returncode}'}")


def _crontab(program: str, argument: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - the machine's own crontab
        [program, argument], input=given, capture_output=True, text=True, check=False, timeout=_PATIENCE
    )
