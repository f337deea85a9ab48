"""URLs: what a link means, and which site it belongs to. What makes two of them one page, `storage.urls` says."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from w3lib.url import safe_url_string

from storage.urls import host_of, site_of

MAX_LENGTH = 2048
# What needs no joining to the page's address: a whole one, or a path from the root without dot segments. Joining would
# change neither, as long as all of it is printable and no query or parameter is empty.
_WHOLE = re.compile(r"https?://[!-.0->@-~](?:(?!;)[!-~])*+(?<!\?)")
_ROOTED = re.compile(r"/(?![/.])(?:(?!/\.|;)[!-~])*+(?<!\?)")
# `http:/host` and `http:///host` are what browsers take for `http://host`, the first unless it may mean a path.
_ODD_SLASHES = re.compile(r"(https?):(/|///+)(?=[^/])", re.IGNORECASE)
_NO_HOST = re.compile(r"[@\s\x00-\x20<>^`{|}%]")
_STRIPPED = "".join(map(chr, range(0x21)))
DEFAULT_PORTS = {"http": 80, "https": 443}


def slot_of(url: str) -> str:
    """The politeness slot of a URL: its registrable domain, or host and port for an address."""
    return site_of(url) or url


def origin_of(url: str) -> str:
    """`scheme://host` of a URL, the host in its one form, with its port where that is not the scheme's own."""
    return f"{urlsplit(url).scheme.lower()}://{host_of(url)}"


def as_url(host: str) -> str:
    """An address on a host as people write it: `Example.org`, `example.org:8080`, `https://example.org/`."""
    text = host.strip()
    if "://" in text:
        return text
    return f"{'https' if text.endswith(':443') else 'http'}://{text}/"


def place_of(url: str) -> tuple[str, int]:
    """Host and port that a request to the URL goes to."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme, 0)


def absolute(base: str, reference: str, encoding: str = "utf-8") -> str | None:
    """The absolute http or https URL of a link, without fragment; None for what is not worth a try.

    `encoding` is that of the page: what its queries are encoded in (the rest of an address is always UTF-8).
    """
    reference = reference.strip(_STRIPPED)
    if not reference or reference.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return None
    if "\\" in reference:
        # As browsers read it; in a query or fragment it is an ordinary character.
        head = re.split(r"[?#]", reference, maxsplit=1)[0]
        reference = head.replace("\\", "/") + reference[len(head) :]
    if odd := _ODD_SLASHES.match(reference):
        scheme = odd[1].lower()
        if len(odd[2]) != 1 or scheme != base.partition(":")[0].lower():
            reference = f"{scheme}://{reference[odd.end() :]}"
    plain = reference.partition("#")[0]
    if _WHOLE.fullmatch(plain):
        return _sound(plain, encoding)
    if _ROOTED.fullmatch(plain) and (origin := _origin(base)):
        return _sound(origin + plain, encoding)
    try:
        return _sound(urljoin(base, reference).partition("#")[0], encoding)
    except ValueError:
        return None


def from_header(value: bytes) -> str:
    """An address as a header holds it; bytes beyond ASCII, which do not belong there, percent-encoded as they are."""
    return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in value)


@lru_cache(maxsize=64)
def _origin(base: str) -> str:
    """`scheme://host` of a page's address; empty where that is no plain http one."""
    found = re.match(r"https?://[!-.0->@-~]+(?=[/?#]|$)", base)
    return found[0] if found else ""


@lru_cache(maxsize=16_384)
def _sound(url: str, encoding: str) -> str | None:
    """The URL as it can be asked for, or None; remembered, since the pages of a site link to the same."""
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or _NO_HOST.search(parts.netloc):
            return None
        _ = parts.port  # raises for a port that is none
        if not parts.path:
            url = parts._replace(path="/").geturl()
        if not url.isascii() or " " in url or not url.isprintable():
            url = _encoded(url, encoding)
    except ValueError:
        return None
    return url if len(url) <= MAX_LENGTH else None


def _encoded(url: str, encoding: str) -> str:
    try:
        return safe_url_string(url, encoding)
    except (UnicodeEncodeError, LookupError):
        return safe_url_string(url)
