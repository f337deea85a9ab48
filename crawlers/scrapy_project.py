"""The settings module that scrapy.cfg names: the configuration is read here, once, when Scrapy starts."""

from __future__ import annotations

import sys

from crawlers.config import load_config
from crawlers.settings import settings_for
from extractors.errors import ConfigurationError

try:
    globals().update(settings_for(load_config()[0]))
except ConfigurationError as error:
    sys.stderr.write(f"guidepost: {error}\n")
    sys.exit(error.exit_code)
