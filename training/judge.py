"""How well lists are read on sites that were left out: F1, precision and silence by corpus and kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from extractors.guide.lists.decode import Choice, decode
from extractors.scoring import ITEM_KINDS
from training.lists import Labelled, key


def table(pages: Sequence[Labelled], choices: Sequence[Sequence[Choice]], least: float) -> Iterator[str]:
    """Lines to print."""
    scores: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    silent: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    right: dict[tuple[str, str], int] = defaultdict(int)
    given: dict[tuple[str, str], int] = defaultdict(int)
    for page, told in zip(pages, choices, strict=True):
        got = names(page, told, least)
        for kind, wanted in page.gold.items():
            mine = got.get(kind, set())
            place = (page.corpus, kind)
            if wanted:
                scores[place][page.template].append(2 * len(mine & wanted) / (len(mine) + len(wanted)))
            else:
                silent[place][page.template].append(float(not mine))
            right[place] += len(mine & wanted)
            given[place] += len(mine)
    for corpus in sorted({page.corpus for page in pages}):
        for kind in ITEM_KINDS[1:]:
            place = (corpus, kind)
            precision = right[place] / given[place] if given[place] else 0.0
            yield f"{corpus:10} {kind:14} F1 {_mean(scores[place])}  silent {_mean(silent[place])}  P {precision:.3f}"


def names(page: Labelled, told: Sequence[Choice], least: float) -> dict[str, set[str]]:
    """The names that the choices give, by kind."""
    columns = [row.candidate.column for row in page.rows]
    above = [row.candidate.around.heading.block if row.candidate.around.heading else -1 for row in page.rows]
    got: dict[str, set[str]] = {}
    for choice in decode(columns, told, above, least):
        got.setdefault(choice.kind, set()).update(key(item.text) for item in columns[choice.place].items)
    return got


def _mean(by_template: Mapping[str, Sequence[float]]) -> str:
    if not by_template:
        return "  –   "
    means = [sum(values) / len(values) for values in by_template.values()]
    return f"{sum(means) / len(means):.3f} ({sum(map(len, by_template.values()))})"


def reliability(pages: Sequence[Labelled], choices: Sequence[Sequence[Choice]]) -> Iterator[str]:
    """How often what was given with a confidence is right, on labelled pages: a line a tenth."""
    right = [0] * 10
    given = [0] * 10
    for page, told in zip(pages, choices, strict=True):
        if page.corpus in ("bank", "synthetic"):
            continue
        columns = [row.candidate.column for row in page.rows]
        above = [row.candidate.around.heading.block if row.candidate.around.heading else -1 for row in page.rows]
        for choice in decode(columns, told, above, 0.0):
            if choice.kind not in page.gold:
                continue
            names_ = {key(item.text) for item in columns[choice.place].items}
            at = min(int(choice.chance * 10), 9)
            right[at] += len(names_ & page.gold[choice.kind])
            given[at] += len(names_)
    for at in range(10):
        if given[at]:
            share = right[at] / given[at]
            yield f"confidence from {at / 10:.1f}: {given[at]:6,} names, {share:.3f} right"
