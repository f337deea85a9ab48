"""Make the table of names: `python -m training.gazetteer --loads FOLDER`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from extractors.gazetteer.table import pack

from .build import build
from .fetch import fetch

_TABLE = Path(__file__).parents[2] / "extractors" / "gazetteer" / "names.bin"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loads", type=Path, required=True, help="folder for the packages that are fetched")
    parser.add_argument("--out", type=Path, default=_TABLE)
    arguments = parser.parse_args()
    table = build(fetch(arguments.loads))
    arguments.out.write_bytes(pack(table.kinds))
    for source, given in table.given.items():
        sys.stdout.write(f"{source:32}{given:8} names, {table.added[source]:7} of them new\n")
    sys.stdout.write(f"{len(table.kinds)} names, {arguments.out.stat().st_size / 1e6:.2f} MB\n")


if __name__ == "__main__":
    main()
