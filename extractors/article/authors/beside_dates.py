"""Names that a date makes a byline: beside it without a cue, or after it and a plain `by`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractors.article.authors.marks import links_to_author
from extractors.article.authors.places import Place
from extractors.article.lines import dates_in
from extractors.values.dates import find_dates
from extractors.values.months import lexicon as lexicon_of_dates
from extractors.values.names import Name, has_given_name, is_agency, is_person, lexicon, names_in
from extractors.values.words import has_digit

_AVATAR = re.compile(r"[A-ZÀ-Þ]{1,3}")
"""The initials that stand in for a picture: `JD By Jane Doe`."""
_WORDS = re.compile(r"[^\W\d_]+")
_AT_TIME = re.compile(r"\s[—–-]\s(?P<name>[^\s|@][^|@—–]{0,40}?)\s@\s\d{1,2}:\d\d")
"""`Filed under: Boats — jane @ 10:15`, as the first themes of blogs signed."""
_IN_SECTION = re.compile(r"(?:in|im|on|am|en|dans|em)\s|@", re.IGNORECASE)
_DIVIDERS = re.compile(r"\s*[|•·●/]\s*|\s[-–—]\s|\n")
_READING = re.compile(
    r"\d+\s?(?:h|hrs?|hours?|d|days?|min\w*)\s+ago\b"
    r"|\d+\s*-?\s*(?:min|mins|minute|minutes|minuten|minutos)\.?(?:\s|$)(?:read|lese|lect|leit|lett|de )?",
    re.IGNORECASE,
)

_LONGEST_FILING = 60
_LONGEST_DATED = 90


def is_byline_start(place: Place, before: str) -> bool:
    """Whether what stands before a plain "by" is a date or a cue of one, as in bylines; prose says "by" anywhere."""
    if not before.strip() or before.rstrip()[-1] in "|•·●–—" or _AVATAR.fullmatch(before.strip()):
        return len(before) < 80
    if len(before) > 70:
        return False
    rest = before
    for found in reversed(list(find_dates(before, place.language))):
        rest = rest[: found.start] + rest[found.end :]
    words = _WORDS.findall(rest.lower())
    return len(rest) < len(before) and all(word in _date_words() for word in words)


def is_filed(place: Place, before: str, after: str) -> bool:
    """Whether a plain "by" stands in a line of filing: `Posted in News by jane on 12 May`."""
    first = _WORDS.match(before.lower())
    if first is None or first[0] not in _filing_words() or len(before) > _LONGEST_FILING:
        return False
    return any(found.start < _LONGEST_FILING for found in find_dates(after, place.language))


def before_time(text: str) -> str | None:
    """The name between a dash and "@" with a time of day."""
    match = _AT_TIME.search(text) if "@" in text else None
    return match["name"] if match else None


@cache
def _filing_words() -> frozenset[str]:
    return frozenset(cue.split()[0] for cue in lexicon_of_dates()["cues"]["published"])


@cache
def _date_words() -> frozenset[str]:
    """Words that stand around a date in a byline: `published on … at`, `am … um … Uhr`."""
    cues = lexicon_of_dates()["cues"]
    around = (
        "on at the in a am um uhr vom den der le la el il en op om kl to h est et edt pst pt gmt cet utc"
        " на в г о года року од от дана u o dne dana dnia w r στις την ngày lúc pada à às alle ore"
    ).split()
    return frozenset(
        (*around, *(word for kind in ("published", "modified") for cue in cues[kind] for word in cue.split()))
    )


def beside_date(place: Place, index: int) -> list[Name]:
    """A person's name that stands by itself next to a date (or reading time), as bylines without a cue do."""
    document = place.document
    block = document.blocks[index]
    if not _is_dated(place, index):
        return []
    for part in parts_of(place, block.text):
        names = names_in(part)
        if names and is_agency(part.strip()):
            return names
        if not names or not all(is_person(name.name) for name in names):
            continue
        rest = part[part.find(names[-1].name) + len(names[-1].name) :].strip(" ,")
        plain = rest in lexicon().ideographic_roles
        if rest and not plain and names[-1].job_title is None and not _IN_SECTION.match(rest):
            continue  # the line goes on: a headline that begins with a name
        if not (
            (rest and plain)
            or has_given_name(names[0].name)
            or links_to_author(document, index, names[0].name)
            or _shares_line(place, index, names[0].name)
        ):
            continue
        return names
    return []


def _shares_line(place: Place, index: int, name: str) -> bool:
    """Whether name and date stand in one line near the title; German capitalises too much for that to tell."""
    near = place.title_block is not None and abs(index - place.title_block) <= 4
    # in other scripts nothing tells a name from a phrase, and neither in "NO FEES"
    cased = any(map(str.isupper, name)) and not name.isupper()
    return (
        near and cased and (place.language or "")[:2] != "de" and bool(dates_in(place.document, index, place.language))
    )


def _is_dated(place: Place, index: int) -> bool:
    """Whether the line, or one of its neighbours, holds a date or a reading time."""
    known: dict[int, bool] = place.document.__dict__.setdefault("dated", {})
    for other in range(max(0, index - 2), min(len(place.document.blocks), index + 3)):
        held = known.get(other)
        if held is None:
            held = known[other] = _holds_date(place, other)
        if held:
            return True
    return False


def _holds_date(place: Place, index: int) -> bool:
    text = place.document.blocks[index].text
    if len(text) >= _LONGEST_DATED or index == place.title_block or not has_digit(text):
        return False
    return _READING.search(text) is not None or bool(dates_in(place.document, index, place.language))


def parts_of(place: Place, text: str) -> Iterator[str]:
    """The parts of a line between separators and dates."""
    dates = list(find_dates(text, place.language)) if has_digit(text) else []
    for found in reversed(dates):
        text = text[: found.start] + " | " + text[found.end :]
    yield from (part for part in _DIVIDERS.split(text) if part.strip())
