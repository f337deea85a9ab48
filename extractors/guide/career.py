"""The career path: ordered steps with their alternatives, from arrows, numbered lists or cards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractors.document import Document
from extractors.document.groups import Group
from extractors.guide.cues import lexicon
from extractors.guide.shapes import arrow_steps, is_job_title, looks
from extractors.guide.tree import Node, Tree
from extractors.guide.wording import languages_for
from extractors.records import CareerStep, Evidence
from extractors.values.occupations import names_occupation

_BRACKET = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_HEAD_OF = re.compile(r"\b(?:head|vp|svp|evp|president|director|chief|officer|master|professor|chair)$", re.IGNORECASE)
_LISTS = ("ordered", "list", "boxes", "bullets", "lines", "chips", "dots", "terms")


def read_career_path(document: Document, tree: Tree, language: str | None) -> tuple[CareerStep, ...]:
    """The steps in order; empty where the page has no career path."""
    nodes = [node for node in tree.nodes if not node.furniture and node.kind == "career_path"]
    for node in nodes:
        found = _from_groups(document, node.groups, language, sure=True) or _from_children(document, node, language)
        if found:
            return found
    for node in tree.nodes:
        if not node.furniture and node not in nodes:
            for group in node.groups:
                if group.text and len(arrow_steps(group.text)) >= 3 and _are_titles(arrow_steps(group.text)):
                    return _from_groups(document, [group], language, sure=False)
    return ()


def _from_groups(
    document: Document, groups: list[Group], language: str | None, *, sure: bool
) -> tuple[CareerStep, ...]:
    for group in groups:
        text = group.text or (document.blocks[group.first].text if group.last - group.first == 1 else "")
        names = arrow_steps(text)
        if len(names) >= (2 if sure else 3):
            return _steps(document, [(name, group.first) for name in names], language, "arrows")
    for group in groups:
        if group.shape in _LISTS and len(group.entries) >= 2:
            pairs = [(step_name(entry.name), entry.block) for entry in group.entries]
            pairs = [(name, block) for name, block in pairs if name and block >= 0]
            if (
                len(pairs) >= (3 if sure else 2)
                and sure
                and group.shape == "ordered"
                and all(is_job_title(name) for name, _ in pairs)
            ):
                return _steps(document, pairs, language, "list")
            if (
                len(pairs) >= 2
                and all(is_job_title(name) for name, _ in pairs)
                and _are_titles([name for name, _ in pairs])
            ):
                return _steps(document, pairs, language, "list")
    return ()


def _from_children(document: Document, node: Node, language: str | None) -> tuple[CareerStep, ...]:
    """Sub-headings that name a step each."""
    pairs = [(step_name(child.heading.text), child.heading.block) for child in node.children]
    if len(pairs) >= 2 and all(is_job_title(name) for name, _ in pairs) and _are_titles([name for name, _ in pairs]):
        return _steps(document, pairs, language, "headings")
    return ()


def _are_titles(names: list[str]) -> bool:
    hits = sum(names_occupation(name) or looks("levels", name) for name in names)
    return hits * 2 > len(names)


def step_name(text: str) -> str:
    bare = re.sub(
        r"^\s*(?:(?:step|stap|étape|schritt|stufe|niveau|level|paso|passo|krok)\s*)?\d{1,2}\s*[.):–—-]?\s*",
        "",
        text,
        flags=re.IGNORECASE,
    )
    return _BRACKET.sub("", bare).strip(" :.,–—-")


def _steps(document: Document, pairs: list[tuple[str, int]], language: str | None, rule: str) -> tuple[CareerStep, ...]:
    found: list[tuple[str, Evidence]] = []
    for name, index in pairs:
        block = document.blocks[index]
        quote = name if name in block.text else block.text
        path = document.path(block.node)
        found.append((name, Evidence(quote=quote, path=path, rule=f"career_path.{rule}", confidence=0.9)))
    return steps(found, language)


def steps(pairs: Sequence[tuple[str, Evidence]], language: str | None) -> tuple[CareerStep, ...]:
    """Names in order as steps, each with its alternatives."""
    found: list[CareerStep] = []
    for name, evidence in pairs:
        titles = alternatives(name, language) or [name]
        found.append(
            CareerStep(position=len(found) + 1, title=titles[0], alternatives=tuple(titles[1:]), evidence=evidence)
        )
    return tuple(found)


def alternatives(name: str, language: str | None) -> list[str]:
    """Titles apart at "or" and slashes; the "of" of an English title within Dutch text is no "or"."""
    parts: list[str] = []
    place = 0
    for found in _or(language).finditer(name):
        if _HEAD_OF.search(name[: found.start()]) and found[0].strip().lower() == "of":
            continue
        parts.append(name[place : found.start()])
        place = found.end()
    parts.append(name[place:])
    return [bare for part in parts if (bare := _BRACKET.sub("", part).strip())]


@cache
def _or(language: str | None) -> re.Pattern[str]:
    words = sorted({re.escape(word) for code in languages_for(language) for word in lexicon(code).alternatives})
    return re.compile(rf"\s+(?:{'|'.join(words)})\s+|\s*/\s*|\s*\|\s*", re.IGNORECASE)
