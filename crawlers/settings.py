"""Scrapy's settings, made from the configuration; `scrapy crawl` and `guidepost crawl` both start from here.

`settings_for` is for any spider, as in any Scrapy project but polite; `lean` and `kept` are what the spiders of this
project add (`SiteSpider.update_settings`).
"""

from __future__ import annotations

from typing import Any

from scrapy import Spider
from scrapy.settings import BaseSettings

from crawlers.config import Config
from crawlers.identity import user_agent
from crawlers.throttle import around

_GUARD = "crawlers.middlewares.guard.GuardMiddleware"
_ROBOTS = "crawlers.middlewares.robots.RobotsMiddleware"
_THROTTLE = "crawlers.throttle.SiteThrottle"
_FEEDS = "crawlers.recordfeeds.RecordFeeds"


def is_borrowed(spider: type[Spider], settings: BaseSettings) -> bool:
    """Whether a command (`shell`, `fetch`, `view`, `parse`, `check`) runs the spider for a request of its own.

    Then nothing is kept. Such a command puts its own `start` in the place of the spider's.
    """
    return settings.getbool("GUIDEPOST_BORROWED") or spider.start.__module__.startswith("scrapy.commands.")


def settings_for(config: Config) -> dict[str, Any]:
    """Settings of a Scrapy project: polite, verified, and with nothing that listens."""
    delay, jitter = around(config.delay, config.jitter)
    return {
        "GUIDEPOST_CONFIG": config,
        "GUIDEPOST_DATA": str(config.data),
        "GUIDEPOST_STORE_URL": config.store,
        "BOT_NAME": "guidepost",
        "SPIDER_MODULES": ["crawlers.spiders"],
        "NEWSPIDER_MODULE": "crawlers.spiders",
        "COMMANDS_MODULE": "crawlers.commands",
        "USER_AGENT": user_agent(config),
        # Code that anybody on the machine may run is no part of a crawler.
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "TWISTED_DNS_RESOLVER": "crawlers.addresses.GuardedResolver",
        "DOWNLOAD_HANDLERS": {"ftp": None, "s3": None},
        # Each site has one request under way, and waits for its delay in the downloader; robots.txt comes on top.
        "CONCURRENT_REQUESTS": 2 * config.concurrency + 8,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": delay,
        "DOWNLOAD_DELAY_JITTER": jitter,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_MAX_DELAY": max(config.max_delay, delay),
        "DOWNLOAD_TIMEOUT": config.timeout,
        "DOWNLOAD_MAXSIZE": config.max_body,
        "DOWNLOAD_WARNSIZE": 0,
        "DEFAULT_REQUEST_HEADERS": {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"},
        # robots.txt is obeyed as RFC 9309 says, which Scrapy's own middleware does not.
        "ROBOTSTXT_OBEY": False,
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            _GUARD: 60,
            _ROBOTS: 100,
        },
        "EXTENSIONS": {
            "scrapy.extensions.throttle.AutoThrottle": None,
            "scrapy.extensions.feedexport.FeedExporter": None,
            _THROTTLE: 1,
            _FEEDS: 2,
        },
        "FEED_EXPORT_ENCODING": "utf-8",
        "LOG_LEVEL": config.log_level,
        "STATS_DUMP": False,
    }


def lean() -> dict[str, Any]:
    """Only what a crawl of this project needs: Scrapy imports whatever is named, and each costs a call a request.

    What is left out is done here otherwise (redirects and retries as RFC 9110 wants them; depth, scope and addresses by
    discovery and scheduler), or is not wanted: cookies, a cache, code run from outside.
    """
    return {
        "DOWNLOAD_HANDLERS": {"data": None, "file": None, "ftp": None, "s3": None},
        # One item an answer: Scrapy would start a hundred tasks for each.
        "CONCURRENT_ITEMS": 1,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
        "SPIDER_MIDDLEWARES_BASE": {},
        "DOWNLOADER_MIDDLEWARES": {},
        "DOWNLOADER_MIDDLEWARES_BASE": {
            _GUARD: 50,
            _ROBOTS: 100,
            "crawlers.middlewares.tdm.TdmMiddleware": 110,
            "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
            "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
            "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
            "crawlers.middlewares.whole.WholeBodyMiddleware": 600,
            "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
            "scrapy.downloadermiddlewares.stats.DownloaderStats": 850,
        },
        "EXTENSIONS": {},
        "EXTENSIONS_BASE": {
            _THROTTLE: 1,
            "scrapy.extensions.corestats.CoreStats": 2,
            "scrapy.extensions.memusage.MemoryUsage": 2,
            "scrapy.extensions.closespider.CloseSpider": 2,
            _FEEDS: 2,
            "scrapy.extensions.logstats.LogStats": 2,
        },
        "LOG_FORMATTER": "crawlers.logs.BriefFormatter",
    }


def kept() -> dict[str, Any]:
    """A crawl on the queue that lies in the store, into archive and store."""
    found = lean()
    found["EXTENSIONS_BASE"] = {"crawlers.keeper.RunKeeper": 0} | found["EXTENSIONS_BASE"]
    return found | {
        "SCHEDULER": "crawlers.scheduler.FrontierScheduler",
        "ITEM_PIPELINES": {"crawlers.pipeline.KeptPipeline": 300},
    }
