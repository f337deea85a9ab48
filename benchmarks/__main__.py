"""All benchmarks, one after the other: `python -m benchmarks [NAME…]`.

Each measures its part against a floor taken in the same run, in a process of its own, so that no benchmark finds the
caches of another one warm. Absolute times belong to the machine; the ratios carry over.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

BENCHMARKS: dict[str, tuple[str, ...]] = {
    "document": (),
    "extract": (),
    "pay": (),
    "store": (),
    "entities": ("--speed", "5000"),
    "crawl": (),
}
"""By name, with the arguments of a run of all of them."""


def main() -> int:
    """Run them; the exit code is 1 where one failed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("names", nargs="*", metavar="NAME", help=f"some of: {', '.join(BENCHMARKS)}; default: all")
    names = options.parse_args().names or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        options.error(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    failed = [name for name in names if not _run(name)]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _run(name: str) -> bool:
    print(f"== {name}", flush=True)
    done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *BENCHMARKS[name]], check=False)
    print(flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
