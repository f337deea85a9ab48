"""What stands in a list but is no name, and lists that must show by themselves what they hold. Words are data."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from extractors.document import Document
from extractors.guide.bearing import Bearing
from extractors.guide.nodes import FEW, WORDS_OF, Node
from extractors.guide.shapes import is_proper, is_tool, pattern, written_as_names
from extractors.guide.wording import plain, read_heading
from extractors.records import Entity, SectionKind
from extractors.values.occupations import names_occupation

_COMMON: frozenset[SectionKind] = frozenset({"skills", "tools"})
"""Kinds whose names are common words."""
_KNOWN: frozenset[SectionKind] = frozenset({"tools", "universities"})
"""Kinds whose names are known or say what they are."""
_CLASSED: frozenset[SectionKind] = frozenset({"key_companies", "universities", "hubs"})
_SCATTERED = (".sentence", ".line", ".picture")
_STARRED = re.compile(r"\w\s*\*+$")
_CODE = re.compile(r"[{}=;<>]|\w\(|://|^[@$/\\]")
_NUMBER = re.compile(r"\s*#?\s*\d{1,3}\s*[.):/–-]")
_EDGES = " \t*:.!?…›»→>|–—-"
_SHARE = 0.5
_SHARE_NAMED = 0.25
_ALMOST_ALL = 0.9
_FEW, _MANY = 2, 5
_WEAK = 0.5
"""How sure a weak word of a heading is; see `kinds`."""
_MAX_BLANKS: dict[SectionKind, int] = {"skills": 4, "tools": 4, "hubs": 6, "key_companies": 7, "universities": 9}
_ACRONYM = 4
"""Words of so few letters are names only in capitals: MIT is a school, "mit" a German "with"."""


def is_label(text: str, kind: SectionKind) -> bool:
    """Whether the text is what buttons, menus and fields of forms are labelled with.

    A single word such as "pricing" may be a skill, and a tool may be called anything.
    """
    if _STARRED.search(text):
        return True
    bare = _bare(text)
    return not bare or (bare in _labels() and (kind not in _COMMON or " " in bare))


def are_labels(texts: Sequence[str]) -> bool:
    """Whether half of the texts or more are labels, single words included: a menu or a form."""
    return sum(_bare(text) in _labels() for text in texts) * 2 >= max(len(texts), 1)


@lru_cache(maxsize=8192)
def _bare(text: str) -> str:
    return text.casefold().replace("'", "’").strip(_EDGES)


@cache
def _labels() -> frozenset[str]:
    data = tomllib.loads(files("extractors.lexicon").joinpath("labels.toml").read_text(encoding="utf-8"))
    return frozenset(word.casefold() for language in data.values() for words in language.values() for word in words)


def repeated_labels(nodes: Iterable[Node]) -> frozenset[str]:
    """What stands before a text of its own in three lists or more: "Approach: …", "Cost: …" are fields, no names."""
    times = Counter(
        name
        for node in nodes
        for group in node.groups
        for name in {entry.name for entry in group.entries if entry.rest}
    )
    return frozenset(name for name, count in times.items() if count >= FEW)


def stands_in_field(document: Document, node: int) -> bool:
    """Whether the node holds or is part of a form's field: an option, a legend, the label of an input to fill in.

    The form around it tells nothing, for some sites wrap all of a page in one; nor does the label of a box to tick,
    which opens and closes a section of the page.
    """
    ends = document.ends
    return any(node <= field < ends[node] or field <= node < ends[field] for field in _fields(document))


def _fields(document: Document) -> list[int]:
    """What belongs to the page's fields; found out once a page."""
    known: list[int] | None = document.__dict__.get("fields")
    if known is None:
        inputs = document.nodes("input", "select", "textarea")
        by_id = {name: field for field in reversed(inputs) if (name := document.attributes[field].get("id"))}
        labels = (label for label in document.nodes("label") if _labels_input(document, label, inputs, by_id))
        known = document.__dict__["fields"] = [*document.nodes("option", "legend", "textarea"), *labels]
    return known


def _labels_input(document: Document, label: int, inputs: Sequence[int], by_id: Mapping[str, int]) -> bool:
    """Whether the first field in the label, or the one that it is for, is no box to tick."""
    place = bisect_left(inputs, label)
    inner = inputs[place] if place < len(inputs) and inputs[place] < document.ends[label] else None
    named = by_id.get(document.attributes[label].get("for") or "")
    fields = [field for field in (inner, named) if field is not None]
    return bool(fields) and (document.attributes[min(fields)].get("type") or "").lower() not in ("checkbox", "radio")


def shown(kind: SectionKind, names: Sequence[str]) -> float:
    """Which part of the names shows by its own words to be of the kind."""
    return sum(_shows(kind, name) for name in names) / len(names) if names else 0.0


def _shows(kind: SectionKind, name: str) -> bool:
    if name.count(" ") > _MAX_BLANKS[kind] or _CODE.search(name):
        return False
    if kind == "tools":
        return is_tool(name)
    if kind != "skills" and not is_proper(name):
        return False
    return any(
        len(found[0]) > _ACRONYM or name[found.start() : found.end()].isupper()
        for found in pattern(WORDS_OF[kind]).finditer(name.lower())
    )


def name_others(kind: SectionKind, names: Sequence[str]) -> bool:
    """Whether most of the names are trades, or classes such as "Small companies", whatever the heading says."""
    if sum(map(names_occupation, names)) * 2 > len(names):
        return True
    return kind in _CLASSED and sum(_is_class(kind, name) for name in names) * 2 > len(names)


@lru_cache(maxsize=8192)
def _is_class(kind: SectionKind, name: str) -> bool:
    reading = read_heading(name, None)
    if reading is None or reading.kind != kind or reading.strength == "weak":
        return False
    return plain(name).endswith(f" {reading.cue}")


def held_back(node: Node, entities: Sequence[Entity], bearing: Bearing) -> bool:
    """Whether what was read under a heading is too little to be told for names of its kind.

    On a page that bears on work the heading or what stands beside the names says what they are; under a weak word they
    must be written as names. Elsewhere the heading
    must name the kind in so many words, and half of the names must show it. Where the title announces the kind, a
    quarter is enough, and companies need only be written as names. Known tools and the names of schools need no
    heading, nor does a numbered run under such a title; other names are then taken from lists alone, for pictures and
    sentences speak of everything.
    """
    kind, names = node.kind, [entity.name for entity in entities]
    if bearing.work:
        return node.confidence <= _WEAK and bool(names) and not written_as_names(kind, names)
    part = shown(kind, names)
    sure = node.rule in ("heading", "kicker", "entries") and node.confidence > _WEAK
    if kind in bearing.named and _numbered(node) and not _begin_alike(names):
        return False
    if kind in _KNOWN:
        return part < _SHARE or (not sure and part * len(names) < _FEW)
    if not sure or any(entity.evidence.rule.endswith(_SCATTERED) for entity in entities):
        return True
    if kind not in bearing.named:
        return part < _SHARE
    if kind != "key_companies":
        return part < _SHARE_NAMED
    written = sum(is_proper(name) and name.count(" ") <= _MAX_BLANKS[kind] for name in names)
    return len(names) < _MANY or written < _ALMOST_ALL * len(names) or _begin_alike(names)


def _numbered(node: Node) -> bool:
    """Whether the entries are headings with numbers, as in "1. Le Wagon: what it teaches"."""
    entries = [child for child in node.children if child.entry]
    return len(entries) >= _MANY and all(_NUMBER.match(child.heading.text) for child in entries)


def _begin_alike(names: Sequence[str]) -> bool:
    """Whether half begin with the same two words, the second a small one: "Best for comfort", "Best for families"."""
    begins = [tuple(name.split()[:2]) for name in names]
    return any(
        len(begin) == _FEW and begin[1].islower() and begins.count(begin) * 2 >= len(begins) for begin in set(begins)
    )
