"""One crawl, to be killed: in a process forked from one that has everything imported, so that many can be."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from crawlers.config import load_config
from crawlers.job import CrawlJob
from crawlers.run import crawl_here
from crawlers.sites import Site


class Origins(NamedTuple):
    """Where the sites are."""

    listing: tuple[str, ...]
    """Sites whose pages are found by links from lists."""
    mapped: tuple[str, ...]
    """Sites whose pages only a sitemap names."""


def sites_of(origins: Origins) -> tuple[Site, ...]:
    """The files of such sites."""
    mapped = (
        Site(name=_name(origin), spider="guides", sitemaps=(f"{origin}/sitemap.xml",), read=(r"/guides/\d+$",))
        for origin in origins.mapped
    )
    return (*map(site_of, origins.listing), *mapped)


def site_of(origin: str) -> Site:
    """The file of a site whose pages are found by links."""
    return Site(
        name=_name(origin),
        spider="guides",
        start_urls=(f"{origin}/",),
        read=(r"/guides/\d+$",),
        follow=(r"/list/\d+$", r":\d+/$"),
    )


def _name(origin: str) -> str:
    return origin.rpartition(":")[2]


def warm(folder: Path) -> None:
    """Import what the crawl in this folder had imported, so that those to come begin at once.

    All but the reactor, which a process has once.
    """
    sys.modules["twisted.internet.reactor"] = None  # type: ignore[assignment]
    for name in folder.with_suffix(".modules").read_text().split():
        with contextlib.suppress(Exception):
            import_module(name)
    del sys.modules["twisted.internet.reactor"]


def start(folder: Path, store: str, origins: Origins) -> int:
    """Fork a crawl; its process id. What it says goes to `folder.log`, where SIGUSR1 has it say what it does."""
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        log = os.open(folder.with_suffix(".log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(log, 1)
        os.dup2(log, 2)
        faulthandler.register(signal.SIGUSR1, file=sys.__stderr__)
        code = crawl(folder, store, origins)
    except BaseException:  # noqa: BLE001 - the child must not go on as its parent
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


def crawl(folder: Path, store: str, origins: Origins) -> int:
    """Crawl; the exit code of the crawl."""
    config, _ = load_config(
        {
            "data": folder,
            "store": None if store == "-" else store,
            "allow_addresses": tuple(origin.split("//")[1] for origin in (*origins.listing, *origins.mapped)),
            "delay": 0,
            "pages": 0,
            "depth": 3,
            "concurrency": 8 if store == "-" else 2,  # so that two workers share the sites
            "lease": 60 if store == "-" else 2,
            "log_level": "ERROR",
        },
        environment={},
    )
    outcome = crawl_here(config, CrawlJob(spider="guides", sites=sites_of(origins)))
    folder.with_suffix(".modules").write_text(" ".join(name for name in sorted(sys.modules) if "__" not in name))
    print(f"{os.getpid()}: {outcome.status}: {outcome.reason}", flush=True)
    return outcome.exit_code
