"""The settings module that scrapy.cfg names: the configuration is read here, once, when Scrapy starts."""

from __future__ import annotations

from crawlers.config import load_config
from crawlers.settings import settings_for

globals().update(settings_for(load_config()[0]))
