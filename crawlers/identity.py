"""Who calls: the user agent, and which robots.txt group it answers to."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from crawlers.config import Config

PRODUCT = "guidepost"
"""The product token of RFC 9309, which robots.txt groups are matched against."""


def user_agent(config: Config) -> str:
    """The User-Agent header: what is configured, else `guidepost/1.2 (+contact)`."""
    if config.user_agent:
        return config.user_agent
    contact = f" (+{config.contact})" if config.contact else ""
    return f"{PRODUCT}/{_version()}{contact}"


def _version() -> str:
    try:
        return version("guidepost")
    except PackageNotFoundError:
        return "0"
