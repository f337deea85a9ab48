"""What is decided by learned weights: multinomial logistic regression over named features, in plain Python.

Weights are data (`weights.bin`, made by `python -m training`): whole numbers of a byte, a row a feature, with the
digest of what they were trained on. `chances` answers with a probability a label.
"""

from __future__ import annotations

from extractors.scoring.headings import heading_chances, heading_features
from extractors.scoring.items import ITEM_KINDS, item_chances, item_features
from extractors.scoring.linear import Linear, ScoringError, model, pack, unpack

__all__ = [
    "ITEM_KINDS",
    "Linear",
    "ScoringError",
    "heading_chances",
    "heading_features",
    "item_chances",
    "item_features",
    "model",
    "pack",
    "unpack",
]
