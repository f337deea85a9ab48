"""Hiring guides and salary pages."""

from __future__ import annotations

from crawlers.spiders.site import SiteSpider


class GuidesSpider(SiteSpider):
    """`scrapy crawl guides -a url=https://…` or `-a site=name`."""

    name = "guides"
    profile = "guides"
