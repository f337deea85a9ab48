"""What a phrase of the lexicon can mean when it stands near an amount."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal


@dataclass(slots=True)
class Sense:
    """Everything that one phrase says; a compound such as `Bruttomonatsgehalt` says several things at once."""

    currency: tuple[str, ...] = ()
    """Candidate ISO 4217 codes, likeliest first; one code where the phrase is unambiguous."""
    is_code: bool = False
    """The currency was written as its ISO code."""
    is_word: bool = False
    """The currency was written as a word, after which cents may follow (`two dollars 50`)."""
    subunit: bool = False
    """A hundredth of a currency: cent, öre, grosz."""
    coin: Decimal | None = None
    """A named coin, as a share of its currency's unit."""
    nation: str = ""
    """ISO 3166 code of the country whose currency an adjective picks (`kanadische Dollar`)."""
    multiplier: Decimal | None = None
    number: Decimal | None = None
    """A number written as a word."""
    unit: str = ""
    """A period as a noun, which needs `per`, a slash or the like before it."""
    per: bool = False
    """Marks that a period follows: per, pro, /, al."""
    period: str = ""
    """A period by itself: annual, monatlich, LPA, Jahresgehalt."""
    basis: str = ""
    vat: bool = False
    pay: bool = False
    weak: bool = False
    """A word that speaks of pay and of prices alike (`paid`): only for amounts of the size of pay."""
    not_pay: bool = False
    permit: bool = False
    """A visa or a permit: the pay beside it is what the law asks for, and what nobody is paid."""
    nothing: bool = False
    """A word that a pattern would catch and that says nothing."""
    change: bool = False
    """A difference and not a level of pay, said before the amount: a raise of, increase by."""
    change_after: bool = False
    """The same, said after it: more, de plus, a mais."""
    adds: bool = False
    """Adds something that is paid besides: plus, excluding, zuzüglich."""
    floor: bool = False
    """A noun whose amount is a lower bound: Mindestgehalt."""
    join: bool = False
    """Joins two ends of a range: to, bis, à, –."""
    also: bool = False
    """Joins the ends of a range after `between`, lists otherwise: and, und, y."""
    between: bool = False
    start: bool = False
    """Opens a range, or alone a lower bound: from, ab, od, desde."""
    least: bool = False
    most: bool = False
    least_after: bool = False
    most_after: bool = False
    about: bool = False
    statistic: str = ""
    percentile: Decimal | None = None
    component: str = ""
    employment: str = ""
    level: str = ""
    role: bool = False
    """Someone who is paid: developer, Ingenieur, consultant."""
    payments: bool = False
    """Counts payments a year: 14 Gehälter, 13 mensilità."""
    glue: bool = False
    """May stand between number and currency: 48 millions de $."""
    recipient: bool = False
    """Introduces whom the pay is for: for, für, pour."""

    _said: tuple[tuple[str, object], ...] | None = None

    def merge(self, other: Sense) -> None:
        """Take over what the other says and this one does not; the other is not changed any more."""
        said = other._said
        if said is None:
            said = other._said = tuple((name, value) for name in _NAMES if (value := getattr(other, name)))
        for name, value in said:
            if not getattr(self, name):
                setattr(self, name, value)


_NAMES = tuple(field.name for field in fields(Sense) if field.name != "_said")
