"""Item pipelines: that of a kept run, on the run's flow, and one for spiders of your own."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from crawlers.config import Config
from crawlers.keeper import RunKeeper
from crawlers.recordfeeds import tell
from crawlers.settings import is_borrowed
from extractors.errors import GuidepostError
from pipelines.adapter import StorePipeline


class KeptPipeline(StorePipeline):
    """What the disk or the database refuses ends the run: Scrapy alone would go on."""

    def open_spider(self) -> None:
        """Take the flow of the run's keeper."""
        keeper = self._crawler.get_extension(RunKeeper)
        if keeper is None:
            raise RuntimeError("the pipeline needs the extension crawlers.keeper.RunKeeper")
        self._keeper = keeper
        self.flow = keeper.flow

    def process_item(self, item: Any) -> Any:
        """Archive and store one event; gives the item back. After a fault nothing more is taken in."""
        if self._keeper.fault:
            return item
        try:
            return super().process_item(item)
        except GuidepostError as error:
            self._keeper.stop(error)
            return item

    def close_spider(self) -> None:
        """Leave the closing to the keeper."""


class KeepPages(StorePipeline):
    """Archive and store for any spider of the project that asks for it in `ITEM_PIPELINES`.

    It holds the data folder as every run does. What is yielded with `crawlers.own.kept` is archived, read and stored;
    other items pass through.
    """

    def open_spider(self) -> None:
        """Take the folder; raises RunLocked where another run holds it, StoreError where it cannot be written."""
        self._held = ExitStack()
        if is_borrowed(self._crawler.spidercls, self._crawler.settings):
            return
        config: Config = self._crawler.settings["GUIDEPOST_CONFIG"]
        self._held.enter_context(config.folder.lock(f"scrapy crawl {self._crawler.spider.name}"))
        super().open_spider()
        if self.flow is not None:
            self.flow.told = lambda record: tell(self._crawler, record)

    def close_spider(self) -> None:
        """Store what is in hand, and let the folder go."""
        with self._held:
            super().close_spider()
