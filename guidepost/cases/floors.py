"""The least that the readers must reach on all cases with a truth: a figure a field, pinned to those very cases."""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from extractors.errors import InputError
from guidepost.cases.case import Case
from guidepost.cases.truth import Score

NAME = "floors.toml"
_HEAD = """# The least F1 that the readers must reach on all cases with a truth.json, by field.
# `guidepost case update --floors` raises what has become better. A floor is lowered only on purpose (`--lower FIELD`),
# with the reason in the commit.
"""
_STEPS = 100
"""Floors are figures rounded down to a hundredth: a page more or less of a rare kind is no fault."""


class Floors(NamedTuple):
    """What `floors.toml` holds."""

    corpus: str
    """Digest of the cases that were measured."""
    least: dict[str, float]


def load(root: Path) -> Floors | None:
    """The floors beside the cases; None where there are none yet. `InputError` where the file is none."""
    path = root / NAME
    if not path.exists():
        return None
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        return Floors(str(found["corpus"]), {str(name): float(value) for name, value in found["f1"].items()})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path} is not as `guidepost case update --floors` writes it: {error}") from error


def save(root: Path, floors: Floors) -> None:
    """Write them, with the reason why they are there."""
    lines = [f'corpus = "{floors.corpus}"', "", "[f1]", *(f"{name} = {value}" for name, value in floors.least.items())]
    (root / NAME).write_text(_HEAD + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


def corpus_digest(cases: Iterable[Case]) -> str:
    """SHA-256 of the pages and truths of all cases that have a truth."""
    digest = hashlib.sha256()
    for case in cases:
        truth = case.folder / "truth.json"
        if truth.exists():
            for part in (case.name.encode(), case.page().content, truth.read_bytes()):
                digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def below(floors: Floors, scores: Mapping[str, Score]) -> dict[str, tuple[float, float]]:
    """Fields whose figure lies below its floor: figure and floor. A field that is not judged any more is below."""
    figures = {name: scores[name].f1 if name in scores else 0.0 for name in floors.least}
    return {name: (figures[name], least) for name, least in floors.least.items() if figures[name] < least}


def raised(old: Floors | None, scores: Mapping[str, Score], corpus: str, lower: Iterable[str] = ()) -> Floors:
    """The floors of the day: raised where a figure is better than its floor, lowered only for the fields in `lower`."""
    today = {name: math.floor(one.f1 * _STEPS + 1e-9) / _STEPS for name, one in scores.items()}
    held = {} if old is None else {name: value for name, value in old.least.items() if name not in set(lower)}
    return Floors(corpus, {name: max(value, held.get(name, 0.0)) for name, value in today.items()})
