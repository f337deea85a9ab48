"""A server process that misbehaves: one port a scenario, answers made by hand, byte by byte.

    python tests/e2e/hostile_server.py LOG

Prints one line of JSON (`{"scenario": port, …}`) and serves until it is killed. Every request is one line of JSON in
LOG: time, scenario, path, headers.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import struct
import sys
import time
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from pathlib import Path

HTML = "text/html; charset=utf-8"
Writer = asyncio.StreamWriter
Behaviour = Callable[["Request", Writer], Awaitable[None]]


class Request:
    """What was asked."""

    def __init__(self, scenario: str, path: str, headers: dict[str, str], number: int, port: int) -> None:
        self.scenario, self.path, self.headers, self.port = scenario, path, headers, port
        self.number = number
        """How often this path was asked for before."""


def answer(status: int, body: bytes | str = b"", kind: str = HTML, **headers: str) -> bytes:
    """A whole answer, connection closed after it."""
    content = body.encode() if isinstance(body, str) else body
    lines = {"Content-Type": kind, "Content-Length": str(len(content)), "Connection": "close"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} X\r\n{head}\r\n".encode("latin-1") + content


def page(title: str, *links: str, head: str = "") -> str:
    """A small page."""
    anchors = "".join(f'<p><a href="{link}">{link[:40]}</a></p>' for link in links)
    top = f"<!DOCTYPE html><html lang=en><head><title>{title}</title>{head}</head>"
    return f"{top}<body><h1>{title}</h1>{anchors}</body></html>"


def simply(routes: dict[str, bytes]) -> Behaviour:
    """Fixed answers; 404 for the rest."""

    async def behave(request: Request, writer: Writer) -> None:
        writer.write(routes.get(request.path.partition("?")[0], answer(404, "gone")))

    return behave


def once_then(path: str, first: Callable[[int], bytes], times: int = 1) -> Behaviour:
    """`first` for the first answers of a path, then a page."""

    async def behave(request: Request, writer: Writer) -> None:
        if request.path == "/":
            writer.write(answer(200, page("start", path)))
        elif request.path != path:
            writer.write(answer(404))
        else:
            writer.write(first(request.number) if request.number < times else answer(200, page("at last")))

    return behave


async def robots_500(request: Request, writer: Writer) -> None:
    writer.write(answer(500) if request.path == "/robots.txt" else answer(200, page("open")))


async def robots_hangs(request: Request, writer: Writer) -> None:
    if request.path == "/robots.txt":
        await asyncio.sleep(60)
    writer.write(answer(200, page("open")))


async def robots_huge(request: Request, writer: Writer) -> None:
    rules = b"User-agent: *\nDisallow: /closed\n" + b"# nothing to see here, move along\n" * 300_000
    routes = {"/robots.txt": answer(200, rules, "text/plain"), "/": answer(200, page("start", "/closed", "/open"))}
    writer.write(routes.get(request.path, answer(200, page(request.path))))


async def robots_moves(request: Request, writer: Writer) -> None:
    routes = {
        "/robots.txt": answer(301, Location="/rules/1.txt"),
        "/rules/1.txt": answer(302, Location="/rules/2.txt"),
        "/rules/2.txt": answer(200, "User-agent: *\nDisallow: /closed\n", "text/plain"),
        "/": answer(200, page("start", "/closed", "/open")),
    }
    writer.write(routes.get(request.path, answer(200, page(request.path))))


async def robots_circles(request: Request, writer: Writer) -> None:
    number = int(request.path.partition("?")[2] or 0)
    if request.path.startswith("/robots.txt"):
        writer.write(answer(302, Location=f"/robots.txt?{number + 1}"))
    else:
        writer.write(answer(200, page("open")))


async def calendar(request: Request, writer: Writer) -> None:
    if request.path.startswith("/calendar/"):
        _, _, year, month = request.path.split("/")
        later = int(year) * 12 + int(month)
        writer.write(
            answer(
                200,
                page(f"{year} {month}", f"/calendar/{later // 12}/{later % 12 + 1}", f"/calendar/{int(year) + 7}/1"),
            )
        )
    else:
        writer.write(answer(200, page("start", "/calendar/2026/1")))


async def repeats(request: Request, writer: Writer) -> None:
    writer.write(answer(200, page("again", "news/", "news/archive/")))


async def drip(request: Request, writer: Writer) -> None:
    if request.path == "/robots.txt":
        writer.write(answer(404))
        return
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(400):
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.2)


def broken(body: bytes) -> Behaviour:
    """The same broken answer for every page."""

    async def behave(request: Request, writer: Writer) -> None:
        writer.write(answer(404) if request.path == "/robots.txt" else body)

    return behave


async def reset(request: Request, writer: Writer) -> None:
    if request.path == "/robots.txt":
        writer.write(answer(404))
        return
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def bomb(encoding: str) -> Behaviour:
    """Sixty megabytes of nothing, compressed."""
    size = 60_000_000
    if encoding == "gzip":
        body = gzip.compress(bytes(size), 1)
    elif encoding == "deflate":
        body = zlib.compress(bytes(size), 1)
    elif encoding == "br":
        import brotli

        body = brotli.compress(bytes(size), quality=1)
    else:
        from backports import zstd

        body = zstd.compress(bytes(size))
    return broken(answer(200, body, Content_Encoding=encoding))


async def sitemap(request: Request, writer: Writer) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    here = f"http://127.0.0.1:{request.port}"
    body = (
        f'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY l0 "ha">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        f"<urlset><url><loc>{here}/one</loc></url><url><loc>&l11;</loc></url><url><loc>{here}/&f;</loc></url>"
        f"<url><loc>http://169.254.169.254/meta</loc></url><url><loc>{here}/two</loc></url></urlset>"
    )
    routes = {
        "/robots.txt": answer(200, f"User-agent: *\nSitemap: {here}/sitemap.xml\n", "text/plain"),
        "/sitemap.xml": answer(200, body, "application/xml"),
        "/": answer(200, page("start")),
        "/one": answer(200, page("one")),
        "/two": answer(200, page("two")),
    }
    writer.write(routes.get(request.path, answer(404)))


async def sessions(request: Request, writer: Writer) -> None:
    mark = f"{time.time_ns()}"
    body = page("session", f"/?PHPSESSID={mark}", f"/about?PHPSESSID={mark}", f"/about;jsessionid={mark}")
    writer.write(answer(404) if request.path == "/robots.txt" else answer(200, body, Set_Cookie=f"session={mark}"))


async def many_links(request: Request, writer: Writer) -> None:
    if request.path == "/":
        writer.write(answer(200, page("many", *(f"/page-{'x' * (n % 7)}{n}-end" for n in range(10_000)))))
    else:
        writer.write(answer(404) if request.path == "/robots.txt" else answer(200, page(request.path)))


def refuses(port_of: Callable[[str], int]) -> Behaviour:
    """Redirects to where no crawl may go."""

    async def behave(request: Request, writer: Writer) -> None:
        canary = port_of("canary")
        targets = {
            "/private": "http://10.11.12.13/",
            "/metadata": "http://169.254.169.254/latest/meta-data/",
            "/mapped": f"http://[::ffff:127.0.0.1]:{canary}/mapped",
            "/decimal": f"http://2130706433:{canary}/decimal",
            "/loopback": f"http://127.0.0.1:{canary}/loopback",
            "/named": f"http://canary.test:{canary}/named",
            "/file": "file:///etc/passwd",
            "/elsewhere": "http://elsewhere.example/",
        }
        if request.path == "/":
            writer.write(answer(200, page("start", *targets)))
        elif request.path in targets:
            writer.write(answer(302, Location=targets[request.path]))
        else:
            writer.write(answer(404))

    return behave


async def loops(request: Request, writer: Writer) -> None:
    if request.path == "/":
        refresh = '<meta http-equiv="refresh" content="0; url=file:///etc/passwd">'
        writer.write(answer(200, page("start", "/a", "/self", "/chain/1", "/refresh", head=refresh)))
    elif request.path.startswith("/chain/"):
        writer.write(answer(302, Location=f"/chain/{int(request.path[7:]) + 1}"))
    else:
        moves = {"/a": "/b", "/b": "/a", "/self": "/self"}
        where = moves.get(request.path)
        if request.path == "/refresh":
            writer.write(answer(200, page("r", head='<meta http-equiv=refresh content="0;url=file:///etc/shadow">')))
        else:
            writer.write(answer(302, Location=where) if where else answer(404))


OPT_OUTS = {
    "/robots.txt": answer(404),
    "/": answer(200, page("start", "/noindex", "/header", "/noarchive", "/tdm", "/other", "/fine")),
    "/noindex": answer(200, page("SECRET-1", head='<meta name="robots" content="noindex">')),
    "/header": answer(200, page("SECRET-2"), X_Robots_Tag="noindex"),
    "/noarchive": answer(200, page("SECRET-3", head='<meta name="robots" content="noarchive">')),
    "/tdm": answer(200, page("SECRET-4"), tdm_reservation="1"),
    "/other": answer(200, page("for another"), X_Robots_Tag="otherbot: noindex"),
    "/fine": answer(200, page("fine")),
}
LIES = {
    "/robots.txt": answer(404),
    "/": answer(200, page("start", "/latin", "/utf16", "/unknown", "/binary", "/empty", "/soft404", "/wall", "/pdf")),
    "/latin": answer(200, "<title>caf\xe9</title><h1>caf\xe9</h1>".encode("latin-1"), "text/html; charset=utf-8"),
    "/utf16": answer(200, "<title>utf-16</title>".encode("utf-16"), "text/html; charset=ascii"),
    "/unknown": answer(200, page("unknown"), "text/html; charset=klingon"),
    "/binary": answer(200, bytes(range(256)) * 40, "text/html"),
    "/empty": answer(200, b""),
    "/soft404": answer(200, page("404 Not Found")),
    "/wall": answer(302, Location="/login?next=/wall"),
    "/login": answer(200, page("Log in")),
    "/pdf": answer(200, b"%PDF-1.7 nothing", "application/pdf"),
}
NAMES = {
    "/robots.txt": answer(404),
    "/": answer(
        200,
        page(
            "start",
            "/a/../../../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/nul%00byte",
            "/" + "n" * 300,
            "/..%2f..%2fx",
            "/con",
            "/a%0d%0aX-Evil: 1",
        ),
    ),
}


def scenarios(port_of: Callable[[str], int]) -> dict[str, Behaviour]:
    """All of them, by name."""
    later = formatdate(time.time() + 30, usegmt=True)
    return {
        "robots_500": robots_500,
        "robots_hangs": robots_hangs,
        "robots_huge": robots_huge,
        "robots_moves": robots_moves,
        "robots_circles": robots_circles,
        "delay_10": simply(
            {
                "/robots.txt": answer(200, "User-agent: *\nCrawl-delay: 10\n", "text/plain"),
                "/": answer(200, page("start", "/one")),
                "/one": answer(200, page("one")),
            }
        ),
        "after_seconds": once_then("/p", lambda _: answer(429, Retry_After="2")),
        "after_date": once_then("/p", lambda _: answer(429, Retry_After=formatdate(time.time() + 3, usegmt=True))),
        "after_negative": once_then("/p", lambda _: answer(429, Retry_After="-5")),
        "after_a_year": once_then("/p", lambda _: answer(429, Retry_After="31536000"), 99),
        "unavailable": once_then("/p", lambda _: answer(503), 2),
        "always_500": once_then("/p", lambda _: answer(500), 99),
        "refuses": refuses(port_of),
        "loops": loops,
        "calendar": calendar,
        "repeats": repeats,
        "drip": drip,
        "truncated": broken(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<title>cut"),
        "short_length": broken(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n<title>longer than said</title>"
        ),
        "bad_chunks": broken(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<title>\r\n"
        ),
        "garbage": broken(b"\x00\xff\xfe not HTTP at all\r\n\r\n"),
        "reset": reset,
        "too_large": broken(answer(200, b"<title>big</title>" + b" " * 3_000_000)),
        "endless": broken(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + b" " * 3_000_000),
        **{f"bomb_{name}": bomb(name) for name in ("gzip", "deflate", "br", "zstd")},
        "sitemap": sitemap,
        "sessions": sessions,
        "many_links": many_links,
        "opt_outs": simply(OPT_OUTS),
        "lies": simply(LIES),
        "names": simply(NAMES),
        "rebind": simply({"/": answer(200, page("start", "/later")), "/later": answer(200, page("later"))}),
        "private_name": simply({"/": answer(200, page("never"))}),
        "canary": simply({}),
        "closed": simply({"/robots.txt": answer(200, "User-agent: *\nDisallow: /\n", "text/plain")}),
        "unused": simply({"/": answer(200, later)}),
    }


async def main(log_path: str) -> None:
    ports: dict[str, int] = {}
    seen: Counter[tuple[str, str]] = Counter()
    with Path(log_path).open("a", buffering=1, encoding="utf-8") as log:

        def handler(name: str, behaviour: Behaviour) -> Callable[[asyncio.StreamReader, Writer], Awaitable[None]]:
            async def handle(reader: asyncio.StreamReader, writer: Writer) -> None:
                try:
                    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                    first, *lines = head.split("\r\n")
                    path = first.split(" ")[1]
                    headers = {
                        key.lower(): value.strip() for key, _, value in (line.partition(":") for line in lines) if key
                    }
                    host = writer.get_extra_info("sockname")[0]
                    entry = {"at": time.time(), "scenario": name, "path": path, "host": host, "headers": headers}
                    log.write(json.dumps(entry) + "\n")
                    request = Request(name, path, headers, seen[name, path], ports[name])
                    seen[name, path] += 1
                    await behaviour(request, writer)
                    await writer.drain()
                except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                    pass
                finally:
                    writer.close()

            return handle

        for name, behaviour in scenarios(lambda name: ports[name]).items():
            server = await asyncio.start_server(handler(name, behaviour), "127.0.0.1", 0)
            ports[name] = server.sockets[0].getsockname()[1]
            if name == "rebind":  # the same port at another address, where nobody may go
                await asyncio.start_server(handler("canary", behaviour), "127.0.0.2", ports[name])
        print(json.dumps(ports), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
