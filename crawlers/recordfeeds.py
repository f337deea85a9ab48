"""Scrapy's feed exports, with records for what a crawl keeps: `scrapy crawl guides -a url=… -O out.json`."""

from __future__ import annotations

from typing import Any

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.extensions.feedexport import FeedExporter

from extractors.page import Page
from extractors.records import PageRecord
from pipelines.adapter import Outcome
from storage.events import Failure, Revisit

_EVENTS = (Outcome, Page, Revisit, Failure)


class RecordFeeds(FeedExporter):
    """Leaves out the events that a spider yields for the store, and takes the records that are read from them."""

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """Export an item that is none of the store's events; a record as plain data."""
        if isinstance(item, _EVENTS):
            return
        super().item_scraped(item.to_dict() if isinstance(item, PageRecord) else item, spider)


def has_feeds(crawler: Crawler) -> bool:
    """Whether the crawl exports anything."""
    return crawler.get_extension(RecordFeeds) is not None


def tell(crawler: Crawler, record: PageRecord) -> None:
    """Give a record to the feeds of a crawl, where it has any."""
    feeds = crawler.get_extension(RecordFeeds)
    if feeds is not None and crawler.spider is not None:
        feeds.item_scraped(record, crawler.spider)
