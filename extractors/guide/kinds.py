"""The kind of a section: by its heading's words, by the line above, by what stands under it."""

from __future__ import annotations

from extractors.document import Document
from extractors.guide.content import Finding, judge, lists_vacancies
from extractors.guide.nodes import ENTITY_KINDS, FEW, WORDS_OF, Node, style_of
from extractors.guide.shapes import is_proper, looks
from extractors.guide.wording import Reading, read_heading
from extractors.records import SectionKind
from extractors.values.occupations import names_occupation
from extractors.values.places import find_places
from extractors.values.words import has_digit

_VAGUE = frozenset({"overview", "market_demand", "why_hire", "other"})
_SURE = 0.8
_OVERRULED = frozenset({"key_companies", "hubs", "universities", "skills", "tools", "career_path"})


def decide(document: Document, node: Node, language: str | None, *, guide: bool) -> None:
    heading = node.heading
    reading = node.reading
    kicker = read_heading(heading.kicker.text, language) if heading.kicker is not None else None
    node.vacancies = lists_vacancies(document, node.groups)
    finding = judge(document, node, language, guide=guide) if _open_to_doubt(document, node, reading) else None
    if reading is not None and reading.strength != "weak" and not (node.vacancies and reading.kind == "cta"):
        _take(node, reading.kind, "heading", 0.95 if reading.strength == "decisive" else 0.85)
        if finding is not None and _contradicts(reading, finding):
            _take(node, finding.kind, "content", finding.confidence)
    elif kicker is not None and kicker.strength != "weak":
        _take(node, kicker.kind, "kicker", 0.85)
        if finding is not None and _contradicts(kicker, finding):
            _take(node, finding.kind, "content", finding.confidence)
    elif _is_about_role(node, finding):
        _take(node, "about_role", "heading", 0.7)
    elif node.vacancies:
        _take(node, "other", "content", 0.7)
    elif finding is not None and (
        reading is None or finding.kind == reading.kind or finding.confidence >= _needed(reading)
    ):
        _take(node, finding.kind, "content", finding.confidence)
    elif reading is not None:
        _take(node, "other" if _is_about_employer(node) else reading.kind, "heading", 0.5)


def _needed(reading: Reading) -> float:
    """How sure content must be against a weak word: "services" and "differences" head lists that are no names."""
    return _SURE if reading.kind == "other" else 0.6


def _is_about_employer(node: Node) -> bool:
    """ "About Acme": a weak word before the name of neither a place nor a trade."""
    reading = node.reading
    if reading is None or reading.kind != "overview" or not node.heading.text.lower().startswith(reading.cue):
        return False
    name = node.heading.text[len(reading.cue) :].strip(" :")
    return bool(name) and is_proper(name) and not names_occupation(name) and not find_places(name)


def _is_about_role(node: Node, finding: Finding | None) -> bool:
    """ "About backend developers": a weak word beside an occupation, with text under it."""
    reading = node.reading
    if reading is None or reading.kind not in ("overview", "about_role") or node.heading.level == 1:
        return False
    return names_occupation(node.heading.text) and (finding is None or finding.confidence < 0.8)


def _open_to_doubt(document: Document, node: Node, reading: Reading | None) -> bool:
    """Whether what stands under a heading can still change what its words say."""
    if node.heading.level == 1:
        return False
    if reading is None or reading.strength == "weak" or reading.kind in _OVERRULED:
        return True
    if reading.kind == "salaries" and reading.strength != "decisive":
        return not any(map(has_digit, _texts(document, node)))
    return reading.strength == "strong" and reading.kind in _VAGUE


def _texts(document: Document, node: Node) -> list[str]:
    return [block.text for block in document.blocks[node.heading.first : node.heading.last]]


def _contradicts(reading: Reading, finding: Finding) -> bool:
    """What stands there is certain, and the heading only promises names or nothing in particular."""
    if reading.kind == "salaries":
        return finding.kind in ENTITY_KINDS and finding.confidence >= _SURE
    if finding.kind == reading.kind or finding.confidence < _SURE:
        return False
    if reading.kind in _OVERRULED:
        return finding.kind in ("salaries", "career_path")
    return reading.strength != "decisive" and reading.kind in _VAGUE and finding.kind in ("salaries", "career_path")


def _take(node: Node, kind: SectionKind, rule: str, confidence: float) -> None:
    node.kind, node.rule, node.confidence = kind, rule, confidence


def from_entries(document: Document, node: Node) -> None:
    """Three or more like sub-headings that each bear the name of a school or a hub are a list of them."""
    if node.rule not in ("none", "content") and node.heading.level > 1 and node.kind != "other":
        return
    children = [child for child in node.children if not child.furniture]
    for kind in ("universities", "hubs"):
        named = [
            child for child in children if looks(WORDS_OF[kind], child.heading.text) and is_proper(child.heading.text)
        ]
        if len(named) < FEW or len({style_of(document, child) for child in named}) > 1:
            continue
        alike = [child for child in children if style_of(document, child) == style_of(document, named[0])]
        if len(named) * 3 >= len(alike) * 2 and not any(child.kind == "salaries" for child in alike):
            _take(node, kind, "entries", 0.7)
            for child in alike:
                child.entry = True
            return


def inherit(node: Node) -> None:
    """A question under the FAQ belongs to it; an unnamed sub-section of pay that holds pay does, too."""
    parent = node.parent
    if parent is None or parent.furniture:
        return
    if parent.kind == "faq":
        _take(node, "faq", "parent", 0.9)
    elif node.rule == "none" and parent.kind in ("salaries", "market_demand") and parent.heading.level > 1:
        _take(node, parent.kind, "parent", 0.5)
