"""Proxies that the environment names: which one a request goes through, and what it may be asked for.

`http_proxy`, `https_proxy` and `no_proxy` mean what they mean to Python and to Scrapy. A proxy resolves names itself,
beyond our reach, so what it is to be asked for is resolved here first, and refused where that leads to an address where
no crawl may go. A name that only the proxy can resolve is left to it.
"""

from __future__ import annotations

from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import msgspec

from crawlers.urls import DEFAULT_PORTS


class Proxy(msgspec.Struct, frozen=True):
    """A proxy of the environment; its credentials are never shown."""

    host: str
    port: int
    credentials: str | None = None
    """`user:password`."""

    def __repr__(self) -> str:
        return f"Proxy({self.host}:{self.port})"


class Proxies(msgspec.Struct, frozen=True):
    """The environment's proxies by the scheme of what is asked for."""

    by_scheme: dict[str, Proxy] = {}

    @classmethod
    def from_environment(cls) -> Proxies:
        """Those that the environment names now; one that cannot be read is left out, as Scrapy leaves it out."""
        found = {scheme: _proxy(url) for scheme, url in getproxies().items() if scheme in DEFAULT_PORTS}
        return cls({scheme: proxy for scheme, proxy in found.items() if proxy is not None})

    @property
    def places(self) -> frozenset[tuple[str, int]]:
        """Host and port of each: they may stand on a private address."""
        return frozenset((proxy.host, proxy.port) for proxy in self.by_scheme.values())

    def of(self, url: str) -> Proxy | None:
        """The proxy that a request to the URL goes through; None where it goes straight."""
        parts = urlsplit(url)
        proxy = self.by_scheme.get(parts.scheme)
        return None if proxy is None or not parts.hostname or proxy_bypass(parts.hostname) else proxy


def _proxy(url: str) -> Proxy | None:
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host, port = parts.hostname, parts.port or DEFAULT_PORTS.get(parts.scheme, 80)
    except ValueError:
        return None
    if not host:
        return None
    credentials = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else None
    return Proxy(host, port, credentials)
