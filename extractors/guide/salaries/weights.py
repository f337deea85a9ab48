"""How likely an amount with given signs is pay: the weights are data, trained by `training/pay`."""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from extractors.guide.salaries.claim import Claim

PAY = 0.54
"""From this chance on an amount is taken for pay."""


class Weights(NamedTuple):
    """A sum of what each sign adds, turned into a chance."""

    bias: float
    signs: dict[str, float]


def weighed(claim: Claim) -> Claim:
    """The claim with its chance of being pay as its confidence."""
    return claim._replace(confidence=chance(claim.signs))


def chance(signs: frozenset[str]) -> float:
    """The probability that an amount with these signs is pay; signs that nothing is known of add nothing."""
    bias, known = weights()
    score = bias + sum(known.get(sign, 0.0) for sign in signs)
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, score)))), 3)


@cache
def weights() -> Weights:
    """The weights of `lexicon/weights/pay.toml`."""
    text = files("extractors.lexicon").joinpath("weights/pay.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Weights(data["bias"], data["signs"])
