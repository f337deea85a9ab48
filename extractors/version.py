"""Which extractor read a page: the version of the code, and a digest of all that decides what it reads."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
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
    found = dict(_in_folder(package) if isinstance(package, Path) else _in_archive(package, ""))
    for name in sorted(found):
        if name.endswith(".pyc") and name[:-1] in found:
            continue
        content = found[name]()
        if name.endswith(".pyc"):  # an install of compiled files alone
            content = content[_PYC_HEADER:]
        elif name.endswith(_TEXT):
            content = content.replace(b"\r\n", b"\n")  # as some systems check files out
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


_File = tuple[str, Callable[[], bytes]]
"""The name of a file within the package, and how to read it."""


def _in_folder(package: Path) -> Iterator[_File]:
    """Files of a folder; told apart from `_in_archive` because it is ten times as fast, and every run waits for it."""
    root = str(package)
    for folder, folders, names in os.walk(root):
        folders[:] = filter(_counts, folders)
        within = folder[len(root) + 1 :].replace(os.sep, "/")
        for name in filter(_counts, names):
            yield f"{within}/{name}".lstrip("/"), partial(_read, os.path.join(folder, name))  # noqa: PTH118 - likewise


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - likewise
        return file.read()


def _in_archive(folder: Traversable, within: str) -> Iterator[_File]:
    for entry in folder.iterdir():
        if _counts(entry.name) and entry.is_dir():
            yield from _in_archive(entry, f"{within}{entry.name}/")
        elif _counts(entry.name):
            yield within + entry.name, entry.read_bytes


def _counts(name: str) -> bool:
    """Not what Python, editors and file managers leave behind."""
    return name != "__pycache__" and not name.startswith(".") and not name.endswith(("~", ".orig", ".rej"))
