"""Who and what a forgetting means: from what somebody wrote to entries of the suppression list."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from sqlalchemy import Connection, select

from extractors.errors import UsageError
from storage import schema
from storage.archive import Archive
from storage.prepared import url_id_of
from storage.retention import words
from storage.retention.profiles import profile_links
from storage.retention.suppression import Suppression
from storage.rows import normal
from storage.urls import site_of, url_key

_FEWEST_LETTERS = 4


def with_persons(
    connection: Connection, archive: Archive, suppression: Suppression, persons: Sequence[str], since: str
) -> Suppression:
    """The list with people's names, and with the texts about them and the profiles that are nobody else's.

    `UsageError` for a name too short to tell anybody by.
    """
    for name in persons:
        if sum(len(word) for word in words.folded(name)) < _FEWEST_LETTERS:
            raise UsageError(f"{name!r} is too short to tell a person by; give the whole name")
    named = Suppression(suppression.key).with_person(persons, (), (), since)
    table = schema.history["authors"]
    rows = connection.execute(select(table.c.name, table.c.bio, table.c.url).distinct()).all()
    own = [row for row in rows if row.name and named.found(row.name)]
    others = [row for row in rows if row not in own]
    shared = {url_key(row.url) for row in others if row.url}
    links = {row.url for row in own if row.url and urlsplit(row.url).path.strip("/")}
    links = {url for url in links | profile_links(archive, named) if url_key(url) not in shared}
    bios = {normal(row.bio): row.bio for row in own if row.bio}
    shared_bios = {normal(row.bio) for row in others if row.bio}
    about = [bio for key, bio in bios.items() if key not in shared_bios]
    return suppression.with_person(persons, about, links, since)


def addresses_of(connection: Connection, urls: Sequence[str]) -> set[str]:
    """The addresses given, and all others that the pages there were had under. `UsageError` for one that is none."""
    found: set[str] = set()
    for url in urls:
        if not site_of(url):
            raise UsageError(f"not an http address: {url}")
        found.add(url)
        table = schema.addresses
        pages = select(table.c.page_id).where(table.c.url_id == url_id_of(url))
        keys = select(schema.pages.c.page_id).where(schema.pages.c.page == url_key(url))
        for page_id in {*connection.execute(pages).scalars(), *connection.execute(keys).scalars()}:
            found |= set(connection.execute(select(table.c.url).where(table.c.page_id == page_id)).scalars())
            found |= set(
                connection.execute(select(schema.pages.c.page).where(schema.pages.c.page_id == page_id)).scalars()
            )
    return found


def named_site(site: str) -> str:
    """The site that a domain or an address names. `UsageError` where it names none."""
    found = site_of(site if "://" in site else f"http://{site}")
    if not found:
        raise UsageError(f"not a site: {site}; give its domain, such as example.org")
    return found
