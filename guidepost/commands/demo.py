"""`guidepost demo`: two small sites of our own, from crawl to tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from guidepost.commands._output import AsJson, console, errors, print_json, waiting


def command(
    out: Annotated[Path, typer.Option(help="Folder for what it makes; emptied when it runs again.")] = Path("demo-out"),
    as_json: AsJson = False,
) -> None:
    """Serve two demo sites on this machine, crawl them, write tables, and read the archive again.

    Needs no network and about half a minute. The sites are a recruiter's hiring guides in three languages and a blog;
    both are made up. They are crawled with the real spiders under the rules of their own robots.txt.

    Example: guidepost demo --out demo-out
    """
    from guidepost.demo.run import run_demo
    from guidepost.demo.show import show

    with waiting("starting") as status:

        def say(line: str) -> None:
            status.update(Text(line))
            if not as_json:
                errors.print(Text(line))

        result = run_demo(out, say, lambda fetched: status.update(Text(f"{fetched.status} {fetched.url}")))
    if as_json:
        print_json(
            {
                "folder": str(result.folder),
                "rows": result.rows,
                "differing": result.differing,
                "evidence": result.evidence._asdict(),
                "outcomes": result.outcomes,
                "seconds": round(result.seconds, 1),
            }
        )
    else:
        show(result, console(width=100))
    raise typer.Exit(result.exit_code)
