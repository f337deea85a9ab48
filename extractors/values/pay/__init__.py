"""Pay in a text, in any notation and language: the public face.

    parse_pay("€40k – €53k for junior profiles", language="en")
    column = read_context("Bruto maandsalaris (€)", language="nl")     # once a column
    parse_pay("3.500 - 5.000", language="nl", context=column)          # once a cell

Below it lies `extractors.values.money`, which reads amounts of money whether they are pay or not.
"""

from __future__ import annotations

from extractors.records import Pay
from extractors.values.money import may_hold_money
from extractors.values.money.steps import Step

from .annual import annualise, same_claim
from .context import PayContext, read_context
from .labels import level_of
from .reader import Judged, judge_pay, read_pay
from .telling import may_name_pay

__all__ = [
    "Judged",
    "PayContext",
    "Step",
    "annualise",
    "explain_pay",
    "judge_pay",
    "level_of",
    "may_hold_money",
    "may_name_pay",
    "parse_pay",
    "read_context",
    "same_claim",
]


def parse_pay(
    text: str,
    *,
    language: str | None = None,
    country: str | None = None,
    context: str | PayContext | None = None,
) -> list[Pay]:
    """Read the pay that a text states, in its order; an empty list where it states none.

    `language` (BCP 47) and `country` (ISO 3166-1 alpha-2) decide what the text leaves open. `context` is what stands
    around it: a table's header cell, a caption, a heading, or what `read_context` made of one. Amounts come in units
    of the currency with multipliers applied; what the text does not state is None or named in `inferred`. Money that
    is no pay (revenue, rent, bonuses, prices) is left out. Never raises on any text; time grows linearly with it.
    """
    return read_pay(text, language, country, context, None)


def explain_pay(
    text: str,
    *,
    language: str | None = None,
    country: str | None = None,
    context: str | PayContext | None = None,
) -> list[Step]:
    """How `parse_pay` comes to its answer: every decision with its evidence, what was turned down included."""
    steps: list[Step] = []
    read_pay(text, language, country, context, steps)
    return steps
