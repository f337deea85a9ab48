"""What a file is by its first bytes, whatever it is served or named as."""

from __future__ import annotations

GZIP = b"\x1f\x8b"
_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    GZIP: "gzip data",
    b"\x7fELF": "a program",
}
_BEGINNINGS = tuple(_SIGNATURES)


def kind_of_file(content: bytes) -> str | None:
    """`a PDF`, `an image`, …; None where the beginning is that of no such file, as a page's never is."""
    if content.startswith(_BEGINNINGS):
        return next(kind for beginning, kind in _SIGNATURES.items() if content.startswith(beginning))
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "an image"
    return "an image" if content[4:12] in (b"ftypavif", b"ftypheic") else None
