"""What Scrapy says of what it does: one line each, never a page's content."""

from __future__ import annotations

from typing import Any

from scrapy.logformatter import LogFormatter, LogFormatterResult


class BriefFormatter(LogFormatter):
    """Scrapy's log lines, less the items: they are whole pages."""

    def scraped(self, *_: Any) -> LogFormatterResult:
        """Nothing: what became of a page stands in the counts."""
        return None  # type: ignore[return-value]
