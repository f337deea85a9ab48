"""The shipped table: one file of names and what they are known as, read at the first question.

A header line says format, folding and number of names. Then, squeezed by zlib, three parts apart by a NUL: the folded
names in order, one a line; the first words of names, one a line; and a byte each, of kinds for the names and of the
most words that a name has for the first words.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from .folding import FOLDING

FORMAT = 1
_MAGIC = "guidepost-names"


class GazetteerError(Exception):
    """The table of names is missing, damaged, or of another version than this program."""


class Table(NamedTuple):
    """Names with their kinds, and where names can begin."""

    kinds: Mapping[str, int]
    """A byte of `kinds` by folded name."""
    longest: Mapping[str, int]
    """The most words of a name by its first word."""


@cache
def load() -> Table:
    """The table; `GazetteerError` says what is wrong with it and what to do."""
    try:
        raw = files("extractors.gazetteer").joinpath("names.bin").read_bytes()
    except OSError as error:
        raise GazetteerError(f"the table of names cannot be read ({error}): install Guidepost anew") from error
    return unpack(raw)


def unpack(raw: bytes) -> Table:
    """A table from the bytes of its file."""
    head, _, body = raw.partition(b"\n")
    wanted = header(0).rpartition(" ")[0]
    if not head.decode("ascii", "replace").startswith(wanted + " "):
        raise GazetteerError(
            f"the table of names is another one than this program reads (begins with {head[:40]!r}, not {wanted!r}):"
            " install Guidepost anew, or make the table with python -m training.gazetteer"
        )
    try:
        names, first, numbers = zlib.decompress(body).split(b"\0", 2)
        keys, words = names.decode().split("\n"), first.decode().split("\n")
        count = int(head.rpartition(b" ")[2])
    except (zlib.error, ValueError) as error:
        raise GazetteerError(f"the table of names is damaged ({error}): install Guidepost anew") from error
    if len(keys) != count or len(numbers) != len(keys) + len(words):
        raise GazetteerError(f"the table of names is damaged (it speaks of {count} names): install Guidepost anew")
    return Table(dict(zip(keys, numbers, strict=False)), dict(zip(words, numbers[count:], strict=True)))


def pack(kinds: Mapping[str, int]) -> bytes:
    """The bytes of a file for these names: the same names give the same bytes."""
    names = sorted(kinds)
    longest: dict[str, int] = {}
    for name in names:
        words = name.split(" ")
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    first = sorted(longest)
    numbers = bytes(kinds[name] for name in names) + bytes(longest[word] for word in first)
    body = b"\0".join(("\n".join(names).encode(), "\n".join(first).encode(), numbers))
    return header(len(names)).encode() + b"\n" + zlib.compress(body, 9)


def header(count: int) -> str:
    """The first line of a file with so many names."""
    return f"{_MAGIC} {FORMAT} folding {FOLDING} names {count}"
