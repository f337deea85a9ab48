"""Who calls: the user agent, and which robots.txt group it answers to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version

from crawlers.config import Config
from crawlers.sites import Site
from crawlers.urls import origin_of
from extractors.errors import ConfigurationError

_LOCAL = ("127.", "localhost", "[::1]")
PRODUCT = "guidepost"
"""The product token of RFC 9309: the name that a site's rules use for this program."""
# What stands in a user agent without being anybody's name.
_NOBODY = frozenset(
    "mozilla applewebkit khtml gecko like chrome chromium headlesschrome safari firefox version mobile edg opr trident "
    "compatible linux windows macintosh x11 the".split()
)
_CONTACT = re.compile(r"\+?(?:https?://|www\.)\S+|\S+@\S+")
_NAMED = re.compile(r"([A-Za-z][\w.-]*)/[\w.]+|([A-Za-z][\w.-]*(?:bot|crawler|spider)\b)|^\s*([A-Za-z][\w.-]*)", re.I)


def user_agent(config: Config) -> str:
    """The User-Agent header: what is configured, else `guidepost/1.2 (+contact)`."""
    if config.user_agent:
        return config.user_agent
    contact = f" (+{config.contact})" if config.contact else ""
    return f"{PRODUCT}/{_version()}{contact}"


def product_of(name: str) -> str:
    """The product token of a name as it stands in rules and user agents: `Acme-Bot/1.0` is `acme-bot`."""
    return name.partition("/")[0].strip("*").lower()


def product_tokens(config: Config) -> frozenset[str]:
    """The names that a site's rules may call us by: this program's, and those in the user agent that is configured."""
    return names_in(user_agent(config))


def names_in(agent: str) -> frozenset[str]:
    """The names that a User-Agent header bears, this program's among them."""
    found = _NAMED.finditer(_CONTACT.sub(" ", agent))
    names = {product_of(next(filter(None, match.groups()))) for match in found}
    return frozenset({PRODUCT} | (names - _NOBODY))


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
