"""Names as words that can be compared: one script, one case, no points and accents; pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_SIGNS = (
    (re.compile(r"(?<=\w)\+\+"), " plus plus "),
    (re.compile(r"(?<=\w)#"), " sharp "),
    (re.compile(r"^\.(?=\w)"), "dot "),
)
_AND = re.compile(r"\s*[&+]\s*")
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_POINTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.\s?){1,}(?:[^\W\d_](?![^\W_]))?", re.UNICODE)
_WORD = re.compile(r"[a-z0-9]+")
_REMARK = re.compile(r"^(?P<base>.*?\S)\s*\((?P<remark>[^()]*)\)\s*$")
_DASHED = re.compile(r"^(?P<base>.+?)\s+[-–—]\s+(?P<remark>\S+)$")
_SHORT = re.compile(r"^[^\W\d_][\w&]{1,9}$", re.UNICODE)


@lru_cache(maxsize=65_536)
def words(text: str, *, umlauts: bool = False) -> tuple[str, ...]:
    """The words of a name: "L'Oréal S.A." gives `loreal`, `sa`. With `umlauts`, ä, ö and ü become ae, oe and ue.

    Signs that tell names apart are read aloud: "C++" gives `c`, `plus`, `plus`, and "&" gives `and`.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    for sign, aloud in _SIGNS:
        text = sign.sub(aloud, text)
    text = _AND.sub(" and ", _APOSTROPHES.sub("", text)).lower()
    text = _POINTED.sub(_without_points, text)
    if umlauts:
        text = text.translate(_WRITTEN_OUT)
    return tuple(_WORD.findall(anyascii(text).lower()))


def _without_points(match: re.Match[str]) -> str:
    """ "S.p.A." is one word, and so is "J. P." before a surname."""
    return re.sub(r"[.\s]", "", match.group()) + " "


def joined(parts: tuple[str, ...]) -> str:
    """The words without the spaces between them, which names put in and leave out."""
    return "".join(parts)


def split_remark(text: str) -> tuple[str, str]:
    """A name and what stands after it in brackets, or as one word after a dash; the latter may be empty."""
    match = _REMARK.match(text) or _DASHED.match(text)
    return (match["base"], match["remark"].strip()) if match else (text.strip(), "")


def is_short(text: str) -> bool:
    """Whether a name may be an acronym: one word with two capitals or more, such as ULB, UGent or P&G."""
    text = text.replace(".", "")
    return bool(_SHORT.match(text)) and text[0].isupper() and sum(character.isupper() for character in text) > 1


def fits(short: str, long: tuple[str, ...]) -> bool:
    """Whether the letters of a short name stand in the long one in their order, the first at its beginning."""
    letters, text = short, "".join(long)
    if not letters or not text or letters[0] != text[0] or len(letters) >= len(text):
        return False
    rest = iter(text)
    return all(letter in rest for letter in letters)


def initials(parts: tuple[str, ...], noise: frozenset[str]) -> set[str]:
    """What a long name may be called for short: its initials with and without the little words; "&" is kept aloud."""
    if len([part for part in parts if part not in noise]) < 2:
        return set()
    every = "".join(part[0] for part in parts)
    without = "".join(part[0] for part in parts if part not in noise)
    aloud = "".join("and" if part == "and" else part[0] for part in parts if part == "and" or part not in noise)
    return {every, without, aloud}
