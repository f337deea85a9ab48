"""Who calls: the user agent, and which robots.txt group it answers to."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version

from crawlers.config import Config
from crawlers.sites import Site
from crawlers.urls import origin_of
from extractors.errors import ConfigurationError

_LOCAL = ("127.", "localhost", "[::1]")
PRODUCT = "guidepost"
"""The product token of RFC 9309, which robots.txt groups are matched against."""


def user_agent(config: Config) -> str:
    """The User-Agent header: what is configured, else `guidepost/1.2 (+contact)`."""
    if config.user_agent:
        return config.user_agent
    contact = f" (+{config.contact})" if config.contact else ""
    return f"{PRODUCT}/{_version()}{contact}"


def require_contact(config: Config, sites: Iterable[Site]) -> None:
    """Raise ConfigurationError where a public site would be asked by nobody in particular."""
    origins = {origin_of(url) for site in sites for url in (*site.start_urls, *site.sitemaps, *site.feeds)}
    strangers = sorted(origin for origin in origins if not origin.split("://")[1].startswith(_LOCAL))
    if strangers and not (config.contact or config.user_agent):
        raise ConfigurationError(
            f"{strangers[0]} should know who calls: give a mail or web address with --contact, GUIDEPOST_CONTACT, "
            "or `contact` in guidepost.toml"
        )


def _version() -> str:
    try:
        return version("guidepost")
    except PackageNotFoundError:
        return "0"
