"""Which extractor read a page: the version of the code and the digest of its data."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

__version__ = "0.1.0"


@cache
def extractor_version() -> str:
    """Such as `0.1.0+3f9a1c0b7d2e`: a change of a lexicon is a change of the extractor."""
    root = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.toml")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{__version__}+{digest.hexdigest()[:12]}"
