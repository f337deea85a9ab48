"""Which encoding a page's bytes are in: BOM, header, meta, UTF-8, language, windows-1252; bs4 for the doubtful.

The order follows the HTML standard's encoding sniffing, except that bytes which are valid UTF-8 beyond ASCII are taken
for UTF-8 whatever the page declares: no other encoding produces them by chance.
"""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Mapping

# The four-byte marks come first: that of UTF-32 begins with that of UTF-16.
_BOMS = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_ALL_BOMS = tuple(_BOMS)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_SNIFFED = 4096
_STEP = 16_384
# The Encoding Standard reads these labels as the superset that the web really uses.
_SUPERSETS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_LANGUAGE = re.compile(rb"<html[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z-]{2,12})", re.IGNORECASE)
# HTML Standard, "determining the character encoding", the table of suggested defaults by locale.
_LOCALES = {
    **dict.fromkeys(("ar", "fa", "ur"), "cp1256"),
    **dict.fromkeys(("be", "bg", "ky", "mk", "ru", "sr", "tg", "tk", "tt", "uk"), "cp1251"),
    **dict.fromkeys(("cs", "sk", "hr"), "cp1250"),
    **dict.fromkeys(("hu", "pl", "sl", "ro"), "iso8859-2"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
    **dict.fromkeys(("tr", "az", "ku"), "cp1254"),
    **dict.fromkeys(("zh", "zh-cn", "zh-hans"), "gb18030"),
    **dict.fromkeys(("zh-tw", "zh-hk", "zh-hant"), "big5hkscs"),
    "el": "iso8859-7",
    "he": "cp1255",
    "ja": "cp932",
    "ko": "cp949",
    "th": "cp874",
    "vi": "cp1258",
}
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_WESTERN_RUN = 1.8
_LOOKED_AT = 100_000
_ESCAPE = b"\x1b"
_SEVEN_BIT = frozenset({"iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_kr", "hz", "utf-7"})
"""Encodings whose bytes are all ASCII; a page that does not declare them is never taken for one."""


def to_utf8(content: bytes, headers: Mapping[str, str]) -> tuple[bytes, str]:
    """The page in UTF-8, and Python's name of the encoding it came in."""
    if content.startswith(_ALL_BOMS):
        bom, name = next((bom, name) for bom, name in _BOMS.items() if content.startswith(bom))
        return (content[len(bom) :] if name == "utf-8" else _again(content[len(bom) :], name)), name
    if content.isascii():
        seven_bit = _ESCAPE in content and _declared(content, headers)
        if seven_bit and seven_bit in _SEVEN_BIT:
            return _again(content, seven_bit), seven_bit
        sixteen_bit = _without_bom(content)
        return (_again(content, sixteen_bit), sixteen_bit) if sixteen_bit else (content, "utf-8")
    if is_utf8(content):
        return content, "utf-8"
    if sixteen_bit := _without_bom(content):
        return _again(content, sixteen_bit), sixteen_bit
    return _from_legacy(content, _declared(content, headers))


def is_utf8(content: bytes) -> bool:
    """Whether the bytes are valid UTF-8 (looked at in steps: a second copy of the whole page costs more)."""
    place, size = 0, len(content)
    view = memoryview(content)
    try:
        while place < size:
            place += codecs.utf_8_decode(view[place : place + _STEP], "strict", place + _STEP >= size)[1]
    except UnicodeDecodeError:
        return False
    return True


def _again(content: bytes, name: str) -> bytes:
    return content.decode(name, errors="replace").encode("utf-8", errors="replace")


def _without_bom(content: bytes) -> str | None:
    """UTF-16 that says so by nothing but a zero in every other byte of its first tags."""
    head = content[:64]
    if head.count(0) * 3 < len(head):
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if even == 0 and odd:
        return "utf-16-le"
    return "utf-16-be" if odd == 0 and even else None


def _declared(content: bytes, headers: Mapping[str, str]) -> str | None:
    """The codec that the header or the page names, if Python knows it."""
    header = _CHARSET.search(headers.get("content-type", "")) if headers else None
    if header and (name := _codec(header[1])):
        return name
    head = content[:_SNIFFED]
    for pattern in (_META_CHARSET, _XML_ENCODING):
        if (found := pattern.search(head)) and (name := _codec(found[1].decode("ascii", "replace"))):
            # A page whose ASCII declaration can be read is neither UTF-16 nor UTF-32.
            return None if name.startswith(("utf-16", "utf-32")) else name
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
    name = _by_language(content) or _by_shape(content)
    return _again(content, name), name


def _by_language(content: bytes) -> str | None:
    """The encoding that pages in the declared language have when they declare none."""
    found = _LANGUAGE.search(content[:_SNIFFED])
    if not found:
        return None
    language = found[1].decode("ascii").lower()
    return _LOCALES.get(language) or _LOCALES.get(language.partition("-")[0])


def _by_shape(content: bytes) -> str:
    """Western text has its accents one by one; for other scripts, whose words are all high bytes, bs4 has to guess."""
    runs = [len(run) for run in _HIGH_BYTES.findall(content, 0, _LOOKED_AT)]
    if sum(runs) <= _WESTERN_RUN * len(runs):
        return "cp1252"
    from bs4.dammit import UnicodeDammit  # here: few pages need it, and it takes its time to import

    logging.getLogger("bs4.dammit").setLevel(logging.ERROR)  # it warns of each byte that it cannot place
    return _codec(UnicodeDammit(content[:_LOOKED_AT]).original_encoding or "cp1252") or "cp1252"
