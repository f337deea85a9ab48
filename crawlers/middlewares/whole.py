"""Notices a compressed body that breaks off: Scrapy hands on what could be read of it, as if it were the page."""

from __future__ import annotations

import zlib

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawlers.config import Config

BROKEN_OFF = "broken_off"
"""Key in a request's meta: whether the body of its answer broke off."""
PACKED = "packed"
"""Key in a request's meta: whether its answer came with a compressed body."""
_CHUNK = 65_536
_WINDOWS = {b"gzip": (31,), b"x-gzip": (31,), b"deflate": (15, -15)}
"""By encoding, what zlib is told of the stream; some servers send deflate without its head."""


class WholeBodyMiddleware:
    """Looks at a body before Scrapy undoes its encoding."""

    def __init__(self, limit: int) -> None:
        self._limit = limit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WholeBodyMiddleware:
        """Scrapy's way to build it."""
        config: Config = crawler.settings["GUIDEPOST_CONFIG"]
        return cls(config.max_body)

    def process_response(self, request: Request, response: Response) -> Response:
        """The response as it is; the request's meta says whether its body is compressed, and whether it breaks off."""
        encoding = (response.headers.get("Content-Encoding") or b"").strip().lower()
        request.meta[PACKED] = bool(encoding and response.body)
        request.meta[BROKEN_OFF] = not is_whole(response.body, encoding, self._limit)
        return response


def is_whole(body: bytes, encoding: bytes, limit: int) -> bool:
    """Whether a compressed body comes to its end; what is larger than `limit`, or in an encoding that is not known
    here, is not looked at further."""
    if encoding == b"br":
        return _is_whole_brotli(body, limit)
    windows = _WINDOWS.get(encoding)
    return windows is None or any(_is_whole(body, window, limit) for window in windows)


def _is_whole(body: bytes, window: int, limit: int) -> bool:
    stream, size, waiting = zlib.decompressobj(window), 0, body
    try:
        while not stream.eof and size <= limit:
            piece = stream.decompress(waiting, _CHUNK)
            size, waiting = size + len(piece), stream.unconsumed_tail
            if not piece and not waiting:
                break
    except zlib.error:
        return False
    return stream.eof or size > limit


def _is_whole_brotli(body: bytes, limit: int) -> bool:
    import brotli  # type: ignore[import-untyped]  # Scrapy needs it; few crawls meet it

    stream, size = brotli.Decompressor(), 0
    try:
        piece = stream.process(body, output_buffer_limit=_CHUNK)
        while piece and size <= limit and not stream.is_finished():
            size += len(piece)
            piece = stream.process(b"", output_buffer_limit=_CHUNK)
    except brotli.error:
        return False
    return stream.is_finished() or size > limit


def is_text(content: bytes) -> bool:
    """Whether the beginning may be text in some encoding, rather than noise; UTF-16 has as many NULs as letters."""
    sample = content[:2048]
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in sample) - sample.count(0)
    return controls * 20 <= len(sample)
