"""Where a crawl may go: public addresses, and those on an explicit allow-list.

The check stands where names turn into addresses, and the connection is made to the very addresses that were checked. So
it holds for every redirect, sitemap entry and robots.txt, and a name that changes its address after a check gains
nothing. Ranges that are not for public use are those of the IANA special-purpose registries, as `ipaddress` knows them.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawlers.config import Config
from crawlers.proxies import Proxies
from crawlers.reach import CONNECTING
from crawlers.urls import DEFAULT_PORTS
from extractors.errors import AddressRefused, ConfigurationError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Allowed(msgspec.Struct, frozen=True):
    """An entry of the allow-list: a network, and a port where one is given."""

    network: Network
    port: int | None = None


class AddressPolicy(msgspec.Struct, frozen=True):
    """Says which addresses may be connected to."""

    allowed: tuple[Allowed, ...] = ()
    proxies: frozenset[tuple[str, int]] = frozenset()
    """Host and port of the proxies that the environment names: they may stand on a private address."""

    @classmethod
    def from_config(cls, config: Config) -> AddressPolicy:
        """The policy of a configuration; raises ConfigurationError for an entry that is no address."""
        return cls(tuple(parse_allowed(entry) for entry in config.allow_addresses), Proxies.from_environment().places)

    def refusal(self, address: str, port: int) -> str | None:
        """Why the address may not be connected to; None where it may."""
        try:
            ip = _unwrapped(ipaddress.ip_address(address.split("%", 1)[0]))
        except ValueError:
            return f"{address} is no address"
        if any(ip in entry.network and entry.port in (None, port) for entry in self.allowed):
            return None
        if ip.is_global and not ip.is_multicast:
            return None
        return f"{ip} is no public address (allow_addresses lists the exceptions)"

    def check_url(self, url: str) -> None:
        """Raise AddressRefused unless the URL is http or https and does not name a forbidden address outright."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
        except ValueError as error:
            raise AddressRefused(f"{url}: {error}") from error
        if parts.scheme not in DEFAULT_PORTS:
            raise AddressRefused(f"{url}: only http and https are crawled")
        if not host:
            raise AddressRefused(f"{url}: no host")
        literal = literal_address(host)
        reason = self.refusal(str(literal), port) if literal else None
        if reason:
            raise AddressRefused(f"{url}: {reason}")


def parse_allowed(entry: str) -> Allowed:
    """Read `127.0.0.1`, `127.0.0.1:8080`, `[::1]:8080`, `::1` or `10.0.0.0/8`."""
    text, port = entry.strip(), None
    if text.startswith("["):
        text, _, rest = text[1:].partition("]")
        port = rest.removeprefix(":") or None
    elif text.count(":") == 1:
        text, port = text.split(":")
    try:
        return Allowed(ipaddress.ip_network(text, strict=False), int(port) if port else None)
    except ValueError as error:
        raise ConfigurationError(f"allow_addresses: {entry!r} is neither an address nor a network: {error}") from error


def literal_address(host: str) -> Address | None:
    """The address that a host stands for without a look-up, in any of the notations that resolvers accept.

    `2130706433`, `0x7f.1` and `017700000001` are 127.0.0.1 (inet_aton(3)).
    """
    try:
        return ipaddress.ip_address(host.strip("[]").split("%", 1)[0])
    except ValueError:
        pass
    try:
        return ipaddress.ip_address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def _unwrapped(ip: Address) -> Address:
    """The IPv4 address inside an IPv6 one that merely carries it."""
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return ip.ipv4_mapped
        if ip.sixtofour:
            return ip.sixtofour
        if ip.teredo:
            return ip.teredo[1]
        if ip in _NAT64 or int(ip) >> 32 == 0:
            embedded = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
            # ::1 and :: are addresses of their own, not carried ones.
            return ip if int(ip) < 2 else embedded
    return ip


async def addresses_of(host: str, port: int) -> list[str]:
    """The addresses that the host stands for or that its name resolves to; none where it does not."""
    literal = literal_address(host)
    if literal is not None:
        return [str(literal)]
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(address[4][0]) for address in found))


@implementer(IResolutionReceiver)
class _Filter:
    """Passes on the addresses that may be connected to, remembers the others."""

    def __init__(self, receiver: Any, resolver: GuardedResolver, host: str, port: int) -> None:
        self._receiver = receiver
        self._resolver = resolver
        self._host = host
        self._port = port
        self._over = False
        self._limit: Any = None

    def limited(self, reactor: Any, seconds: float) -> None:
        """Give up in so many seconds."""
        if not self._over:
            self._limit = reactor.callLater(seconds, self.give_up)

    def give_up(self) -> None:
        """Take the look-up for one without a result; what still comes is too late."""
        if not self._over:
            self.resolutionComplete()

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802 - Twisted's interface
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        if self._over:
            return
        reason = self._resolver.refusal(self._host, str(address.host), self._port)
        if reason is None:
            self._resolver.refused.pop(self._host, None)
            self._receiver.addressResolved(address)
        else:
            self._resolver.refused[self._host] = reason

    def resolutionComplete(self) -> None:  # noqa: N802
        if not self._over:
            self._over = True
            if self._limit is not None and self._limit.active():
                self._limit.cancel()
            self._receiver.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver:
    """Twisted's own resolver, less the addresses where no crawl may go."""

    def __init__(self, reactor: ReactorBase, policy: AddressPolicy) -> None:
        self._reactor = reactor
        self._inner: Any = reactor.nameResolver
        self.policy = policy
        self.refused: dict[str, str] = {}
        """Host to reason, for hosts whose addresses were all refused so far."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> GuardedResolver:
        """Scrapy's way to build it, from the setting TWISTED_DNS_RESOLVER."""
        return cls(reactor, AddressPolicy.from_config(crawler.settings["GUIDEPOST_CONFIG"]))

    def install_on_reactor(self) -> None:
        """From now on every look-up of the reactor is checked."""
        self._reactor.installNameResolver(self)  # type: ignore[arg-type]

    def refusal(self, host: str, address: str, port: int) -> str | None:
        """Why this address of the host may not be connected to; a proxy of the environment may stand anywhere."""
        return None if (host, port) in self.policy.proxies else self.policy.refusal(address, port)

    def resolveHostName(  # noqa: N802 - Twisted's interface
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        """Resolve the name, and pass on only what may be connected to; a name server has a few seconds for it."""
        guarded = _Filter(resolutionReceiver, self, hostName, portNumber)
        resolution: IHostResolution = self._inner.resolveHostName(
            guarded, hostName, portNumber, addressTypes, transportSemantics
        )
        guarded.limited(self._reactor, CONNECTING)
        return resolution
