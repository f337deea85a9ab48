"""What the page says of itself beside its text: site name, canonical address, description, image, tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from extractors.document import Document
from extractors.document.words import text_of
from extractors.document.zones import zones_of
from extractors.metadata import Metadata, Stated
from extractors.records import Evidence
from extractors.things import Thing, values_of


class Site(NamedTuple):
    """The facts, and evidence by the record's field name."""

    site_name: str | None
    canonical_url: str | None
    description: str | None
    image: str | None
    tags: tuple[str, ...]
    evidence: dict[str, Evidence]


_MOST_TAGS = 40


def read_site(document: Document, metadata: Metadata, subjects: Sequence[Thing], url: str | None) -> Site:
    """All of them; None or empty where the page states none."""
    evidence: dict[str, Evidence] = {}

    def note(field: str, value: tuple[str, str, str] | None) -> str | None:
        if value is None:
            return None
        text, path, rule = value
        evidence[field] = Evidence(quote=text, path=path, rule=rule)
        return text

    base = _base(document, url)
    canonical = _address(note("canonical_url", _canonical(document, metadata)), base)
    return Site(
        site_name=note("site_name", _site_name(document, metadata, subjects)),
        canonical_url=canonical,
        description=note("description", _description(document, metadata, subjects)),
        image=_address(note("image", _image(document, metadata, subjects)), base),
        tags=_tags(document, metadata, subjects),
        evidence=evidence,
    )


def _base(document: Document, url: str | None) -> str | None:
    for node in document.nodes("base"):
        if href := document.attributes[node].get("href"):
            return urljoin(url or "", href.strip())
    return url


def absolute(document: Document, href: str | None, url: str | None) -> str | None:
    """A link's address, made absolute; None for scripts, mail and what is no address."""
    return _address(href, _base(document, url)) if href and not href.startswith("#") else None


_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9/_.~%+,=&@!$*-]*)?(?:\?[A-Za-z0-9/_.~%+,=&@!$*-]+)?")
"""Addresses that joining leaves as they are; most are."""


def _address(href: str | None, base: str | None) -> str | None:
    if not href:
        return None
    if _PLAIN.fullmatch(href):
        return href
    try:
        address = urljoin(base or "", href.strip())
        return address if urlsplit(address).scheme in ("http", "https") else None
    except ValueError:
        return None


def _stated(document: Document, stated: Stated | None, attribute: str = "content") -> tuple[str, str, str] | None:
    return (stated.text, f"{document.path(stated.node)}/@{attribute}", f"meta_{stated.name}") if stated else None


def _canonical(document: Document, metadata: Metadata) -> tuple[str, str, str] | None:
    if link := metadata.link("canonical"):
        return link.text, f"{document.path(link.node)}/@href", "link_canonical"
    return _stated(document, metadata.first("og:url"))


def _site_name(document: Document, metadata: Metadata, subjects: Sequence[Thing]) -> tuple[str, str, str] | None:
    if stated := metadata.first(
        "og:site_name", "application-name", "al:android:app_name", "apple-mobile-web-app-title"
    ):
        return _stated(document, stated)
    for thing in metadata.of_type("WebSite"):
        if isinstance(name := thing.data.get("name"), str) and name.strip():
            return name.strip(), thing.path(document, "name"), "website_name"
    for thing in subjects:
        for publisher in values_of(thing.data.get("publisher")):
            resolved = metadata.resolve(publisher)
            if isinstance(resolved, dict) and isinstance(name := resolved.get("name"), str) and name.strip():
                return name.strip(), thing.path(document, "publisher"), "publisher_name"
    return None


def _description(document: Document, metadata: Metadata, subjects: Sequence[Thing]) -> tuple[str, str, str] | None:
    if stated := metadata.first("description", "og:description", "twitter:description", "dc.description"):
        return _stated(document, stated)
    for thing in subjects:
        if isinstance(text := thing.data.get("description"), str) and text.strip():
            return " ".join(text.split()), thing.path(document, "description"), "subject_description"
    return None


def _image(document: Document, metadata: Metadata, subjects: Sequence[Thing]) -> tuple[str, str, str] | None:
    if stated := metadata.first(
        "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"
    ):
        return _stated(document, stated)
    for thing in subjects:
        for value in _image_addresses(metadata, thing.data.get("image")):
            return value, thing.path(document, "image"), "subject_image"
    if link := metadata.link("image_src"):
        return link.text, f"{document.path(link.node)}/@href", "link_image_src"
    return None


def _image_addresses(metadata: Metadata, value: Any) -> Iterator[str]:
    for one in values_of(value):
        resolved = metadata.resolve(one)
        address = resolved.get("url") if isinstance(resolved, dict) else resolved
        if isinstance(address, str) and address.strip():
            yield address.strip()


def _tags(document: Document, metadata: Metadata, subjects: Sequence[Thing]) -> tuple[str, ...]:
    """Keywords from the metadata, else the links of a zone of tags, else `rel=tag`."""
    found: list[str] = []
    for thing in subjects:
        for value in values_of(thing.data.get("keywords")):
            if isinstance(value, str):
                found += value.split(",")
    for name in ("article:tag", "og:article:tag", "parsely-tags", "news_keywords", "sailthru.tags", "keywords"):
        if not found:
            found += [part for stated in metadata.meta.get(name, ()) for part in stated.text.split(",")]
    if not found:
        zones = zones_of(document)
        for node in document.nodes("a"):
            rel = document.attributes[node].get("rel")
            if rel and "tag" in rel.split() and zones[node] not in ("related", "aside", "footer", "nav", "comments"):
                found.append(text_of(document, node))
    unique = {tag.casefold(): tag for raw in reversed(found) if (tag := " ".join(raw.split()).lstrip("#"))}
    return tuple(reversed(unique.values()))[:_MOST_TAGS]
