"""What was read from many pages, kept in a file: one JSON object a line, to be compared with later."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from extractors.errors import InputError
from guidepost.cases.reading import Reading

_FORMAT = "guidepost-snapshot-1"


def save(path: Path, reading: Reading, extractor: str) -> None:
    """Write a reading; compressed where the name ends in `.gz`."""
    head = {"format": _FORMAT, "extractor_version": extractor, "pages": len(reading)}
    lines = [head, *({"name": name, "values": values} for name, values in reading.items())]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)


def load(path: Path) -> Reading:
    """The reading that a file holds. `InputError` where it is none."""
    try:
        content = path.read_bytes()
        content = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
        head, *lines = [json.loads(line) for line in content.decode().splitlines()]
        if head.get("format") != _FORMAT:
            raise ValueError("it does not begin as one")
        return {line["name"]: line["values"] for line in lines}
    except (OSError, EOFError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise InputError(f"{path} is no snapshot that `guidepost case snapshot` wrote: {error}") from error
