"""Reading again: files, folders of saved pages and archives, through the very flow that a crawl takes.

In one process, or in several (`pipelines.workers`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractors.page import Page
from pipelines.flow import Extract, Flow
from pipelines.monitors import Counts
from pipelines.sources import FileError, Item, items
from pipelines.workers import flow_through
from storage.folder import DataFolder
from storage.retention.suppression import NOTHING, Suppression
from storage.running import running
from storage.store import Store


@dataclass
class ReparseResult:
    """What a re-parse did."""

    run_id: str
    counts: Counts = field(default_factory=Counts)
    errors: list[FileError] = field(default_factory=list)


def reparse(
    sources: Sequence[Path],
    *,
    store: Store,
    extract: Extract,
    folder: DataFolder | None = None,
    processes: int = 1,
    limit: int | None = None,
    extractor_version: str = "",
    on_page: Callable[[Counts], None] | None = None,
) -> ReparseResult:
    """Read the sources through `extract` into the store, as a run of the ledger.

    With several `processes`, `extract` must be a function of a module; `extractor_version` names it in the ledger.
    `on_page` is called after each event. Sources that cannot be read are listed in the result; the run goes on.
    """
    suppression = Suppression.load(folder.forgotten) if folder is not None else NOTHING
    arguments = {"sources": [str(source) for source in sources]}
    with running(store, "reparse", arguments, extractor_version=extractor_version) as run:
        result = ReparseResult(run.run_id)
        stream = _limited(items(sources, folder, result.errors), limit)
        try:
            with Flow(store, extract, run_id=run.run_id, batch_size=128, suppression=suppression) as flow:
                result.counts = flow.counts
                if processes > 1:
                    flow_through(flow, extract, stream, processes, on_page)
                else:
                    for item in stream:
                        _one(flow, item)
                        if on_page:
                            on_page(flow.counts)
        finally:
            run.counts = result.counts.as_dict()
    return result


def _limited(stream: Iterator[Item], limit: int | None) -> Iterator[Item]:
    for number, item in enumerate(stream, start=1):
        yield item
        if limit is not None and number >= limit:
            return


def _one(flow: Flow, item: Item) -> None:
    if isinstance(item.event, Page):
        flow(item.event, key=item.key, kept=item.kept)
    else:
        flow.take(item.event, kept=item.kept)
