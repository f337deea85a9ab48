"""What a heading says that its section tells, by the words of its language.

The words are data (see `cues`). A heading is read from its head: in "Salaries at top companies" the first group before
a preposition names the subject, in "company salaries" the last word of a compound does (the first in the Romance
languages). Cues are decisive, strong or weak; a weak one counts only where nothing else is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractors.guide.cues import LANGUAGES, STRENGTHS, Cue, Language, lexicon
from extractors.records import SectionKind

_MARKS = re.compile(r"[^\w&’+#:-]+|:(?=\w)")
_COUNT = re.compile(r"\(\s*\d[\d.,\s]*\+?(?:\s*\w+)?\s*\)")
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,3}\s*[.):/]|\d{1,2}\s+[–—-])\s*(?=\D)")
_NAMED = frozenset({"key_companies", "hubs", "universities", "skills", "tools"})
_LONGEST_FURNITURE = 60
LONGEST_LABEL = 2 * _LONGEST_FURNITURE
"""Characters of a heading that can name furniture; what is longer is a paragraph."""
_LONGEST_WEAK = 7
"""Blanks in a heading; in a longer one, a sentence, a weak word tells nothing."""
_ODD = re.compile(r"[(:]|^\s*\d")
"""What a table of letters cannot tell: counts in brackets, colons, numbering."""
_PLAIN = "".join(
    chr(code).lower() if chr(code).isalnum() or chr(code) in "_&+#-" else "’" if chr(code) == "'" else " "
    for code in range(128)
)


@dataclass(frozen=True)
class Reading:
    """What a heading's words say."""

    kind: SectionKind
    strength: str
    """`decisive`, `strong` or `weak`."""
    cue: str
    """The words that said it."""


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
    if len(text) > LONGEST_LABEL:
        return False
    wanted = plain(text)
    if len(wanted) > _LONGEST_FURNITURE:
        return False
    languages = map(lexicon, languages_for(language))
    return any(words.furniture_words.may_stand_in(wanted) and words.furniture.match(wanted) for words in languages)


@lru_cache(maxsize=4096)
def context_kinds(text: str, language: str | None) -> tuple[SectionKind, ...]:
    """What a sentence says of the names beside it, the likeliest first."""
    counts: dict[SectionKind, int] = {}
    lower = plain(text)
    for words in map(lexicon, languages_for(language)):
        if not words.context_words.may_stand_in(lower):
            continue
        for kind, pattern in words.context.items():
            if hits := len(pattern.findall(lower)):
                counts[kind] = counts.get(kind, 0) + hits
    return tuple(sorted(counts, key=lambda kind: -counts[kind]))


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Lower-case words apart by single blanks, without numbering, emoji and punctuation."""
    if text.isascii() and not _ODD.search(text):
        return " ".join(text.translate(_PLAIN).split()).strip(" -")
    bare = _NUMBERING.sub("", _COUNT.sub(" ", text).replace("'", "’").replace("‑", "-").lower())
    return _MARKS.sub(" ", bare).replace(":", " :").strip(" :-")


def _read(text: str, words: Language) -> tuple[int, Reading] | None:
    found = _cues_in(text, words)
    if not found:
        return None
    edges = [edge.start() for edge in words.breaks.finditer(text)]
    hits = [
        (
            STRENGTHS.index(cue.strength),
            -sum(edge < place for edge in edges),
            place,
            Reading(cue.kind, cue.strength, text[place:end]),
        )
        for cue, place, end in found
    ]
    top = max(hit[0] for hit in hits)
    if top == 0 and text.count(" ") > _LONGEST_WEAK:
        return None
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
        # "Wage overview": a word that may head anything leaves the subject to the words beside it.
        chosen = max(candidates, key=lambda hit: (hit[1], hit[3].kind != "overview", side * hit[2]))
    return top, chosen[3]


def _cues_in(text: str, words: Language) -> list[tuple[Cue, int, int]]:
    """The most telling cue that starts at each word, and where it starts and ends; cues do not overlap."""
    found: list[tuple[Cue, int, int]] = []
    place = 0
    while place < len(text):
        following = text.find(" ", place)
        for cue in words.cues_at(text[place:following] if following >= 0 else text[place:]):
            end = cue.end_at(text, place)
            if end >= 0:
                found.append((cue, place, end))
                following = text.find(" ", end)
                break
        if following < 0:
            break
        place = following + 1
    return found
