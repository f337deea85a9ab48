"""Guidepost: how people meet it (command line, configuration, reports)."""

__version__ = "0.1.0"
