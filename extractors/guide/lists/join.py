"""What lists name, joined with what headings and tables told before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.document import Document
from extractors.guide.career import step_name, steps
from extractors.guide.lists.entities import entities_of, evidence_of, same_list
from extractors.guide.lists.read import Listed
from extractors.guide.restraint import name_others
from extractors.records import CareerStep, Entity, SectionKind

_SURER = 0.7
"""From here on what a list is, by all that is known of it, outweighs what its heading alone told."""


def key_of(name: str) -> str:
    """A name as it is compared."""
    return re.sub(r"[^\w+#]+", " ", name.casefold()).strip() or name.casefold()


def with_lists(
    document: Document, told: Mapping[SectionKind, Sequence[Entity]], lists: Sequence[Listed], url: str | None
) -> dict[SectionKind, list[Entity]]:
    """Entities by kind of section, each name once: those of headings first, then those of lists that say more."""
    found = {kind: {key_of(entity.name): entity for entity in entities} for kind, entities in told.items()}
    for listed in lists:
        kind: SectionKind = listed.kind  # type: ignore[assignment]
        if kind not in found:
            continue
        entities = list(entities_of(document, listed, url))
        names = [key_of(entity.name) for entity in entities]
        if not names or name_others(kind, [entity.name for entity in entities]):
            continue
        rivals = [other for other in found if other != kind and same_list(names, frozenset(found[other]))]
        if rivals and listed.chance < _SURER:
            continue
        for other in rivals:
            for name in names:
                found[other].pop(name, None)
        for name, entity in zip(names, entities, strict=True):
            found[kind].setdefault(name, entity)
    return {kind: list(entities.values()) for kind, entities in found.items()}


def path_from(document: Document, lists: Sequence[Listed], language: str | None) -> tuple[CareerStep, ...]:
    """The career path that the surest list of steps gives; empty where there is none."""
    for listed in lists:
        if listed.kind != "career_path":
            continue
        pairs = []
        rule = f"career_path.{listed.rule}"
        for item in listed.column.items:
            name = step_name(item.text)
            evidence = evidence_of(document, item, name, rule, listed.chance) if name else None
            if evidence is not None:
                pairs.append((name, evidence))
        return steps(pairs, language)
    return ()
