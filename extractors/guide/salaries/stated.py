"""Pay that a page states to machines: `baseSalary` of a vacancy, `estimatedSalary` of an occupation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from extractors.guide.salaries.claim import Claim
from extractors.metadata import Metadata
from extractors.records import Pay, Statistic, UnitText
from extractors.things import Thing
from extractors.values.pay import annualise

_UNITS: dict[str, UnitText] = {
    "YEAR": "YEAR", "YEARLY": "YEAR", "ANNUAL": "YEAR", "ANN": "YEAR", "P1Y": "YEAR", "MONTH": "MONTH", "MON": "MONTH",
    "MONTHLY": "MONTH", "P1M": "MONTH", "WEEK": "WEEK", "WEE": "WEEK", "WEEKLY": "WEEK", "P1W": "WEEK", "DAY": "DAY",
    "DAILY": "DAY", "P1D": "DAY", "HOUR": "HOUR", "HUR": "HOUR", "HOURLY": "HOUR", "PT1H": "HOUR",
}  # fmt: skip
_NAMES = ("baseSalary", "estimatedSalary")
_PERCENTILES = {"percentile10": 10, "percentile25": 25, "percentile75": 75, "percentile90": 90}


def read_stated(metadata: Metadata) -> Iterator[Claim]:
    """The claims of JSON-LD and microdata."""
    for thing in metadata.things:
        for name in _NAMES:
            if name in thing.data:
                yield from _amounts(thing, name)


def _amounts(thing: Thing, name: str) -> Iterator[Claim]:
    value = thing.data[name]
    title = thing.data.get("title") or thing.data.get("name")
    for one in value if isinstance(value, list) else [value]:
        for pay in _pays(one):
            yield Claim(
                annualise(pay),
                str(title) if isinstance(title, str) else None,
                "json-ld",
                -1,
                thing.node,
                f"salaries.{name}",
                occupation=str(title) if isinstance(title, str) else None,
            )


def _pays(value: Any) -> Iterator[Pay]:
    if isinstance(value, Mapping):
        currency = value.get("currency") or value.get("currencyCode")
        inner = value.get("value")
        holder = inner if isinstance(inner, Mapping) else value
        unit = _unit(holder.get("unitText") or value.get("unitText") or value.get("duration"))
        code = str(currency).upper() if isinstance(currency, str) and len(currency) == 3 else None
        low, high = number(holder.get("minValue")), number(holder.get("maxValue"))
        if low is None and high is None:
            low = high = number(holder.get("value"))
        if low is not None or high is not None:
            raw = " – ".join(str(part) for part in dict.fromkeys((low, high)) if part is not None)
            yield Pay(
                min_value=low,
                max_value=high,
                currency=code,
                unit_text=unit,
                raw=raw,
                statistic="range" if low != high else None,
            )
        median = number(value.get("median"))
        if median is not None:
            yield _single(median, code, unit, "median", None)
        for key, share in _PERCENTILES.items():
            amount = number(value.get(key))
            if amount is not None:
                yield _single(amount, code, unit, "percentile", Decimal(share))
    else:
        amount = number(value)
        if amount is not None and amount >= 100:
            yield _single(amount, None, None, None, None)


def _single(
    amount: Decimal,
    currency: str | None,
    unit: UnitText | None,
    statistic: Statistic | None,
    percentile: Decimal | None,
) -> Pay:
    return Pay(
        min_value=amount,
        max_value=amount,
        currency=currency,
        unit_text=unit,
        statistic=statistic,
        percentile=percentile,
        raw=str(amount),
    )


def _unit(value: Any) -> UnitText | None:
    return _UNITS.get(value.strip().upper()) if isinstance(value, str) else None


def number(value: Any) -> Decimal | None:
    """A positive JSON number, or a plain number in a text; None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).replace(",", "").strip() if isinstance(value, str) else repr(value)
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount > 0 else None
