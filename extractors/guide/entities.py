"""Companies, hubs, universities, skills and tools from whatever stands under their headings."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from extractors.document import Document
from extractors.document.entries import clean
from extractors.document.groups import Group
from extractors.guide.bearing import Bearing
from extractors.guide.enumeration import enumerated
from extractors.guide.listed import can_be, entity_of, entries_of, paragraph_cards, split_qualifier
from extractors.guide.pictures import pictures_under
from extractors.guide.restraint import are_labels, held_back, is_label, name_others, repeated_labels
from extractors.guide.shapes import is_button, is_proper, is_tool, looks
from extractors.guide.subheadings import entry_children, from_children, is_list_page
from extractors.guide.tree import ENTITY_KINDS, Node, Tree
from extractors.guide.wording import read_heading
from extractors.records import Entity, Evidence, SectionKind

_ARTICLE = re.compile(r"^(?:the|le|la|les|l’|l'|het|der|die|das|el|los|las|il|lo|gli|o|os|as)\s*(?=[A-ZÀ-Þ])")
_SHORT = 60


def read_entities(
    document: Document, tree: Tree, language: str | None, url: str | None, bearing: Bearing
) -> dict[SectionKind, list[Entity]]:
    """Entities by kind of section, each name once, in the page's order; a page that bears on no work must show them."""
    found: dict[SectionKind, dict[str, Entity]] = {kind: {} for kind in ENTITY_KINDS}
    for kind, named in _without_headings(document, tree, language, url, found):
        found[kind].setdefault(_key(named.name), named)
    fields = repeated_labels(tree.nodes)
    for node in tree.nodes:
        if node.furniture or node.vacancies or node.kind not in ENTITY_KINDS:
            continue
        if node.heading.level == 1 and not is_list_page(node):
            continue
        if node.entry:  # read with the section above
            continue
        listed = list(_entities(document, node, language, url))
        kept = [entity for entity in listed if entity.name not in fields and not is_label(entity.name, node.kind)]
        names = [entity.name for entity in listed]
        if are_labels(names) or name_others(node.kind, names) or held_back(node, kept, bearing):
            if node.rule == "content":
                node.kind, node.rule, node.confidence = "other", "none", 0.5
            continue
        node.listed = bool(kept)
        for one in kept:
            found[node.kind].setdefault(_key(one.name), one)
    return {kind: list(entities.values()) for kind, entities in found.items()}


def _without_headings(
    document: Document, tree: Tree, language: str | None, url: str | None, kinds: Container[SectionKind]
) -> Iterator[tuple[SectionKind, Entity]]:
    """Cards of a page without any heading of its own, which its title names."""
    reading = read_heading(document.title or "", language) if not tree.nodes else None
    if reading is None or reading.strength == "weak" or reading.kind not in kinds:
        return
    for group in paragraph_cards(tree.lead):
        for entry in entries_of(document, group, reading.kind, language):
            if (entity := entity_of(document, entry, reading.kind, url)) is not None:
                yield reading.kind, entity


def _key(name: str) -> str:
    return re.sub(r"[^\w+#]+", " ", name.casefold()).strip() or name.casefold()


def _entities(document: Document, node: Node, language: str | None, url: str | None) -> Iterator[Entity]:
    kind = node.kind
    groups = node.groups
    if node.heading.level == 1:
        groups = [group for group in groups if group.grid is not None] or paragraph_cards(groups)
    listed = [entry for group in groups for entry in entries_of(document, group, kind, language)]
    if listed:
        yield from (entity for entry in listed if (entity := entity_of(document, entry, kind, url)))
        return
    children = entry_children(node)
    for child in children:
        child.entry = True
    if children:
        yield from from_children(document, children, node, language, url)
        return
    pictures = pictures_under(document, node.heading)
    if len(pictures) >= 2 or (pictures and node.rule in ("heading", "kicker")):
        for image, name in pictures:
            quote = document.attributes[image].get("alt") or ""
            yield Entity(
                name=name,
                evidence=Evidence(
                    quote=quote, path=f"{document.path(image)}/@alt", rule=f"{kind}.picture", confidence=0.8
                ),
            )
        return
    named = False
    for group in node.groups:
        if group.shape == "prose":
            for entity in _enumeration(document, group, kind, language):
                named = True
                yield entity
    if not named and (single := _single(document, node)) is not None:
        yield single


def _single(document: Document, node: Node) -> Entity | None:
    """The only name of a list of one, which stands there as a line of its own."""
    lines = [group for group in node.groups if group.shape == "prose"]
    if len(lines) > 2 or not lines or len(lines[-1].text) > _SHORT or lines[-1].text[-1] in ".:;!?…":
        return None
    line = lines[-1]
    block = document.blocks[line.first]
    name, qualifier = split_qualifier(clean(line.text))
    if not can_be(node.kind, name) or any(
        document.tags[inner] == "a" and is_button(document.hint(inner)) for _, _, inner in block.spans
    ):
        return None
    evidence = Evidence(quote=name, path=document.path(block.node), rule=f"{node.kind}.line", confidence=0.6)
    return Entity(name=name, qualifier=qualifier, evidence=evidence) if name in block.text else None


def _enumeration(document: Document, group: Group, kind: SectionKind, language: str | None) -> Iterator[Entity]:
    block = document.blocks[group.first]
    found = enumerated(group.text, language)
    if not _plausible([name for name, _ in found], kind, ":" in group.text[:120]):
        return
    for name, start in found:
        bare, qualifier = split_qualifier(_ARTICLE.sub("", name) if kind not in ("skills", "tools") else name)
        yield Entity(
            name=bare,
            qualifier=qualifier,
            evidence=Evidence(
                quote=name, path=document.path(block.node), rule=f"{kind}.sentence", confidence=0.75, start=start
            ),
        )


def _plausible(names: list[str], kind: SectionKind, announced: bool) -> bool:
    """Whether an enumeration lists names of the kind; a colon before it announces a list."""
    if not names:
        return False
    proper = sum(map(is_proper, names))
    if kind == "tools":
        return sum(map(is_tool, names)) * 3 >= len(names) or (proper == len(names) and len(names) >= 3)
    if kind == "skills":
        capitals = sum(name[0].isupper() for name in names)
        short = all(name.count(" ") <= 4 for name in names)
        told = sum(looks("skills", name) or is_tool(name) for name in names)
        return short and (announced or capitals * 2 > len(names) or told * 2 >= len(names))
    lower = [name for name in names if not is_proper(name)]
    return len(lower) * 4 <= len(names) and not any(name.count(" ") > 1 for name in lower)
