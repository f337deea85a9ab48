"""Which extractor read a page: the version of the code, and a digest of all that decides what it reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__version__ = "0.1.0"

_TEXT = (".py", ".toml")
_PYC_HEADER = 16
"""Bytes of a `.pyc` that tell of the file's time, not of what it does."""


@cache
def extractor_version() -> str:
    """Such as `0.1.0+3f9a1c0b7d2e`: a change of a line of code or of a lexicon here is a change of the extractor.

    Reckoned when first asked for (some milliseconds), from the files as they lie then. A checkout, a wheel and a zip
    of the same files give the same version. Libraries and other packages of the project do not count.
    """
    from importlib.resources import files  # not for who only asks for `__version__`, as every start does

    return f"{__version__}+{digest_of(files('extractors'))[:12]}"


def digest_of(package: Traversable) -> str:
    """SHA-256, as hexadecimal digits, of the names and contents of a package's code and data, folders within it too."""
    digest = hashlib.sha256()
    for name, content in _contents(package, ""):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _contents(folder: Traversable, within: str) -> Iterator[tuple[str, bytes]]:
    found = {entry.name: entry for entry in folder.iterdir() if _counts(entry.name)}
    for name in sorted(found):
        entry, path = found[name], within + name
        if name.endswith(".pyc"):
            if name[:-1] not in found:  # an install of compiled files alone
                yield path, entry.read_bytes()[_PYC_HEADER:]
        elif name.endswith(_TEXT):
            yield path, entry.read_bytes().replace(b"\r\n", b"\n")  # as some systems check files out
        elif entry.is_dir():
            yield from _contents(entry, f"{path}/")
        else:
            yield path, entry.read_bytes()


def _counts(name: str) -> bool:
    """Not what Python, editors and file managers leave behind."""
    return name != "__pycache__" and not name.startswith(".") and not name.endswith(("~", ".orig", ".rej"))
