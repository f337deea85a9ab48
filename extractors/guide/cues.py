"""The words of headings in a language (`lexicon/headings/<language>.toml`), ready to be looked for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, cast

from extractors.records import SectionKind
from extractors.values.words import Vocabulary

LANGUAGES = ("en", "nl", "fr", "de", "es", "it", "pl", "pt")
STRENGTHS = ("weak", "strong", "decisive")
_GAP = r"(?: \S+){0,4}? "
_MOST_WORDS = 50_000


@dataclass(frozen=True)
class Cue:
    """Words that tell a kind; plain ones are compared, others matched by a pattern made when it is first needed."""

    words: str
    strength: str
    kind: SectionKind

    @cached_property
    def start(self) -> str:
        """What the cue begins with, as far as it is plain."""
        return re.split(r"\*| …", self.words, maxsplit=1)[0].replace("'", "’")

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """None for plain words."""
        if self.start == self.words.replace("'", "’"):
            return None
        return re.compile(rf"{cue_pattern(self.words)}(?![\w])")

    def end_at(self, text: str, place: int) -> int:
        """Where the cue ends in the text that starts at a place; -1 where it does not stand there."""
        if not text.startswith(self.start, place):
            return -1
        if self.pattern is None:
            end = place + len(self.start)
            return end if end == len(text) or not (text[end].isalnum() or text[end] == "_") else -1
        found = self.pattern.match(text, place)
        return found.end() if found else -1


@dataclass(frozen=True)
class Language:
    """A language's patterns."""

    cues: Mapping[str, tuple[Cue, ...]]
    """By their first two letters, the most telling first."""
    breaks: re.Pattern[str]
    head_first: bool
    furniture: re.Pattern[str]
    furniture_words: Vocabulary
    context: Mapping[SectionKind, re.Pattern[str]]
    context_words: Vocabulary
    conjunctions: tuple[str, ...]
    alternatives: tuple[str, ...]
    tails: Mapping[str, SectionKind]
    """Last parts of compounds, each the word that names the subject: "Einstiegs-gehalt"."""
    _known: dict[str, tuple[Cue, ...]] = field(default_factory=dict)

    def cues_at(self, word: str) -> tuple[Cue, ...]:
        """The cues that can stand where a word of a heading does, the most telling first; none at most words."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) > _MOST_WORDS:
                self._known.clear()
            alike = self.cues.get(f"{word} "[:2], ())
            opening = [cue for cue in alike if _may_open(cue.start, word)]
            tail = next((kind for tail, kind in self.tails.items() if word.endswith(tail)), None)
            if tail is not None:
                opening.append(Cue(word, "strong", tail))
            found = self._known[word] = tuple(opening)
        return found


def _may_open(start: str, word: str) -> bool:
    first, blank, _ = start.partition(" ")
    return word == first if blank else word.startswith(first)


@cache
def lexicon(code: str) -> Language:
    """The patterns of a language."""
    data = heading_data(code)
    cues = [
        Cue(words, strength, cast("SectionKind", kind))
        for kind, told in data["kinds"].items()
        for strength in STRENGTHS
        for words in told.get(strength, ())
    ]
    cues.sort(key=lambda cue: (-STRENGTHS.index(cue.strength), -len(cue.words.split())))
    by_start: dict[str, list[Cue]] = {}
    for cue in cues:
        by_start.setdefault(cue.start[:2], []).append(cue)
    phrases = data["furniture"]["phrases"]
    return Language(
        cues={start: tuple(found) for start, found in by_start.items()},
        breaks=_any([*data["breaks"], ":"]),
        head_first=data["head"] == "first",
        furniture=re.compile(rf"(?:\w+ ){{0,2}}?(?:{'|'.join(map(cue_pattern, phrases))})(?![\w-])"),
        furniture_words=Vocabulary(phrases),
        context={cast("SectionKind", kind): _any(cues) for kind, cues in data["context"].items()},
        context_words=Vocabulary(words for cues in data["context"].values() for words in cues),
        conjunctions=tuple(data["lists"]),
        alternatives=tuple(data["paths"]["or"]),
        tails={tail: cast("SectionKind", kind) for kind, tails in data.get("tails", {}).items() for tail in tails},
    )


def heading_data(code: str) -> dict[str, Any]:
    """A language's data as written."""
    return tomllib.loads(files("extractors.lexicon.headings").joinpath(f"{code}.toml").read_text(encoding="utf-8"))


def cue_pattern(cue: str) -> str:
    """A cue as a pattern: `*` ends a stem, ` … ` stands for up to four words."""
    parts = (
        re.escape(part.replace("'", "’")).replace(r"\ ", " ").replace(r"\*", r"[\w’-]*") for part in cue.split(" … ")
    )
    return _GAP.join(parts)


def _any(cues: Iterable[str]) -> re.Pattern[str]:
    patterns = sorted(map(cue_pattern, cues), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?![\w-])")
