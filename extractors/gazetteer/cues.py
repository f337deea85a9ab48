"""What the words of a name tell of its kind: "GmbH", "Hospital", "-universiteit", "Coworking", "Kenntnisse"."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from .folding import folded_words, legal_form_length
from .kinds import KINDS, NONE, Kind

_SHORTEST_REST = 3
_SHORTEST_ENDING = 3
_LONGEST_ENDING = 14
_MOST_SKILL_WORDS = 9


class _Cues(NamedTuple):
    """Kinds as numbers: joining two flags takes as long as ten look-ups."""

    anywhere: dict[str, int]
    first: dict[str, int]
    last: dict[str, int]
    endings: dict[str, int]
    phrases: dict[str, dict[str, int]]
    """By their first word."""
    never: dict[str, int]


@lru_cache(maxsize=8192)
def cues_of(name: str) -> Kind:
    """The kinds that the words of a name speak for, `Kind(0)` if none does; several may, as in "Innovation Academy"."""
    words = folded_words(name)
    if not words or len(words) > _MOST_SKILL_WORDS:
        return NONE
    cues = _cues()
    told = ruled_out = 0
    bare = len(words)
    while bare > 1 and (at := _form_start(words, bare)) is not None:
        told |= Kind.COMPANY.value
        bare = at
    for word in words:
        told |= cues.anywhere.get(word, 0) | _ending(word, cues.endings)
        ruled_out |= cues.never.get(word, 0)
    told |= cues.first.get(words[0], 0) | cues.last.get(words[bare - 1], 0)
    for phrase, kind in _phrases(words, cues.phrases):
        told |= kind
        ruled_out |= cues.never.get(phrase, 0)
    if words[0].endswith("ing") and len(words[0]) > len("string") and len(words) > 1:
        told |= Kind.SKILL.value
    return KINDS[told & ~ruled_out]


def _phrases(words: list[str], phrases: dict[str, dict[str, int]]) -> Iterator[tuple[str, int]]:
    joined = ""
    for word in words:
        if word in phrases:
            joined = joined or f"{' '.join(words)} "
            yield from ((phrase, kind) for phrase, kind in phrases[word].items() if f"{phrase} " in joined)


def _form_start(words: list[str], stop: int) -> int | None:
    """Where the legal form begins that ends before a place."""
    return next((at for at in range(max(1, stop - 4), stop) if legal_form_length(words[:stop], at) == stop - at), None)


def _ending(word: str, endings: dict[str, int]) -> int:
    told = 0
    for length in range(_SHORTEST_ENDING, min(_LONGEST_ENDING, len(word) - _SHORTEST_REST) + 1):
        told |= endings.get(word[-length:], 0)
    return told


@cache
def _cues() -> _Cues:
    data = cue_data()
    phrases: dict[str, dict[str, int]] = {}
    for phrase, kind in _index(data, "phrases").items():
        phrases.setdefault(phrase.partition(" ")[0], {})[phrase] = kind
    anywhere, first, last, endings = (_index(data, place) for place in ("anywhere", "first", "last", "endings"))
    return _Cues(anywhere, first, last, endings, phrases, _index(data, "never"))


def cue_data() -> dict[str, dict[str, Any]]:
    """`cues.toml` by kind."""
    return tomllib.loads(files("extractors.gazetteer").joinpath("cues.toml").read_text(encoding="utf-8"))


def _index(data: dict[str, dict[str, Any]], place: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for kind, places in data.items():
        for cue in _listed(places.get(place, [])):
            key = " ".join(folded_words(cue))
            found[key] = found.get(key, 0) | Kind[kind.upper()].value
    return found


def _listed(words: Any) -> Iterable[str]:
    """A list, or lists by language."""
    return words if isinstance(words, list) else [word for group in words.values() for word in group]
