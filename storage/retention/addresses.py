"""Addresses in the text of a page, wherever and however they stand: what may be looked up, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote, urljoin

# From the second slash on, also of `https:\\/\\/…` in a script; what stands before decides whether it is one.
_URL = re.compile(r"""/\\?/[^\s"'<>\\`|(){}\[\]]+(?:\\/[^\s"'<>\\`|(){}\[\]]*)*""")
_SCHEME = re.compile(r"https?:\\?$", re.IGNORECASE)
_QUOTED_URL = re.compile(r"""https?%3A%2F%2F[^\s"'<>&\\`]+""", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.)+[^\W\d_][\w-]{1,62}(?::\d{1,5})?")
_ENDS = ".,;:!?…"
_LINK = re.compile(
    r"""\b(?:href|src|action|content)\s*=\s*(?:"\s*([^"<>\s]+)\s*"|'\s*([^'<>\s]+)\s*'|([^"'<>\s]+))""", re.IGNORECASE
)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|#")
_BASE = re.compile(r"""<base\b[^<>]*?\bhref\s*=\s*["']?([^"'<>\s]+)""", re.IGNORECASE)


class Address(NamedTuple):
    """What may be an address, and where it stands."""

    start: int
    end: int
    urls: tuple[str, ...]
    """Both schemes where the text names none."""


def absolute(text: str) -> Iterator[Address]:
    """Addresses with two slashes, escaped as in scripts or percent-encoded as in parameters too."""
    for found in _URL.finditer(text):
        address = found[0].rstrip(_ENDS)
        scheme = _SCHEME.search(text, max(0, found.start() - 7), found.start())
        plain = "//" + unescape(address.replace("\\/", "/")).lstrip("/")
        schemes = ("http:", "https:") if scheme is None else (scheme[0].rstrip("\\"),)
        start = scheme.start() if scheme else found.start()
        yield Address(start, found.start() + len(address), tuple(one + plain for one in schemes))
    for found in _QUOTED_URL.finditer(text):
        yield Address(found.start(), found.end(), (unquote(found[0]),))


def domains(text: str) -> Iterator[Address]:
    """Names of hosts that stand by themselves."""
    for found in _DOMAIN.finditer(text):
        yield Address(found.start(), found.end(), (f"http://{found[0]}",))


def relative(text: str, url: str) -> Iterator[Address]:
    """Relative addresses in attributes of the page that lies at `url`."""
    base = _BASE.search(text)
    at = _joined(url, unescape(base[1])) if base else url
    for found in _LINK.finditer(text):
        group = found.lastindex or 0
        if not _ABSOLUTE.match(found[group]):
            yield Address(found.start(group), found.end(group), (_joined(at, unescape(found[group])),))


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return ""
