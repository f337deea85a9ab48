"""What is handed to the store: one event with its rows, in a form that a worker process can send."""

from __future__ import annotations

from typing import Any

import msgspec

from extractors.page import Page
from extractors.records import PageRecord
from storage.events import Archived, Failure, Revisit
from storage.rows import Row, hash_of, page_id, rows_of
from storage.times import stamp
from storage.urls import SAVED, page_key, site_of, url_key


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """An event, ready to be stored."""

    event: str
    """`page`, `revisit`, `failure`, or `aside` for what only the offset in the archive is noted of."""
    url: str
    url_id: str
    at: str
    """When it was fetched, or failed; `times.UNKNOWN` for a saved file that does not tell."""
    page: str = ""
    """The page key; empty for a revisit or failure, which is found by its address."""
    page_id: str = ""
    own: str = ""
    """The key that it has by itself, where it names another page as its own."""
    site: str = ""
    digest: str | None = None
    input_id: str = ""
    """What was read: these bytes from this address."""
    status: int | None = None
    extractor_version: str = ""
    rows: tuple[Row, ...] | None = None
    """None: these bytes were read before, and need no reading."""
    code: str = ""
    message: str = ""
    attempts: int = 0
    target: str | None = None
    segment: str | None = None
    offset: int | None = None
    end: int | None = None


def input_of(digest: str, url: str | None) -> str:
    """Name of what is read: the bytes and the address they came from."""
    return hash_of("input", digest, url_key(url or ""))


def url_id_of(url: str) -> str:
    """Name of an address in its normal form."""
    return hash_of("url", url_key(url))


def prepare_page(page: Page, record: PageRecord, key: str | None = None, kept: Archived | None = None) -> Prepared:
    """Rows of a page. `key` names a saved page: one that tells no address, or none but the one that it names itself."""
    url = page.url or record.url or key or ""
    name = key if key and not page.url else page_key(url, record.canonical_url)
    own = key or url_key(url)
    return Prepared(
        event="page",
        url=url,
        url_id=url_id_of(url),
        at=stamp(page.fetched_at),
        page=name,
        page_id=page_id(name),
        own=own if own != name else "",
        site=site_of(name),
        digest=page.digest,
        input_id=input_of(page.digest, url),
        status=page.status,
        extractor_version=record.extractor_version,
        rows=tuple(rows_of(record)),
        **_place(kept),
    )


def prepare_event(event: Revisit | Failure, kept: Archived | None = None) -> Prepared:
    """A revisit or a failure, ready to be stored."""
    if isinstance(event, Revisit):
        return Prepared(
            event="revisit",
            url=event.url,
            url_id=url_id_of(event.url),
            at=stamp(event.fetched_at),
            digest=event.digest,
            input_id=input_of(event.digest, event.refers_to_url),
            status=event.status,
            **_place(kept),
        )
    return Prepared(
        event="failure",
        url=event.url,
        url_id=url_id_of(event.url),
        at=stamp(event.at),
        status=event.status,
        code=event.code,
        message=event.message,
        attempts=event.attempts,
        target=event.target,
        **_place(kept),
    )


def prepare_aside(url: str, kept: Archived | None) -> Prepared:
    """Nothing but how far the archive is dealt with."""
    return Prepared(event="aside", url=url, url_id="", at="", **_place(kept))


def _place(kept: Archived | None) -> dict[str, Any]:
    return {} if kept is None else {"segment": kept.segment, "offset": kept.offset, "end": kept.end}


def by_itself(one: Prepared) -> Prepared:
    """A page under its own key, whatever it names."""
    if not one.own:
        return one
    saved = {"url": one.own, "url_id": url_id_of(one.own)} if one.own.startswith(SAVED) else {}
    return msgspec.structs.replace(one, page=one.own, page_id=page_id(one.own), **saved)
