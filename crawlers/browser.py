"""Pages that need a browser: the extra `browser`, only for sites whose file asks for it."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from crawlers.addresses import AddressPolicy
from crawlers.config import Config
from extractors.errors import AddressRefused, ConfigurationError

RENDERED = "x-guidepost-rendered"
"""Header that marks a page whose bytes are a browser's document and not the server's."""
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_USELESS = frozenset({"image", "media", "font", "texttrack", "eventsource", "websocket", "manifest"})
_policy = AddressPolicy()


def browser_settings(config: Config) -> dict[str, Any]:
    """Scrapy settings for a crawl in which some pages go through the system's Chromium.

    Raises ConfigurationError where the extra or the browser is missing.
    """
    if find_spec("scrapy_playwright") is None:
        raise ConfigurationError("a site asks for a browser: pip install 'guidepost[browser]'")
    path = config.browser or next((found for name in _NAMES if (found := shutil.which(name))), None)
    if path is None:
        raise ConfigurationError("a site asks for a browser: install Chromium, or name it in `browser`")
    global _policy
    _policy = AddressPolicy.from_config(config)
    handler = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
    return {
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler, "data": None, "file": None, "ftp": None, "s3": None},
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": path,
            "headless": True,
            "args": ["--no-sandbox", "--disable-dev-shm-usage"] if _is_root() else ["--disable-dev-shm-usage"],
        },
        "PLAYWRIGHT_CONTEXTS": {"default": {"service_workers": "block", "accept_downloads": False}},
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": config.timeout * 1000,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 2,
        "PLAYWRIGHT_ABORT_REQUEST": "crawlers.browser.unwanted",
    }


def browser_meta(config: Config) -> dict[str, Any]:
    """What a request's meta says so that it goes through the browser, and waits until the page has settled."""
    from scrapy_playwright.page import PageMethod  # type: ignore[import-untyped]

    settle = min(config.timeout, 10.0) * 1000
    return {
        "playwright": True,
        "playwright_context": "default",
        "playwright_page_methods": [PageMethod("wait_for_load_state", "networkidle", timeout=settle)],
    }


async def unwanted(request: Any) -> bool:
    """Whether the browser must not load something: of no use for the text, or at a forbidden address."""
    if request.resource_type in _USELESS:
        return True
    parts = urlsplit(request.url)
    if parts.scheme in ("data", "blob", "about"):
        return False
    try:
        _policy.check_url(request.url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = await asyncio.get_running_loop().getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (AddressRefused, OSError, ValueError):
        return True
    return any(_policy.refusal(str(address[4][0]), port) for address in found)


def _is_root() -> bool:
    # Chromium refuses its sandbox to root, as in most containers.
    return hasattr(os, "geteuid") and os.geteuid() == 0
