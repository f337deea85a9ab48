"""Signs that an amount is pay or other money: named, so that what a decision rests on can be told and weighed.

Each is a short text; the weights of `lexicon/weights/pay.toml` go by it. Signs of an amount's own words come from the
pay reader; those of its row, card, section and page are added where these are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.guide.salaries.claim import Setting, label_place, level_of_label
from extractors.guide.salaries.rivals import names_rival, names_teasers
from extractors.guide.tree import Node
from extractors.guide.wording import is_furniture
from extractors.records import Pay
from extractors.values.money.currencies import bands
from extractors.values.occupations import names_occupation
from extractors.values.pay import Judged, PayContext, read_context

_NEAR, _FAR = 4, 26
_FEW, _MANY = 2, 7
_CORE_LEAST, _CORE_MOST = Decimal("0.6"), Decimal(15)
"""A year's pay of most people, as shares of the least that a year can pay in the currency."""
_SHORT_HEAD = 80


def of_words(judged: Judged) -> Iterator[str]:
    """What the amount's own sentence, line or cell says."""
    cues, pay = judged.cues, judged.pay
    if judged.accepted:
        yield "words: pay"
    if cues.pay <= _FAR:
        yield "pay near" if cues.pay <= _NEAR else "pay in sentence"
    if cues.weak <= _FAR:
        yield "paid near" if cues.weak <= _NEAR else "paid in sentence"
    if cues.other <= _FAR:
        yield "other near" if cues.other <= _NEAR else "other in sentence"
        if cues.other < min(cues.pay, cues.weak):
            yield "other nearer"
    for name in ("person", "statistic", "permit"):
        if getattr(cues, name):
            yield name
    yield "few words" if cues.words <= _FEW else "some words" if cues.words <= _MANY else "many words"
    yield from _of_amount(pay, judged)


def _of_amount(pay: Pay, judged: Judged) -> Iterator[str]:
    stated = "unit_text" not in pay.inferred
    yield f"for {(pay.unit_text or 'nothing').lower()}{'' if stated or not pay.unit_text else ', by size'}"
    if judged.attached:
        yield "period behind"
    if not judged.plausible:
        yield "odd size"
    elif pay.unit_text:
        yield f"size: {_size(pay)}"
    if pay.min_value is None or pay.max_value is None:
        yield "open end"
    elif pay.min_value != pay.max_value:
        yield "range"
    if pay.basis:
        yield "basis"
    if pay.component:
        yield f"component {pay.component}"
    if pay.level:
        yield "level"


def _size(pay: Pay) -> str:
    annual = pay.annual_max if pay.annual_max is not None else pay.annual_min
    least = bands(pay.currency).year_least
    if annual is None or annual < least * _CORE_LEAST:
        return "small"
    return "core" if annual <= least * _CORE_MOST else "large"


def of_context(name: str, context: PayContext) -> Iterator[str]:
    """Whether a head, a caption or a heading names pay or other money, and units."""
    if context.opens is not None:
        yield f"{name}: pay" if context.opens else f"{name}: other"
    if context.unit_text or context.basis:
        yield f"{name}: period or basis"
    if context.statistic:
        yield f"{name}: statistic"


def of_label(name: str, text: str | None, setting: Setting) -> Iterator[str]:
    """Whether the words that an amount stands beside name somebody who is paid, or something that is bought."""
    if not text:
        return
    if names_rival(text):
        yield f"{name}: rival"
    if names_occupation(text):
        yield f"{name}: trade"
    if level_of_label(text[:_SHORT_HEAD], setting.language):
        yield f"{name}: level"
    if label_place(text):
        yield f"{name}: place"
    if is_furniture(text, setting.language) or names_teasers(text):
        yield f"{name}: teaser"
    found = read_context(text, language=setting.language, country=setting.country)
    if found.opens is not None:
        yield f"{name}: pay" if found.opens else f"{name}: other"


def of_section(node: Node | None, setting: Setting) -> Iterator[str]:
    """What the section is: its heading's words, its kind, whether it stands beside the text."""
    if node is None:
        yield "before headings"
        return
    if node.heading.level == 1:
        yield "under title"
    else:
        yield from of_label("heading", node.heading.text, setting)
        yield from _of_kind("section", node)
    if node.heading.beside:
        yield "beside text"
    parent = node.parent
    if parent is not None and parent.heading.level > 1:
        yield from of_label("outer heading", parent.heading.text, setting)
        yield from _of_kind("outer section", parent)


def _of_kind(name: str, node: Node) -> Iterator[str]:
    reading = node.reading
    if reading is not None and reading.kind == "other" and reading.strength == "decisive":
        yield f"{name}: of other money"
    kind = reading.kind if reading is not None and reading.strength != "weak" else node.kind
    if node.rule == "content" and node.kind == "salaries":
        kind = "other"  # it was told by amounts like this one
    if kind in ("salaries", "faq", "cta", "market_demand", "overview", "about_role", "career_path", "other"):
        yield f"{name}: {kind}"
    else:
        yield f"{name}: names"


def of_page(title: str, setting: Setting) -> Iterator[str]:
    """What the page is about."""
    yield from of_label("title", title, setting)
    if setting.work:
        yield "page of work"
    if setting.guide:
        yield "guide"
    if setting.origin == "job_posting":
        yield "vacancy"


def together(signs: frozenset[str]) -> Iterator[str]:
    """What several signs say that none says alone."""
    other = not _OTHER.isdisjoint(signs)
    pay = not _PAY.isdisjoint(signs)
    if not _SOMEBODY.isdisjoint(signs):
        yield "somebody"
        if pay and not other:
            yield "somebody's pay"
    if other:
        return
    if "words: pay" in signs and not signs.isdisjoint(("pay near", "pay in sentence")):
        yield "words of pay alone"
        if "range" in signs:
            yield "range in words of pay"
    if "around: pay" in signs:
        yield "pay around alone"


_PLACES = ("label", "line", "card", "above", "column", "caption")
_OTHER = frozenset(f"{place}: {said}" for place in _PLACES for said in ("other", "rival", "teaser")) | {
    "card: other beside", "table: shares", "section: of other money", "other near", "other nearer", "permit", "linked",
}  # fmt: skip
_PAY = frozenset(f"{place}: pay" for place in _PLACES) | {"around: pay", "words: pay", "section: salaries", "basis"}
_SOMEBODY = frozenset(
    f"{place}: {said}" for place in ("label", "line", "column", "heading") for said in ("trade", "level")
) | {"level", "person"}
