"""Refuses addresses where no crawl may go, before and after resolution."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawlers.addresses import AddressPolicy, GuardedResolver, addresses_of
from crawlers.errors import Declined
from crawlers.proxies import Proxies
from crawlers.urls import place_of
from extractors.errors import AddressRefused

REFUSED = "address_refused"


class GuardMiddleware:
    """Checks the URL before the request, and names a refusal of the resolver for what it is."""

    def __init__(self, crawler: Crawler) -> None:
        self._policy = AddressPolicy.from_config(crawler.settings["GUIDEPOST_CONFIG"])
        self._proxies = Proxies.from_environment()
        self._files = crawler.settings.getbool("GUIDEPOST_FILES")
        self._resolver: GuardedResolver | None = None
        crawler.signals.connect(self._install, signal=signals.engine_started)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardMiddleware:
        """Scrapy's way to build it."""
        return cls(crawler)

    def _install(self) -> None:
        # However the crawl was started, no request leaves without the check after resolution.
        from twisted.internet import reactor

        resolver = getattr(reactor, "nameResolver", None)
        if not isinstance(resolver, GuardedResolver):
            resolver = GuardedResolver(reactor, self._policy)
            resolver.install_on_reactor()
        self._resolver = resolver

    def process_request(self, request: Request) -> Coroutine[Any, Any, None] | None:
        """Decline what the URL alone shows to be forbidden, and what somebody else's look-up would lead to."""
        if self._resolver is None:
            raise Declined(REFUSED, "the resolver that checks addresses is not installed")
        if self._files and request.url.startswith("file:"):
            return None
        try:
            self._policy.check_url(request.url)
        except AddressRefused as error:
            raise Declined(REFUSED, str(error)) from error
        # The resolver checks what this process connects to. A proxy and a browser look names up by themselves, and the
        # proxy's own place, which the resolver lets through, is none for a page to send us to.
        place = place_of(request.url)
        if self._proxies.of(request.url) or place in self._policy.proxies or request.meta.get("playwright"):
            return self._check_look_up(request.url, *place)
        return None

    async def _check_look_up(self, url: str, host: str, port: int) -> None:
        for address in await addresses_of(host, port):
            if reason := self._policy.refusal(address, port):
                raise Declined(REFUSED, f"{url}: {reason}")

    def process_exception(self, request: Request, exception: Exception) -> Response | Request | None:
        """Turn "no such host" into "refused" where the host exists and only its addresses are forbidden."""
        host = urlsplit(request.url).hostname or ""
        reason = self._resolver.refused.get(host) if self._resolver else None
        if reason and not isinstance(exception, Declined):
            raise Declined(REFUSED, f"{request.url}: {reason}") from exception
        return None
