"""A run of the ledger that ends as its work ends."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from extractors.errors import StoreError
from storage.store import Store

_LOG = logging.getLogger(__name__)


@dataclass
class Running:
    """A run that is under way."""

    run_id: str
    counts: Mapping[str, Any] = field(default_factory=dict)
    """What goes into the ledger at its end."""


@contextmanager
def running(
    store: Store, kind: str, arguments: Mapping[str, Any] | None = None, *, extractor_version: str = ""
) -> Iterator[Running]:
    """Enter a run; it is `done` when the block ends, `cancelled` where somebody stopped it, and else `failed`.

    What ended the block is what is raised, also where the store no longer takes the news.
    """
    run = Running(store.start_run(kind, arguments=arguments, extractor_version=extractor_version))
    try:
        yield run
    except BaseException as error:
        status = "cancelled" if isinstance(error, KeyboardInterrupt) else "failed"
        try:
            store.finish_run(run.run_id, status, run.counts)
        except StoreError as refused:
            _LOG.warning("how run %s ended could not be stored: %s", run.run_id, refused)
        raise
    store.finish_run(run.run_id, "done", run.counts)
