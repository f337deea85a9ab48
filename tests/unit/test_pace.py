"""How a long work goes, in words."""

from __future__ import annotations

import pytest

from guidepost.commands._pace import Pace


@pytest.mark.parametrize(
    ("every", "number", "left", "says"),
    [
        (0.5, 4, 10, "4 of 14, 2.0 a second, 5 s left"),
        (0.5, 4, 0, "4 of 4, 2.0 a second"),
        (10.0, 3, 60, "3 of 63, 6 a minute, 10 min left"),
        (10.0, 3, 900, "3 of 903, 6 a minute, 2 h 30 min left"),
        (0.0, 3, 7, "3 of 10"),
        (1.0, 0, 7, "0 of 7"),
    ],
)
def test_pace(every: float, number: int, left: int, says: str) -> None:
    now = [50.0]
    pace = Pace(lambda: now[0])
    for _ in range(number):
        now[0] += every
        pace.add()
    assert pace.told(left) == says


def test_what_was_an_hour_ago_says_nothing_of_now() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    for _ in range(1000):
        now[0] += 0.01
        pace.add()
    now[0] += 3600
    for _ in range(30):
        now[0] += 2
        pace.add()
    assert pace.rate == pytest.approx(0.5)
    assert pace.done == 1030
