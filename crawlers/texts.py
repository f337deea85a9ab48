"""Small text files of other programs (addresses, site files, rules for robots), by the mark of their encoding."""

from __future__ import annotations

import codecs
from pathlib import Path

# UTF-32 before UTF-16: its mark begins with the other's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(raw: bytes, errors: str = "strict") -> str:
    """The text of some bytes, by their byte order mark, else as UTF-8; the mark is no part of it.

    Raises UnicodeDecodeError where they are neither, unless `errors` says otherwise.
    """
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    return raw.decode(encoding, errors)


def read_text(path: Path) -> str:
    """The text of a file; raises OSError and UnicodeDecodeError."""
    return decoded(path.read_bytes())


def addresses_in(text: str) -> list[str]:
    """Addresses that stand one a line; blank lines and those that begin with `#` are none."""
    lines = (line.strip() for line in text.removeprefix("\ufeff").splitlines())
    return [line for line in lines if line and not line.startswith("#")]
