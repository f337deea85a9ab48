"""How a run is judged, and how delays scatter."""

from typing import Any

import pytest

from crawlers.throttle import around
from crawlers.verdict import Facts, verdict
from pipelines.watch import Loss


def facts(outcomes: dict[str, int], **more: Any) -> Facts:
    return Facts(**{"reason": "finished", "outcomes": outcomes, "counts": {"pages": outcomes.get("stored", 0)}} | more)


def loss(pages: int, of: int) -> Loss:
    return Loss(site="a.example", pages=pages, of=of, records=(("companies", 43), ("salaries", 50)), until="2026-03-04")


@pytest.mark.parametrize(
    ("told", "status", "says"),
    [
        (facts({"moved": 2}), "failed", "nothing was fetched: 2 moved"),
        (facts({"moved": 1, "http_404": 1}), "failed", "nothing was fetched: 1 http_404, 1 moved"),
        (facts({"moved": 2, "stored": 1}), "done", "1 pages read"),
        (facts({"moved": 2, "unchanged": 1}), "done", "1 unchanged"),
        (facts({"stored": 8}, losses=(loss(8, 9),)), "failed", "a.example: 8 of 9 pages no longer give what they gave"),
        (facts({"stored": 8}, losses=(loss(8, 9),)), "failed", "(companies 43 → 0, salaries 50 → 0)"),
        (facts({"stored": 8}, losses=(loss(1, 10),)), "done", "a.example: 1 of 10 pages"),
        (facts({"stored": 8}, losses=(loss(1, 90), loss(2, 9))), "failed", "2 of 9 pages"),
        (facts({"stored": 20}), "done", "20 pages read"),
        (facts({"stored": 20, "http_404": 1}), "done", "1 http_404"),
        (facts({"stored": 1, "http_404": 30}), "done", "30 http_404"),
        (facts({"stored": 20, "robots_disallowed": 30, "noindex": 3}), "done", "30 robots_disallowed"),
        (facts({"unchanged": 7}), "done", "7 unchanged"),
        (facts({"stored": 90, "http_500": 10}), "done", "10 http_500"),
        (facts({"stored": 90, "http_500": 11}), "failed", "11 of 101 addresses failed"),
        (facts({"stored": 1, "timeout": 1}, failure_budget=0.5), "done", "1 timeout"),
        (facts({}), "failed", "nothing was asked for"),
        (facts({}, shared=True), "done", "nothing was due"),
        (facts({}, waiting=3), "done", "nothing was due, 3 wait for a later run"),
        (facts({"robots_unreachable": 1, "put_back": 1}), "failed", "nothing was fetched: 1 robots_un"),
        (facts({"http_404": 1}), "failed", "nothing was fetched: 1 http_404"),
        (facts({"crawl_delay": 1}, example="x asks for 900 s"), "failed", "1 crawl_delay (x asks for 900 s)"),
        (facts({"stored": 1, "crawl_delay": 9}), "done", "9 crawl_delay"),
        (facts({"dns": 1}), "failed", "nothing was fetched: 1 dns"),
        (facts({"adopted": 2}), "done", "from the archive of a run that broke off"),
        (facts({"adopted": 2, "dns": 1}), "failed", "nothing was fetched"),
        (
            facts({"robots_unreachable": 3}, unreached=("a.example",)),
            "failed",
            "nothing was fetched: no answer from a.ex",
        ),
        (facts({}, unreached=("a.example",), waiting=1), "failed", "nothing was fetched: no answer from a.example"),
        (facts({"stored": 9}, unreached=("a", "b", "c", "d", "e")), "done", "no answer from a, b, c and 2 other sites"),
        (facts({}, reason="unreachable", example="x: refused"), "failed", "nothing can be reached: x: refused"),
        (facts({"stored": 5}, waiting=9), "done", "9 wait for a later run"),
        (facts({"stored": 5}, reason="shutdown"), "cancelled", "stopped; 5 pages read"),
        (facts({"stored": 5}, reason="start_error"), "failed", "start_error"),
        (facts({"stored": 5}, fault="the store refused: disk full"), "failed", "disk full"),
        (facts({"stored": 500, "program_fault": 1}), "failed", "fault of the program"),
        (
            facts({"stored": 20}, counts={"pages": 19, "quarantined": 1}),
            "done",
            "19 pages read (0 guides, 0 articles), 1 in",
        ),
        (
            facts({"stored": 5}, counts={"quarantined": 5}),
            "failed",
            "5 pages could not be read by a fault of the program",
        ),
        (facts({"stored": 5}, explanation="5 are application shells"), "done", "5 are application shells"),
    ],
)
def test_verdict(told: Facts, status: str, says: str) -> None:
    found, reason = verdict(told)
    assert found == status
    assert says in reason


@pytest.mark.parametrize(("least", "jitter"), [(1.0, 0.3), (10.0, 1.0), (0.2, 0.0)])
def test_delays_scatter_upwards_only(least: float, jitter: float) -> None:
    mean, scatter = around(least, jitter)
    assert mean * (1 - scatter) == pytest.approx(least)
    assert mean * (1 + scatter) == pytest.approx(least * (1 + 2 * jitter))
