"""What lists name, joined with what headings and tables told before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

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
        _add(found[kind], zip(names, entities, strict=True))
    return {kind: list(entities.values()) for kind, entities in found.items()}


def _add(known: dict[str, Entity], listed: Iterable[tuple[str, Entity]]) -> None:
    """Add what a list names. Of two readings of the same words the list's is taken, which knows the entries beside."""
    said: dict[str | None, list[tuple[str, Entity]]] = {}
    for name, entity in known.items():
        said.setdefault(entity.evidence.path, []).append((name, entity))
    within: dict[str, list[tuple[str, Entity]]] = {}
    for name, entity in listed:
        before = [other for other, told in said.get(entity.evidence.path, ()) if _overlap(entity, told)]
        if before:
            within.setdefault(before[0], []).append((name, entity))
        else:
            known.setdefault(name, entity)
    for other, parts in within.items():
        if other not in [name for name, _ in parts]:
            known.pop(other, None)
            known.update({name: entity for name, entity in parts if name not in known})


def _overlap(one: Entity, other: Entity) -> bool:
    """Whether two names of one block share words."""
    first, second = one.evidence, other.evidence
    if first.start is None or second.start is None:
        return one.name in other.name or other.name in one.name
    return first.start < second.start + len(second.quote or "") and second.start < first.start + len(first.quote or "")


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
