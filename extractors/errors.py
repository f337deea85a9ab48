"""The error tree.

    GuidepostError
    ├── UsageError             what was asked cannot be done as asked        exit code 2
    │   └── ConfigurationError a setting or a site file is wrong             exit code 2
    ├── InputError             a file, folder or archive cannot be read      exit code 1
    ├── ArchiveError           a WARC segment is damaged or not writable     exit code 1
    ├── StoreError             the database refused                          exit code 1
    │   └── StoreFromTheFuture its schema is newer than this program         exit code 2
    ├── CrawlError             a crawl could not be carried out              exit code 1
    │   └── AddressRefused     a URL leads where no crawl may go
    └── RunLocked              another run holds the lock                    exit code 3

Reading a page never raises any of them: what is odd there becomes an `Issue` on its record.
"""

from __future__ import annotations


class GuidepostError(Exception):
    """Base of all errors that are not faults of the program; `exit_code` is what the command line ends with."""

    exit_code = 1


class UsageError(GuidepostError):
    """What was asked cannot be done as asked."""

    exit_code = 2


class ConfigurationError(UsageError):
    """A setting or a site file is wrong; the message names the file and the key."""


class InputError(GuidepostError):
    """A file, folder or archive cannot be read."""


class ArchiveError(GuidepostError):
    """A WARC segment is damaged or cannot be written."""


class StoreError(GuidepostError):
    """The database refused."""


class StoreFromTheFuture(StoreError):  # noqa: N818 - reads as a sentence
    """The store's schema is newer than this program."""

    exit_code = 2


class CrawlError(GuidepostError):
    """A crawl could not be carried out."""


class AddressRefused(CrawlError):  # noqa: N818 - reads as a sentence
    """A URL leads to an address where no crawl may go."""


class RunLocked(GuidepostError):  # noqa: N818 - reads as a sentence
    """Another run holds the lock on this store."""

    exit_code = 3
