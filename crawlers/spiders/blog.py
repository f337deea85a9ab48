"""Blogs and news."""

from __future__ import annotations

from crawlers.spiders.site import SiteSpider


class BlogSpider(SiteSpider):
    """`scrapy crawl blog -a url=https://…` or `-a site=name`."""

    name = "blog"
    profile = "blog"
