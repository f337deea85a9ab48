"""The items of lists as entities: each name with its qualifier, its address and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.document import Document
from extractors.guide.listed import absolute, split_qualifier
from extractors.guide.lists.columns import Item
from extractors.guide.lists.read import Listed
from extractors.guide.lists.words import article, rest
from extractors.guide.restraint import is_label
from extractors.records import Entity, Evidence, SectionKind
from extractors.values.occupations import names_occupation

_NAMED: frozenset[str] = frozenset({"key_companies", "hubs", "universities", "tools"})
"""Kinds whose names are no trades."""
_NEXT = 6
"""Blocks of a cell among which a name may stand."""


def entities_of(document: Document, listed: Listed, url: str | None) -> Iterator[Entity]:
    """The entities that a list names, in its order; what names nothing is left out."""
    kind: SectionKind = listed.kind  # type: ignore[assignment]
    rule = f"{kind}.{listed.rule}"
    for item in listed.column.items:
        text, qualifier = split_qualifier(item.text)
        if kind in _NAMED:
            text = article().sub("", text)
        if len(text) < 2 and text not in ("C", "R"):
            continue
        if is_label(text, kind) or rest().match(text) or (kind in _NAMED and names_occupation(text)):
            continue
        evidence = evidence_of(document, item, text, rule, listed.chance)
        if evidence is not None:
            yield Entity(name=text, qualifier=qualifier, url=absolute(url, item.url), evidence=evidence)


def evidence_of(document: Document, item: Item, text: str, rule: str, chance: float) -> Evidence | None:
    """Where the words stand; None where they are not found as they are."""
    confidence = round(chance, 3)
    if item.block < 0:
        alt = document.attributes[item.start].get("alt") or ""
        path = f"{document.path(item.start)}/@alt"
        return Evidence(quote=alt, path=path, rule=rule, confidence=confidence) if text in alt else None
    blocks = document.blocks
    for index in range(item.block, min(item.block + _NEXT, len(blocks))):
        block = blocks[index]
        start = item.start if index == item.block and block.text.startswith(text, item.start) else block.text.find(text)
        if start >= 0:
            return Evidence(quote=text, path=document.path(block.node), rule=rule, confidence=confidence, start=start)
    return None


def same_list(names: Sequence[str], known: frozenset[str]) -> bool:
    """Whether half of the names or more are known already."""
    return sum(name in known for name in names) * 2 >= len(names)
