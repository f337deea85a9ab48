"""Guidepost: how people meet it (command line, configuration, reports)."""

from extractors.version import __version__

__all__ = ["__version__"]
