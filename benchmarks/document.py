"""What reading a page into a Document costs, as a multiple of a bare lxml parse of the same bytes.

    .venv/bin/python -m benchmarks.document [FOLDER…] [--rounds 7] [--limit N]

Reads all `.html` and `.html.gz` files below the folders; without folders, the pages of the project itself, and those of
`../shared/corpora` where that exists. For each page the contenders take turns within each round, in changing order,
and the least CPU time of all rounds counts: other programs on the machine can only add to it.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import random
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

from extractors.document import read
from extractors.document.promote import outline

ROOT = Path(__file__).parent.parent
OWN = (ROOT / "tests" / "fixtures", ROOT / "guidepost" / "demo")
CORPORA = ROOT.parent / "shared" / "corpora"
PER_FOLDER = 80
Contender = Callable[[bytes], object]


def bare(content: bytes) -> object:
    """A bare parse into a tree: the measure of all."""
    return etree.HTML(content, etree.HTMLParser(encoding="utf-8"))


def promoted(content: bytes) -> object:
    """Decode, parse, blocks and promotion."""
    return outline(read(content))


CONTENDERS: dict[str, Contender] = {"bare lxml parse": bare, "read": read, "read + outline": promoted}


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="*", type=Path)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--limit", type=int, default=PER_FOLDER, help="pages of each folder at most")
    chosen = options.parse_args()
    pages = list(pages_of(chosen.folders or default_folders(), chosen.limit))
    if not pages:
        options.error("no page found")
    print(f"{len(pages)} pages of {statistics.median(map(len, pages)) / 1000:,.0f} KB (median)")
    times = measure(pages, chosen.rounds)
    measure_of_all = times["bare lxml parse"]
    print(f"{'':20}{'ms/page':>10}{'median ×':>10}{'sum ×':>8}")
    for name, taken in times.items():
        ratio = statistics.median(one / other for one, other in zip(taken, measure_of_all, strict=True))
        mean = 1000 * sum(taken) / len(taken)
        print(f"{name:20}{mean:10.3f}{ratio:10.2f}{sum(taken) / sum(measure_of_all):8.2f}")


def measure(pages: list[bytes], rounds: int) -> dict[str, list[float]]:
    """For each contender the least CPU time of each page, in seconds."""
    least = {name: [float("inf")] * len(pages) for name in CONTENDERS}
    order = list(CONTENDERS)
    shuffle = random.Random(0).shuffle
    for _ in range(rounds):
        gc.collect()
        for place, page in enumerate(pages):
            shuffle(order)  # what ran just before leaves the caches warm or cold
            for name in order:
                contender = CONTENDERS[name]
                before = time.process_time()
                contender(page)
                least[name][place] = min(least[name][place], time.process_time() - before)
    return least


def default_folders() -> list[Path]:
    """The project's own pages, and each set of the corpora."""
    corpora = sorted({file.parent for file in CORPORA.rglob("*.html*")}) if CORPORA.is_dir() else []
    return [folder for folder in OWN if folder.is_dir()] + corpora


def pages_of(folders: list[Path], limit: int) -> Iterator[bytes]:
    """The bytes of the folders' pages."""
    for folder in folders:
        files = sorted(file for file in folder.rglob("*") if file.name.endswith((".html", ".html.gz")))
        for file in files[:limit]:
            content = file.read_bytes()
            yield gzip.decompress(content) if file.suffix == ".gz" else content


if __name__ == "__main__":
    main()
