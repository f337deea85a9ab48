"""A site of many small guides, made up page by page from their number."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CITIES = ("Ghent", "Lyon", "Rotterdam", "Turin", "Porto", "Graz", "Aarhus", "Vigo", "Brno", "Tartu")
TRADES = ("welders", "nurses", "planners", "cooks", "testers")
PER_LIST = 25
CHANGED = "2026-01-02"
"""When every page last changed, as the sitemap says; robots.txt does not name it."""


def guide(number: int, size: int = 1000) -> bytes:
    """A hiring guide."""
    city, trade = CITIES[number % 10], TRADES[number // 10 % 5]
    low = 20_000 + 40 * number
    nearby = "".join(f'<li><a href="/guides/{(number + step) % size}">Guide</a></li>' for step in (1, 7, 31))
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Hiring {trade} in {city} {number}</title>
<meta name="description" content="What {trade} in {city} earn."></head><body><nav><a href="/">Home</a></nav><main>
<h1>Hiring {trade} in {city}, guide {number}</h1>
<p>Guide number {number} tells what it takes to hire {trade} in {city}.</p>
<h2>Key companies</h2><ul><li>Firm {number} One</li><li>Firm {number} Two</li><li>Firm {number} Three</li></ul>
<h2>Salary ranges</h2><table><tr><th>Level</th><th>Gross per year</th></tr>
<tr><td>Junior</td><td>€{low:,} – €{low + 6000:,}</td></tr>
<tr><td>Senior</td><td>€{low + 9000:,} – €{low + 21000:,}</td></tr>
</table><h2>Career path</h2><p>Junior {trade} → Senior {trade} → Head of {trade}</p></main>
<aside><ul>{nearby}</ul></aside><footer>Made up.</footer></body></html>""".encode()


def page(path: str, size: int, origin: str = "") -> bytes | None:
    """What a path answers; None for 404."""
    if path == "/robots.txt":
        return b"User-agent: *\nAllow: /\n"
    if path == "/":
        links = "".join(f'<a href="/list/{number}">List</a>' for number in range((size + PER_LIST - 1) // PER_LIST))
        return f"<!DOCTYPE html><title>Start</title><h1>Guides</h1>{links}".encode()
    if path == "/sitemap.xml":
        entries = (
            f"<url><loc>{origin}/guides/{number}</loc><lastmod>{CHANGED}</lastmod></url>" for number in range(size)
        )
        return f"<urlset>{''.join(entries)}</urlset>".encode()
    kind, _, rest = path.lstrip("/").partition("/")
    number = int(rest) if rest.isdecimal() else -1
    if kind == "list" and 0 <= number * PER_LIST < size:
        numbers = range(number * PER_LIST, min(size, (number + 1) * PER_LIST))
        links = "".join(f'<a href="/guides/{one}">Guide {one}</a>' for one in numbers)
        return f"<!DOCTYPE html><title>List {number}</title><h1>List</h1>{links}".encode()
    if kind == "guides" and 0 <= number < size:
        return guide(number, size)
    return None


@contextmanager
def serve(size: int, served: Callable[[str], None] = lambda _: None) -> Iterator[str]:
    """Serve such a site on loopback; gives its origin. `served` is told the path of each answer that went whole."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            body = page(self.path.partition("?")[0], size, f"http://{self.headers['Host']}")
            content = body if body is not None else b"<title>Not found</title>"
            status, etag = 200 if body is not None else 404, f'"{zlib.crc32(content):x}"'
            if body is not None and self.headers["If-None-Match"] == etag:
                status, content = 304, b""
            head = (
                f"HTTP/1.1 {status} X\r\nContent-Type: text/html; charset=utf-8\r\nETag: {etag}\r\n"
                f"Content-Length: {len(content)}\r\n\r\n"
            )
            try:
                self.wfile.write(head.encode() + content)
            except OSError:
                self.close_connection = True  # its client was killed
            else:
                served(self.path)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
