"""Lines that stand in a text's box and are none of it: what opens the foot of a text, promotions, picture credits."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from extractors.values.names import is_person, lexicon

_BEGINNING = 3


class _Lines:
    """Lines by their first words."""

    def __init__(self, kind: str) -> None:
        data = tomllib.loads(files("extractors.lexicon").joinpath("endings.toml").read_text(encoding="utf-8"))
        lines = sorted(data[kind]["lines"], key=len, reverse=True)
        self._pattern = re.compile(
            rf"^[^\w(©@]*(?:{'|'.join(re.escape(line) + _edge(line) for line in lines)})", re.IGNORECASE
        )
        self._beginnings = {line[:_BEGINNING].lower() for line in lines}
        self._short = tuple(line for line in self._beginnings if len(line) < _BEGINNING)

    def begin(self, text: str) -> bool:
        """Whether the text begins with one of them, marks before it aside."""
        # Three letters tell most lines from all of these, for a tenth of what the pattern costs.
        beginning = text[:_BEGINNING].lower()
        if text[:1].isalnum() and beginning not in self._beginnings and not beginning.startswith(self._short):
            return False
        return self._pattern.match(text) is not None


@cache
def _lines(kind: str) -> _Lines:
    return _Lines(kind)


def _edge(line: str) -> str:
    return r"(?!\w)" if line[-1].isascii() and line[-1].isalnum() else ""


LONGEST_END = 60
LONGEST_PROMO = 220


def opens_foot(text: str) -> bool:
    """Whether a short line opens what stands below a text."""
    return len(text) <= LONGEST_END and _lines("end").begin(text)


def is_promo(text: str) -> bool:
    """Whether a line sends the reader elsewhere, sells, or credits a picture."""
    return len(text) <= LONGEST_PROMO and _lines("promo").begin(text)


@cache
def _bio_pattern() -> re.Pattern[str]:
    data = tomllib.loads(files("extractors.lexicon").joinpath("endings.toml").read_text(encoding="utf-8"))
    verbs = "|".join(map(re.escape, sorted(data["bio"]["verbs"], key=len, reverse=True)))
    return re.compile(rf"^\W*(?P<name>[^\W\d_][\w.’'-]+(?: [^\W\d_][\w.’'-]*){{1,3}}?),?(?: \([^)]*\))?,? (?:{verbs}) ")


def is_bio(text: str, names: Sequence[str] = ()) -> bool:
    """Whether a paragraph tells who somebody is: one of the names (or any person's), and a word such as "is a" after.

    With a name that is not among `names`, the paragraph must also hold a role.
    """
    if any(_tells_of(text, name) for name in names):
        return True
    match = _bio_pattern().match(text)
    return match is not None and is_person(match["name"]) and lexicon().roles.search(text[:250]) is not None


def _tells_of(text: str, name: str) -> bool:
    """Whether a paragraph begins with a name, or its first part, and goes on as a biography does."""
    for start in (name, name.split()[0]):
        if len(start) > 2 and (match := re.match(rf"\W*{re.escape(start)}(?:,[^,]{{2,60}},)?\s", text)):
            return _verbs().match(text, match.end()) is not None
    return False


@cache
def _verbs() -> re.Pattern[str]:
    data = tomllib.loads(files("extractors.lexicon").joinpath("endings.toml").read_text(encoding="utf-8"))
    return re.compile(rf"(?:{'|'.join(map(re.escape, data['bio']['verbs']))})\s", re.IGNORECASE)
