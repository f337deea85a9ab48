"""The browser's only way out: a proxy on loopback, in this process, that connects to nothing but checked addresses.

A browser resolves names itself, follows redirects and loads whatever a page names. So it is started with this as its
proxy: each host is resolved here, judged by the policy of every other request, and connected to at the very address
that was judged. Where the environment names a proxy, what passes goes on through that.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import logging
import secrets
from urllib.parse import urlsplit

from crawlers.addresses import AddressPolicy, addresses_of
from crawlers.proxies import Proxies, Proxy
from crawlers.urls import DEFAULT_PORTS

logger = logging.getLogger(__name__)

_LONGEST_HEAD = 64 * 1024
_CHUNK = 64 * 1024
_OURS = ("proxy-authorization", "proxy-connection", "connection", "keep-alive")
_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Gate:
    """Serves one browser; who does not know its password gets nothing."""

    def __init__(self, policy: AddressPolicy, timeout: float) -> None:
        self._policy, self._timeout = policy, timeout
        self._proxies = Proxies.from_environment()
        self.user, self.password = "browser", secrets.token_urlsafe(24)
        self._expected = _basic(f"{self.user}:{self.password}")
        self._server: asyncio.Server | None = None

    async def open(self) -> str:
        """Begin to listen; its address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_LONGEST_HEAD)
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"http://{host}:{port}"

    def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(self._timeout):
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                streams = await self._pass(head, writer)
            if streams is not None:
                await _join((reader, writer), streams)
        except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            logger.debug("the browser's connection ended: %s", error)
        finally:
            writer.close()

    async def _pass(self, head: str, writer: asyncio.StreamWriter) -> _Streams | None:
        """Connect to what is asked for and send the request on; None, and told the browser, where that may not be."""
        first, *lines = head.rstrip("\r\n").split("\r\n")
        method, target, version = first.split(" ", 2)
        fields = [line.split(":", 1) for line in lines if ":" in line]
        given = next((value.strip() for name, value in fields if name.lower() == "proxy-authorization"), "")
        if not secrets.compare_digest(given.encode(), self._expected.encode()):
            await _answer(writer, "407 Proxy Authentication Required", 'Proxy-Authenticate: Basic realm="gate"\r\n')
            return None
        tunnel = method == "CONNECT"
        url = f"https://{target}/" if tunnel else target
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
        if not host or parts.scheme not in DEFAULT_PORTS:
            await _answer(writer, "400 Bad Request")
            return None
        proxy = self._proxies.of(url)
        streams = await self._connect(host, port, proxy)
        if streams is None:
            await _answer(writer, "403 Forbidden")
            return None
        upstream = streams[1]
        proof = f"Proxy-Authorization: {_basic(proxy.credentials)}\r\n" if proxy and proxy.credentials else ""
        if tunnel and proxy is None:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        elif tunnel:
            upstream.write(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{proof}\r\n".encode("latin-1"))
        else:
            kept = "".join(f"{name}:{value}\r\n" for name, value in fields if name.lower() not in _OURS)
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            asked = target if proxy else path
            # One request a connection: the next one may be meant for somebody else.
            upstream.write(f"{method} {asked} {version}\r\n{kept}{proof}Connection: close\r\n\r\n".encode("latin-1"))
        return streams

    async def _connect(self, host: str, port: int, proxy: Proxy | None) -> _Streams | None:
        found = await addresses_of(host, port)
        allowed = [address for address in found if self._policy.refusal(address, port) is None]
        if proxy is not None:
            # What the proxy resolves is its own affair, so nothing that it might come to may be forbidden.
            return await asyncio.open_connection(proxy.host, proxy.port) if allowed == found else None
        for address in allowed:
            with contextlib.suppress(OSError):
                return await asyncio.open_connection(address, port)
        return None


async def _answer(writer: asyncio.StreamWriter, status: str, headers: str = "") -> None:
    writer.write(f"HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n".encode("latin-1"))
    await writer.drain()


async def _join(one: _Streams, other: _Streams) -> None:
    """Pass on what either side says until both have said all."""
    try:
        await asyncio.gather(_pump(one[0], other[1]), _pump(other[0], one[1]))
    finally:
        other[1].close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(_CHUNK):
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()


def _basic(credentials: str) -> str:
    return "Basic " + base64.b64encode(credentials.encode()).decode()
