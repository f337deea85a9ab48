"""The thin Scrapy item pipeline over the flow: what a spider yields goes into the archive, then on its way."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.errors import ConfigurationError
from extractors.page import Page
from extractors.records import PageRecord
from pipelines.flow import Extract, Flow
from storage.archive import Archive, ArchiveWriter
from storage.events import Event, Failure, RequestHead, Revisit
from storage.folder import DataFolder
from storage.retention.suppression import Suppression
from storage.store import Ack, Store

DEFAULT_EXTRACTOR = "extractors.extract:extract_page"


@dataclass(frozen=True)
class Outcome:
    """An event with what was asked for, and with what is to be done in the transaction that stores it."""

    event: Event
    request: RequestHead | None = None
    ack: Ack | None = None


def load_extractor(path: str) -> Extract:
    """The function that `module:name` names. `ConfigurationError` where there is none."""
    if path == DEFAULT_EXTRACTOR:
        return _extract_page
    module, _, name = path.partition(":")
    try:
        found: Extract = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ConfigurationError(f"GUIDEPOST_EXTRACTOR: no such function: {path} ({error})") from error
    return found


def _extract_page(page: Page) -> PageRecord:
    from extractors.extract import extract_page  # here: a crawl that finds nothing new reads no page

    return extract_page(page)


class StorePipeline:
    """Takes `Page`, `Revisit`, `Failure` or `Outcome`; other items pass through untouched."""

    def __init__(self, crawler: Any, folder: DataFolder, extract: Extract, run_id: str) -> None:
        self._crawler, self._folder, self._extract, self._given_run = crawler, folder, extract, run_id
        self.flow: Flow | None = None

    @classmethod
    def from_crawler(cls, crawler: Any) -> StorePipeline:
        """Built from the crawler's settings, as Scrapy does it."""
        settings = crawler.settings
        folder = DataFolder(
            Path(settings.get("GUIDEPOST_DATA", "guidepost-data")), settings.get("GUIDEPOST_STORE_URL") or None
        )
        extract = load_extractor(settings.get("GUIDEPOST_EXTRACTOR", DEFAULT_EXTRACTOR))
        return cls(crawler, folder, extract, settings.get("GUIDEPOST_RUN_ID") or "")

    def open_spider(self) -> None:
        """Open store and archive, and start a run unless one was given."""
        self._store = Store.open(self._folder.store_url, backups=self._folder.backups)
        spider = getattr(self._crawler.spider, "name", "crawl")
        self._run_id = self._given_run or self._store.start_run("crawl", arguments={"spider": spider})
        self._writer: ArchiveWriter = Archive(self._folder.archive).writer(self._run_id, info={"spider": spider})
        self.flow = Flow(
            self._store,
            self._extract,
            run_id=self._run_id,
            archive=self._writer,
            suppression=Suppression.load(self._folder.forgotten),
        )

    def process_item(self, item: Any) -> Any:
        """Archive and store one event; gives the item back."""
        outcome = item if isinstance(item, Outcome) else Outcome(item)
        if self.flow is not None and isinstance(outcome.event, (Page, Revisit, Failure)):
            self.flow.fetch(outcome.event, request=outcome.request, ack=outcome.ack)
        return item

    def close_spider(self) -> None:
        """Store what is in hand, close everything, and leave the counts in the crawler's stats."""
        if self.flow is None:
            return
        try:
            self.flow.commit()
            if not self._given_run:
                self._store.finish_run(self._run_id, "done", self.flow.counts.as_dict())
        finally:
            self._writer.close()
            self._store.close()
        for name, value in self.flow.counts.as_dict().items():
            self._crawler.stats.set_value(f"guidepost/{name}", value)
