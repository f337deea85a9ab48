"""Pages that need a browser: the extra `browser`, only for sites whose file asks for it."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from crawlers.addresses import AddressPolicy
from crawlers.config import Config
from crawlers.gate import Gate
from extractors.errors import ConfigurationError
from extractors.page import Page

SERVED = "served"
"""Key of a request's meta: the server's own answer, where a browser asked for it."""
RENDERED = "x-guidepost-rendered"
"""Header that marks a page whose bytes are a browser's document and not the server's."""
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_USELESS = frozenset({"image", "media", "font", "texttrack", "eventsource", "websocket", "manifest"})
_WITHIN = ("data", "blob", "about")
_FLAGS = (
    "--disable-dev-shm-usage",
    # It resolves nothing and talks to nobody but by way of the gate.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
)


def browser_settings(config: Config) -> dict[str, Any]:
    """Scrapy settings for a crawl in which some pages go through the system's Chromium.

    Raises ConfigurationError where the extra or the browser is missing.
    """
    if find_spec("scrapy_playwright") is None:
        raise ConfigurationError("a site asks for a browser: pip install 'guidepost[browser]'")
    names = (config.browser,) if config.browser else _NAMES
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        missing = f"there is no {config.browser}" if config.browser else "install Chromium, or name it in `browser`"
        raise ConfigurationError(f"a site asks for a browser: {missing}")
    handler = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
    return {
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler, "data": None, "file": None, "ftp": None, "s3": None},
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_BROWSER_PROVIDER": _provider(AddressPolicy.from_config(config), config.timeout),
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": path,
            "headless": True,
            "args": [*_FLAGS, *(["--no-sandbox"] if _is_root() else [])],
        },
        "PLAYWRIGHT_CONTEXTS": {"default": {"service_workers": "block", "accept_downloads": False}},
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": config.timeout * 1000,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 2,
        "PLAYWRIGHT_ABORT_REQUEST": "crawlers.browser.unwanted",
    }


def browser_meta(config: Config) -> dict[str, Any]:
    """What a request's meta says so that it goes through the browser, and waits until the page has settled."""
    from scrapy_playwright.page import PageMethod  # type: ignore[import-untyped]

    served = Served()
    return {
        "playwright": True,
        "playwright_context": "default",
        "playwright_page_event_handlers": {"response": served.noticed},
        "playwright_page_methods": [PageMethod(_settle, min(config.timeout, 10.0)), PageMethod(served.take)],
        SERVED: served,
        # The gate knows the environment's proxy; its credentials are no header for a page's server.
        "proxy": None,
    }


class Served:
    """What the server itself answered to a browser, kept beside the document that became of it."""

    def __init__(self) -> None:
        self._answer: Any = None
        self.page: Page | None = None

    def noticed(self, response: Any) -> None:
        """Remember the answer to the navigation; redirects have no body."""
        asked = response.request
        if self._answer is None and asked.is_navigation_request() and not 300 <= response.status < 400:
            self._answer = response if asked.frame.parent_frame is None else None

    async def take(self, _: Any) -> None:
        """Take its bytes while the browser still has them."""
        if self._answer is None:
            return
        from playwright.async_api import Error

        with suppress(Error):
            headers = {name: value for name, value in self._answer.headers.items() if name != "set-cookie"}
            self.page = Page(
                content=await self._answer.body(),
                url=self._answer.url,
                headers=headers,
                fetched_at=datetime.now(UTC),
                status=self._answer.status,
            )


async def _settle(page: Any, seconds: float) -> None:
    """Wait until nothing more is loaded; a page that never comes to rest is read as it is then."""
    from playwright.async_api import TimeoutError as NeverAtRest

    with suppress(NeverAtRest):
        await page.wait_for_load_state("networkidle", timeout=seconds * 1000)


async def unwanted(request: Any) -> bool:
    """Whether the browser need not load something: of no use for the text, or of a scheme that no crawl follows."""
    return request.resource_type in _USELESS or urlsplit(request.url).scheme not in ("http", "https", *_WITHIN)


def _provider(policy: AddressPolicy, timeout: float) -> type:
    """scrapy-playwright's way to start the browser, with a gate as its only way out."""
    from scrapy_playwright.provider import PlaywrightBrowserProvider  # type: ignore[import-untyped]

    class Gated(PlaywrightBrowserProvider):  # type: ignore[misc]
        """A browser behind a gate."""

        async def start(self) -> None:
            """Open the gate first."""
            self._gate = Gate(policy, timeout)
            server = await self._gate.open()
            proxy = {"server": server, "username": self._gate.user, "password": self._gate.password}
            self.config.launch_options = self.config.launch_options | {"proxy": proxy | {"bypass": "<-loopback>"}}
            await super().start()

        async def close(self) -> None:
            """Close the gate last."""
            try:
                await super().close()
            finally:
                self._gate.close()

    return Gated


def _is_root() -> bool:
    # Chromium refuses its sandbox to root, as in most containers.
    return hasattr(os, "geteuid") and os.geteuid() == 0
