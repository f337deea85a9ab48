"""Multinomial logistic regression: features by name in, a `Linear` out. scikit-learn does the work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from extractors.scoring.linear import Linear, linear

_NEVER = -20.0
"""The bias of a label that no example has."""


def fit(
    features: Sequence[Mapping[str, float]],
    answers: Sequence[str],
    labels: Sequence[str],
    *,
    strength: float,
    weights: Sequence[float] | None = None,
    seldom: int = 1,
) -> Linear:
    """A model of the labels; features that fewer examples than `seldom` have are left out. `strength` is 1/lambda."""
    times = Counter(name for found in features for name, value in found.items() if value)
    kept = [{name: value for name, value in found.items() if times[name] >= seldom} for found in features]
    vectors = DictVectorizer()
    chooser = LogisticRegression(C=strength, max_iter=500, tol=1e-3)
    chooser.fit(vectors.fit_transform(kept), [labels.index(answer) for answer in answers], sample_weight=weights)
    coefficients, intercepts = chooser.coef_.tolist(), chooser.intercept_.tolist()
    if len(coefficients) == 1:  # of two classes it keeps the second's alone
        coefficients, intercepts = [[0.0] * len(coefficients[0]), *coefficients], [0.0, *intercepts]
    by_label = dict(zip(map(int, chooser.classes_), coefficients, strict=True))
    bias_of = dict(zip(map(int, chooser.classes_), intercepts, strict=True))
    every = range(len(labels))
    rows = {
        name: [by_label[at][place] if at in by_label else 0.0 for at in every]
        for name, place in vectors.vocabulary_.items()
    }
    bias = [bias_of.get(at, _NEVER) for at in every]
    return linear(labels, bias, rows)
