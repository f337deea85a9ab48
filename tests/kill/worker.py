"""One crawl in a process of its own, to be killed: `python -m tests.kill.worker DATA STORE ORIGIN...`."""

from __future__ import annotations

import sys

from crawlers.config import load_config
from crawlers.job import CrawlJob
from crawlers.run import crawl_here
from crawlers.sites import Site


def site_of(origin: str) -> Site:
    """The file of such a site."""
    return Site(
        name=origin.rpartition(":")[2],
        spider="guides",
        start_urls=(f"{origin}/",),
        read=(r"/guides/\d+$",),
        follow=(r"/list/\d+$", r":\d+/$"),
    )


def main() -> int:
    """Crawl; the exit code of the crawl."""
    data, store, *origins = sys.argv[1:]
    config, _ = load_config(
        {
            "data": data,
            "store": None if store == "-" else store,
            "allow_addresses": tuple(origin.split("//")[1] for origin in origins),
            "delay": 0,
            "pages": 0,
            "depth": 3,
            "lease": 60 if store == "-" else 2,
            "log_level": "ERROR",
        },
        environment={},
    )
    outcome = crawl_here(config, CrawlJob(spider="guides", sites=tuple(site_of(origin) for origin in origins)))
    print(outcome.reason)
    return outcome.exit_code


if __name__ == "__main__":
    sys.exit(main())
