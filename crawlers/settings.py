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
        # Code that anybody on the machine may run is no part of a crawler.
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
        "COOKIES_ENABLED": False,
        "REFERER_ENABLED": False,
        # robots.txt, redirects and retries are done here as RFC 9309 and RFC 9110 want them.
        "ROBOTSTXT_OBEY": False,
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "RETRY_ENABLED": False,
        # One item an answer: Scrapy would start a hundred tasks for each.
        "CONCURRENT_ITEMS": 1,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
        # What these do is done by the discovery and the scheduler.
        "SPIDER_MIDDLEWARES": {
            "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
            "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
            "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
            "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
            "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
            "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
        },
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "crawlers.middlewares.guard.GuardMiddleware": 50,
            "crawlers.middlewares.robots.RobotsMiddleware": 100,
            "crawlers.middlewares.tdm.TdmMiddleware": 110,
        },
        "EXTENSIONS": {
            "scrapy.extensions.telnet.TelnetConsole": None,
            "scrapy.extensions.remote_control.RemoteControl": None,
            "scrapy.extensions.throttle.AutoThrottle": None,
            "crawlers.keeper.RunKeeper": 0,
            "crawlers.throttle.SiteThrottle": 1,
        },
        "ITEM_PIPELINES": {"crawlers.pipeline.KeptPipeline": 300},
        "LOG_FORMATTER": "crawlers.logs.BriefFormatter",
        "LOG_LEVEL": config.log_level,
        "STATS_DUMP": False,
    }
