"""Cases and what moved in them, as people and scripts see it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import typer
from rich.text import Text

from guidepost.cases.case import Case
from guidepost.cases.checking import Report
from guidepost.cases.compare import Difference
from guidepost.cases.floors import Floors
from guidepost.cases.reading import Reading
from guidepost.cases.truth import Score, score, total
from guidepost.commands._output import complain, console, print_table

_CUT = 100
_SIGNS = {"gained": ("+", "green"), "lost": ("-", "red"), "changed": ("~", "yellow"), "order": ("~", "yellow")}
Moved = Mapping[str, Sequence[Difference]]


def scores_of(cases: Iterable[Case], reading: Reading) -> dict[str, Score]:
    """By field, how well the cases with a truth are read."""
    return total(score(case.stated("truth") or {}, reading[case.name]) for case in cases)


def print_moved(moved: Moved) -> None:
    """Page by page what was gained, lost and changed; then how often for each field."""
    out = console()
    for name, changes in moved.items():
        out.print(Text(f"\n{name}", style="bold"))
        for one in changes:
            sign, style = _SIGNS[one.kind]
            about = f" [{_short(one.about)}]" if one.about and one.kind in ("changed", "order") else ""
            out.print(Text(f"  {sign} {one.field}{about}: {_both(one)}", style=style), soft_wrap=True)
    counts = {
        kind: Counter(one.field for changes in moved.values() for one in changes if one.kind == kind) for kind in _SIGNS
    }
    fields = dict.fromkeys(one.field for changes in moved.values() for one in changes)
    if fields:
        typer.echo()
        print_table(("field", *_SIGNS), [(field, *(counts[kind][field] or "" for kind in _SIGNS)) for field in fields])
        typer.echo()


def print_scores(old: Mapping[str, Score], new: Mapping[str, Score]) -> None:
    """F1 by field, before and after, where it moved."""
    rows = [
        (field, f"{old[field].f1:.3f}", f"{new[field].f1:.3f}", f"{new[field].f1 - old[field].f1:+.3f}")
        for field in new
        if field in old and old[field] != new[field]
    ]
    if rows:
        print_table(("field, by truth", "F1 before", "after", ""), rows)
        typer.echo()


def moved_as_data(moved: Moved, old: Mapping[str, Score], new: Mapping[str, Score]) -> dict[str, Any]:
    """The same for a script."""
    scores = {field: {"before": _figures(old[field]), "after": _figures(new[field])} for field in new if field in old}
    return {"moved": moved, "scores": scores}


def print_report(report: Report) -> None:
    """What does not hold, with what to do about it; then the figures."""
    print_moved({one.case.name: one.moved for one in report.checked if one.moved})
    for one in report.checked:
        for fault in one.evidence:
            complain(f"{one.case.name}, evidence", fault)
    for fault in report.faults:
        complain("cases", fault)
    if report.scores:
        print_table(
            ("field", "P", "R", "F1", "right", "wrong", "missed"),
            [
                (field, *(f"{value:.3f}" for value in (s.precision, s.recall, s.f1)), *s)
                for field, s in report.scores.items()
            ],
        )
    for field, (figure, least) in report.below.items():
        complain("below the floor", f"{field}: F1 {figure:.4f}, at least {least}")
    moved = sum(bool(one.moved) for one in report.checked)
    whole = sum(one.case.stated("expected") is not None for one in report.checked)
    typer.echo(f"{len(report.checked)} cases: {whole} whole records, {moved} of them moved")
    if moved:
        typer.echo("If that is as it should be: `guidepost case update`, then look at the `git diff`.")
    if report.below:
        typer.echo(
            "If a floor is to sink: `guidepost case update --floors --lower FIELD`, with the reason in the commit."
        )


def checked_as_data(report: Report) -> dict[str, Any]:
    """The same for a script."""
    return {
        "holds": report.holds,
        "cases": len(report.checked),
        "moved": {one.case.name: one.moved for one in report.checked if one.moved},
        "evidence": {one.case.name: one.evidence for one in report.checked if one.evidence},
        "scores": {field: _figures(value) for field, value in report.scores.items()},
        "below": {field: {"f1": figure, "floor": least} for field, (figure, least) in report.below.items()},
        "faults": report.faults,
    }


def print_floors(old: Floors | None, new: Floors, scores: Mapping[str, Score]) -> None:
    """Which floors were raised or lowered, and which the figures of the day do not reach."""
    held = old.least if old else {}
    rows = [(name, held.get(name, ""), value, f"{scores[name].f1:.4f}") for name, value in new.least.items()]
    print_table(("field", "floor", "now", "F1 today"), rows)
    if short := [name for name, value in new.least.items() if scores[name].f1 < value]:
        complain("not reached", f"{', '.join(short)}; `--lower FIELD` lets a floor sink")


def _figures(one: Score) -> dict[str, float]:
    return {"precision": one.precision, "recall": one.recall, "f1": one.f1, **one._asdict()}


def _both(one: Difference) -> str:
    if one.kind == "gained":
        return _short(one.after)
    if one.kind == "lost":
        return _short(one.before)
    if isinstance(one.before, str) and isinstance(one.after, str):
        return " → ".join(_around(one.before, one.after))
    return f"{_short(one.before)} → {_short(one.after)}"


def _around(before: str, after: str) -> tuple[str, str]:
    """The part of two long texts where they begin to differ."""
    if max(len(before), len(after)) <= _CUT:
        return before, after
    same = next(
        (n for n, (one, two) in enumerate(zip(before, after, strict=False)) if one != two), min(len(before), len(after))
    )
    start = max(0, same - 20)
    lead = "…" if start else ""
    return tuple(f"{lead}{_short(text[start:])} ({len(text)} signs)" for text in (before, after))  # type: ignore[return-value]


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(msgspec.to_builtins(value), ensure_ascii=False)
    text = " ".join(text.split())
    return text if len(text) <= _CUT else f"{text[: _CUT - 1]}…"
