"""What Scrapy says of what it does: one line each, never a page's content."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.logformatter import LogFormatter, LogFormatterResult

from crawlers.config import Config


class BriefFormatter(LogFormatter):
    """Scrapy's log lines, less the items: they are whole pages."""

    def scraped(self, *_: Any) -> LogFormatterResult:
        """Nothing: what became of a page stands in the counts."""
        return None  # type: ignore[return-value]


def quiet(config: Config) -> None:
    """Scrapy sets its loggers to DEBUG; what is not shown need not be made."""
    for handler in logging.getLogger().handlers:
        if handler.level == logging.NOTSET:
            handler.setLevel(config.log_level)
    for name in ("scrapy", "twisted"):
        logging.getLogger(name).setLevel(config.log_level)
