"""Which content of which record was true when: a pure fold over what was seen and what was read from it.

Nothing here depends on the order in which pages came in, so that a re-parse in any order gives the same history. What
a page suddenly no longer states is believed only after a while; `storage.guard` judges that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from storage.events import DOUBTED
from storage.guard import Doubt, Guard, Held, field_of, seconds_between
from storage.rows import Entry

ContentId = tuple[int, str, str]
"""Number of the base table, record key, content hash."""
Manifests = Mapping[str, Sequence[Entry]]
"""By input, what was read from it."""


class Sighting(NamedTuple):
    """A fetch, a revisit, or (with an empty `input_id`) news that the page is not to be had at an address."""

    at: str
    input_id: str
    url_id: str
    why: str = ""
    """Of such news: the code of the failure, or `joined`."""
    to: str = ""
    """Where the page went, where that is known."""
    stays: bool = False
    """Whether it went to another address of this very page."""


class Spell(NamedTuple):
    """A stretch of time during which a record had one content; `valid_from` None: by no extraction that counts."""

    valid_from: str | None
    valid_to: str | None
    position: int


class Version(NamedTuple):
    """A stretch of sightings of the same bytes from the same address; with an empty `input_id`, of none."""

    first: str
    last: str
    input_id: str
    url_id: str
    why: str = ""
    to: str = ""
    held: Held = ()
    """Fields that these bytes lack, and from which earlier input they still stand."""
    confirmed: bool = False
    """Whether the end was in doubt, and was seen again after the grace."""


class History(NamedTuple):
    """What is believed of a page."""

    versions: list[Version]
    doubt: Doubt | None
    """What was seen last and is not believed yet."""


def fold(
    sightings: Iterable[Sighting], manifests: Manifests | None = None, *, grace: float = 0.0, own: str = ""
) -> History:
    """Versions by time, and what is in doubt. `own` is the id of the page's own address among several.

    A page ends when it is not to be had at the address that it was last had under, unless it still is at its own; or
    when none of its addresses is left. An end that was doubted (a site that shut everything at once) counts only when
    it is seen again after the grace.
    """
    found: list[Version] = []
    alive: set[str] = set()
    guard = Guard(manifests or {}, grace)
    reprieve: Doubt | None = None
    for seen in sorted(sightings):
        last = found[-1] if found else None
        if seen.input_id:
            alive.add(seen.url_id)
            reprieve = None
            _see(found, seen, guard.judged(seen.at, seen.input_id, last and (last.input_id, last.held)))
        elif last is None:
            continue
        elif seen.why == DOUBTED:
            if grace > 0 and not last.input_id and not last.confirmed:
                found.pop()
                alive.add(last.url_id)
                reprieve = guard.doubt_of(found[-1].input_id, found[-1].held, last.first)
        elif not last.input_id:
            found[-1] = last._replace(last=seen.at)
        else:
            alive.discard(seen.url_id)
            gone = not alive or (seen.url_id == last.url_id and own not in alive)
            if reprieve is not None and seconds_between(reprieve.since, seen.at) < grace:
                alive.add(seen.url_id)
            elif gone and not seen.stays:
                ended = Version(seen.at, seen.at, "", seen.url_id, seen.why, seen.to, confirmed=reprieve is not None)
                found.append(ended)
                guard.forget()
                reprieve = None
    return History(found, reprieve or guard.doubt)


def _see(found: list[Version], seen: Sighting, held: Held | None) -> None:
    if held is None:
        return
    last = found[-1] if found else None
    if last is not None and last.input_id == seen.input_id and last.held == held:
        found[-1] = last._replace(last=seen.at)
    else:
        found.append(Version(seen.at, seen.at, seen.input_id, seen.url_id, held=held))


def entries_of(version: Version, manifests: Manifests) -> Sequence[Entry] | None:
    """What a version states: nothing where the page was gone, None where nobody has read it."""
    if not version.input_id:
        return ()
    own = manifests.get(version.input_id)
    if own is None or not version.held:
        return own
    held = dict(version.held)
    kept = [entry for entry in own if field_of(entry) not in held]
    return kept + [
        entry for name, source in version.held for entry in manifests.get(source, ()) if field_of(entry) == name
    ]


def spells(history: Sequence[Version], manifests: Manifests) -> dict[ContentId, list[Spell]]:
    """The spells of every content; versions that nobody has read are passed over.

    The position is the one in the last version of the spell.
    """
    done: dict[ContentId, list[Spell]] = {}
    opened: dict[ContentId, tuple[str, int]] = {}
    for version in history:
        entries = entries_of(version, manifests)
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
