"""The models of words: what a heading promises, and what a short text can be the name of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from extractors.scoring import ITEM_KINDS, Linear, heading_features, item_features
from training.bank import KINDS, headings, items, wordings
from training.fit import fit

_SELDOM = 2


def heading_model(sections: Iterable[dict[str, Any]]) -> Linear:
    """From the bank's headings and the wordings of some of its sections."""
    told = [*headings(), *(wording for section in sections for wording in wordings(section))]
    found = [heading_features(one.text, one.language) for one in told]
    return fit(found, [one.kind for one in told], KINDS, strength=1.0, seldom=_SELDOM)


def item_model(sections: Iterable[dict[str, Any]]) -> Linear:
    """From the names in some of the bank's sections."""
    told = [pair for section in sections for pair in items(section)]
    return fit(
        [item_features(name) for name, _ in told], [kind for _, kind in told], ITEM_KINDS, strength=1.0, seldom=_SELDOM
    )
