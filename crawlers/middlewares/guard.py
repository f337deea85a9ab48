"""Refuses addresses where no crawl may go, before and after resolution."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawlers.addresses import AddressPolicy, GuardedResolver
from crawlers.errors import Declined
from extractors.errors import AddressRefused

REFUSED = "address_refused"


class GuardMiddleware:
    """Checks the URL before the request, and names a refusal of the resolver for what it is."""

    def __init__(self, crawler: Crawler) -> None:
        self._policy = AddressPolicy.from_config(crawler.settings["GUIDEPOST_CONFIG"])
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

    def process_request(self, request: Request) -> None:
        """Decline what the URL alone shows to be forbidden."""
        if self._resolver is None:
            raise Declined(REFUSED, "the resolver that checks addresses is not installed")
        try:
            self._policy.check_url(request.url)
        except AddressRefused as error:
            raise Declined(REFUSED, str(error)) from error

    def process_exception(self, request: Request, exception: Exception) -> Response | Request | None:
        """Turn "no such host" into "refused" where the host exists and only its addresses are forbidden."""
        host = urlsplit(request.url).hostname or ""
        reason = self._resolver.refused.get(host) if self._resolver else None
        if reason and not isinstance(exception, Declined):
            raise Declined(REFUSED, f"{request.url}: {reason}") from exception
        return None
