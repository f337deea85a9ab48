"""Learn what each sign of an amount weighs: `python -m training.pay CORPORA`; needs scikit-learn.

Prints how well the weights do on sites left out, and writes them, calibrated on those, to the lexicon.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found]
from sklearn.metrics import brier_score_loss, roc_auc_score  # type: ignore[import-not-found]
from sklearn.model_selection import GroupKFold  # type: ignore[import-not-found]

from training.pay.examples import SETS, Example, digest, examples, pages, written

_OUT = Path(__file__).resolve().parents[2] / "extractors" / "lexicon" / "weights" / "pay.toml"
_FOLDS = 10
_LEAST_SITES = 3
"""A sign of fewer sites is learnt by heart."""
_MADE_UP, _WRITTEN = 0.2, 0.5
"""What a generated site, and a page of `written.toml`, count against a real one."""


def main() -> None:
    """Read, train, judge, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--sets", nargs="*", default=SETS)
    parser.add_argument("--strength", type=float, default=0.15, help="inverse of the regularisation")
    parser.add_argument("--out", type=Path, default=_OUT)
    parser.add_argument("--show", action="store_true", help="the worst misses on sites left out")
    options = parser.parse_args()
    read = (*pages(options.corpora, options.sets), *written())
    found = [example for page in read for example in examples(page)]
    names = _signs(found)
    matrix = np.array([[name in example.signs for name in names] for example in found], dtype=float)
    wanted = np.array([example.pay for example in found], dtype=int)
    weights = _weights(found)
    sites = [example.site for example in found]
    out = _left_out(matrix, wanted, weights, sites, options.strength)
    slope, offset = _calibration(out, wanted, weights)
    chances = 1 / (1 + np.exp(-(slope * out + offset)))
    _report(found, chances, wanted, weights)
    if options.show:
        _show(found, chances)
    model = _fit(matrix, wanted, weights, options.strength)
    bias = slope * float(model.intercept_[0]) + offset
    _write(options.out, names, slope * model.coef_[0], bias, found)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _signs(found: Sequence[Example]) -> list[str]:
    sites: dict[str, set[str]] = defaultdict(set)
    for example in found:
        for sign in example.signs:
            sites[sign].add(example.site)
    return sorted(sign for sign, seen in sites.items() if len(seen) >= _LEAST_SITES)


def _weights(found: Sequence[Example]) -> Any:
    """A site with three hundred rows counts little more than one with three."""
    sizes = Counter(example.site for example in found)
    worth = {"synthetic": _MADE_UP, "written": _WRITTEN}
    return np.array([worth.get(one.site.partition(":")[0], 1.0) / sizes[one.site] ** 0.7 for one in found])


def _fit(matrix: Any, wanted: Any, weights: Any, strength: float) -> Any:
    return LogisticRegression(C=strength, max_iter=2000).fit(matrix, wanted, sample_weight=weights)


def _left_out(matrix: Any, wanted: Any, weights: Any, sites: list[str], strength: float) -> Any:
    """The score of every example by a model that has not seen its site."""
    scores = np.zeros(len(wanted))
    for train, test in GroupKFold(_FOLDS, shuffle=True, random_state=7).split(matrix, wanted, sites):
        scores[test] = _fit(matrix[train], wanted[train], weights[train], strength).decision_function(matrix[test])
    return scores


def _calibration(scores: Any, wanted: Any, weights: Any) -> tuple[float, float]:
    model = LogisticRegression(C=1e6).fit(scores.reshape(-1, 1), wanted, sample_weight=weights)
    return float(model.coef_[0][0]), float(model.intercept_[0])


def _report(found: Sequence[Example], chances: Any, wanted: Any, weights: Any) -> None:
    real = np.array([not example.site.startswith(("synthetic", "written")) for example in found])
    _say(f"{len(found)} amounts of {len({one.site for one in found})} sites, {int(wanted.sum())} of pay")
    for name, mask in (("all", real | True), ("without made-up ones", real)):
        told, truth, share = chances[mask] >= 0.5, wanted[mask] == 1, weights[mask]
        hits = float((share * (told & truth)).sum())
        _say(
            f"{name}, sites left out: precision {hits / (share * told).sum():.3f}, "
            f"recall {hits / (share * truth).sum():.3f}, "
            f"AUC {roc_auc_score(truth, chances[mask], sample_weight=share):.3f}, "
            f"Brier {brier_score_loss(truth, chances[mask], sample_weight=share):.3f}"
        )
    for least, most in ((0.0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        inside = (chances >= least) & (chances < most) & real
        if inside.any():
            share = float((weights * wanted)[inside].sum() / weights[inside].sum())
            _say(f"  chance {least:.1f} to {min(most, 1):.1f}: {int(inside.sum())} amounts, {share:.2f} of them pay")


def _show(found: Sequence[Example], chances: Any) -> None:
    order = sorted(range(len(found)), key=lambda place: -abs(chances[place] - found[place].pay))
    for place in order[:60]:
        one = found[place]
        if abs(chances[place] - one.pay) > 0.5:
            told = "pay" if one.pay else "no pay"
            _say(f"{chances[place]:.2f} {told} {one.site} {one.page} {one.text} {sorted(one.signs)}")


def _write(path: Path, names: Sequence[str], coefficients: Any, bias: float, found: Sequence[Example]) -> None:
    lines = [
        "# What each sign of an amount adds to its being pay, in log odds. Written by `python -m training.pay`.",
        "",
        f'trained_on = "{digest(found)}"',
        f"examples = {len(found)}",
        f"sites = {len({one.site for one in found})}",
        f"bias = {bias:.3f}",
        "",
        "[signs]",
    ]
    lines += [f'"{name}" = {weight:.3f}' for name, weight in zip(names, coefficients, strict=True)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
