"""Segments of the archive written anew, record by record: what stays is copied byte for byte."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from fastwarc.warc import ArchiveIterator, WarcRecordType

from extractors.errors import ArchiveError

_LEVEL = 6
_CONTENT_LENGTH = re.compile(rb"(?im)^content-length:[^\r\n]*")


class Record(NamedTuple):
    """One WARC record, and where its gzip member lies."""

    kind: str
    """WARC-Type."""
    headers: tuple[tuple[str, str], ...]
    block: bytes
    offset: int

    def header(self, name: str) -> str:
        """A header's value; empty where there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def url(self) -> str:
        """The address that the record is about."""
        return self.header("WARC-Target-URI").strip("<>")

    @property
    def http(self) -> tuple[bytes, bytes]:
        """HTTP head with the blank line, and body; of a record without HTTP the head is empty."""
        if not self.header("Content-Type").startswith("application/http"):
            return b"", self.block
        head, blank, body = self.block.partition(b"\r\n\r\n")
        return head + blank, body

    def with_block(self, head: bytes, body: bytes) -> Record:
        """The record with another content; lengths and digests follow."""
        if head:
            head = _CONTENT_LENGTH.sub(b"content-length: %d" % len(body), head)
        block = head + body
        own = hashlib.sha256(body).hexdigest()
        changes = {
            "content-length": str(len(block)),
            "warc-block-digest": "sha1:" + _sha1(block),
            "warc-payload-digest": f"sha256:{own}" if self.kind != "request" else "sha1:" + _sha1(body),
        }
        if self.kind == "revisit":  # its payload is another record's
            del changes["warc-payload-digest"]
        headers = tuple((name, changes.get(name.lower(), value)) for name, value in self.headers)
        return self._replace(headers=headers, block=block)

    def with_header(self, name: str, value: str) -> Record:
        """The record with another value of a header that it has."""
        return self._replace(headers=tuple((key, value if key == name else old) for key, old in self.headers))


Change = Callable[[Record], Record | None]
"""The record that is to stand in its place: the same object for no change, None for none."""


def records(path: Path) -> Iterator[Record]:
    """Every record of a segment. `ArchiveError` where it cannot be read."""
    try:
        with path.open("rb") as file:
            for one in ArchiveIterator(file, record_types=WarcRecordType.any_type, parse_http=False):
                block = one.reader.read()
                if len(block) < one.content_length:
                    return  # a torn tail, which `recover` cuts
                yield Record(one.headers.get("WARC-Type") or "", tuple(one.headers.items()), block, one.stream_pos)
    except OSError as error:
        raise ArchiveError(f"{path}: not a readable WARC file ({error})") from error


def rewrite(path: Path, change: Change) -> bool:
    """Put every record of a segment through `change`; False where nothing is left and the file is gone.

    The new file takes the old one's place in one step when it is whole and on the disk; a crash leaves the old one.
    """
    part = path.with_name(f".{path.name}.part")
    left = 0
    try:
        with part.open("wb") as out, path.open("rb") as old:
            starts = [*(one.offset for one in records(path)), path.stat().st_size]
            for number, one in enumerate(records(path)):
                new = change(one)
                if new is one:
                    old.seek(one.offset)
                    out.write(old.read(starts[number + 1] - one.offset))
                elif new is not None:
                    out.write(_member(new))
                left += new is not None and new.kind != "warcinfo"
            out.flush()
            os.fsync(out.fileno())
        part.chmod(path.stat().st_mode)
        if left:
            part.replace(path)
        else:
            path.unlink()
        _sync_folder(path.parent)
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be rewritten ({error})") from error
    finally:
        part.unlink(missing_ok=True)
    return left > 0


def sweep_parts(folder: Path) -> None:
    """Take away what a rewriting that was killed has left."""
    for part in folder.glob(".*.warc.gz.part"):
        part.unlink(missing_ok=True)


def _member(record: Record) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in record.headers)
    data = b"WARC/1.1\r\n" + lines.encode("utf-8", "surrogateescape") + b"\r\n" + record.block + b"\r\n\r\n"
    squeezer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return squeezer.compress(data) + squeezer.flush()


def _sha1(data: bytes) -> str:
    return base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode("ascii")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
