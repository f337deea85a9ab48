"""What the store knows of some pages, and what it would know after a batch: the arithmetic between, without SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from storage.events import DOUBTED, JOINED, MOVED, ends
from storage.prepared import Prepared, url_id_of
from storage.rows import Cell, Entry
from storage.timeline import ContentId, History, Sighting, Spell, Version, fold, spells
from storage.times import UNKNOWN
from storage.urls import SAVED


class Fetch(NamedTuple):
    """A row of `fetches`, but for its page."""

    fetched_at: str
    input_id: str
    url_id: str
    url: str
    status: int | None
    digest: str | None
    run_id: str
    segment: str | None
    segment_offset: int | None


class Extraction(NamedTuple):
    """What one extractor read from one input."""

    read_from: str
    """Fetch time of the page that was read: the earliest of those with the same bytes."""
    entries: tuple[Entry, ...]


@dataclass
class PageState:
    """All that decides a page's history."""

    page_id: str
    page: str
    site: str
    fetches: dict[tuple[str, str], Fetch] = field(default_factory=dict)
    revisits: list[Sighting] = field(default_factory=list)
    gone: list[Sighting] = field(default_factory=list)
    elsewhere: list[Sighting] = field(default_factory=list)
    """Fetches of the page's addresses that were another page, by what they said of themselves."""
    extractions: dict[tuple[str, int], Extraction] = field(default_factory=dict)
    cells: dict[ContentId, tuple[Cell, ...]] = field(default_factory=dict)
    """Cells of the contents that came with the batch in hand."""
    urls: dict[str, str] = field(default_factory=dict)
    """By `url_id`, the addresses that the page was had under."""
    grace: float = 0.0
    """Seconds that must pass before a loss is believed."""

    def history(self) -> list[Version]:
        """The page's versions by time."""
        return self.believed().versions

    def believed(self) -> History:
        """The page's versions by time, and what is in doubt."""
        seen = [Sighting(one.fetched_at, one.input_id, one.url_id) for one in self.fetches.values()]
        known = {one.input_id for one in self.fetches.values()}
        seen += [one for one in self.revisits if one.input_id in known]
        own = url_id_of(self.page)
        doubtful = len(known) > 1 or any(one.why == DOUBTED for one in self.gone)
        manifests = self.best() if self.grace > 0 and doubtful else None
        gone = [one._replace(stays=one.why == MOVED and self._is_here(one.to, own)) for one in self.gone]
        return fold([*seen, *gone, *self.elsewhere], manifests, grace=self.grace, own=own)

    def _is_here(self, address: str, own: str) -> bool:
        """Whether an address is one of this very page."""
        url_id = url_id_of(address) if address else ""
        return url_id == own or url_id in self.urls

    def until(self, at: str) -> PageState:
        """What was known of the page at a moment."""
        return PageState(
            self.page_id,
            self.page,
            self.site,
            fetches={key: one for key, one in self.fetches.items() if one.fetched_at <= at},
            revisits=[one for one in self.revisits if one.at <= at],
            gone=[one for one in self.gone if one.at <= at],
            elsewhere=[one for one in self.elsewhere if one.at <= at],
            extractions=self.extractions,
            urls=self.urls,
            grace=self.grace,
        )

    def best(self) -> dict[str, tuple[Entry, ...]]:
        """By input, what the newest extractor read from it."""
        chosen: dict[str, tuple[int, tuple[Entry, ...]]] = {}
        for (input_id, ordinal), extraction in self.extractions.items():
            if input_id not in chosen or ordinal > chosen[input_id][0]:
                chosen[input_id] = ordinal, extraction.entries
        return {input_id: entries for input_id, (_, entries) in chosen.items()}

    def spells(self) -> dict[ContentId, list[Spell]]:
        """Every content that any extraction names, with its spells; one without validity where none counts."""
        found = spells(self.history(), self.best())
        for extraction in self.extractions.values():
            for entry in extraction.entries:
                content = entry.base, entry.record_key, entry.content_hash
                if content not in found:
                    found[content] = [Spell(None, None, entry.position)]
        return found

    def add_page(self, one: Prepared, run_id: str, ordinal: int) -> None:
        """Take in a page that was read."""
        fetch = Fetch(
            one.at, one.input_id, one.url_id, one.url, one.status, one.digest, run_id, one.segment, one.offset
        )
        if one.at == UNKNOWN and not self._supersede_undated(fetch):
            return
        known_fetch = self.fetches.get((one.at, one.input_id))
        if known_fetch is None or (known_fetch.segment is None and fetch.segment is not None) or one.at == UNKNOWN:
            self.fetches[one.at, one.input_id] = fetch
        self.urls[one.url_id] = one.url
        entries = tuple(row.entry for row in one.rows or ())
        known = self.extractions.get((one.input_id, ordinal))
        if known is None or one.at <= known.read_from:
            self.extractions[one.input_id, ordinal] = Extraction(one.at, entries)
            for row in one.rows or ():
                self.cells[row.entry.base, row.entry.record_key, row.entry.content_hash] = row.cells

    def drop_fetch(self, at: str, input_id: str) -> None:
        """Forget a fetch, and what was read from it where no other fetch had the same bytes."""
        gone = self.fetches.pop((at, input_id))
        if all(one.input_id != input_id for one in self.fetches.values()):
            for known in [known for known in self.extractions if known[0] == input_id]:
                del self.extractions[known]
        if all(one.url_id != gone.url_id for one in self.fetches.values()):
            self.urls.pop(gone.url_id, None)

    def hand_over(self, input_id: str, to: PageState, key: str) -> None:
        """Give an input with all that was read from it to another page; `key` is what that names it by."""
        for at, known in [one for one in self.fetches if one[1] == input_id]:
            fetch = self.fetches.pop((at, known))
            if fetch.url.startswith(SAVED) or key.startswith(SAVED):
                fetch = fetch._replace(url=key, url_id=url_id_of(key))
            if at != UNKNOWN or to._supersede_undated(fetch):
                to.fetches[at, known] = fetch
                to.urls[fetch.url_id] = fetch.url
        for which in [one for one in self.extractions if one[0] == input_id]:
            extraction = self.extractions.pop(which)
            if any(one == input_id for _, one in to.fetches):
                to.extractions.setdefault(which, extraction)
        to.cells.update(self.cells)
        left = {one.url_id for one in self.fetches.values()}
        self.urls = {url_id: url for url_id, url in self.urls.items() if url_id in left}

    def add_told(self, one: Prepared) -> None:
        """Take in a revisit, or the news that an address is gone or asks not to be kept."""
        if one.event == "revisit":
            self.revisits.append(Sighting(one.at, one.input_id, one.url_id))
        elif ends(one.status, one.code) or one.code == DOUBTED:
            self.gone.append(Sighting(one.at, "", one.url_id, one.code, one.target or ""))

    def add_elsewhere(self, url_id: str, others: Iterable[PageState]) -> None:
        """Note when one of the page's addresses was one of the others; what was known of that address gives way."""
        self.elsewhere = [one for one in self.elsewhere if one.url_id != url_id]
        self.elsewhere += [
            Sighting(fetch.fetched_at, "", url_id, JOINED, other.page)
            for other in others
            for fetch in other.fetches.values()
            if fetch.url_id == url_id
        ]

    def _supersede_undated(self, fetch: Fetch) -> bool:
        """Whether a file without a fetch time counts; it then replaces the one that was read before.

        The last run decides; within a run the order never counts.
        """
        others = [one for one in self.fetches.values() if one.fetched_at == UNKNOWN and one.input_id != fetch.input_id]
        if any(one.run_id == fetch.run_id and one.input_id > fetch.input_id for one in others):
            return False
        for other in others:
            del self.fetches[UNKNOWN, other.input_id]
            if all(one.input_id != other.input_id for one in self.fetches.values()):
                for known in [known for known in self.extractions if known[0] == other.input_id]:
                    del self.extractions[known]
        return True

    def facts(self, extractors: Mapping[int, str]) -> dict[str, Any]:
        """The row of `page_keys`: what the page is now."""
        history, doubt = self.believed()
        live = [version for version in history if version.input_id]
        facts: dict[str, Any] = {"page_id": self.page_id, "page": self.page, "site": self.site}
        facts["first_fetched"] = live[0].first if live else None
        facts["last_fetched"] = live[-1].last if live else None
        facts["version_fetched"] = live[-1].first if live else None
        ended = history[-1] if history and not history[-1].input_id else None
        facts["gone_at"] = ended.first if ended else None
        facts["gone_reason"] = ended.why or None if ended else None
        facts["gone_to"] = ended.to or None if ended else None
        facts["doubted_at"] = doubt.since if doubt else None
        facts["doubted"] = json.dumps(dict(doubt.lost)) if doubt else None
        source = self._source(live[-1]) if live else None
        facts["url"] = source.url if source else None
        facts["digest"] = source.digest if source else None
        facts["status"] = source.status if source else None
        ordinals = [ordinal for input_id, ordinal in self.extractions if live and input_id == live[-1].input_id]
        facts["extractor_version"] = extractors.get(max(ordinals)) if ordinals else None
        return facts

    def _source(self, version: Version) -> Fetch | None:
        """The earliest fetch of a version's bytes; later ones may have been told by a revisit alone."""
        same = [one for one in self.fetches.values() if one.input_id == version.input_id]
        return min(same, key=lambda one: one.fetched_at) if same else None


class Change(NamedTuple):
    """What to do to one row of a history table."""

    what: str
    """`put` (cells in hand), `copy` (cells of spell 0), `set` (validity and position only) or `delete`."""
    content: ContentId
    number: int
    spell: Spell | None


def changes(before: Mapping[ContentId, Sequence[Spell]], after: PageState) -> Iterator[Change]:
    """What turns the rows of `before` into those of `after`; nothing for what stays as it was."""
    wanted = after.spells()
    for content, new in wanted.items():
        old = before.get(content, ())
        for number, spell in enumerate(new):
            if number >= len(old):
                yield Change("put" if content in after.cells else "copy", content, number, spell)
            elif spell != old[number]:
                yield Change("set", content, number, spell)
        for number in range(len(new), len(old)):
            yield Change("delete", content, number, None)
    for content, old in before.items():
        if content not in wanted:
            for number in range(len(old)):
                yield Change("delete", content, number, None)
