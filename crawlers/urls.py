"""URLs: what a link means, and which site it belongs to. What makes two of them one page, `storage.urls` says."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from w3lib.url import safe_url_string

from storage.urls import site_of

MAX_LENGTH = 2048
# What needs no joining to the page's address: a whole one, or a path from the root without dot segments. Joining would
# change neither, as long as all of it is printable and no query or parameter is empty.
_WHOLE = re.compile(r"https?://[!-.0->@-~](?:(?!;)[!-~])*+(?<!\?)")
_ROOTED = re.compile(r"/(?![/.])(?:(?!/\.|;)[!-~])*+(?<!\?)")
DEFAULT_PORTS = {"http": 80, "https": 443}


def slot_of(url: str) -> str:
    """The politeness slot of a URL: its registrable domain, or host and port for an address."""
    return site_of(url) or url


def origin_of(url: str) -> str:
    """`scheme://host:port` of a URL, as written."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def place_of(url: str) -> tuple[str, int]:
    """Host and port that a request to the URL goes to."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme, 0)


def absolute(base: str, reference: str) -> str | None:
    """The absolute http or https URL of a link, without fragment; None for what is not worth a try."""
    reference = reference.strip("\t\n\f\r \x00")
    if not reference or reference.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return None
    plain = reference.partition("#")[0]
    if _WHOLE.fullmatch(plain):
        return _sound(plain)
    if _ROOTED.fullmatch(plain) and (origin := _origin(base)):
        return _sound(origin + plain)
    try:
        return _sound(urljoin(base, reference).partition("#")[0])
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _origin(base: str) -> str:
    """`scheme://host` of a page's address; empty where that is no plain http one."""
    found = re.match(r"https?://[!-.0->@-~]+(?=[/?#]|$)", base)
    return found[0] if found else ""


@lru_cache(maxsize=16_384)
def _sound(url: str) -> str | None:
    """The URL as it can be asked for, or None; remembered, since the pages of a site link to the same."""
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            return None
        _ = parts.port  # raises for a port that is none
        if not url.isascii() or " " in url or not url.isprintable():
            url = safe_url_string(url)
    except ValueError:
        return None
    return url if len(url) <= MAX_LENGTH else None
