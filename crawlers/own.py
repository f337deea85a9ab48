"""For spiders of your own: `yield kept(response)` sends a page into archive and store, by the rules of every crawl."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import Response, TextResponse

from crawlers.answers import PAGES
from crawlers.exchange import head_of, headers_of, page_of, text_of
from crawlers.identity import names_in
from crawlers.links import read_links
from crawlers.optouts import directives, opt_out
from crawlers.tdm import is_reserved
from pipelines.adapter import Outcome
from storage.events import Failure


def kept(response: Response) -> Outcome:
    """The event to yield for an answer: its page, or, where that opts out or is none, that it is not to be kept.

    What a page stated before ends with such an event, as in every crawl. Of reservations the header and the `meta`
    element count; the origin's `tdmrep.json` is not asked for.
    """
    now, headers = datetime.now(UTC), headers_of(response)
    request = response.request or Request(response.url)
    failure = _refusal(response, headers, request)
    if failure is not None:
        message = "the page asks not to be kept" if response.status in PAGES else ""
        event = Failure(url=response.url, at=now, code=failure, message=message, status=response.status)
        return Outcome(event, head_of(request))
    return Outcome(page_of(response, headers, now), head_of(request))


def _refusal(response: Response, headers: dict[str, str], request: Request) -> str | None:
    if response.status not in PAGES:
        return f"http_{response.status}"
    agents = names_in((request.headers.get("User-Agent") or b"").decode("latin-1"))
    asked = directives([headers.get("x-robots-tag", "")], agents)
    encoding = response.encoding if isinstance(response, TextResponse) else "utf-8"
    links = read_links(text_of(response), response.url, agents=agents, asked=asked, encoding=encoding)
    return opt_out(links.robots, is_reserved(None, headers.get("tdm-reservation"), links.tdm_reservation))
