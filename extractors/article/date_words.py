"""The words that announce a date, and which one."""

from __future__ import annotations

import re
from functools import cache

from extractors.values.months import lexicon


@cache
def _cues() -> re.Pattern[str]:
    """The words that announce a date, in lower case and all languages, a group a kind.

    Those in a compound ("Harbour-Update") announce none.
    """
    cues: dict[str, list[str]] = lexicon()["cues"]
    groups = (f"(?P<{kind}>{'|'.join(map(_whole, sorted(words, key=len)[::-1]))})" for kind, words in cues.items())
    return re.compile(rf"(?<![\w-])(?:{'|'.join(groups)})")


def _whole(word: str) -> str:
    return re.escape(word) + (r"(?!\w)" if word[-1].isascii() and word[-1].isalnum() else "")


def kind_of(text: str) -> str:
    """Which date the words announce that stand before it; the nearest cue, which is the last, decides."""
    kind = ""
    for match in _cues().finditer(text.lower()):
        kind = match.lastgroup or ""
    return kind


def label_of(text: str) -> str:
    """Which date a label of its own announces, such as "Published on:"; a line that says more ("Reviewed by Ann Lee")
    announces none."""
    if len(text) > _LONGEST_LABEL:
        return ""
    kind, end = "", 0
    for match in _cues().finditer(text.lower()):
        kind, end = match.lastgroup or "", match.end()
    return kind if len(text[end:].strip(" :.·|–—-")) <= _LONGEST_PREPOSITION else ""


_LONGEST_LABEL, _LONGEST_PREPOSITION = 40, 4


def announces(text: str, kind: str) -> bool:
    """Whether some word of the text announces a date of the kind."""
    return any(match.lastgroup == kind for match in _cues().finditer(text.lower()))


def without_cues(text: str) -> str:
    """The text in lower case without the words that announce when it was published or changed."""
    return _cues().sub(_unless_other, text.lower()).strip(" :|•·,")


def _unless_other(match: re.Match[str]) -> str:
    return match[0] if match.lastgroup == "other" else ""
