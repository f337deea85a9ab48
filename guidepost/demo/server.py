"""A small web server on loopback for the demonstration's sites."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from guidepost.demo.pages import Answer


@contextmanager
def serve(build: Callable[[str], Mapping[str, Answer]], port: int = 0) -> Iterator[str]:
    """Serve a site on 127.0.0.1 while the block runs; gives its origin. Port 0 takes any free one."""
    server = ThreadingHTTPServer(("127.0.0.1", port), BaseHTTPRequestHandler)
    origin = f"http://127.0.0.1:{server.server_port}"
    server.RequestHandlerClass = _handler(build(origin))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, name=f"serve {origin}", daemon=True)
    thread.start()
    try:
        yield origin
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(answers: Mapping[str, Answer]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = answers.get(self.path.partition("?")[0])
            if answer is None:
                self._send(
                    404, "text/html; charset=utf-8", b"<!DOCTYPE html><title>Not found</title><h1>Not found</h1>"
                )
                return
            tag = f'"{sha256(answer.body).hexdigest()[:16]}"'
            if self.headers.get("If-None-Match") == tag:
                self.send_response(304)
                self.send_header("ETag", tag)
                self.end_headers()
                return
            self._send(200, answer.content_type, answer.body, tag)

        def _send(self, status: int, content_type: str, body: bytes, tag: str | None = None) -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            if tag:
                self.send_header("ETag", tag)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's interface
            """Say nothing: the crawl tells what it fetched."""

    return Handler
