"""`guidepost sites`: site files looked for, listed, checked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guidepost.commands._output import AsJson, complain, print_json, print_table, waiting

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Describe sites in files: where to start, what to read, how politely, and when."""


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the site files: bundled ones, and those of your own folders (setting `sites`).

    Example: GUIDEPOST_SITES=my-sites guidepost sites list
    """
    from crawlers.config import load_config
    from crawlers.sites import load_sites

    sites = load_sites(load_config()[0])
    if as_json:
        print_json(list(sites.values()))
        return
    rows = [
        (
            site.name,
            site.spider,
            " ".join((*site.start_urls, *site.sitemaps))[:60],
            f"{site.schedule.cron} {site.schedule.timezone}" if site.schedule else "",
            "browser" if site.javascript else "",
        )
        for site in sites.values()
    ]
    print_table(("name", "spider", "starts at", "schedule", "needs"), rows)


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Site files; by default all that are known.")] = None,
    url: Annotated[list[str] | None, typer.Option(help="Say what the file makes of an address; repeatable.")] = None,
    as_json: AsJson = False,
) -> None:
    """Check site files, and what they make of addresses; no network.

    Example: guidepost sites check my-sites/example.toml --url https://example.com/hiring/ghent
    """
    from crawlers.config import load_config
    from crawlers.sites import look_through, read_site
    from extractors.errors import ConfigurationError

    found, wrong = [], []
    for path in files or []:
        try:
            found.append(read_site(path))
        except ConfigurationError as error:
            wrong.append(str(error))
    if not files:
        known = look_through(load_config()[0])
        found, wrong = list(known.sites.values()), list(known.wrong.values())
    verdicts = [(site.name, one, site.verdict(one)) for site in found for one in url or []]
    if as_json:
        print_json({"good": [site.name for site in found], "wrong": wrong, "verdicts": verdicts})
    else:
        for faults in wrong:
            for line in faults.splitlines():
                complain("wrong", line)
        typer.echo(f"{len(found)} good, {len(wrong)} wrong")
        for name, one, verdict in verdicts:
            what = {"read": "is kept", "follow": "is fetched for its links", "no": "is left alone"}[verdict]
            typer.echo(f"{name}: {one} {what}")
    raise typer.Exit(2 if wrong else 0)


@app.command()
def probe(
    url: Annotated[str, typer.Argument(help="Address of the site, or of the section that you want.")],
    write: Annotated[
        Path | None, typer.Option(help="File to write the proposal to, such as my-sites/name.toml.")
    ] = None,
    contact: Annotated[str | None, typer.Option(help="Mail or web address at which a site's owner finds you.")] = None,
    allow_address: Annotated[
        list[str] | None, typer.Option(help="Private or loopback address that may be asked, such as 127.0.0.1:8000.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look at a site and propose its file: robots.txt, sitemaps, feeds, platform, and what sample pages are.

    A dozen requests at most, by the rules of every crawl.

    Example: guidepost sites probe https://example.com/hiring --contact you@example.org --write my-sites/example.toml
    """
    from crawlers.config import load_config
    from crawlers.identity import require_contact
    from crawlers.probe import probe as look
    from crawlers.sites import site_for
    from extractors.errors import UsageError
    from extractors.extract import extract_page

    config, _ = load_config({"contact": contact, "allow_addresses": allow_address or None})
    require_contact(config, [site_for([url], "site")])
    if write is not None and write.exists():
        raise UsageError(f"{write} is there already; name another file")
    with waiting(f"looking at {url}"):
        found = look(config, url, extract_page)
    proposal = found.site_file()
    if as_json:
        print_json({"found": found, "kind": found.kind, "site_file": proposal})
    else:
        typer.echo(f"robots.txt {found.robots}; {len(found.sitemaps)} sitemaps, {len(found.feeds)} feeds", err=True)
        typer.echo(f"platform {found.platform or 'unknown'}, {found.requests} requests made\n", err=True)
        if write is None:
            typer.echo(proposal)
    if write is not None:
        write.parent.mkdir(parents=True, exist_ok=True)
        write.write_text(proposal, encoding="utf-8")
        typer.echo(f"{write} written; check it with `guidepost sites check {write}`", err=True)
