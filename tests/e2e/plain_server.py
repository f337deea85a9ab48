"""A server whose answers a test sets, and may change while it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from threading import Thread
from typing import NamedTuple

NOT_FOUND = (404, {}, b"<title>Not found</title>")
Answer = tuple[int, dict[str, str], bytes]


class Served(NamedTuple):
    """A running server."""

    origin: str
    answers: dict[str, Answer]
    """By path; what is missing is a 404."""
    seen: list[tuple[str, dict[str, str]]]
    """Paths that were asked for, with the request's headers in lower case."""

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.seen]

    @property
    def host(self) -> str:
        return self.origin.split("//")[1]


def page(title: str, *links: str, head: str = "") -> bytes:
    """A small hiring guide."""
    anchors = "".join(f'<a href="{link}">{link}</a> ' for link in links)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body><main>'
        f"<h1>{title}</h1><h2>Salary ranges</h2><table><tr><th>Level</th><th>Gross per year</th></tr>"
        f"<tr><td>Junior</td><td>€30,000 – €36,000</td></tr></table></main><p>{anchors}</p></body></html>"
    ).encode()


def html(body: bytes, status: int = 200, **headers: str) -> Answer:
    """An answer of HTML; underscores in the names of headers are hyphens, each line of a value is a header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, {"Content-Type": "text/html; charset=utf-8", **named}, body


class Made(dict[str, Answer]):
    """Answers that a function makes up: HTML from a path, None for 404."""

    def __init__(self, make: Callable[[str], str | None]) -> None:
        super().__init__()
        self._make = make

    def get(self, path: str, default: object = None) -> object:  # type: ignore[override]
        if path in self:
            return self[path]
        text = self._make(path)
        return default if text is None else html(text.encode())


@contextmanager
def serving(answers: dict[str, Answer], tls: SSLContext | None = None) -> Iterator[Served]:
    """Serve them on loopback, as https with a context; an answer's ETag becomes 304 where the request names it."""
    seen: list[tuple[str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = {name.lower(): value for name, value in self.headers.items()}
            seen.append((self.path, asked))
            status, headers, body = answers.get(self.path, NOT_FOUND)
            if "ETag" in headers and asked.get("if-none-match") == headers["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                for line in value.split("\n"):
                    self.send_header(name, line)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Served(f"http://127.0.0.1:{server.server_port}", answers, seen)
    finally:
        server.shutdown()
        server.server_close()
