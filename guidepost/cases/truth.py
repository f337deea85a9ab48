"""How much of what a page states was read, and how much of what was read the page states.

`truth.json` names fields of the record, in a form that a person can write:

    {"kind": ["hiring_guide", "article"], "title": "Pay of miners", "occupation": ["miner", "miners"], "country": "PL",
     "companies": ["Acme"], "tools": [], "authors": ["Lena Parrish"], "career_path": ["Apprentice", "Lead / Staff"],
     "sections": [{"heading": "What it pays", "kind": ["salaries"]}],
     "salaries": [{"label": "Junior", "min_value": 40, "max_value": 50, "currency": "EUR", "unit_text": "HOUR"}],
     "some_salaries": true, "beside": {"universities": ["A school that only some would list"]}}

A field that is left out is not judged; an empty list asks for silence. Of a list of wordings any will do. With
`some_salaries` only some of the page's pay is listed, and more is no error. Names in `beside` are no error either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from guidepost.cases.case import Bare

SINGLE = ("kind", "title", "subtitle", "language", "date_published", "date_modified", "occupation", "city", "country")
NAMES = ("authors", "companies", "hubs", "universities", "skills", "tools")
FIELDS = (*SINGLE, *NAMES, "career_path", "sections", "salaries", "salaries_whole")
"""What can be judged. `salaries` are amounts with their currency; `salaries_whole` agree in period, basis and label."""
_WORD = re.compile(r"[^\W_]+[+#]*")


class Score(NamedTuple):
    """Values that are right, that were read and are not so, and that were not read."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def plus(self, other: Score) -> Score:
        """Both together."""
        return Score(*(one + two for one, two in zip(self, other, strict=True)))

    @property
    def precision(self) -> float:
        """Of what was read, how much is right; 1 where nothing was."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, how much was read; 1 where nothing is."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Both in one figure, 0 to 1."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0


def score(truth: Bare, read: Bare) -> dict[str, Score]:
    """By field, how well a page was read; the fields that `truth` has."""
    found = {field: _single(truth[field], _value(read, field)) for field in SINGLE if field in truth}
    beside = truth.get("beside") or {}
    for field in NAMES:
        if field in truth:
            names = [item["name"] for item in read.get(field, ())]
            found[field] = _sets(truth[field], names, beside.get(field, ()))
    if "career_path" in truth:
        steps = [" ".join([step["title"], *step.get("alternatives", ())]) for step in read.get("career_path", ())]
        found["career_path"] = _sets(truth["career_path"], steps, ())
    if "sections" in truth:
        found["sections"] = _sections(truth["sections"], read.get("sections", ()))
    if "salaries" in truth:
        found["salaries"], found["salaries_whole"] = _salaries(truth, read.get("salaries", ()))
    return found


def total(scores: Iterable[Mapping[str, Score]]) -> dict[str, Score]:
    """By field, all pages together, in the order of `FIELDS`."""
    sums: dict[str, Score] = {}
    for one in scores:
        for field, value in one.items():
            sums[field] = sums.get(field, Score()).plus(value)
    return {field: sums[field] for field in FIELDS if field in sums}


def _single(wanted: Any, got: Any) -> Score:
    wordings = {_plain(one) for one in (wanted if isinstance(wanted, list) else [wanted]) if one}
    if not wordings or not got:
        return Score(wrong=int(bool(got)), missed=int(bool(wordings)))
    return Score(right=1) if _plain(got) in wordings else Score(wrong=1, missed=1)


def _value(read: Bare, field: str) -> Any:
    if field in ("city", "country"):
        return (read.get("location") or {}).get(field)
    value = read.get(field)
    if field.startswith("date_") and value:
        return value[:10]
    return value[:2] if field == "language" and value else value


def _sets(wanted: Iterable[str], got: Iterable[str], beside: Iterable[str]) -> Score:
    """Names as multisets of words: the same name twice counts once, the order of a step's alternatives never."""
    there, read = {_words(one) for one in wanted}, {_words(one) for one in got}
    right = len(there & read)
    return Score(right, len(read - there - {_words(one) for one in beside}), len(there) - right)


def _sections(wanted: Iterable[Mapping[str, Any]], got: Iterable[Mapping[str, Any]]) -> Score:
    """Each heading that is listed, with one of its kinds; a section that is not listed is not judged."""
    kinds: dict[str, list[str]] = {}
    for section in got:
        kinds.setdefault(_plain(section["heading"]), []).append(section.get("kind", "other"))
    sums = Score()
    for section in wanted:
        found = kinds.get(_plain(section["heading"]))
        right = bool(found) and any(kind in section["kind"] for kind in found or ())
        sums = sums.plus(Score(int(right), int(bool(found) and not right), int(not right)))
    return sums


def _salaries(truth: Bare, got: Iterable[Mapping[str, Any]]) -> tuple[Score, Score]:
    """Pay paired one to one, those that agree in most first: by amounts and currency alone, and in full."""
    read, wanted = list(got), list(truth["salaries"])
    pairs = sorted(
        ((_agreement(one, other), row, column) for row, one in enumerate(wanted) for column, other in enumerate(read)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    rows: dict[int, int] = {}
    columns: set[int] = set()
    for agreement, row, column in pairs:
        if agreement and row not in rows and column not in columns:
            rows[row] = agreement
            columns.add(column)
    amounts = {_amounts(one) for one in wanted}
    # A figure that the page tells twice is no error.
    spare = sum(column not in columns and _amounts(one) not in amounts for column, one in enumerate(read))
    spare = 0 if truth.get("some_salaries") else spare
    whole = sum(agreement == _WHOLE for agreement in rows.values())
    return (
        Score(len(rows), spare, len(wanted) - len(rows)),
        Score(whole, spare + len(rows) - whole, len(wanted) - whole),
    )


_WHOLE = 4


def _agreement(wanted: Mapping[str, Any], got: Mapping[str, Any]) -> int:
    """0 where the amounts differ; else 1, and one more each for period, basis and label where these are stated."""
    if _amounts(wanted) != _amounts(got):
        return 0
    unit = wanted.get("unit_text") in (None, got.get("unit_text"))
    basis = wanted.get("basis") in (None, got.get("basis"))
    around = " ".join(str(got.get(name) or "") for name in ("label", "level", "occupation", "location"))
    label, own = set(_words(wanted.get("label") or "")), set(_words(str(got.get("label") or "")))
    return 1 + unit + basis + (label <= set(_words(around)) or (bool(own) and own <= label))


def _amounts(pay: Mapping[str, Any]) -> tuple[Any, ...]:
    return (_number(pay.get("min_value")), _number(pay.get("max_value")), pay.get("currency"))


def _number(value: Any) -> Decimal | None:
    try:
        return None if value is None else Decimal(str(value)).normalize()
    except InvalidOperation:
        return None


def _plain(text: Any) -> str:
    """Without case, quotes, dashes and double blanks."""
    folded = unicodedata.normalize("NFKC", str(text)).casefold()
    return " ".join(re.sub(r"[\"'’‘“”„«»–—-]", " ", folded).split())


def _words(text: str) -> tuple[str, ...]:
    return tuple(sorted(_WORD.findall(unicodedata.normalize("NFKC", text).casefold())))


def faults_of(truth: Bare) -> Iterator[str]:
    """What is wrong with a truth, in words: fields that do not exist, lists that are none."""
    known = {*FIELDS, "beside", "some_salaries"} - {"salaries_whole"}
    yield from (f"there is no field {name!r} to judge" for name in truth if name not in known)
    lists = (*NAMES, "career_path", "sections", "salaries")
    yield from (f"{name} is to be a list" for name in lists if not isinstance(truth.get(name, []), list))
