"""Companies, hubs, universities, skills and tools from whatever stands under their headings."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from urllib.parse import urljoin

from extractors.document import Document
from extractors.document.entries import Entry, clean
from extractors.document.groups import Group
from extractors.document.tables import Grid
from extractors.guide.bearing import Bearing
from extractors.guide.enumeration import enumerated
from extractors.guide.pictures import pictures_under
from extractors.guide.restraint import are_labels, held_back, is_label, name_others, repeated_labels, stands_in_field
from extractors.guide.shapes import is_button, is_name, is_proper, is_tool, looks
from extractors.guide.tree import ENTITY_KINDS, Node, Tree, bears_a_name, tells_another
from extractors.guide.wording import read_heading
from extractors.records import Entity, Evidence, SectionKind

_LISTS = ("list", "ordered", "terms", "chips", "boxes", "lines", "bullets", "dots")
_QUALIFIER = re.compile(r"\s*[(\[]([^()\[\]]{1,60})[)\]]\s*$")
_NUMBERED = re.compile(r"^\s*#?\s*\d{1,3}\s*[.):/–-]")
_ARTICLE = re.compile(r"^(?:the|le|la|les|l’|l'|het|der|die|das|el|los|las|il|lo|gli|o|os|as)\s*(?=[A-ZÀ-Þ])")
_BUTTON = re.compile(r"btn|button|cta|read-?more|view-?all|show-?more")
_FEW = 3
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
        if node.heading.level == 1 and not _is_list_page(node):
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
    for group in _paragraph_cards(tree.lead):
        for entry in _entries(document, group, reading.kind, language):
            if (entity := _entity(document, entry, reading.kind, url)) is not None:
                yield reading.kind, entity


def _key(name: str) -> str:
    return re.sub(r"[^\w+#]+", " ", name.casefold()).strip() or name.casefold()


def _entities(document: Document, node: Node, language: str | None, url: str | None) -> Iterator[Entity]:
    kind = node.kind
    groups = node.groups
    if node.heading.level == 1:
        groups = [group for group in groups if group.grid is not None] or _paragraph_cards(groups)
    listed = [entry for group in groups for entry in _entries(document, group, kind, language)]
    if listed:
        yield from (entity for entry in listed if (entity := _entity(document, entry, kind, url)))
        return
    children = _entry_children(node)
    for child in children:
        child.entry = True
    if children:
        yield from _from_children(document, children, node, language, url)
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


# --- lists -------------------------------------------------------------------------------------------------------


def _entries(document: Document, group: Group, kind: SectionKind, language: str | None) -> list[Entry]:
    """The entries of a group that can be names of the kind; none where most of them cannot."""
    if group.grid is not None:
        return _column(document, group.grid, kind, language)
    if group.shape not in _LISTS or not group.entries:
        return []
    fillable = [entry for entry in group.entries if not stands_in_field(document, entry.node)]
    entries = [entry for entry in fillable if not _is_button(document, entry)]
    if len(entries) * 2 < len(fillable):  # chips may be drawn as buttons
        entries = fillable
    entries = _inner_lists(_split_colons(document, entries, kind, language), kind)
    good = [entry for entry in entries if _can_be(kind, entry.name)]
    return good if len(good) * 2 > len(entries) else []


def _paragraph_cards(groups: Sequence[Group]) -> list[Group]:
    """Paragraphs of a few lines each, three or more of them: cards without boxes, the name on the first line."""
    cards = [group for group in groups if group.shape == "lines" and len(group.entries) >= 2]
    if len(cards) < _FEW:
        return []
    return [Group("boxes", card.node, card.first, card.last, (card.entries[0],)) for card in cards]


def _is_button(document: Document, entry: Entry) -> bool:
    return document.tags[entry.node] in ("a", "button") and bool(_BUTTON.search(document.hint(entry.node)))


def _split_colons(document: Document, entries: list[Entry], kind: SectionKind, language: str | None) -> list[Entry]:
    """ "Languages: Java, Python": items that are lists themselves count part by part, where most are such."""
    if kind not in ("tools", "skills", "key_companies", "universities", "hubs"):
        return entries
    split: list[Entry] = []
    hits = 0
    for entry in entries:
        text = document.blocks[entry.block].text if entry.block >= 0 else ""
        parts = (
            enumerated(text, language) if "," in text and len(text) < 300 and ":" in text and "\n" not in text else ()
        )
        if len(parts) >= 2 and all(_can_be(kind, name) for name, _ in parts):
            hits += 1
            split.extend(
                Entry(name, "", entry.block, entry.node, None, entry.name, (entry.block,)) for name, _ in parts
            )
        elif entry.rest and "," in entry.rest and kind == "tools" and all(map(is_tool, re.split(r",\s*", entry.rest))):
            hits += 1
            split.extend(
                Entry(name, "", entry.block, entry.node, None, entry.name, entry.blocks)
                for name in re.split(r",\s*", entry.rest)
            )
        else:
            split.append(entry)
    return split if hits * 2 >= len(entries) else entries


def _inner_lists(entries: list[Entry], kind: SectionKind) -> list[Entry]:
    """Cards that hold a list each, "Frontend" over React, Vue and Nuxt: the lists count, not their titles."""
    if kind not in ("tools", "skills") or len(entries) < 2:
        return entries
    inner: list[Entry] = []
    for entry in entries:
        names = [clean(line) for line in entry.rest.split("\n") if line.strip()]
        if len(names) < 2 or not all(is_name(name) and name.count(" ") <= _FEW for name in names):
            return entries
        inner += [Entry(name, "", entry.block, entry.node, None, entry.name, entry.blocks) for name in names]
    known = sum(is_tool(entry.name) or looks("skills", entry.name) for entry in inner)
    return inner if known * 4 >= len(inner) else entries


def _column(document: Document, grid: Grid, kind: SectionKind, language: str | None) -> list[Entry]:
    """The column that names the kind in its header; else the first one, where it holds names."""
    column = 0
    for place in range(grid.width):
        reading = read_heading(grid.head(place), language)
        if reading is not None and reading.kind == kind:
            column = place
            break
    else:
        heads = [read_heading(grid.head(place), language) for place in range(grid.width)]
        if (
            heads
            and heads[0] is not None
            and heads[0].kind in ENTITY_KINDS
            and heads[0].kind != kind
            and heads[0].strength != "weak"
        ):
            return []
    entries: list[Entry] = []
    for row in grid.rows:
        cell = row[column] if column < len(row) else None
        if cell is None or cell.block < 0:
            continue
        block = document.blocks[cell.block]
        href = next(
            (
                href
                for _, _, inner in block.spans
                if document.tags[inner] == "a" and (href := document.attributes[inner].get("href"))
            ),
            None,
        )
        entries.append(Entry(block.text.split("\n")[0], "", cell.block, cell.node, href, None, (cell.block,)))
    good = [entry for entry in entries if _can_be(kind, entry.name)]
    return good if len(good) * 2 > len(entries) else []


def _can_be(kind: SectionKind, text: str) -> bool:
    if not is_name(text) and not (kind == "tools" and is_tool(text)):
        return False
    if kind in ("skills", "tools"):
        return True
    return is_proper(text) or (text.count(" ") <= 1 and text.isascii() and not looks("levels", text))


def _entity(document: Document, entry: Entry, kind: SectionKind, url: str | None) -> Entity | None:
    name, qualifier = split_qualifier(entry.name)
    name = _NUMBERED.sub("", name).strip(" .,:;–—-•") if _NUMBERED.match(name) and not name[:1].isalpha() else name
    if not name:
        return None
    block = next(
        (document.blocks[at] for at in (entry.block, *entry.blocks) if entry.name in document.blocks[at].text),
        document.blocks[entry.block],
    )
    place = block.text.find(entry.name)
    return Entity(
        name=name,
        qualifier=qualifier,
        url=absolute(url, entry.url),
        evidence=Evidence(
            quote=entry.name if place >= 0 else name,
            path=document.path(block.node),
            rule=f"{kind}.list",
            confidence=0.9,
            start=place if place >= 0 else None,
        ),
    )


def split_qualifier(text: str) -> tuple[str, str | None]:
    """ "imec (Leuven)": name and what stands in brackets after it."""
    found = _QUALIFIER.search(text)
    if found and found.start() > 1:
        return text[: found.start()].strip(), found[1].strip()
    return text.strip(), None


def absolute(url: str | None, href: str | None) -> str | None:
    """The address, resolved against the page's; None for what leads nowhere."""
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return None
    try:
        return urljoin(url, href) if url else href
    except ValueError:
        return None


# --- sub-headings ------------------------------------------------------------------------------------------------


def _is_list_page(node: Node) -> bool:
    """A page titled "Top 15 companies" whose numbered headings or rows are the companies, no guide of sections."""
    if node.rule == "entries":
        return True
    if node.rule != "heading":
        return False
    if any(group.grid is not None for group in node.groups) or len(_paragraph_cards(node.groups)) >= _FEW:
        return True
    numbered = [child for child in node.children if _NUMBERED.match(child.heading.text)]
    told = [child for child in numbered if child.reading is not None and child.reading.strength == "decisive"]
    return len(numbered) >= _FEW and len(told) * 3 <= len(numbered)


def _entry_children(node: Node) -> list[Node]:
    """Sub-headings that name an entry each, or head a part of the list each."""
    children = [child for child in node.children if not child.furniture]
    if node.rule == "entries":
        return [child for child in children if child.entry]
    if node.heading.level == 1:
        numbered = [child for child in children if _NUMBERED.match(child.heading.text)]
        return _first_run(numbered)
    if not children:
        return []
    plain: list[Node] = []
    for child in children:
        if child.heading.rule != children[0].heading.rule:
            break
        if child.depth == children[0].depth:
            plain.append(child)
    told = [child for child in plain if tells_another(child, node.kind)]
    return [] if len(told) * 2 > len(plain) else [child for child in plain if child not in told]


def _first_run(nodes: Sequence[Node]) -> list[Node]:
    """Headings numbered 1, 2, 3 … (or downwards) up to where the numbering starts anew."""
    run: list[Node] = []
    step = 0
    for node in nodes:
        found = re.search(r"\d+", node.heading.text)
        number = int(found[0]) if found else 0
        if run:
            before = int(re.search(r"\d+", run[-1].heading.text)[0])  # type: ignore[index]
            if len(run) == 1:
                step = 1 if number > before else -1
            if (number - before) * step <= 0:
                break
        run.append(node)
    return run


def _from_children(
    document: Document, children: Sequence[Node], node: Node, language: str | None, url: str | None
) -> Iterator[Entity]:
    for child in children:
        entries = [
            entry
            for group in child.groups
            if group.shape != "table"
            for entry in _entries(document, group, node.kind, language)
        ]
        listed = [entry for entry in entries if not entry.rest]
        named = _NUMBERED.match(child.heading.text) or bears_a_name(child, node.kind)
        if len(listed) >= 2 and not named and node.heading.level > 1:
            yield from (entity for entry in listed if (entity := _entity(document, entry, node.kind, url)))
            continue
        text = child.heading.text
        name, qualifier = split_qualifier(_NUMBERED.sub("", text).strip(" .:–—-"))
        name = re.split(r"\s+[–—|]\s+|:\s", name)[0].strip()
        if not is_name(name) or name[-1] in "?!":
            continue
        block = document.blocks[child.heading.block]
        href = next(
            (
                href
                for _, _, inner in block.spans
                if document.tags[inner] == "a" and (href := document.attributes[inner].get("href"))
            ),
            None,
        )
        yield Entity(
            name=name,
            qualifier=qualifier,
            url=absolute(url, href),
            evidence=Evidence(
                quote=name if name in block.text else block.text,
                path=document.path(block.node),
                rule=f"{node.kind}.heading",
                confidence=0.85,
            ),
        )


# --- pictures and prose ------------------------------------------------------------------------------------------


def _single(document: Document, node: Node) -> Entity | None:
    """The only name of a list of one, which stands there as a line of its own."""
    lines = [group for group in node.groups if group.shape == "prose"]
    if len(lines) > 2 or not lines or len(lines[-1].text) > _SHORT or lines[-1].text[-1] in ".:;!?…":
        return None
    line = lines[-1]
    block = document.blocks[line.first]
    name, qualifier = split_qualifier(clean(line.text))
    if not _can_be(node.kind, name) or any(
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
