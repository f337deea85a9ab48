"""The browser's way out, asked by hand."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from typing import NamedTuple

import pytest

from crawlers.addresses import AddressPolicy, parse_allowed
from crawlers.gate import Gate
from tests.e2e.plain_server import Served, html, page, serving


class Ports(NamedTuple):
    site: int
    canary: int


def ask(site: Served, request: str, *, password: bool = True) -> bytes:
    """What the gate answers to a request, its placeholders filled in."""

    async def main() -> bytes:
        gate = Gate(AddressPolicy((parse_allowed(site.host),)), timeout=5)
        host, port = (await gate.open()).removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        proof = base64.b64encode(f"{gate.user}:{gate.password if password else 'guess'}".encode()).decode()
        writer.write(request.replace("PROOF", f"Proxy-Authorization: Basic {proof}").encode("latin-1"))
        if "CONNECT" in request and password:
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 200 " not in head:
                return head
            writer.write(b"GET /inner HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = await asyncio.wait_for(reader.read(), 5)
        writer.close()
        gate.close()
        return answer

    return asyncio.run(main())


CASES: list[tuple[str, Callable[[Ports], str], bytes]] = [
    (
        "a page",
        lambda at: f"GET http://127.0.0.1:{at.site}/inner HTTP/1.1\r\nHost: x\r\nPROOF\r\n\r\n",
        b"<h1>Inner</h1>",
    ),
    ("a tunnel", lambda at: f"CONNECT 127.0.0.1:{at.site} HTTP/1.1\r\nPROOF\r\n\r\n", b"<h1>Inner</h1>"),
    ("another port", lambda at: f"GET http://127.0.0.1:{at.canary}/ HTTP/1.1\r\nPROOF\r\n\r\n", b" 403 "),
    ("a tunnel to it", lambda at: f"CONNECT 127.0.0.1:{at.canary} HTTP/1.1\r\nPROOF\r\n\r\n", b" 403 "),
    ("by its name", lambda at: f"CONNECT localhost:{at.canary} HTTP/1.1\r\nPROOF\r\n\r\n", b" 403 "),
    ("as a number", lambda at: f"GET http://2130706433:{at.canary}/ HTTP/1.1\r\nPROOF\r\n\r\n", b" 403 "),
    ("mapped", lambda at: f"CONNECT [::ffff:127.0.0.1]:{at.canary} HTTP/1.1\r\nPROOF\r\n\r\n", b" 403 "),
    ("metadata", lambda _: "GET http://169.254.169.254/latest HTTP/1.1\r\nPROOF\r\n\r\n", b" 403 "),
    ("a file", lambda _: "GET file:///etc/passwd HTTP/1.1\r\nPROOF\r\n\r\n", b" 400 "),
    ("its own page", lambda _: "GET /etc/passwd HTTP/1.1\r\nPROOF\r\n\r\n", b" 400 "),
    ("nothing at all", lambda _: "\r\n\r\n", b""),
]


@pytest.mark.parametrize(("request_of", "answers"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_passes_the_gate(
    request_of: Callable[[Ports], str], answers: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "*")
    with serving({"/inner": html(page("Inner"))}) as site, serving({}) as canary:
        ports = Ports(int(site.host.split(":")[1]), int(canary.host.split(":")[1]))
        answer = ask(site, request_of(ports))
        assert answers in answer if answers else answer == b""
        assert canary.paths == []
        if site.seen:
            assert all("proxy-authorization" not in headers for _, headers in site.seen)


def test_who_does_not_know_the_password_gets_nothing() -> None:
    with serving({"/inner": html(page("Inner"))}) as site:
        asked = f"GET {site.origin}/inner HTTP/1.1\r\nHost: x\r\nPROOF\r\n\r\n"
        assert b" 407 " in ask(site, asked, password=False)
        assert site.paths == []
