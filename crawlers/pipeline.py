"""The item pipeline of a kept run: the store's own, on the run's flow."""

from __future__ import annotations

from typing import Any

from crawlers.keeper import RunKeeper
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
