"""Sites as data: one TOML file says where to start, what to follow, what to read, and how politely.

Bundled files lie beside this module; `sites` in the configuration names folders of your own, whose files win over
bundled ones of the same name. A new site needs no code.
"""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from crawlers.config import Config
from crawlers.sitefaults import faults_of, nearest
from crawlers.texts import read_text
from crawlers.urls import absolute, as_url, slot_of
from extractors.errors import ConfigurationError
from storage.urls import host_of, url_key

logger = logging.getLogger(__name__)

BUNDLED = Path(__file__).with_name("sites")

_ADDRESSES = ("start_urls", "sitemaps", "feeds")
Count = Annotated[int, Meta(ge=0)]
Patterns = tuple[str, ...]
Verdict = Literal["read", "follow", "no"]


class Politeness(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """How a site wants to be treated, beyond what its robots.txt says."""

    delay: Annotated[Annotated[float, Meta(ge=0)] | None, Meta(description="Seconds between two requests.")] = None
    pages: Annotated[Count | None, Meta(description="Pages a run; 0 is no end.")] = None
    bytes: Annotated[Count | None, Meta(description="Bytes a run; 0 is no end.")] = None
    depth: Annotated[Count | None, Meta(description="Links followed from a start page.")] = None
    respect_opt_out: Annotated[
        bool, Meta(description="Whether noindex, noarchive and text-and-data-mining opt-outs are respected.")
    ] = True


class Schedule(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """When a site is crawled."""

    cron: Annotated[str, Meta(description="Cron expression of five fields.")]
    timezone: Annotated[str, Meta(description="IANA name of the zone that the expression is meant in.")] = "UTC"


class Site(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True, dict=True):
    """A site, or a section of one, as its file describes it."""

    name: Annotated[str, Meta(description="Short name; the file's name without suffix.")] = ""
    spider: Annotated[Literal["guides", "blog", "site"], Meta(description="Whose defaults hold.")] = "site"
    kind: Annotated[Literal["hiring_guide", "article"] | None, Meta(description="What its pages should be.")] = None
    start_urls: Annotated[tuple[str, ...], Meta(description="Pages to begin with.")] = ()
    sitemaps: Annotated[tuple[str, ...], Meta(description="Sitemaps to read.")] = ()
    feeds: Annotated[tuple[str, ...], Meta(description="RSS or Atom feeds to read.")] = ()
    robots_sitemaps: Annotated[bool, Meta(description="Whether sitemaps named in robots.txt are read.")] = True
    hosts: Annotated[tuple[str, ...], Meta(description="Hosts that belong to it; by default those of its URLs.")] = ()
    read: Annotated[
        Patterns, Meta(description="Regular expressions (case ignored); URLs that match are pages to keep.")
    ] = ()
    follow: Annotated[Patterns, Meta(description="URLs that match are fetched for their links only.")] = ()
    skip: Annotated[Patterns, Meta(description="URLs that match are never fetched.")] = ()
    first: Annotated[Patterns, Meta(description="URLs that match are fetched before others.")] = ()
    javascript: Annotated[bool, Meta(description="Whether its pages need a browser (extra `browser`).")] = False
    terms: Annotated[str | None, Meta(description="Where its terms of use stand, and what they allow.")] = None
    politeness: Politeness = msgspec.field(default_factory=Politeness)
    schedule: Schedule | None = None

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str] | None]:
        return {key: _joined(getattr(self, key)) for key in ("read", "follow", "skip", "first")}

    @cached_property
    def _starts(self) -> frozenset[str]:
        return frozenset(map(url_key, self.start_urls))

    @cached_property
    def own_hosts(self) -> frozenset[str]:
        """Everything that belongs to the site: hosts as `host_of` writes them, less a leading `www.`."""
        named = [as_url(host) for host in self.hosts] or [*self.start_urls, *self.sitemaps, *self.feeds]
        return frozenset(host_of(url).removeprefix("www.") for url in named) - {""}

    def owns(self, url: str) -> bool:
        """Whether the URL is of this site; the one place that says so."""
        return host_of(url).removeprefix("www.") in self.own_hosts

    def may_ask(self, url: str) -> bool:
        """Whether the URL is of this site and not one of those that are never fetched."""
        skip = self._patterns["skip"]
        return self.owns(url) and not (skip and skip.search(url))

    def verdict(self, url: str) -> Verdict:
        """What to do with a URL: keep the page, fetch it for its links, or leave it.

        A site without `read` patterns keeps whatever it may fetch.
        """
        found = self._patterns
        if not self.may_ask(url):
            return "no"
        if url_key(url) in self._starts:
            return "read" if not found["read"] or found["read"].search(url) else "follow"
        if found["read"] is None:
            return "read" if found["follow"] is None or found["follow"].search(url) else "no"
        if found["read"].search(url):
            return "read"
        return "follow" if found["follow"] and found["follow"].search(url) else "no"

    def comes_first(self, url: str) -> bool:
        """Whether the URL is to be fetched before others."""
        first = self._patterns["first"]
        return bool(first and first.search(url))


class SiteFiles(NamedTuple):
    """What the site files hold."""

    sites: dict[str, Site]
    """Those that will do, by name."""
    wrong: dict[str, str]
    """What is wrong with the others, a fault a line, by the name of the site."""


def look_through(config: Config) -> SiteFiles:
    """All site files, bundled first, your own over them. One that is wrong stops itself alone.

    Raises ConfigurationError where a folder is none.
    """
    found = SiteFiles({}, {})
    for folder in (BUNDLED, *config.sites):
        if not folder.is_dir():
            raise ConfigurationError(f"sites: {folder} is no folder")
        for path in sorted(folder.glob("*.toml")):
            try:
                site = read_site(path)
            except ConfigurationError as error:
                found.wrong[path.stem] = str(error)
                found.sites.pop(path.stem, None)  # what it was to take the place of is not what is wanted either
            else:
                found.sites[site.name] = site
                found.wrong.pop(site.name, None)
    return found


def load_sites(config: Config) -> dict[str, Site]:
    """The sites whose files will do, by name; what is wrong with the others is logged."""
    found = look_through(config)
    for faults in found.wrong.values():
        logger.error("%s", faults)
    return found.sites


def sites_named(config: Config, names: Iterable[str]) -> list[Site]:
    """The sites of these names; raises ConfigurationError where one is not known, or its file is wrong."""
    found, chosen = look_through(config), []
    for name in names:
        if name in found.wrong:
            raise ConfigurationError(found.wrong[name])
        if name not in found.sites:
            hint = nearest(name, found.sites) or "; `guidepost sites list` names those there are"
            raise ConfigurationError(f"no site file named {name!r}{hint}")
        chosen.append(found.sites[name])
    return chosen


def terms_of(sites: Iterable[Site]) -> dict[str, str]:
    """By registrable domain, or host and port for addresses: the terms that site files name."""
    return {
        slot_of(url): site.terms
        for site in sites
        if site.terms
        for url in (*site.start_urls, *site.sitemaps, *site.feeds)
    }


def read_site(path: Path) -> Site:
    """One site file; raises ConfigurationError naming the file and the key."""
    try:
        values = tomllib.loads(read_text(path))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path}: {error}") from error
    values.setdefault("name", path.stem)
    return site_from(values, str(path))


def site_from(values: dict[str, object], source: str) -> Site:
    """A site from plain values, the defaults of its spider filled in; raises ConfigurationError, a fault a line."""
    if faults := faults_of(values, Site):
        raise ConfigurationError("\n".join(f"{source}: {fault}" for fault in faults))
    site = msgspec.convert(values, Site)
    named = {key: tuple(absolute(url, url) or url for url in getattr(site, key)) for key in _ADDRESSES}
    return replace(site, **named)


def site_for(urls: Iterable[str], spider: Literal["guides", "blog", "site"], *, depth: int | None = None) -> Site:
    """An unnamed site for URLs given on the command line: their hosts, with the defaults of the spider."""
    starts = []
    for url in urls:
        whole = absolute(url, url)
        if whole is None:
            raise ConfigurationError(f"{url!r} is no http or https URL")
        starts.append(whole)
    if not starts:
        raise ConfigurationError("no URL given")
    defaults = _profiles()[spider]
    kind: dict[str, Literal["hiring_guide", "article"] | None] = {"guides": "hiring_guide", "blog": "article"}
    return Site(
        name=slot_of(starts[0]),
        spider=spider,
        kind=kind.get(spider),
        start_urls=tuple(starts),
        skip=defaults.skip,
        first=defaults.first,
        politeness=Politeness(depth=depth),
    )


class Profile(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a spider takes for granted of a site that it knows nothing about."""

    skip: Patterns
    first: Patterns


def _profiles() -> dict[str, Profile]:
    path = Path(__file__).with_name("profiles.toml")
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    common = values.pop("common")
    return {
        name: Profile((*common["skip"], *profile.get("skip", ())), tuple(profile.get("first", ())))
        for name, profile in values.items()
    }


def _joined(patterns: Patterns) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE) if patterns else None
