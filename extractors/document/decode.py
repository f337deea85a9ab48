"""Which encoding a page's bytes are in: BOM, header, meta, UTF-8, then windows-1252; bs4's detector for the doubtful.

The order follows the HTML standard's encoding sniffing, except that bytes which are valid UTF-8 beyond ASCII are taken
for UTF-8 whatever the page declares: no other encoding produces them by chance.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

from bs4.dammit import UnicodeDammit

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_SNIFFED = 4096
# The Encoding Standard reads these labels as the superset that the web really uses.
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}


def to_utf8(content: bytes, headers: Mapping[str, str]) -> tuple[bytes, str]:
    """The page in UTF-8, and the name of the encoding it came in."""
    for bom, name in _BOMS:
        if content.startswith(bom):
            text = content[len(bom) :].decode(name, errors="replace")
            return text.encode("utf-8", errors="replace"), name
    declared = _declared(content, headers)
    if declared != "utf-8" and declared is not None and declared.startswith("utf-16"):
        declared = None  # a page whose ASCII declaration could be read is no UTF-16
    if content.isascii():
        return content, declared or "utf-8"
    try:
        content.decode("utf-8")
        return content, "utf-8"
    except UnicodeDecodeError:
        return _from_legacy(content, declared)


def _declared(content: bytes, headers: Mapping[str, str]) -> str | None:
    """The codec that the header or the page names, if Python knows it."""
    header = _CHARSET.search(headers.get("content-type", "")) if headers else None
    if header and (name := _codec(header[1])):
        return name
    head = content[:_SNIFFED]
    for pattern in (_META_CHARSET, _XML_ENCODING):
        if (found := pattern.search(head)) and (name := _codec(found[1].decode("ascii", "replace"))):
            return name
    return None


def _codec(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
        "".encode(name)  # codecs that are no text encodings (base64, zip) fail here
    except (LookupError, TypeError, ValueError):
        return None
    return _SUPERSETS.get(name, name)


def _from_legacy(content: bytes, declared: str | None) -> tuple[bytes, str]:
    if declared and declared != "utf-8":
        text = content.decode(declared, errors="replace")
        if text.count("\ufffd") <= len(text) // 500:
            return text.encode("utf-8", errors="replace"), declared
    damaged = content.decode("utf-8", errors="ignore")
    # A cut or a few stray bytes in what is otherwise UTF-8 must not turn every accent into two characters.
    if len(content) - len(damaged.encode()) <= max(3, len(content) // 5000) and not damaged.isascii():
        return damaged.encode(), "utf-8"
    careful = UnicodeDammit(content[:100_000], known_definite_encodings=["cp1252"] if not declared else [])
    name = _codec(careful.original_encoding or "cp1252") or "cp1252"
    return content.decode(name, errors="replace").encode("utf-8", errors="replace"), name
