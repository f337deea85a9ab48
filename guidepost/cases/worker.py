"""Reads pages with whatever `extractors` package Python finds: one JSON object a line in, one out.

Run as a program of its own, so that the readers of another revision can be asked beside those of this one.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any


def read(job: dict[str, Any]) -> dict[str, Any]:
    """The record of the page that the job names, or what was raised."""
    from extractors.extract import extract

    try:
        content = Path(job["file"]).read_bytes()
        content = gzip.decompress(content) if job["file"].endswith(".gz") else content
        at = datetime.fromisoformat(job["fetched_at"]) if job["fetched_at"] else None
        record = extract(content, url=job["url"], headers=job["headers"], fetched_at=at)
    except Exception as error:  # noqa: BLE001 - told, and the next page is read
        return {"error": f"{type(error).__name__}: {error}"}
    return {"record": record.to_dict()}


def main() -> None:
    """Answer each line of standard input; what readers print goes to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        print(json.dumps(read(json.loads(line))), file=out, flush=True)


if __name__ == "__main__":
    main()
