"""The months by name in the languages that we read (`lexicon/months.toml`), and the patterns of dates that hold one."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


class Months:
    """The table of months as patterns."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.numbers: dict[str, int] = {}
        between: set[str] = set()
        for language in data["languages"].values():
            between.update(language["of"])
            for number, names in enumerate(language["months"], 1):
                for name in names:
                    self.numbers.setdefault(_joined(name), number)
        self.jalali = {name: number for number, names in enumerate(data["jalali"]["months"], 1) for name in names}
        phrases = {name for one in data["languages"].values() for month in one["months"] for name in month}
        self.phrases = re.compile(
            "|".join(re.escape(name) for name in sorted(phrases) if name != _joined(name)), re.IGNORECASE
        )
        """Names of several words, and short ones with points within."""
        self.clashes = _clashes(data["languages"])
        # Any word, marks within it included: a look-up in the table is ten times faster than its alternation.
        month = r"[^\W\d_][^\s\d_.,،;:/()\[\]|'’\"<>–—·•!?@#-]{1,14}"
        of = "|".join(map(re.escape, sorted(between)))
        year = r"(?:(?:19|20|25|13|14)\d\d)(?!\d)"
        self.pattern = re.compile(
            rf"(?<![\w.])(?P<d1>[0-3]?\d)(?:st|nd|rd|th|er|º|ª|\.)?(?:\s*[-/]\s*|\s*)(?:(?:{of})\s+|d['’])?"
            rf"(?P<m1>{month})(?!\w)\.?(?:/[^\W\d_]+)?(?:\s*[-/,،]\s*|\s+|)(?:(?:{of})\s+)?"
            rf"(?P<y1>{year}|['’]\d\d(?!\d)|(?<=[-/])\d\d(?!\d))"
            rf"|(?<!\w)(?P<m2>{month})(?!\w)\.?(?:[\s/-]*(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d)"
            rf"(?:\s*,\s*|\s+|[/-])(?:\d\d:\d\d(?::\d\d)?\s+)?(?:(?:{of})\s+)?(?P<y2>{year}|['’]\d\d(?!\d))"
            rf"|(?:\s*,\s*|\s+)(?:(?:{of})\s+)?(?P<y>{year})(?!\.?\s*gada))"
            rf"|(?<!\d)(?P<y4>{year})\.?\s*(?:gada|жылғы|жылдын|-?ж\.,?)\s*(?P<d4>[0-3]?\d)\.?[\s-]*(?P<m4>{month})(?!\w)"
            rf"|(?<!\d)(?P<y3>{year})[.,]?\s*(?:-\s*|m\.\s*|(?:\(e\))?ko\s+|оны\s+|թ\.\s*)?(?P<m3>{month})(?!\w)\.?\s*(?:-\s*)?"
            rf"(?P<d3>[0-3]?\d)(?!\d)",
            re.IGNORECASE,
        )


def _joined(name: str) -> str:
    """A name without blanks and points in it, of the same length: the pattern takes it for one word."""
    return name.replace(" ", _JOIN).replace(".", _JOIN)


_JOIN = "\u0640"


def with_joined(text: str) -> str:
    """The text with months of several words (`كانون الثاني`, `มี.ค.`) joined, each of its length."""
    return months().phrases.sub(lambda match: _joined(match[0]), text)


def _clashes(languages: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Names that mean different months in different languages (`mai`, `set` agree; `lis`, `listopad` do not)."""
    numbers: dict[str, dict[str, int]] = {}
    for code, language in languages.items():
        for number, names in enumerate(language["months"], 1):
            for name in names:
                numbers.setdefault(_joined(name), {})[code] = number
    return {name: found for name, found in numbers.items() if len(set(found.values())) > 1}


@cache
def lexicon() -> dict[str, Any]:
    """`lexicon/months.toml`."""
    return tomllib.loads(files("extractors.lexicon").joinpath("months.toml").read_text(encoding="utf-8"))


@cache
def months() -> Months:
    """The table of months as patterns, made once."""
    return Months(lexicon())
