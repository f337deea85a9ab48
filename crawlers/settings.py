"""Scrapy's settings, made from the configuration; `scrapy crawl` and `guidepost crawl` both start from here."""

from __future__ import annotations

from typing import Any

from crawlers.config import Config
from crawlers.identity import user_agent
from crawlers.throttle import around


def settings_for(config: Config) -> dict[str, Any]:
    """Settings of a Scrapy crawl: polite, verified, and with nothing that listens."""
    delay, jitter = around(config.delay, config.jitter)
    return {
        "GUIDEPOST_CONFIG": config,
        "GUIDEPOST_DATA": str(config.data),
        "GUIDEPOST_STORE_URL": config.store,
        "BOT_NAME": "guidepost",
        "SPIDER_MODULES": ["crawlers.spiders"],
        "COMMANDS_MODULE": "crawlers.commands",
        "SCHEDULER": "crawlers.scheduler.FrontierScheduler",
        "USER_AGENT": user_agent(config),
        # Code that anybody on the machine may run is no part of a crawler; nor are these among the extensions below.
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "TWISTED_DNS_RESOLVER": "crawlers.addresses.GuardedResolver",
        "DOWNLOAD_HANDLERS": {"data": None, "file": None, "ftp": None, "s3": None},
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
        # One item an answer: Scrapy would start a hundred tasks for each.
        "CONCURRENT_ITEMS": 1,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
        # Only what a crawl here needs; Scrapy imports whatever is named, and each costs a call a request. What is left
        # out is done here otherwise (robots.txt, redirects and retries as RFC 9309 and RFC 9110 want them; depth, scope
        # and addresses by discovery and scheduler), or is not wanted: cookies, a cache, code run from outside.
        "ROBOTSTXT_OBEY": False,
        "SPIDER_MIDDLEWARES_BASE": {},
        "DOWNLOADER_MIDDLEWARES_BASE": {
            "crawlers.middlewares.guard.GuardMiddleware": 50,
            "crawlers.middlewares.robots.RobotsMiddleware": 100,
            "crawlers.middlewares.tdm.TdmMiddleware": 110,
            "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
            "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
            "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
            "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
            "scrapy.downloadermiddlewares.stats.DownloaderStats": 850,
        },
        "EXTENSIONS_BASE": {
            "crawlers.keeper.RunKeeper": 0,
            "crawlers.throttle.SiteThrottle": 1,
            "scrapy.extensions.corestats.CoreStats": 2,
            "scrapy.extensions.memusage.MemoryUsage": 2,
            "scrapy.extensions.closespider.CloseSpider": 2,
            "scrapy.extensions.feedexport.FeedExporter": 2,
            "scrapy.extensions.logstats.LogStats": 2,
        },
        "ITEM_PIPELINES": {"crawlers.pipeline.KeptPipeline": 300},
        "LOG_FORMATTER": "crawlers.logs.BriefFormatter",
        "LOG_LEVEL": config.log_level,
        "STATS_DUMP": False,
    }
