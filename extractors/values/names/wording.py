"""What languages know of bylines, as patterns and sets: cues, labels, roles, stops, given names, months."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from extractors.values.months import lexicon as lexicon_of_months
from extractors.values.words import words_of

_LETTERS = re.compile(r"[^\W\d_]+")
_IDEOGRAPHS = "\u3040-\u9fff\uac00-\ud7af"
_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHS}]")


def may_sign(text: str) -> bool:
    """Whether a text could hold the cue of a byline: cheap, and never wrong when it says no."""
    if not lexicon().cue_words.isdisjoint(words_of(text.lower())):
        return True
    return not text.isascii() and is_ideographic(text)


_GEORGIAN = re.compile("[\u10d0-\u10ff]")


def starts_lower(word: str) -> bool:
    """Whether a word begins in lower case; Georgian has no capitals in running text."""
    return word[:1].islower() and not _GEORGIAN.match(word)


def is_ideographic(text: str) -> bool:
    """Whether it holds Chinese, Japanese or Korean writing."""
    return _IDEOGRAPH.search(text) is not None


class _Lexicon:
    def __init__(self, data: dict[str, Any]) -> None:
        languages = data["languages"].values()
        self.strong = _words(cue for one in languages for cue in one["strong"])
        self.label = _words(cue for one in languages for cue in one["label"])
        weak = _words(cue for one in languages for cue in one["weak"])
        cues = [cue for one in languages for key in ("strong", "weak") for cue in one[key]]
        labels = [cue for one in languages for cue in one["label"]]
        self.cue_words = frozenset(
            [words[-1] for cue in cues if (words := _LETTERS.findall(cue))]
            + [words[0] for cue in labels if (words := _LETTERS.findall(cue))]
        )
        both = f"(?P<strong>{self.strong})|(?P<weak>{weak})"
        end = rf"(?:(?!\w)|(?<=[{_IDEOGRAPHS}／/｜|＝：●◎]))"  # scripts without blanks go on at once
        self.start = re.compile(rf"^[\W_]*(?:{both}){end}\s*[:\-–|●]?\s*", re.IGNORECASE)
        self.label_start = re.compile(rf"^[\W_]*(?P<strong>{self.label})\s*[:：|–-]\s*", re.IGNORECASE)
        prefixes = _words(word for one in languages for word in one.get("prefix", ()))
        self.label_word = re.compile(rf"^[\W_]*(?:{self.label}|{prefixes})(?!\w)\s*[:：|–-]?\s+", re.IGNORECASE)
        self.label_only = re.compile(rf"^[\W_]*(?:{self.label}|{self.strong}|{weak})\s*[:：\-–|]?\s*$", re.IGNORECASE)
        self.inside = re.compile(
            rf"(?<![\w’'])(?:(?:{both})(?!\w)\s*[:\-–|]?\s+|(?P<label>{self.label})\s*[:：]\s*)", re.IGNORECASE
        )
        self.publisher = re.compile(rf"^[\W_]*(?:{_words(data['publishers']['cues'])})(?!\w)", re.IGNORECASE)
        introductions = _words(words for one in languages for words in one.get("introduction", ()))
        self.introduction = re.compile(rf"(?<!\w)(?:{introductions})\s+", re.IGNORECASE)
        not_author = "|".join(map(re.escape, data["not_author"]["words"]))
        self.not_author = re.compile(rf"(?<!\w)(?:{not_author})[\s:./-]*$", re.IGNORECASE)
        self.not_author_line = re.compile(rf"^\W*(?:{not_author})(?!\w)", re.IGNORECASE)
        self.stop = re.compile(
            rf"(?<!\w)(?:{_words(data['stops']['words'])})(?!\w)|[|•·●▪►»›\[\]{{}}<>–—]|\s-\s|\(|https?:|www\.|@\w|(?<![^\W\d_])\d|\.{{2,}}|(?<=[^\W\d_]{{3}})\.\s|:\s",
            re.IGNORECASE,
        )
        self.stop_loose = re.compile(r"[(|•·●▪►»›\[\]{}<>]|\s[-–—]\s|https?:|www\.", re.IGNORECASE)
        honorifics = "|".join(
            re.escape(word).replace(r"\ ", r"\s*")
            for word in sorted(data["honorifics"]["words"], key=len, reverse=True)
        )
        self.honorifics = re.compile(
            rf"(?<![\w.-])(?:(?:{honorifics})(?:\.\s*|\s+))+(?=[^\W\d_][^\s,]*\s+[^\W\d_])", re.IGNORECASE
        )
        """Forms of address before a name of several words."""
        self.roles = re.compile(rf"(?<!\w)(?:{_words(data['roles']['words'])})(?!\w)", re.IGNORECASE)
        self.organizations = frozenset(data["organizations"]["words"])
        self.legal_forms = frozenset(data["organizations"]["legal"])
        self.organizations_alone = frozenset(data["organizations"]["alone"])
        self.agencies = frozenset(data["agencies"]["words"])
        self.cues = frozenset((*cues, *labels))
        before, after = (_words(data["ideographic"][key]) for key in ("before", "after"))
        self.around_ideographs = re.compile(rf"^(?:{before})\s*(?=\S{{2}})|(?<=\S{{2}})\s*(?:{after})$")
        self.ideographic_roles = frozenset((*data["ideographic"]["before"], *data["ideographic"]["after"]))
        self.ideographic_desks = tuple(data["ideographic"]["organization_endings"])
        self.never = frozenset((*data["never"]["words"], *data["ideographic"]["never"]))
        self.logins = frozenset(data["logins"]["words"])
        self.particles = frozenset(data["particles"]["words"])
        self.credentials = frozenset(data["credentials"]["words"])
        self.suffixes = frozenset(data["credentials"]["suffixes"])


def _words(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(set(words), key=len, reverse=True))


@cache
def month_names() -> frozenset[str]:
    """Names of months, in lower case."""
    languages = lexicon_of_months()["languages"].values()
    return frozenset(name for language in languages for month in language["months"] for name in month)


@cache
def _given_names() -> frozenset[str]:
    data = tomllib.loads(files("extractors.lexicon").joinpath("given_names.toml").read_text(encoding="utf-8"))
    return frozenset(name for names in data["names"].values() for name in names.split())


def has_given_name(name: str) -> bool:
    """Whether it begins with a common given name."""
    return re.split(r"[ -]", name, maxsplit=1)[0].lower() in _given_names()


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("extractors.lexicon").joinpath("bylines.toml").read_text(encoding="utf-8"))


def ideographic_words() -> dict[str, Any]:
    """What Chinese, Korean and Japanese put around names, and the family names that begin one."""
    found: dict[str, Any] = _data()["ideographic"]
    return found


@cache
def lexicon() -> _Lexicon:
    """`lexicon/bylines.toml` as patterns and sets."""
    return _Lexicon(_data())
