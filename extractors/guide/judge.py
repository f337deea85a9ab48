"""What each section tells, decided by learned weights: its heading is one witness, what stands under it another.

Named features go in (the words of the heading and of those around it, the lists found under it, what the rules of the
lexicon made of it, shape and place), a kind and its probability come out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.document import Document
from extractors.guide.lists.read import Listed
from extractors.guide.nodes import Node
from extractors.scoring import heading_chances, model

Features = dict[str, float]
_LEAST = 0.03
_DOUBTFUL = 0.35
"""Below this the rules' word stands."""
_LONG = 600


def judge_sections(document: Document, nodes: Sequence[Node], lists: Sequence[Listed], language: str | None) -> None:
    """Give each section its likeliest kind."""
    known = model("sections")
    entries = {item.block for listed in lists if listed.column.source == "run" for item in listed.column.items}
    for node, features in zip(nodes, features_of_sections(document, nodes, lists, language), strict=True):
        if node.parent is not None and node.parent.kind == "faq":  # judged before it
            node.kind, node.rule, node.confidence = "faq", "parent", node.parent.confidence
            continue
        if node.heading.block in entries:
            continue  # a name in a list, and no section's
        chances = known.chances(features)
        at = max(range(len(chances)), key=chances.__getitem__)
        kind = known.labels[at]
        if chances[at] < _DOUBTFUL:
            kind = node.kind
        if kind != node.kind:
            before = known.labels.index(node.kind)
            reasons = " ".join(name for name, _ in known.reasons(features, at, before))
            node.kind, node.rule = kind, f"model[{reasons}]"  # type: ignore[assignment]
        node.confidence = round(chances[known.labels.index(kind)], 3)


def features_of_sections(
    document: Document, nodes: Sequence[Node], lists: Sequence[Listed], language: str | None
) -> list[Features]:
    """The features of each section by name, from 0 to about 1."""
    told = [heading_chances(node.heading.text, language) for node in nodes]
    place_of = {id(node): place for place, node in enumerate(nodes)}
    total = max(len(document.blocks), 1)
    found: list[Features] = []
    for place, node in enumerate(nodes):
        features: Features = {"bias": 1.0}
        _add(features, "heading", told[place])
        if place:
            _add(features, "before", told[place - 1])
        if place + 1 < len(nodes):
            _add(features, "after", told[place + 1])
        parent = node.parent
        if parent is not None and parent.heading.level > 1 and id(parent) in place_of:
            _add(features, "parent", told[place_of[id(parent)]])
            features["has:parent"] = 1.0
        if node.heading.kicker is not None:
            _add(features, "kicker", heading_chances(node.heading.kicker.text, language))
        _rules(features, node)
        _content(features, document, node, lists)
        features["place"] = node.heading.block / total
        features["first"] = place == 0
        features["last"] = place == len(nodes) - 1
        found.append(features)
    return found


def _add(features: Features, name: str, chances: Mapping[str, float]) -> None:
    for kind, chance in chances.items():
        if chance >= _LEAST:
            features[f"{name}~{kind}"] = chance


def _rules(features: Features, node: Node) -> None:
    """What the rules of the lexicon and of content made of it."""
    features[f"rule:{node.kind}"] = 1.0
    features[f"rule:{node.kind}:{node.rule}"] = 1.0
    features[f"rule-sure:{node.kind}"] = node.confidence
    if node.reading is not None:
        features[f"lex:{node.reading.kind}:{node.reading.strength}"] = 1.0
    features[f"by:{node.heading.rule}"] = 1.0
    features[f"level:{min(node.heading.level, 4)}"] = 1.0
    features["vacancies"] = node.vacancies
    features["entry"] = node.entry
    features["question"] = node.heading.text.rstrip().endswith("?")


def _content(features: Features, document: Document, node: Node, lists: Sequence[Listed]) -> None:
    first, last = node.heading.first, max([node.heading.last, *(child.heading.last for child in node.below())])
    for listed in lists:
        column = listed.column
        if first <= column.first < last:
            name = f"list:{listed.kind}"
            features[name] = max(features.get(name, 0.0), listed.chance)
            if column.first < node.heading.last:
                features[f"own-{name}"] = 1.0
    blocks = document.blocks[node.heading.first : node.heading.last]
    length = sum(len(block.text) for block in blocks)
    features["empty"] = not blocks
    features["long"] = min(length / _LONG, 1.0)
    features["short"] = 0 < length < _LONG / 4
    for group in node.groups:
        features[f"shape:{group.shape}"] = 1.0
    features["links"] = min(sum(document.tags[span[2]] == "a" for block in blocks for span in block.spans) / 5, 1.0)
    children = node.children
    features["children"] = min(len(children) / 5, 1.0)
    if children:
        features["asked"] = sum(child.heading.text.rstrip().endswith("?") for child in children) / len(children)
    digits = sum(any(map(str.isdigit, block.text)) for block in blocks)
    features["digits"] = digits / len(blocks) if blocks else 0.0
