"""All cases in `tests/fixtures/<site>/<slug>/`: whole records exact, evidence standing, figures not below their floors.

`guidepost case` makes, checks and freezes them; CONTRIBUTING.md says how.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from guidepost.cases import checking, floors
from guidepost.cases.case import find
from guidepost.cases.truth import total

FIXTURES = Path(__file__).parent.parent / "fixtures"
CASES = find(FIXTURES)


@cache
def _checked(number: int) -> checking.Checked:
    return checking.check_case(CASES[number])


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: CASES[number].name)
def test_case(number: int) -> None:
    case, checked = CASES[number], _checked(number)
    assert case.stated("expected") is not None or case.stated("truth") is not None
    assert checked.moved == [], f"if that is as it should be: guidepost case update {case.name}"
    assert checked.evidence == []


def test_the_figures_reach_their_floors() -> None:
    least = floors.load(FIXTURES)
    assert least is not None
    assert floors.corpus_digest(CASES) == least.corpus, "run `guidepost case update --floors`"
    scores = total(_checked(number).scores for number in range(len(CASES)))
    assert floors.below(least, scores) == {}, "`guidepost case check` shows the figures"
