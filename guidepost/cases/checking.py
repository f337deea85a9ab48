"""Whether all cases hold: whole records exact, evidence standing, figures not below their floors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from extractors.extract import extract_page
from guidepost.cases import floors
from guidepost.cases.case import Bare, Case, bare
from guidepost.cases.compare import Difference, differences
from guidepost.cases.truth import Score, faults_of, score, total
from guidepost.evidence import check_evidence


class Checked(NamedTuple):
    """A case that was read, and what is wrong with it."""

    case: Case
    read: Bare
    moved: list[Difference]
    """What differs from `expected.json`; empty where it has none."""
    evidence: list[str]
    """Values whose evidence does not hold."""
    scores: dict[str, Score]
    """By field, against `truth.json`."""


class Report(NamedTuple):
    """All cases checked, and the figures of those with a truth."""

    checked: list[Checked]
    scores: dict[str, Score]
    below: dict[str, tuple[float, float]]
    """Fields below their floor: figure and floor."""
    faults: list[str]
    """What is wrong with the cases or floors themselves, and what to do about it."""

    @property
    def holds(self) -> bool:
        """Whether all is as it should be."""
        return not (self.below or self.faults or any(one.moved or one.evidence for one in self.checked))


def check(root: Path, cases: Sequence[Case], *, whole: bool, on_page: Callable[[int], None] = lambda _: None) -> Report:
    """Read the cases and compare; floors are looked at where the cases are the `whole` of those below `root`."""
    checked, faults = [], []
    for number, case in enumerate(cases, start=1):
        one = check_case(case)
        checked.append(one)
        if case.stated("expected") is None and case.stated("truth") is None:
            faults.append(
                f"{case.name} has neither expected.json nor truth.json: run `guidepost case update {case.name}`"
            )
        faults += [f"{case.name}/truth.json: {fault}" for fault in faults_of(case.stated("truth") or {})]
        on_page(number)
    scores = total(one.scores for one in checked)
    below: dict[str, tuple[float, float]] = {}
    if whole and scores:
        least = floors.load(root)
        if least is None:
            faults.append(f"there is no {root / floors.NAME}: run `guidepost case update --floors`")
        else:
            below = floors.below(least, scores)
            if least.corpus != floors.corpus_digest(cases):
                faults.append(
                    f"{root / floors.NAME} is of other pages or truths than these: run `guidepost case update --floors`"
                )
    return Report(checked, scores, below, faults)


def check_case(case: Case) -> Checked:
    """Read one case and compare it with what it states."""
    page = case.page()
    record = extract_page(page)
    read, expected = bare(record), case.stated("expected")
    return Checked(
        case=case,
        read=read,
        moved=[] if expected is None else differences(expected, read),
        evidence=[f"{one.field} {one.value!r}: {one.fault}" for one in check_evidence(record, page) if one.fault],
        scores=score(case.stated("truth") or {}, read),
    )
