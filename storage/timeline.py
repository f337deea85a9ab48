"""Which content of which record was true when: a pure fold over what was fetched and what was read from it.

Nothing here depends on the order in which pages came in, so that a re-parse in any order gives the same history.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from storage.rows import Entry

ContentId = tuple[int, str, str]
"""Number of the base table, record key, content hash."""


class Sighting(NamedTuple):
    """A fetch, a revisit, or (with an empty `input_id`) news that the address is gone."""

    at: str
    input_id: str
    url_id: str


class Spell(NamedTuple):
    """A stretch of time during which a record had one content; `valid_from` None: by no extraction that counts."""

    valid_from: str | None
    valid_to: str | None
    position: int


class Version(NamedTuple):
    """A stretch of fetches that had the same bytes from the same address."""

    first: str
    last: str
    input_id: str
    url_id: str


def versions(sightings: Iterable[Sighting]) -> list[Version]:
    """Versions by time; a version with an empty `input_id` means that the page was gone."""
    found: list[Version] = []
    for seen in sorted(sightings):
        last = found[-1] if found else None
        if last is not None and seen.input_id == last.input_id:
            found[-1] = last._replace(last=seen.at)
        elif seen.input_id:
            found.append(Version(seen.at, seen.at, seen.input_id, seen.url_id))
        elif last is not None and last.url_id == seen.url_id:
            found.append(Version(seen.at, seen.at, "", seen.url_id))
    return found


def spells(history: Sequence[Version], manifests: Mapping[str, Sequence[Entry]]) -> dict[ContentId, list[Spell]]:
    """The spells of every content; versions that nobody has read are passed over.

    The position is the one in the last version of the spell.
    """
    done: dict[ContentId, list[Spell]] = {}
    opened: dict[ContentId, tuple[str, int]] = {}
    for version in history:
        entries: Sequence[Entry] | None = manifests.get(version.input_id) if version.input_id else ()
        if entries is None:
            continue
        now = {(entry.base, entry.record_key, entry.content_hash): entry.position for entry in entries}
        for content in [content for content in opened if content not in now]:
            start, position = opened.pop(content)
            done.setdefault(content, []).append(Spell(start, version.first, position))
        for content, position in now.items():
            start = opened[content][0] if content in opened else version.first
            opened[content] = start, position
    for content, (start, position) in opened.items():
        done.setdefault(content, []).append(Spell(start, None, position))
    return done
