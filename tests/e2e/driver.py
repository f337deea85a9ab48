"""A crawl in a process of its own, told on standard input what to do; prints its outcome as JSON.

    {"config": {…}, "sites": [{…}], "spider": "site", "names": {"x.test": ["127.0.0.1", …]}, "file_size": null}

`names` stands in for DNS: each look-up of a name takes the next address, the last one for good; one that is empty never
comes. `file_size` limits what may be written to one file, as a full disk would.
"""

from __future__ import annotations

import json
import resource
import signal
import socket
import sys
import time
from typing import Any

_real = socket.getaddrinfo


def stand_in(names: dict[str, list[str]]) -> None:
    """Answer for the names given, as the system's resolver would."""

    def getaddrinfo(host: Any, port: Any, *arguments: Any, **more: Any) -> Any:
        known = host.decode() if isinstance(host, bytes) else host
        if names.get(known) == [""]:
            time.sleep(3600)
        if known in names:
            addresses = names[known]
            host = addresses.pop(0) if len(addresses) > 1 else addresses[0]
        elif isinstance(known, str) and known.endswith((".test", ".example")):
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return _real(host, port, *arguments, **more)

    socket.getaddrinfo = getaddrinfo


def main() -> int:
    order = json.loads(sys.stdin.read())
    # Twisted takes hold of the resolver when it is imported.
    stand_in(order.get("names", {}))
    import msgspec

    from crawlers.config import load_config
    from crawlers.job import CrawlJob
    from crawlers.run import crawl_here
    from crawlers.sites import site_from
    from extractors.errors import GuidepostError

    if order.get("file_size"):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["file_size"], order["file_size"]))
    config, _ = load_config(order["config"], environment={})
    sites = tuple(site_from(site, "test") for site in order["sites"])
    try:
        wishes = {name: order.get(name, False) for name in ("full", "archive_only")}
        job = CrawlJob(spider=order.get("spider", "site"), sites=sites, **wishes)
        outcome = crawl_here(config, job)
    except GuidepostError as error:
        print(json.dumps({"error": type(error).__name__, "reason": str(error), "exit_code": error.exit_code}))
        return error.exit_code
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(msgspec.to_builtins(outcome) | {"peak_mb": peak}))
    return outcome.exit_code


if __name__ == "__main__":
    sys.exit(main())
