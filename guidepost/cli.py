"""The command line: the composition root, where commands meet configuration and errors become exit codes.

Exit codes: 0 within the failure budget, 1 the run failed or broke its budget, 2 wrong usage or configuration,
3 another run holds the lock.
"""

from __future__ import annotations

import gc
import inspect
import os
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from rich.markup import escape

from crawlers.stopping import STOP
from extractors.errors import GuidepostError
from guidepost import __version__
from guidepost.logs import configure_logging

# Command → module under guidepost.commands and what it does. Modules are imported only when asked for: reading one
# page must not wait for Scrapy and SQLAlchemy.
COMMANDS: dict[str, str] = {
    "demo": "Serve two demo sites on this machine, crawl, export and re-parse them.",
    "crawl": "Crawl sites or single addresses into the archive and the store.",
    "reparse": "Read saved pages, folders or archives again; no network.",
    "extract": "Read one page and print its record.",
    "export": "Write the store's records as tables.",
    "changes": "Say what appeared, went or changed.",
    "runs": "List the runs and how they ended.",
    "sites": "Probe, list and check the site files.",
    "schedule": "Run crawls on their schedules.",
    "query": "Ask the store in SQL, read-only.",
    "browse": "Look through the store in a browser.",
    "entities": "See, merge and split entities.",
    "prune": "Remove old versions that nothing current rests on.",
    "forget": "Take a person, address or site out of everything.",
    "backup": "Copy store and archive.",
    "restore": "Bring a backup back.",
    "db": "Create, upgrade and inspect the store.",
    "explain": "Show how a value was read.",
    "case": "Keep pages with what is to be read from them; see what a change moves.",
    "schema": "Print the JSON Schema of a record.",
    "config": "Show the configuration and where each value comes from.",
}


def build_app(chosen: str | None) -> typer.Typer:
    """The application, with the chosen command in full and the others by name and help only."""
    app = typer.Typer(
        name="guidepost",
        help="Read hiring-guide and blog pages into records that carry their evidence.",
        epilog="Start with `guidepost demo`, or `guidepost extract page.html --json`.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    for name, line in COMMANDS.items():
        if name != chosen:
            app.command(name=name, help=line)(_not_loaded)
            continue
        module: Any = import_module(f"guidepost.commands.{name.replace('-', '_')}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name, help=line)
        else:
            app.command(name=name)(module.command)
    return app


def _not_loaded() -> None:
    raise AssertionError("a command that was not chosen cannot run")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"guidepost {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[  # noqa: ARG001 - its callback does it, before a command is asked for
        bool, typer.Option("--version", help="Print the version and leave.", is_eager=True, callback=_print_version)
    ] = False,
    log_level: Annotated[str | None, typer.Option(help="DEBUG, INFO, WARNING or ERROR.", metavar="LEVEL")] = None,
    log_format: Annotated[str | None, typer.Option(help="human, or json: one object a line.", metavar="FORMAT")] = None,
) -> None:
    # By way of the environment, so that the processes that a run starts see the same.
    for key, value in (("GUIDEPOST_LOG_LEVEL", log_level), ("GUIDEPOST_LOG_FORMAT", log_format)):
        if value is not None:
            os.environ[key] = value
    configure_logging()


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    # What is imported and loaded stays: to look through all of it again and again is a fifth of a start's time.
    gc.set_threshold(10_000, 20, 20)
    arguments = sys.argv[1:] if arguments is None else arguments
    chosen = next((word for word in arguments if word in COMMANDS), None)
    try:
        with STOP.listening(interrupt=True):  # SIGTERM and SIGHUP end a command as Ctrl-C does: it tidies up
            command = typer.main.get_command(build_app(chosen))
            _reflow(command)
            command(arguments)
    except GuidepostError as error:
        typer.secho(f"guidepost: {error}", fg="red", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:  # before the command itself could see to it
        sys.exit(130)
    except BrokenPipeError:  # `guidepost … | head` is no fault
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        if error.filename is None:  # a fault of ours, then, and not of a folder or a disk
            raise
        typer.secho(f"guidepost: {error.filename}: {error.strerror}", fg="red", err=True)
        sys.exit(1)


def _reflow(command: Any) -> None:
    """Help as wide as the terminal: the lines of a paragraph joined, those of the examples kept; no word is a style."""
    if command.help:
        command.help = "\n\n".join(map(_paragraph, inspect.cleandoc(command.help).split("\n\n")))
    for other in getattr(command, "commands", {}).values():
        _reflow(other)


def _paragraph(text: str) -> str:
    if not text.startswith(("Example:", "Examples:")):
        return escape(" ".join(text.split()))
    head, _, lines = text.partition(":")
    return "\n".join([f"{head}:", *(f"$ {escape(line.strip())}" for line in lines.strip().split("\n"))])


if __name__ == "__main__":
    main()
