"""A request and its answer in Scrapy's terms as what the archive keeps of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import Response, TextResponse

from crawlers.browser import RENDERED
from crawlers.keeper import RunKeeper
from crawlers.optouts import joined
from crawlers.urls import from_header
from extractors.page import Page
from storage.events import RequestHead

_SECRET = ("authorization", "cookie", "proxy-authorization")


def headers_of(response: Response) -> dict[str, str]:
    """The answer's headers, names in lower case, repeated ones joined; what sets a session is left out."""
    found = {
        name.decode("latin-1").lower(): _value(name.lower(), [value.decode("latin-1") for value in values])
        for name, values in response.headers.items()
        if values and name.lower() != b"set-cookie"
    }
    if location := location_of(response):
        found["location"] = location
    return found | {RENDERED: "chromium"} if "playwright" in response.flags else found


def _value(name: bytes, values: list[str]) -> str:
    return joined(values) if name == b"x-robots-tag" else ", ".join(values)


def location_of(response: Response) -> str | None:
    """Where the answer sends us, as far as it says so; of several lines the first."""
    found = response.headers.getlist("Location")
    return from_header(found[0]) if found else None


def keep_own(keeper: RunKeeper | None, response: Response) -> None:
    """Archive what a site says to crawlers, such as its robots.txt, where the crawl keeps anything."""
    if keeper is not None and response.request is not None:
        keeper.keep_aside(page_of(response, headers_of(response), datetime.now(UTC)), head_of(response.request))


def page_of(response: Response, headers: Mapping[str, str], at: datetime) -> Page:
    """The answer as the page to archive and read."""
    return Page(content=response.body, url=response.url, headers=headers, fetched_at=at, status=response.status)


def head_of(request: Request) -> RequestHead:
    """The request as the archive keeps it, without what is secret."""
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in request.headers.items()
        if values and name.decode("latin-1").lower() not in _SECRET
    }
    return RequestHead(url=request.url, method=request.method, headers=headers)


def text_of(response: Response) -> str:
    """The body as text, whatever the answer calls itself."""
    if isinstance(response, TextResponse):
        return response.text
    return response.body.decode("utf-8", errors="replace")


def code_of(error: BaseException) -> str:
    """The code of a fault of the network."""
    name = type(error).__name__
    for part, code in (("Timeout", "timeout"), ("DataLoss", "truncated"), ("Refused", "connection_refused")):
        if part in name:
            return code
    return "connection_failed"
