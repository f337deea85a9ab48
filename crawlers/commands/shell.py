"""`scrapy shell`: as Scrapy's own, also with the spiders of this project, and with a file that somebody names."""

from __future__ import annotations

from typing import Any, ClassVar

from scrapy.commands.shell import Command as ScrapyShell


class Command(ScrapyShell):
    """Lends a spider for single pages; nothing goes into archive or store."""

    default_settings: ClassVar[dict[str, Any]] = ScrapyShell.default_settings | {
        "GUIDEPOST_BORROWED": True,
        # Typed by whoever sits there, and not by a page.
        "GUIDEPOST_FILES": True,
    }
