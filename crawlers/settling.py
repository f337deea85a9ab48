"""What a request comes to: an outcome to store, with the acknowledgement that goes into the same transaction."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, IgnoreRequest
from scrapy.http import Response, TextResponse
from sqlalchemy import Connection

from crawlers.answers import backoff, is_of_the_site, meaning_of, retry_after
from crawlers.browser import SERVED
from crawlers.config import Config
from crawlers.discovery import Discovery
from crawlers.errors import Declined, Postponed
from crawlers.exchange import code_of, head_of, page_of, text_of
from crawlers.feeds import read_listing
from crawlers.identity import product_tokens
from crawlers.keeper import RunKeeper
from crawlers.links import Links, read_links
from crawlers.middlewares.whole import BROKEN_OFF, PACKED, is_text
from crawlers.optouts import directives, opt_out
from crawlers.sites import Site
from crawlers.tdm import RESERVED, is_reserved
from crawlers.urls import absolute
from extractors.page import Page
from extractors.signatures import GZIP, kind_of_file
from pipelines.adapter import Outcome
from storage.events import GONE_STATUSES, MOVED, OPT_OUTS, Event, Failure, Revisit
from storage.frontier import Ask, Lease, Settled
from storage.store import Ack
from storage.times import moment

logger = logging.getLogger(__name__)

_HTML = ("text/html", "application/xhtml+xml", "text/plain", "")
_SOON = 3600.0
"""Seconds until what failed by a passing fault is due again: in the next run, unless that follows at once."""


def _is_listing(response: Response, headers: Mapping[str, str]) -> bool:
    """Whether what was asked for as a page is a sitemap or a feed: somebody named it, or a page links to it."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    is_xml = kind.endswith(("/xml", "+xml")) and kind not in _HTML
    return is_xml and read_listing(response.body, response.url).kind != "none"


class Settler:
    """Decides what every answer and every failure means for the queue, the archive and the store."""

    def __init__(self, keeper: RunKeeper, sites: Mapping[str, Site], discovery: Discovery, config: Config) -> None:
        self._keeper, self._sites, self._discovery, self._config = keeper, sites, discovery, config
        self._agents = product_tokens(config)

    def answered(
        self, request: Request, response: Response, headers: Mapping[str, str], at: datetime
    ) -> Outcome | None:
        """The outcome of an answer, to be stored; None where it leaves no rows and is settled already."""
        lease: Lease = request.meta["lease"]
        self._keeper.bytes_by_scope[lease.scope] += len(response.body)
        served = request.meta.get(SERVED)
        if served is not None and not self._sites[lease.scope].owns(response.url):
            message = f"the browser was led to {response.url[:200]}"
            return self._failure(request, lease, "off_site", at, message, status=response.status)
        meaning = meaning_of(response.status, headers)
        if meaning == "unchanged":
            return self._unchanged(request, lease, headers, at, 304)
        if meaning == "page":
            if lease.role in ("sitemap", "feed") or _is_listing(response, headers):
                self._keeper.keep_aside(page_of(response, headers, at), head_of(request))
                self._listing(lease, response, headers)
                return None
            return self._page(request, lease, response, headers, at)
        self._keeper.keep_aside(page_of(response, headers, at), head_of(request))
        if meaning == "moved":
            return self._moved(request, lease, headers["location"], response.status, at)
        if meaning == "try_later":
            wait = retry_after(headers.get("retry-after"), at)
            return self._try_later(
                request, lease, f"http_{response.status}", at, wait, response.status, is_of_the_site(response.status)
            )
        return self._failure(request, lease, f"http_{response.status}", at, status=response.status)

    def failed(self, request: Request, error: BaseException, at: datetime) -> Outcome | None:
        """The outcome of a request that got no answer."""
        lease: Lease = request.meta["lease"]
        if self._keeper.ending:
            self._keeper.abandon(lease)
            return None
        if isinstance(error, Postponed):
            wait = 0.0 if error.left else error.wait
            self._keeper.put_back(lease, wait, counted=False)
            self._keeper.rest(lease.slot, wait)
            self._keeper.outcomes[error.code] += 1
            self._keeper.example = self._keeper.example or str(error)
            return None
        if isinstance(error, Declined):
            return self._failure(request, lease, error.code, at, str(error), retry_in=_SOON)
        if isinstance(error, DownloadCancelledError) or (
            isinstance(error, IgnoreRequest) and "DOWNLOAD_MAX" in str(error)
        ):
            return self._failure(request, lease, "too_large", at, str(error))
        code = "dns" if isinstance(error, CannotResolveHostError) else code_of(error)
        return self._try_later(request, lease, code, at, None, None, True, str(error))

    def adopt(self) -> int:
        """Take in what a run that was killed had archived and not yet stored; how many answers."""
        number = 0
        for kept in self._keeper.archive.recover(self._keeper.store.committed()):
            if self._keeper.ending:
                break
            number += 1
            self._keeper.flow.take(kept.event, kept=kept, ack=self._adoption(kept.event))
        return number

    def _adoption(self, event: Event) -> Ack | None:
        leases = self._keeper.frontier.unfinished(list(self._sites), event.url or "")
        if not leases:
            return None
        lease = leases[0]
        found: list[Ask] = []
        if isinstance(event, Page):
            response = TextResponse(event.url or "", body=event.content, headers=event.headers)
            links = self._links(response, event.headers, lease.url)
            found = self._discovery.from_page(lease, links, event.url or "")
            changed = None if lease.digest is None else lease.digest != event.digest
            settled = self._settled("stored", event.headers, event.digest, changed)
        elif isinstance(event, Revisit):
            settled = Settled(outcome="unchanged", status=event.status, changed=False)
        elif event.code == MOVED:
            ask = self._discovery.from_redirect(lease, event.target or "")
            found = [ask] if ask else []
            settled = Settled(outcome=MOVED, status=event.status)
        else:
            settled = Settled(outcome=event.code, failed=event.code not in OPT_OUTS, status=event.status)
        self._keeper.outcomes["adopted"] += 1

        def run(connection: Connection) -> None:
            self._keeper.frontier.adopt(connection, lease, settled, found)

        return run

    # --- answers

    def _page(
        self, request: Request, lease: Lease, response: Response, headers: Mapping[str, str], at: datetime
    ) -> Outcome | None:
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind in _HTML and (fault := _undecoded(request, response, headers)):
            # Neither the server's word nor the bytes say how to read it; the next answer may.
            return self._try_later(request, lease, fault, at, None, response.status, False)
        file = kind_of_file(response.body)
        if file or (kind not in _HTML and response.body[:1024].lstrip()[:1] != b"<"):
            self._keeper.keep_aside(page_of(response, headers, at), head_of(request))
            return self._failure(request, lease, "not_html", at, file or kind, status=response.status)
        links = self._links(response, headers, response.url)
        if refused := self._opt_out(request, lease, headers, links):
            return self._opted_out(request, lease, refused, at, links)
        served = request.meta.get(SERVED)
        if served is not None and served.page is not None:
            self._keeper.keep_aside(served.page, head_of(request))
        # Masked here, so that the digest in the queue is that of what is kept.
        page = self._keeper.suppression.masked_page(page_of(response, headers, at)) or page_of(response, headers, at)
        if links.refresh and self._discovery.from_redirect(lease, links.refresh):
            self._keeper.keep_aside(page, head_of(request))
            return self._moved(request, lease, links.refresh, response.status, at)
        found = self._discovery.from_page(lease, links, response.url)
        if lease.digest == page.digest and moment(lease.fetched_at or ""):
            self._keeper.show(page)
            return self._unchanged(request, lease, headers, at, 200, found)
        changed = None if lease.digest is None else lease.digest != page.digest
        settled = self._settled("stored", headers, page.digest, changed)
        if lease.role == "list":
            self._keeper.keep_aside(page, head_of(request))
            self._keeper.settle(lease, self._settled("read_for_links", headers, page.digest, changed), found)
            return None
        return Outcome(page, head_of(request), self._keeper.ack(lease, settled, found))

    def _unchanged(
        self,
        request: Request,
        lease: Lease,
        headers: Mapping[str, str],
        at: datetime,
        status: int,
        found: Iterable[Ask] = (),
    ) -> Outcome | None:
        if status == 304 and (refused := self._opt_out(request, lease, headers, Links())):
            return self._opted_out(request, lease, refused, at, Links())
        before = moment(lease.fetched_at or "")
        if lease.digest is None or before is None:
            # A 304 to a question that was not asked conditionally.
            return self._failure(request, lease, "http_304", at, status=status)
        settled = Settled(outcome="unchanged", status=status, changed=False, etag=headers.get("etag"))
        if lease.role != "page":
            self._keeper.settle(lease, settled, found)
            return None
        event = Revisit(
            url=lease.url,
            fetched_at=at,
            digest=lease.digest,
            refers_to_url=lease.url,
            refers_to_at=before,
            status=status,
            headers=dict(headers),
        )
        return Outcome(event, head_of(request), self._keeper.ack(lease, settled, found))

    def _listing(self, lease: Lease, response: Response, headers: Mapping[str, str]) -> None:
        listing = read_listing(response.body, response.url)
        if listing.error or listing.kind == "none":
            problem = listing.error or "neither sitemap nor feed"
            logger.warning("%s: %s; %d entries read", response.url, problem, len(listing.entries))
        digest = page_of(response, headers, datetime.now(UTC)).digest
        changed = None if lease.digest is None else lease.digest != digest
        found = self._discovery.from_listing(lease, listing)
        self._keeper.settle(lease, self._settled("listed", headers, digest, changed), found)

    def _moved(self, request: Request, lease: Lease, location: str, status: int, at: datetime) -> Outcome | None:
        ask = self._discovery.from_redirect(lease, location)
        if ask is None:
            code = self._discovery.dead_end(lease, location)
            target = absolute(lease.url, location)
            return self._failure(request, lease, code, at, f"moved to {location[:200]}", status=status, target=target)
        settled = Settled(outcome=MOVED, status=status)
        if lease.role != "page":
            self._keeper.settle(lease, settled, [ask])
            return None
        message = f"moved to {ask.url}"[:500]
        event = Failure(url=lease.url, at=at, code=MOVED, message=message, status=status, target=ask.url)
        return Outcome(event, head_of(request), self._keeper.ack(lease, settled, [ask]))

    def _opt_out(self, request: Request, lease: Lease, headers: Mapping[str, str], links: Links) -> str | None:
        if not self._sites[lease.scope].politeness.respect_opt_out:
            return None
        by_file = request.meta.get(RESERVED)
        reserved = is_reserved(by_file, headers.get("tdm-reservation"), links.tdm_reservation)
        return opt_out(links.robots | self._asked(headers), reserved)

    def _asked(self, headers: Mapping[str, str]) -> frozenset[str]:
        return directives([headers.get("x-robots-tag", "")], self._agents)

    def _links(self, response: Response, headers: Mapping[str, str], url: str) -> Links:
        encoding = response.encoding if isinstance(response, TextResponse) else "utf-8"
        return read_links(text_of(response), url, agents=self._agents, asked=self._asked(headers), encoding=encoding)

    def _opted_out(self, request: Request, lease: Lease, code: str, at: datetime, links: Links) -> Outcome:
        """What the page stated until now ends, and what told its bytes apart goes: a 304 would bring them back."""
        event = Failure(url=lease.url, at=at, code=code, message="the page asks not to be kept", status=200)
        found = self._discovery.from_page(lease, links, lease.url)
        return Outcome(event, head_of(request), self._keeper.ack(lease, Settled(outcome=code, status=200), found))

    # --- failures

    def _try_later(
        self,
        request: Request,
        lease: Lease,
        code: str,
        at: datetime,
        wait: float | None,
        status: int | None,
        whole_site: bool,
        message: str = "",
    ) -> Outcome | None:
        if lease.attempts >= self._config.retries:
            return self._failure(request, lease, code, at, message, status=status, retry_in=_SOON)
        pause = backoff(self._config.backoff, lease.attempts + 1)
        pause = pause if wait is None else max(wait, 0.1)
        logger.info("%s: %s, again in %.0f s", lease.url, code, pause)
        self._keeper.put_back(lease, pause)
        if whole_site:
            self._keeper.rest(lease.slot, pause)
        return None

    def _failure(
        self,
        request: Request,
        lease: Lease,
        code: str,
        at: datetime,
        message: str = "",
        *,
        status: int | None = None,
        retry_in: float | None = None,
        target: str | None = None,
        found: Iterable[Ask] = (),
    ) -> Outcome:
        event = Failure(
            url=lease.url,
            at=at,
            code=code,
            message=message[:500],
            status=status,
            attempts=lease.attempts + 1,
            target=target,
        )
        self._keeper.example = self._keeper.example or (
            message if lease.url in message else f"{lease.url}: {message or code}"
        )
        # A dead link is asked for ever more rarely.
        changed = False if status in GONE_STATUSES else None
        settled = Settled(outcome=code, failed=True, status=status, retry_in=retry_in, changed=changed)
        return Outcome(event, head_of(request), self._keeper.ack(lease, settled, found))

    @staticmethod
    def _settled(outcome: str, headers: Mapping[str, str], digest: str, changed: bool | None) -> Settled:
        return Settled(
            outcome=outcome,
            status=200,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            digest=digest,
            changed=changed,
        )


def _undecoded(request: Request, response: Response, headers: Mapping[str, str]) -> str | None:
    """What is wrong with a body that could not be decoded, as the code of a failure; None where nothing is."""
    if request.meta.get(BROKEN_OFF):
        return "truncated"
    left = headers.get("content-encoding")
    noise = response.body.startswith(GZIP) or (left is not None and not is_text(response.body))
    empty = not response.body and request.meta.get(PACKED)
    return "bad_encoding" if noise or empty else None
