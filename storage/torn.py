"""Torn ends: what a crash or a copy cut short leaves of a packed WARC, and how it is found and cut."""

from __future__ import annotations

import logging
import os
import zlib
from pathlib import Path

from extractors.errors import ArchiveError

_LOG = logging.getLogger(__name__)
_CHUNK = 1 << 18
_GZIP_MAGIC = b"\x1f\x8b"


def cut_torn_tail(path: Path, start: int = 0) -> int:
    """Truncate a segment after its last whole record from `start` on; how many bytes went.

    `ArchiveError` where whole records follow the damage: then the tail is not what is wrong.
    """
    size = path.stat().st_size
    end = sound_end(path, start)
    if end == size:
        return 0
    if _record_after(path, end):
        raise ArchiveError(f"{path}: damaged at byte {end}, with whole records after it; nothing was cut")
    os.truncate(path, end)
    _LOG.warning("%s: the last %d bytes were a torn record and were cut", path.name, size - end)
    return size - end


def sound_end(path: Path, start: int = 0, record_end: bytes = b"\r\n\r\n") -> int:
    """Offset after the last gzip member, from `start` on, that is whole and ends as a WARC record does."""
    end = start
    with path.open("rb") as file:
        file.seek(start)
        data = b""
        while True:
            inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
            consumed, tail = 0, b""
            while not inflater.eof:
                data = data or file.read(_CHUNK)
                if not data:
                    return end
                try:
                    tail = (tail + inflater.decompress(data))[-4:]
                except zlib.error:
                    return end
                consumed += len(data) - len(inflater.unused_data)
                data = inflater.unused_data
            if not tail.endswith(record_end):
                return end
            end += consumed


def torn_at(path: Path, start: int = 0) -> int | None:
    """Where a packed file is cut off or damaged, which readers of WARC pass over in silence; None where it is whole.

    `start` is where one of its records begins, if it is known: what stands before was read.
    """
    with path.open("rb") as file:
        file.seek(start)
        if file.read(2) != _GZIP_MAGIC:  # not packed, or as one piece
            start = 0
            file.seek(0)
            if file.read(2) != _GZIP_MAGIC:
                return None
    end = sound_end(path, start, record_end=b"")
    return end if end < path.stat().st_size else None


def _record_after(path: Path, damage: int) -> bool:
    """Whether a whole record starts anywhere after the damage."""
    with path.open("rb") as file:
        file.seek(damage + 1)
        rest = file.read()
    at = rest.find(b"\x1f\x8b\x08")
    while at >= 0:
        inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
        try:
            text = inflater.decompress(rest[at:])
        except zlib.error:
            text = b""
        if inflater.eof and text.startswith(b"WARC/") and text.endswith(b"\r\n\r\n"):
            return True
        at = rest.find(b"\x1f\x8b\x08", at + 1)
    return False
