"""Why a request was not carried out, as Scrapy's errbacks receive it."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest


class Declined(IgnoreRequest):
    """A request that is not sent, for good; `code` is a stable name of the reason."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Postponed(IgnoreRequest):
    """A request that is not sent now; `wait` is the number of seconds after which to try again.

    With `left` the site does not answer: the run does not wait for it, and the next one may ask at once.
    """

    def __init__(self, code: str, message: str, wait: float, *, left: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.wait = wait
        self.left = left
