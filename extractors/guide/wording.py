"""What a heading says that its section tells, by the words of its language.

The words are data (`lexicon/headings/<language>.toml`). A heading is read from its head: in "Salaries at top companies"
the first group before a preposition names the subject, in "company salaries" the last word of a compound does (the
first in the Romance languages). Cues are decisive, strong or weak; a weak one counts only where nothing else is said.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any, cast

from extractors.records import SectionKind

LANGUAGES = ("en", "nl", "fr", "de", "es", "it", "pl", "pt")
STRENGTHS = ("weak", "strong", "decisive")
_MARKS = re.compile(r"[^\w&’+#:-]+|:(?=\w)")
_COUNT = re.compile(r"\(\s*\d[\d.,\s]*\+?(?:\s*\w+)?\s*\)")
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,3}\s*[.):/]|\d{1,2}\s+[–—-])\s*(?=\D)")
_NAMED = frozenset({"key_companies", "hubs", "universities", "skills", "tools"})
_GAP = r"(?: \S+){0,4}? "


@dataclass(frozen=True)
class Reading:
    """What a heading's words say."""

    kind: SectionKind
    strength: str
    """`decisive`, `strong` or `weak`."""
    cue: str
    """The words that said it."""


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
    context: Mapping[SectionKind, re.Pattern[str]]
    conjunctions: tuple[str, ...]
    alternatives: tuple[str, ...]


def languages_for(language: str | None) -> tuple[str, ...]:
    """The page's language and English (headings borrow from it); all where it is none of ours or unknown."""
    short = (language or "").split("-")[0].lower()
    if short == "en":
        return ("en",)
    return (short, "en") if short in LANGUAGES else LANGUAGES


@lru_cache(maxsize=8192)
def read_heading(text: str, language: str | None) -> Reading | None:
    """What the heading says; None where no word of it is known."""
    best: tuple[int, Reading] | None = None
    for code in languages_for(language):
        found = _read(plain(text), lexicon(code))
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best else None


@lru_cache(maxsize=8192)
def is_furniture(text: str, language: str | None) -> bool:
    """Whether the heading names something that is no part of the page's subject: related guides, clients, …"""
    wanted = plain(text)
    return len(wanted) <= 60 and any(lexicon(code).furniture.match(wanted) for code in languages_for(language))


@lru_cache(maxsize=4096)
def context_kinds(text: str, language: str | None) -> tuple[SectionKind, ...]:
    """What a sentence says of the names beside it, the likeliest first."""
    counts: dict[SectionKind, int] = {}
    lower = plain(text)
    for code in languages_for(language):
        for kind, pattern in lexicon(code).context.items():
            if hits := len(pattern.findall(lower)):
                counts[kind] = counts.get(kind, 0) + hits
    return tuple(sorted(counts, key=lambda kind: -counts[kind]))


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Lower-case words apart by single blanks, without numbering, emoji and punctuation."""
    bare = _NUMBERING.sub("", _COUNT.sub(" ", text).replace("'", "’").replace("‑", "-").lower())
    return _MARKS.sub(" ", bare).replace(":", " :").strip(" :-")


def _read(text: str, words: Language) -> tuple[int, Reading] | None:
    hits: list[tuple[int, int, int, Reading]] = []
    edges = [found.start() for found in words.breaks.finditer(text)]
    place = 0
    while place < len(text):
        found, end = _cue_at(text, place, words)
        if found is not None:
            group = sum(edge < place for edge in edges)
            reading = Reading(found.kind, found.strength, text[place:end])
            hits.append((STRENGTHS.index(found.strength), -group, place, reading))
            place = end
        following = text.find(" ", place)
        place = following + 1 if following >= 0 else len(text)
    if not hits:
        return None
    top = max(hit[0] for hit in hits)
    strong = STRENGTHS.index("strong")
    if top > strong:
        # "Salaries at top companies": before the first preposition a plain subject outweighs a phrase after it.
        first = max(hit[1] for hit in hits if hit[0] >= strong)
        phrases = [hit for hit in hits if hit[0] == top]
        if all(hit[1] < first and hit[3].kind in _NAMED for hit in phrases):
            top = strong
    candidates = [hit for hit in hits if hit[0] == top]
    if top == STRENGTHS.index("decisive"):
        chosen = max(candidates, key=lambda hit: (len(hit[3].cue.split()), -hit[2]))
    else:
        side = -1 if words.head_first else 1
        chosen = max(candidates, key=lambda hit: (hit[1], side * hit[2]))
    return top, chosen[3]


def _cue_at(text: str, place: int, words: Language) -> tuple[Cue | None, int]:
    """The most telling cue that starts at a word, and where it ends."""
    for cue in words.cues.get(text[place : place + 2], ()):
        end = cue.end_at(text, place)
        if end >= 0:
            return cue, end
    return None, place


@cache
def lexicon(code: str) -> Language:
    """The patterns of a language."""
    data = tomllib.loads(files("extractors.lexicon.headings").joinpath(f"{code}.toml").read_text(encoding="utf-8"))
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
    return Language(
        cues={start: tuple(found) for start, found in by_start.items()},
        breaks=_any([*data["breaks"], ":"]),
        head_first=data["head"] == "first",
        furniture=re.compile(
            rf"(?:\w+ ){{0,2}}?(?:{'|'.join(map(cue_pattern, data['furniture']['phrases']))})(?![\w-])"
        ),
        context={cast("SectionKind", kind): _any(cues) for kind, cues in data["context"].items()},
        conjunctions=tuple(data["lists"]),
        alternatives=tuple(data["paths"]["or"]),
    )


def heading_data(code: str) -> dict[str, Any]:
    """A language's data as written; for tests."""
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
