"""How far a list is to be trusted, with all that the page's other lists say: the second look at each candidate.

Companies, hubs and schools stand together on guides; a lone list that looks like tools on a page of recipes is none.
The answer is a probability, calibrated on sites that were left out, and becomes the evidence's confidence.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from extractors.guide.lists.features import Features
from extractors.scoring import ITEM_KINDS

_LEAST = 0.05
"""First chances below this are not looked at again."""
_SUBJECTS = (
    "page:hire",
    "page:pay",
    "page:path",
    "page:jobs",
    "page:companies",
    "page:other",
    "page:occupation",
    "page:kinds",
)


def second_look(features: Sequence[Features], chances: Sequence[Sequence[float]]) -> list[tuple[int, str, Features]]:
    """Each candidate and kind worth a second look: its place, the kind, and the features of the second model."""
    best = [0.0] * len(ITEM_KINDS)
    for row in chances:
        for at, chance in enumerate(row):
            best[at] = max(best[at], chance)
    return [
        (place, ITEM_KINDS[at], _features(features[place], row, at, best))
        for place, row in enumerate(chances)
        for at in range(1, len(ITEM_KINDS))
        if row[at] >= _LEAST
    ]


def _features(first: Mapping[str, float], row: Sequence[float], at: int, best: Sequence[float]) -> Features:
    kind = ITEM_KINDS[at]
    others = [best[other] for other in range(1, len(ITEM_KINDS)) if other != at]
    found: Features = {
        "bias": 1.0,
        "score": _logit(row[at]),
        "none": _logit(row[0]),
        "others": sum(others) / len(others),
        "another": max(others),
        "two-more": sorted(others)[-2],
        "best-of-kind": best[at] - row[at],
        f"kind:{kind}": 1.0,
        f"score:{kind}": _logit(row[at]),
        "item": first.get(f"item~{kind}", 0.0),
        "item-none": first.get("item~none", 0.0),
        "around": first.get(f"ctx~{kind}", 0.0),
        "furniture": first.get("furniture", 0.0),
    }
    for name in _SUBJECTS:
        if first.get(name):
            found[name] = first[name]
    for name in first:
        if name.startswith(("source:", "zone:", "n:")) and first[name]:
            found[name] = first[name]
    if first.get("source:prose"):
        found[f"prose:{kind}"] = 1.0
    return found


def _logit(chance: float) -> float:
    bound = min(max(chance, 0.001), 0.999)
    return math.log(bound / (1 - bound)) / 3
