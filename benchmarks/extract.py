"""What a whole extraction costs, stage by stage, as a multiple of a bare lxml parse of the same bytes.

    .venv/bin/python -m benchmarks.extract [FOLDER…] [--rounds 3] [--limit N] [--slowest N]

Reads all `.html` and `.html.gz` files below the folders; without folders, the pages of the project itself, and those of
`../shared/corpora` where that exists. For each page the bare parse and the extraction take turns, and the least CPU
time of all rounds counts: other programs on the machine can only add to it. Pages are gone through once a round, so
that what a page leaves in caches has mostly been pushed out when its turn comes again.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.document import PER_FOLDER, bare, default_folders, pages_of

STAGES = {"read": "read", "metadata": "read_metadata", "article": "read_article", "guide": "read_guide"}
"""Stages by the function of `extractors.extract` that does them; all else is the record's own making."""
BARE, WHOLE = "bare lxml parse", "whole extraction"


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="*", type=Path)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--limit", type=int, default=PER_FOLDER, help="pages of each folder at most")
    options.add_argument("--slowest", type=int, default=0, help="also list the pages with the highest ratios")
    chosen = options.parse_args()
    pages = list(pages_of(chosen.folders or default_folders(), chosen.limit))
    if not pages:
        options.error("no page found")
    print(f"{len(pages)} pages of {statistics.median(map(len, pages)) / 1000:,.0f} KB (median)")
    times = measure(pages, chosen.rounds)
    floor = times[BARE]
    print(f"{'':20}{'ms/page':>10}{'median ×':>10}{'95 % ×':>9}{'sum ×':>8}")
    for name, taken in times.items():
        ratios = sorted(one / other for one, other in zip(taken, floor, strict=True))
        mean, high = 1000 * sum(taken) / len(taken), ratios[int(0.95 * (len(ratios) - 1))]
        total = sum(taken) / sum(floor)
        print(f"{name:20}{mean:10.3f}{statistics.median(ratios):10.2f}{high:9.2f}{total:8.2f}")
    whole = times[WHOLE]
    by_ratio = sorted(range(len(pages)), key=lambda place: whole[place] / floor[place], reverse=True)
    for place in by_ratio[: chosen.slowest]:
        size, ratio = len(pages[place]), whole[place] / floor[place]
        print(f"{ratio:8.1f} ×  {1000 * whole[place]:8.1f} ms  {size:>9,} bytes  {_beginning(pages[place])}")


def measure(pages: list[bytes], rounds: int) -> dict[str, list[float]]:
    """The least CPU time of each page for the bare parse, each stage, and the whole extraction, in seconds."""
    module: Any = import_module("extractors.extract")
    extract = module.extract
    spent = dict.fromkeys(STAGES, 0.0)
    own = {function: getattr(module, function) for function in STAGES.values()}
    for stage, function in STAGES.items():
        setattr(module, function, _timed(own[function], stage, spent))
    try:
        least = {name: [float("inf")] * len(pages) for name in (BARE, *STAGES, WHOLE)}
        for page in pages[:20]:  # lexicons are read when they are first asked for
            extract(page)
        for _ in range(rounds):
            gc.collect()
            for place, page in enumerate(pages):
                taken = {BARE: _cost(bare, page)}
                spent.update(dict.fromkeys(STAGES, 0.0))
                taken[WHOLE] = _cost(extract, page)
                for name, seconds in (taken | spent).items():
                    least[name][place] = min(least[name][place], seconds)
    finally:
        for function, original in own.items():
            setattr(module, function, original)
    return least


def _timed(function: Callable[..., Any], stage: str, spent: dict[str, float]) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        before = time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            spent[stage] += time.process_time() - before

    return timed


def _cost(function: Callable[[bytes], object], page: bytes) -> float:
    before = time.process_time()
    function(page)
    return time.process_time() - before


def _beginning(page: bytes) -> str:
    """The page's title, so that a slow page can be found again."""
    after = page.lower().partition(b"<title")[2].partition(b">")[2]
    return " ".join(after.partition(b"<")[0].decode("utf-8", "replace").split())[:60]


if __name__ == "__main__":
    main()
