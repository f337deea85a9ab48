"""What a heading says that its section tells, by the words of its language.

The words are data (`lexicon/headings/<language>.toml`). A heading is read from its head: in "Salaries at top companies" the
first group before a preposition names the subject, in "company salaries" the last word of a compound does (the first in
the Romance languages). Cues are decisive, strong or weak; a weak one counts only where nothing else is said.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, cast

from extractors.records import SectionKind

LANGUAGES = ("en", "nl", "fr", "de", "es", "it", "pl", "pt")
STRENGTHS = ("weak", "strong", "decisive")
_MARKS = re.compile(r"[^\w&’+#:-]+|:(?=\w)")
_COUNT = re.compile(r"\(\s*\d[\d.,\s]*\+?(?:\s*\w+)?\s*\)")
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,3}\s*[.):/]|\d{1,2}\s+[–—-])\s*(?=\D)")
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
class Language:
    """A language's patterns."""

    cues: re.Pattern[str]
    names: Mapping[str, tuple[str, SectionKind]]
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
    for found in words.cues.finditer(text):
        strength, kind = words.names[found.lastgroup or ""]
        group = sum(edge < found.start() for edge in edges)
        hits.append((STRENGTHS.index(strength), -group, found.start(), Reading(kind, strength, found[0])))
    if not hits:
        return None
    top = max(hit[0] for hit in hits)
    candidates = [hit for hit in hits if hit[0] == top]
    if top == STRENGTHS.index("decisive"):
        chosen = max(candidates, key=lambda hit: (len(hit[3].cue.split()), -hit[2]))
    else:
        place = -1 if words.head_first else 1
        chosen = max(candidates, key=lambda hit: (hit[1], place * hit[2]))
    return top, chosen[3]


@cache
def lexicon(code: str) -> Language:
    """The patterns of a language."""
    data = tomllib.loads(files("extractors.lexicon.headings").joinpath(f"{code}.toml").read_text(encoding="utf-8"))
    names: dict[str, tuple[str, SectionKind]] = {}
    groups: list[tuple[int, str]] = []
    for kind, cues in data["kinds"].items():
        for strength in STRENGTHS:
            name = f"{strength}_{kind}"
            names[name] = (strength, cast("SectionKind", kind))
            for cue in cues.get(strength, ()):
                # The most telling cue first, so that the alternation prefers it where several match at one place.
                rank = -(STRENGTHS.index(strength) * 100 + len(cue.split()))
                groups.append((rank, f"(?P<{name}__{len(groups)}>{cue_pattern(cue)})"))
    groups.sort(key=lambda group: group[0])
    by_group = {
        found[1]: names[found[1].rsplit("__", 1)[0]]
        for _, group in groups
        if (found := re.match(r"\(\?P<(\w+)>", group))
    }
    return Language(
        cues=re.compile(rf"(?<![\w-])(?:{'|'.join(group for _, group in groups)})(?![\w])"),
        names=by_group,
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
