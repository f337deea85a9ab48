"""Named features of a column: what its items look like, what stands beside and around them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import get_args

from extractors.gazetteer import Kind, cues_of, kinds_of
from extractors.guide.lists.columns import Column
from extractors.guide.lists.context import Around
from extractors.guide.shapes import is_button, is_proper, is_tool, looks
from extractors.guide.wording import is_furniture, read_heading
from extractors.records import SectionKind
from extractors.scoring import ITEM_KINDS, heading_chances, item_chances
from extractors.values.occupations import names_occupation
from extractors.values.places import find_places

Features = dict[str, float]
SECTION_KINDS: tuple[str, ...] = get_args(SectionKind)

_WEIGHT = {
    "head": 1.5,
    "label": 1.0,
    "lead": 0.8,
    "intro": 0.8,
    "kicker": 0.8,
    "heading": 1.0,
    "caption": 0.8,
    "parent": 0.3,
    "title": 0.3,
}
"""What stands nearer says more."""
_SAMPLE = 12
"""So many items of a list tell what it is."""
_KINDS = tuple((kind, (kind.name or "").lower()) for kind in Kind)
_CUES = ("universities", "hubs", "companies", "skills", "levels")
_LOOKS = (
    "words:1",
    "words:2-3",
    "words:4-6",
    "words:7+",
    "long",
    "proper",
    "small-start",
    "digits",
    "money",
    "question",
    "symbols",
)
_FACTS: tuple[str, ...] = (
    "all-caps",
    "inner-caps",
    "each-capital",
    "sentence",
    "tool",
    "occupation",
    "place",
    "known:none",
    *(f"cue:{kind}" for kind in _CUES),
    *(f"known:{label}" for _, label in _KINDS),
    *(f"cued:{label}" for _, label in _KINDS),
)
_NEAR = ("heading", "title", "parent", "kicker", "head", "caption")
"""Words around that many lists of a page share, so that they are weighed once."""
_FURTHER = ("label", "lead", "intro")
_CROSSED = frozenset(
    (
        "proper",
        "each-capital",
        "small-start",
        "words:1",
        "words:2-3",
        "words:4-6",
        "words:7+",
        "slot:0",
        "slot:1",
        "slot:2+",
        "source:run",
        "source:table",
        "source:prose",
        "source:lines",
        "source:chips",
        "source:picture",
        "source:inline",
        "form:whole",
        "form:head",
        "form:members",
        "occupation",
        "place",
        "known:company",
        "known:university",
        "known:tool",
        "known:skill",
        "known:none",
        "cued:company",
        "cued:university",
        "cued:hub",
        "cued:skill",
        "cued:tool",
        "cue:levels",
        "beside:money",
        "within:first",
        "within:later",
        "digits",
        "money",
        "symbols",
        *(f"item~{kind}" for kind in ITEM_KINDS),
    )
)
"""Features that mean another thing under another heading."""
_CROSSED_KINDS = 2
_CSS = (
    "title",
    "name",
    "tag",
    "chip",
    "badge",
    "pill",
    "price",
    "date",
    "author",
    "nav",
    "skill",
    "compan",
    "logo",
    "label",
    "step",
    "tool",
)
_MONEY = re.compile(r"[€$£¥₹₺]|\b(?:EUR|USD|GBP|CHF|PLN|zł|Kč|kr|Rs|R\$|AED|SAR|QAR|INR|KES|NGN|ZAR)\b|\d[.,  ]\d{3}")
_DIGIT = re.compile(r"\d")
_JOBS = re.compile(
    r"/(?:jobs?|vacan|vacature|stelle|offre|emploi|career|position|oferta|praca|vaga|lavoro|empleo)", re.IGNORECASE
)
_FIRM = re.compile(
    r"/(?:compan|employer|unternehmen|firma|arbeitgeber|bedrijf|entreprise|empresa|aziend|profile)", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^\W\d_]{3}[.!?](?:\s|$)")
_WORDY = re.compile(r"[^\W\d_]{4,}")
_LEAST = 0.02
_LONGEST = 160


def first_look(column: Column, around: Around, language: str | None, page: Mapping[str, float]) -> Features:
    """The features that cost little, from 0 to 1: enough to pass over most columns of most pages."""
    found: Features = {"bias": 1.0, **page}
    names = [item.text for item in column.items]
    total = len(names)
    found["n:2" if total == 2 else "n:3-5" if total <= 5 else "n:6-12" if total <= 12 else "n:13+"] = 1.0
    sample = column.items[:_SAMPLE]
    count = len(sample)
    for name, value in zip(_LOOKS, map(sum, zip(*map(_looks, names[:_SAMPLE]), strict=True)), strict=True):
        if value:
            found[name] = value / count
    found["repeated"] = 1 - len(set(names)) / total
    found[f"source:{column.source}"] = 1.0
    found[f"form:{column.form}"] = 1.0
    found[f"tag:{column.tag}"] = 1.0
    found["slot:2+" if column.slot >= 2 else f"slot:{column.slot}"] = 1.0
    found["within:none" if around.order < 0 else "within:first" if around.order == 0 else "within:later"] = 1.0
    found["linked"] = sum(item.url is not None for item in sample) / count
    found["labelled"] = sum(item.label is not None for item in sample) / count
    found["late"] = around.place
    if around.zone:
        found[f"zone:{around.zone}"] = 1.0
    _words_around(found, around, language, _NEAR)
    return found


def paragraph_features(around: Around, language: str | None, page: Mapping[str, float]) -> Features:
    """What is known of a paragraph before its sentences are read."""
    found: Features = {"bias": 1.0, **page, "late": around.place}
    found["within:none" if around.order < 0 else "within:first" if around.order == 0 else "within:later"] = 1.0
    if around.zone:
        found[f"zone:{around.zone}"] = 1.0
    _words_around(found, around, language, _NEAR)
    return found


def features_of(first: Features, column: Column, around: Around, language: str | None) -> Features:
    """All features: those of the first look, what is known of the items, and the sentences around."""
    found = dict(first)
    _content(found, [item.text for item in column.items])
    _form(found, column)
    _words_around(found, around, language, _FURTHER)
    _cross(found, around)
    return found


@lru_cache(maxsize=8192)
def _looks(name: str) -> tuple[float, ...]:
    """How one item is written, in the order of `_LOOKS`."""
    words = name.count(" ") + 1
    return (
        words == 1,
        2 <= words <= 3,
        4 <= words <= 6,
        words >= 7,
        min(words / 8, 1.0),
        is_proper(name),
        name[0].islower(),
        _DIGIT.search(name) is not None,
        _MONEY.search(name) is not None,
        name[-1] == "?",
        any(mark in name for mark in "+#/.&"),
    )


@lru_cache(maxsize=8192)
def _facts(name: str) -> tuple[float, ...]:
    """What is known of one item, in the order of `_FACTS`."""
    known, cued = kinds_of(name), cues_of(name)
    return (
        name.isupper() and len(name) > 1,
        any(map(str.isupper, name[1:])),
        _each_capital(name),
        _SENTENCE.search(name) is not None,
        is_tool(name),
        names_occupation(name),
        name.count(" ") <= 1 and bool(find_places(name)),
        not known,
        *(looks(kind, name) for kind in _CUES),
        *(kind in known for kind, _ in _KINDS),
        *(kind in cued for kind, _ in _KINDS),
    )


def _each_capital(name: str) -> bool:
    words = _WORDY.findall(name)
    return bool(words) and all(any(map(str.isupper, word)) for word in words)


def _content(found: Features, names: Sequence[str]) -> None:
    sample = list(dict.fromkeys(names))[:_SAMPLE]
    count = len(sample)
    for name, value in zip(_FACTS, map(sum, zip(*map(_facts, sample), strict=True)), strict=True):
        if value:
            found[name] = value / count
    for _, label in _KINDS:
        if f"known:{label}" in found or f"cued:{label}" in found:
            found[f"told:{label}"] = 1.0
    sums = [0.0] * len(ITEM_KINDS)
    for name in sample:
        for at, chance in enumerate(item_chances(name)):
            sums[at] += math.log(chance + _LEAST)
    power = 1 / math.sqrt(count)  # items of one list are alike: they are no independent witnesses
    top = max(sums)
    shares = [math.exp((value - top) * power) for value in sums]
    whole = sum(shares)
    for kind, share in zip(ITEM_KINDS, shares, strict=True):
        if share > whole * _LEAST / 2:
            found[f"item~{kind}"] = share / whole


def _form(found: Features, column: Column) -> None:
    items = column.items[:_SAMPLE]
    total = len(items)
    urls = [item.url for item in items if item.url]
    if urls:
        found["link:jobs"] = sum(_JOBS.search(url) is not None for url in urls) / len(urls)
        found["link:firm"] = sum(_FIRM.search(url) is not None for url in urls) / len(urls)
        found["link:out"] = sum(url.startswith("http") for url in urls) / len(urls)
    rests = [item.rest for item in items if item.rest]
    if rests:
        found["with-rest"] = sum(len(rest) > 20 for rest in rests) / total
        found["rest-proper"] = sum(len(rest) <= 30 and is_proper(rest) for rest in rests) / total
    _beside(found, column.beside)
    css = column.css.lower()
    if css:
        found["button"] = is_button(css)
        for mark in _CSS:
            if mark in css:
                found[f"css:{mark}"] = 1.0


def _beside(found: Features, beside: Sequence[str]) -> None:
    if not beside:
        found["beside:none"] = 1.0
        return
    found["beside:text"] = any(len(text) > 60 for text in beside)
    short = [text for text in beside if len(text) <= 60]
    found["beside:short"] = any(2 <= len(text) <= 30 and is_proper(text) for text in short)
    found["beside:money"] = any(_MONEY.search(text) for text in short)
    found["beside:digit"] = any(text[:1].isdigit() for text in beside)
    found["beside:place"] = any(len(text) <= 40 and bool(find_places(text)) for text in short)
    found["beside:occupation"] = any(map(names_occupation, short))


def _words_around(found: Features, around: Around, language: str | None, names: Sequence[str]) -> None:
    """What the words around a list promise, each by itself."""
    heading, parent = around.heading, around.parent
    for name in names:
        text = around.text(name)
        if not text:
            continue
        found[f"has:{name}"] = 1.0
        for kind, chance in heading_chances(text[:_LONGEST], language).items():
            if chance > _LEAST:
                found[f"{name}~{kind}"] = chance
        reading = read_heading(text, language) if name not in ("lead", "intro") else None
        if reading is not None:
            found[f"{name}:{reading.kind}"] = 0.5 if reading.strength == "weak" else 1.0
    if names is _FURTHER:
        if around.lead:
            found["lead:colon"] = around.lead[-1] == ":"
            found["lead:short"] = len(around.lead) < 80
        if around.intro:
            found["intro:long"] = min(len(around.intro) / 300, 1.0)
    elif heading is not None:
        found[f"level:{min(heading.level, 4)}"] = 1.0
        found["furniture"] = is_furniture(heading.text, language) or (
            parent is not None and parent.level > 1 and is_furniture(parent.text, language)
        )


def _cross(found: Features, around: Around) -> None:
    """What all the words around promise together, and what the items look like under such a promise."""
    joint: dict[str, float] = {}
    for name, weight in _WEIGHT.items():
        if around.text(name):
            for kind in SECTION_KINDS:
                joint[kind] = joint.get(kind, 0.0) + weight * math.log(found.get(f"{name}~{kind}", 0.0) + 0.01)
    if not joint:
        found["ctx:none"] = 1.0
        return
    top = max(joint.values())
    shares = {kind: math.exp(value - top) for kind, value in joint.items()}
    whole = sum(shares.values())
    likeliest = sorted(shares, key=lambda kind: -shares[kind])
    crossed = [(name, value) for name, value in found.items() if value and name in _CROSSED]
    for kind in likeliest[:3]:
        found[f"ctx~{kind}"] = share = shares[kind] / whole
        item = found.get(f"item~{kind}")
        if item:
            found[f"both~{kind}"] = math.sqrt(share * item)
    for kind in likeliest[:_CROSSED_KINDS]:
        share = shares[kind] / whole
        if share > 0.1:
            for name, value in crossed:
                found[f"ctx~{kind}&{name}"] = share * value
