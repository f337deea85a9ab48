"""`scrapy crawl`, ending with the exit codes of `guidepost crawl`; Scrapy's own ends with 0 whatever became of it."""

from __future__ import annotations

import argparse
import asyncio
import sys

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from crawlers.run import ended
from crawlers.spiders.site import SiteSpider
from crawlers.stopping import STOP
from extractors.errors import GuidepostError


class Command(ScrapyCrawl):
    """Runs a spider by name, and says in its last line and its exit code how that went."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Carry it out; leaves the exit code where Scrapy looks for it."""
        if len(args) != 1:
            raise UsageError("name one spider; `scrapy list` names those there are")
        process = self.crawler_process
        if process is None:
            raise RuntimeError("Scrapy gave its command no process")
        try:
            crawler = self._create_crawler(args[0])
        except KeyError as error:
            raise UsageError(str(error.args[0])) from error
        if not issubclass(crawler.spidercls, SiteSpider):  # one of your own: as in any Scrapy project
            super().run(args, opts)
            return
        with STOP.listening():
            task = process.crawl(crawler, **opts.spargs)
            process.start(install_signal_handlers=False)
        try:
            if isinstance(task, asyncio.Future) and task.done() and (fault := task.exception()) is not None:
                raise fault
            keeper = ended(crawler)
        except GuidepostError as error:
            sys.stderr.write(f"guidepost: {error}\n")
            self.exitcode = error.exit_code
            return
        sys.stderr.write(f"{keeper.status}: {keeper.reason}\n")
        self.exitcode = keeper.exit_code
