"""What a header, caption, unit note or heading says about the amounts under it."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import msgspec

from extractors.records import Basis, Component, EmploymentType, Level, Statistic, UnitText
from extractors.values.money.currencies import table
from extractors.values.money.lexicon import language_key, lexicon_for
from extractors.values.money.sense import Sense
from extractors.values.money.tokens import NUMBER, Item, normalise, read_items

from .periods import period_at
from .telling import may_tell

_ONE = Decimal(1)
_SHORT_SCALES = {"k", "t"}


class PayContext(msgspec.Struct, frozen=True, kw_only=True):
    """What stands around an amount, read once for a whole column, table or section.

    Fields that the text does not state are None, and `scale` is 1. `opens` says whether the text names pay (True),
    other money (False), or neither (None).
    """

    raw: str = ""
    country: str | None = None
    """ISO 3166-1 alpha-2, for amounts that are read without a country of their own."""
    currencies: tuple[str, ...] = ()
    """Candidate ISO 4217 codes, likeliest first; several for a bare symbol such as `$`."""
    unit_text: UnitText | None = None
    basis: Basis | None = None
    tax_note: str | None = None
    component: Component | None = None
    statistic: Statistic | None = None
    percentile: Decimal | None = None
    employment_type: EmploymentType | None = None
    level: Level | None = None
    scale: Decimal = _ONE
    """What the amounts are to be multiplied by: 1000 for `in k€`."""
    opens: bool | None = None

    @property
    def names_unit(self) -> bool:
        """Names a currency or a scale, so that bare numbers under it are amounts."""
        return bool(self.currencies) or self.scale != 1

    def over(self, inner: PayContext) -> PayContext:
        """This context with what an inner one (a column under a caption) says put first."""
        return PayContext(
            raw=inner.raw or self.raw,
            country=inner.country or self.country,
            currencies=inner.currencies or self.currencies,
            unit_text=inner.unit_text or self.unit_text,
            basis=inner.basis or self.basis,
            tax_note=inner.tax_note or self.tax_note,
            component=inner.component or self.component,
            statistic=inner.statistic or self.statistic,
            percentile=inner.percentile or self.percentile,
            employment_type=inner.employment_type or self.employment_type,
            level=inner.level or self.level,
            scale=self._scale_within(inner),
            opens=inner.opens if inner.opens is not None else self.opens,
        )

    def _scale_within(self, inner: PayContext) -> Decimal:
        """The outer scale holds for the currency that it was said of: "dong in millions" is nothing to dollars."""
        other = inner.currencies and self.currencies and not set(inner.currencies) & set(self.currencies)
        return inner.scale if inner.scale != 1 or other else self.scale


def read_context(text: str, *, language: str | None = None, country: str | None = None) -> PayContext:
    """Read a table's header, caption or unit note, a tab's label or a heading, such as `Bruto maandsalaris (€)`.

    The answer may be given to `parse_pay` as `context`; several are stacked with `caption.over(header)`.
    """
    return _read(text, language_key(language), country)


@lru_cache(maxsize=4096)
def _read(text: str, language: str | None, country: str | None) -> PayContext:
    if not may_tell(text, language):
        return PayContext(raw=text, country=country)
    items = read_items(normalise(text), lexicon_for(language))
    found = Sense()
    pay = False
    for item in items:
        sense = item.sense
        if sense is None:
            continue
        pay = pay or (sense.pay and not sense.not_pay)
        found.not_pay = found.not_pay or sense.not_pay
        if sense.is_code and found.currency and not found.is_code:
            found.currency = ()
        found.merge(sense)
    percentile = found.statistic == "percentile" or found.percentile is not None
    currencies = () if found.coin is not None or found.subunit else found.currency
    national = table().of_country.get(found.nation, "")
    if national in currencies:
        currencies = (national,)
    return PayContext(
        raw=text,
        country=country,
        currencies=currencies,
        unit_text=_period(items, pay or bool(currencies)) or None,  # type: ignore[arg-type]
        basis=found.basis or None,  # type: ignore[arg-type]
        tax_note="vat_excluded" if found.vat else None,
        component=found.component or None,  # type: ignore[arg-type]
        statistic=("percentile" if percentile else found.statistic) or None,  # type: ignore[arg-type]
        percentile=found.percentile,
        employment_type=found.employment or None,  # type: ignore[arg-type]
        level=found.level or None,  # type: ignore[arg-type]
        scale=_scale(items),
        opens=True if pay else False if found.not_pay else None,
    )


def _period(items: list[Item], money: bool) -> str:
    """The period that a header names; a lone noun such as `month` counts only beside pay or a currency."""
    direct = noun = ""
    for place, item in enumerate(items):
        period, _ = period_at(items, place)
        if period:
            direct = direct or period
        elif item.sense is not None and item.sense.unit and _spelt(item) and not _counted(items, place):
            noun = noun or item.sense.unit
    return direct or (noun if money else "")


def _spelt(item: Item) -> bool:
    """A letter alone is a unit only behind a mark: the U of U.S. is no hour."""
    return not item.text.isascii() or len(item.text.rstrip(".")) > 1


def _counted(items: list[Item], place: int) -> bool:
    """`0-2 years` and `40 hours` are no period of pay."""
    return place > 0 and items[place - 1].kind is NUMBER


def _scale(items: list[Item]) -> Decimal:
    """The multiplier that a unit note names: `k€`, `(in Tsd. €)`, `miles de €`, `万円`, `1,000s`."""
    for place, item in enumerate(items):
        sense = item.sense
        if sense is None or sense.multiplier is None:
            if item.kind is NUMBER and item.text in ("1,000", "1.000", "1000", "1 000", "000"):
                return Decimal(1000)
            continue
        if len(item.text) == 1 and item.text.isascii() and item.text not in _SHORT_SCALES:
            beside = items[place + 1 : place + 2] + items[max(0, place - 1) : place]
            if not any(other.sense is not None and other.sense.currency for other in beside):
                continue
        if place and items[place - 1].kind is NUMBER:
            continue
        return sense.multiplier
    return _ONE
