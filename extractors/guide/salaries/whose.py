"""Whose pay an amount is, where its own row, card or line does not say: the sentence's subject, the headings above."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractors.guide.salaries.claim import Claim, Setting, label_occupation, label_place
from extractors.guide.tree import Node
from extractors.values.occupations import names_occupation, read_occupation
from extractors.values.pay import Judged, read_context

_MAX_NAME = 60
_LEAST_CARDS, _MOST_AMOUNTS = 3, 2


def subject_of(text: str, judged: Judged, after: int, setting: Setting) -> str | None:
    """The trade named in the amount's sentence before it: "A bank nurse is paid …"."""
    start = judged.pay.start or 0
    clause = text[max(after, text.rfind(". ", 0, start) + 1) : start]
    return read_occupation(clause, setting.language) if names_occupation(clause) else None


def under_headings(claims: Iterable[Claim], node: Node | None, setting: Setting) -> Iterator[Claim]:
    """The claims with the trade and the place that the nearest heading names, and its words where nothing else does."""
    trade, place = _named(node, setting)
    name = _plain_name(node, setting)
    for claim in claims:
        label = claim.label or name
        own = claim.label is not None and names_occupation(claim.label)
        yield claim._replace(
            label=label,
            occupation=claim.occupation if own or claim.occupation else trade,
            location=claim.location or (place if not (claim.label and label_place(claim.label)) else None),
        )


def _named(node: Node | None, setting: Setting) -> tuple[str | None, str | None]:
    trade = place = None
    while node is not None and node.heading.level > 1:
        text = node.heading.text
        found = label_occupation(text, setting.language)
        trade = trade or (found if found and not _is_of_page(found, setting) else None)
        place = place or label_place(text)
        node = node.parent
    return trade, place


def _is_of_page(trade: str, setting: Setting) -> bool:
    """The trade that the whole page is about, perhaps in another form."""
    return setting.occupation is not None and setting.occupation.lower().startswith(trade.lower())


def _plain_name(node: Node | None, setting: Setting) -> str | None:
    """The heading, where it is a name rather than a word on pay."""
    if node is None or node.heading.level == 1 or len(node.heading.text) > _MAX_NAME:
        return None
    found = read_context(node.heading.text, language=setting.language, country=setting.country)
    told = found.opens or found.unit_text or found.currencies or found.statistic
    return None if told or node.kind == "faq" or node.heading.text.endswith("?") else node.heading.text


def named_by_sections(sections: list[tuple[Node | None, list[Claim]]], setting: Setting) -> None:
    """Sections that are cards of a row, one or two amounts each: their headings name whose the amounts are."""
    rows: dict[tuple[int, int, str], list[int]] = {}
    for position, (node, claims) in enumerate(sections):
        if node is not None and 0 < len(claims) <= _MOST_AMOUNTS and _plain_name(node, setting):
            key = (id(node.parent), node.heading.level, node.heading.rule)
            rows.setdefault(key, []).append(position)
    for places in rows.values():
        if len(places) < _LEAST_CARDS:
            continue
        for position in places:
            node, claims = sections[position]
            name = node.heading.text if node is not None else ""
            sections[position] = node, [_under(claim, name) for claim in claims]


def _under(claim: Claim, name: str) -> Claim:
    if claim.label is None or name.lower() in claim.label.lower():
        return claim
    return claim._replace(label=f"{name} – {claim.label}")
