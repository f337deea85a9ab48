"""Addresses that are about a person: what a page names as theirs in JSON-LD, and where their name alone leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

from storage.archive import Archive
from storage.retention.rewrite import records
from storage.retention.suppression import Suppression
from storage.urls import site_of

# The innermost object around a name; what lies deeper (an image, an employer) is not looked into.
_OBJECT = re.compile(r"\{[^{}]{0,5000}\}")
_STRING = re.compile(r'"(url|sameAs|image|@id|email)"\s*:\s*(\[[^\[\]]*\]|"(?:[^"\\]|\\.)*")')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ANCHOR = re.compile(
    r"""<a\b[^<>]*?\bhref\s*=\s*["']?([^"'<>\s]+)[^<>]*>(?:\s|<[^<>a]*>)*([^<>]{1,200})""", re.IGNORECASE
)
_VOCABULARY = "schema.org"


def profile_links(archive: Archive, named: Suppression) -> set[str]:
    """Absolute addresses that pages of the archive give for the persons in `named`, but no site's front page."""
    found: set[str] = set()
    for path in archive.segments():
        for record in records(path):
            if record.kind in ("response", "resource"):
                text = record.block.decode("utf-8", "replace")
                if named.found(text):
                    found.update(_links(text, record.url, named))
    return {url for url in found if site_of(url) not in ("", _VOCABULARY) and urlsplit(url).path.strip("/")}


def _links(text: str, url: str, named: Suppression) -> Iterator[str]:
    for thing in _OBJECT.findall(text):
        if named.found(thing):
            for _, value in _STRING.findall(thing):
                yield from (_absolute(url, one.replace("\\/", "/")) for one in _QUOTED.findall(value))
    for href, words in _ANCHOR.findall(text):
        if named.is_all_of(unescape(words)):
            yield _absolute(url, unescape(href))


def _absolute(base: str, link: str) -> str:
    try:
        joined = urljoin(base, link)
    except ValueError:
        return ""
    # The page that speaks is not one about the person just because an article's object names its author.
    return "" if joined.partition("#")[0] == base.partition("#")[0] else joined
