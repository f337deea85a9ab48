"""Sites that do not answer: how often they are asked, and when a run gives up."""

from __future__ import annotations

import pytest

from crawlers.reach import Reach


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("takes", "attempts"),
    [(0.0, 3), (0.5, 3), (2.9, 2), (6.0, 1), (30.0, 1)],
    ids=["refused", "slowly refused", "just in time", "no connection", "no answer"],
)
def test_a_silent_site_is_tried_again_for_a_few_seconds(takes: float, attempts: int) -> None:
    clock = Clock()
    reach, began, number, wait = Reach(clock), clock.now, 0, 0.0
    while wait is not None:
        reach.asking("a.example")
        clock.now += takes
        number += 1
        wait = reach.silent("a.example", "refused")
        clock.now += wait or 0.0
    assert number == attempts
    assert clock.now - began <= max(takes, 4.0) + takes
    assert reach.left == reach.not_now == ("a.example",)
    clock.now += 61
    assert (reach.left, reach.not_now) == (("a.example",), ()), "tried again, not waited for"
    reach.answered("a.example")
    assert reach.left == ()
    assert reach.silent("a.example", "refused") is None
    assert reach.left == (), "a site that answered is waited for"


@pytest.mark.parametrize(
    ("sites", "asked", "silent", "answered", "nothing"),
    [
        (1, 1, 1, 0, True),
        (2, 2, 1, 0, False),
        (3, 2, 2, 0, False),
        (3, 3, 3, 1, False),
        (500, 32, 32, 0, True),
        (500, 32, 31, 0, False),
        (500, 8, 8, 0, False),
    ],
    ids=["the only one", "one may answer", "one not asked", "one answered", "many", "one of many may", "few of many"],
)
def test_nothing_can_be_reached(sites: int, asked: int, silent: int, answered: int, nothing: bool) -> None:
    clock = Clock()
    reach = Reach(clock)
    for number in range(asked):
        reach.asking(f"s{number}")
    for number in range(silent):
        reach.silent(f"s{number}", "refused")
    for number in range(answered):
        reach.answered(f"s{number}")
    assert not reach.nothing(sites), "not so soon"
    clock.now += 10
    assert reach.nothing(sites) is nothing
