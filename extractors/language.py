"""The language of a page: what its mark-up declares and what its text is in; the text decides.

Short words tell the languages of the Latin script apart at the cost of a few look-ups; langid is asked only where they
leave it open and nothing is declared.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from extractors.document import Document
from extractors.metadata import Metadata
from extractors.records import Evidence, Issue
from extractors.values.words import elided_words_of

_SAMPLE = 1500
"""Characters of text that are looked at."""
_ENOUGH = 12
"""Short words that a decision needs."""
_GLANCE, _CLEAR = 600, 0.25
"""Characters that do where a quarter of their words speaks for one language, and half as many at most for another."""
_TAG = re.compile(r"^([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:$|[-_])")
_NOT_LATIN = re.compile("[\u0370-\U0001ffff]")
_SAME = {"no": "nb", "nn": "nb", "iw": "he", "in": "id"}


class Language(NamedTuple):
    """A BCP 47 tag, what it rests on, and what was odd."""

    tag: str | None
    evidence: Evidence | None
    issues: tuple[Issue, ...] = ()


class _Lexicon:
    def __init__(self) -> None:
        data = tomllib.loads(files("extractors.lexicon").joinpath("languages.toml").read_text(encoding="utf-8"))
        speaks_for: dict[str, list[str]] = {}
        for code, words in data["words"].items():
            for word in words.split():
                speaks_for.setdefault(word, []).append(code)
        self.speaks_for = {word: " ".join(codes) for word, codes in speaks_for.items()}
        """The languages that a short word tells of, as one text: texts are counted fast."""
        self.scripts: dict[str, re.Pattern[str]] = {
            code: re.compile(f"[{letters}]") for code, letters in data["scripts"].items()
        }
        self.letters: dict[str, re.Pattern[str]] = {
            code: re.compile(f"[{letters}]") for code, letters in data["letters"].items()
        }
        self.absent: dict[str, re.Pattern[str]] = {
            code: re.compile(f"[{letters}]") for code, letters in data["absent"].items()
        }
        self.family = {code: frozenset(codes.split()) for code, codes in data["family"].items()}
        self.known = frozenset((*data["words"], *self.scripts, *self.letters))
        """Languages that statistics could find."""


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon()


def language_tag(text: str | None) -> str | None:
    """A declared language in BCP 47's writing (`en_us` gives `en-US`); None where it is no tag."""
    match = _TAG.match((text or "").strip())
    if match is None or match[1].lower() in ("und", "xx"):
        return None
    parts = [match[1].lower(), match[2].title() if match[2] else "", match[3].upper() if match[3] else ""]
    return "-".join(part for part in parts if part)


def read_language(document: Document, metadata: Metadata, text: str) -> Language:
    """The page's language; `text` is its main text. None where nothing tells."""
    declared, evidence = _declared(document, metadata)
    detected = detect(text) or (langid(text) if declared is None and len(text) >= 200 else None)
    if detected is None:
        return Language(declared, evidence)
    primary = (declared or "").split("-")[0]
    if _SAME.get(primary, primary) == _SAME.get(detected, detected):
        return Language(declared, evidence)
    if primary and _is_believed(primary, detected):
        return Language(declared, evidence)
    found = Evidence(quote=text[:60], path="/html", rule="language_of_text", confidence=0.9)
    if declared is None:
        return Language(detected, found)
    message = f"The page declares the language {declared!r}, but its text is in {detected!r}; the text decided."
    return Language(detected, found, (Issue(code="language_disagrees", message=message),))


def _is_believed(declared: str, detected: str) -> bool:
    """Whether a declared language stands against what the text looks like.

    It does where statistics know it not (Afrikaans looks Dutch), and among languages of one script unless it is the
    script's commonest, which templates declare unasked.
    """
    lexicon = _lexicon()
    family = next((codes for codes in lexicon.family.values() if detected in codes), frozenset[str]())
    if declared in family:
        return declared not in lexicon.family or detected in lexicon.family
    return declared not in lexicon.known and detected in _LATIN


_LATIN = frozenset("en de nl fr es pt it pl sv da nb fi cs sk hu ro tr id vi ca".split())


def _declared(document: Document, metadata: Metadata) -> tuple[str | None, Evidence | None]:
    for node in document.nodes("html"):
        get = document.attributes[node].get
        for name in ("lang", "xml:lang"):
            if tag := language_tag(value := get(name)):
                return tag, Evidence(quote=value or "", path=f"{document.path(node)}/@{name}", rule="html_lang")
    stated = metadata.first("content-language", "og:locale", "dc.language", "language")
    if stated and (tag := language_tag(stated.text.split(",")[0])):
        path = f"{document.path(stated.node)}/@content"
        return tag, Evidence(quote=stated.text, path=path, rule=f"meta_{stated.name}", confidence=0.8)
    return None, None


def detect(text: str) -> str | None:
    """The language that a text is in, by its script or its short words; None where they do not tell."""
    glance = elided_words_of(text[:_GLANCE].lower())
    best, hits, second = _ranked(glance)
    if hits >= _ENOUGH and hits >= _CLEAR * len(glance) and hits >= 2 * second:
        return best
    sample = text[:_SAMPLE]
    if not sample.isascii() and (found := _by_script(sample)):
        return found
    words = elided_words_of(sample.lower())
    best, hits, second = _ranked(words)
    if hits < _ENOUGH or hits < len(words) * 0.12 or hits < second * 1.15:
        return None
    return best


def _ranked(words: list[str]) -> tuple[str | None, int, int]:
    """The language that most of the words speak for, how many do, and how many for the next one."""
    counts: dict[str, int] = {}
    for codes, times in Counter(map(_lexicon().speaks_for.get, words)).items():
        for code in codes.split() if codes else ():
            counts[code] = counts.get(code, 0) + times
    if not counts:
        return None, 0, 0
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    return ranked[0][0], ranked[0][1], ranked[1][1] if len(ranked) > 1 else 0


def _by_script(sample: str) -> str | None:
    letters = _NOT_LATIN.findall(sample)
    if len(letters) * 3 < len(sample.replace(" ", "")):
        return None
    text = "".join(letters)
    lexicon = _lexicon()
    shares = {code: len(pattern.findall(text)) / len(text) for code, pattern in lexicon.scripts.items()}
    if shares["ja"] > 0.1:
        return "ja"
    best = max(shares, key=lambda code: shares[code])
    if shares[best] < 0.3:
        return None
    for code, pattern in lexicon.letters.items():
        if code in lexicon.family.get(best, ()) and len(pattern.findall(text)) > len(text) * _TELLING:
            absent = lexicon.absent.get(code)
            if absent is None or not absent.search(text):
                return code
    return best


_TELLING = 0.012
"""Of the letters, those that only one language of its script writes."""


def langid(text: str) -> str | None:
    """What the langid model says; None where it is not sure. Slow to load, so only asked where nothing else tells."""
    import py3langid

    code, score = py3langid.classify(text[:_SAMPLE])
    return str(code) if float(score) < 0 or float(score) > 0.9 else None
