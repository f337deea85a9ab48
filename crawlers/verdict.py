"""How a run went: pure, from what it counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from crawlers.job import Status
from pipelines.watch import Loss
from storage.events import MOVED, OPT_OUTS

ANSWERED = ("stored", "unchanged", "listed", MOVED, "read_for_links")
"""Outcomes of addresses that did what they should."""
EXCUSED = ("http_404", "http_410", "robots_disallowed", "crawl_delay", *OPT_OUTS, "off_site")
"""Outcomes that are nobody's fault: a dead link in a nightly run is no failure."""
NEUTRAL = ("put_back", "adopted", "shutdown", "robots_unreachable", "out_of_scope", "trap")


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a run counted."""

    reason: str
    """Scrapy's reason for the end."""
    fault: str | None = None
    """An error of disk or database that ended it."""
    outcomes: Mapping[str, int]
    counts: Mapping[str, Any]
    example: str = ""
    """What went wrong with one of the addresses, in words."""
    explanation: str = ""
    """Why nothing was found on the pages that were read; empty where something was."""
    waiting: int = 0
    """Addresses still queued."""
    shared: bool = False
    """Whether other workers may have done what there was to do."""
    unreached: Sequence[str] = ()
    """Sites that did not answer, and that the run did not wait for."""
    failure_budget: float = 0.1
    losses: tuple[Loss, ...] = ()
    """What sites gave before and give no more."""


def verdict(facts: Facts) -> tuple[Status, str]:
    """Whether the run did its work, and why in one line."""
    outcomes = facts.outcomes
    answered = sum(outcomes.get(name, 0) for name in ANSWERED)
    led_on = outcomes.get(MOVED, 0)
    excused = sum(outcomes.get(name, 0) for name in EXCUSED)
    failed = sum(number for name, number in outcomes.items() if name not in (*ANSWERED, *EXCUSED, *NEUTRAL))
    told = _told(facts)
    if facts.fault:
        return "failed", facts.fault
    if outcomes.get("program_fault"):
        return "failed", f"{outcomes['program_fault']} addresses met a fault of the program (see the log); {told}"
    if facts.reason == "shutdown":
        return "cancelled", f"stopped; {told}"
    if facts.reason == "unreachable":
        return "failed", f"nothing can be reached: {facts.example or 'no site answered'}"
    if facts.reason != "finished":
        return "failed", f"the crawl broke off ({facts.reason}); {told}"
    if facts.unreached and not answered:
        return "failed", f"nothing was fetched: {_silent(facts)}" + (f" ({facts.example})" if facts.example else "")
    if outcomes and not outcomes.keys() - {"adopted"}:
        return "done", f"{told}, all of it from the archive of a run that broke off"
    if not outcomes and (facts.waiting or facts.shared):
        return "done", "nothing was due" + (f", {facts.waiting} wait for a later run" if facts.waiting else "")
    if answered == led_on:  # redirects that came to nothing, such as a loop
        why = (
            _listed({name: number for name, number in outcomes.items() if name != "put_back"})
            or "nothing was asked for"
        )
        return "failed", f"nothing was fetched: {why}" + (f" ({facts.example})" if facts.example else "")
    aside = int(facts.counts.get("quarantined", 0))
    if aside > facts.failure_budget * (answered + excused + failed):
        return "failed", f"{aside} pages could not be read by a fault of the program, and are in quarantine; {told}"
    if failed > facts.failure_budget * (answered + excused + failed):
        return "failed", f"{failed} of {answered + excused + failed} addresses failed; {told}"
    if any(loss.pages > facts.failure_budget * loss.of for loss in facts.losses):
        return "failed", told
    return "done", told


def _told(facts: Facts) -> str:
    counts = facts.counts
    pages = int(counts.get("pages", 0))
    parts = [f"{pages} pages read ({counts.get('guides', 0)} guides, {counts.get('articles', 0)} articles)"]
    if archived := int(counts.get("archived", 0)):
        parts = [f"{archived} pages archived and not read yet (`guidepost reparse` reads them)"]
    if facts.explanation and pages:
        parts = [facts.explanation]
    if aside := int(counts.get("quarantined", 0)):
        parts.append(f"{aside} in quarantine")
    if same := facts.outcomes.get("unchanged", 0):
        parts.append(f"{same} unchanged")
    missing = {name: number for name, number in facts.outcomes.items() if name not in (*ANSWERED, *NEUTRAL)}
    if missing:
        parts.append(_listed(missing))
    if facts.unreached:
        parts.append(_silent(facts))
    if alike := facts.outcomes.get("trap", 0):
        parts.append(f"{alike} addresses left, whose like brought nothing new")
    if facts.waiting:
        parts.append(f"{facts.waiting} wait for a later run")
    return "; ".join([", ".join(parts), *map(str, facts.losses)])


def _silent(facts: Facts) -> str:
    named, others = facts.unreached[:3], len(facts.unreached) - 3
    return f"no answer from {', '.join(named)}" + (f" and {others} other sites" if others > 0 else "")


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in sorted(counts.items()) if number)
