"""Named features of a column: what its items look like, what stands beside and around them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from extractors.gazetteer import Kind, cues_of, kinds_of
from extractors.guide.lists.columns import Column
from extractors.guide.lists.context import Around
from extractors.guide.shapes import is_button, is_proper, is_tool, looks
from extractors.guide.wording import is_furniture, read_heading
from extractors.scoring import ITEM_KINDS, heading_chances, item_chances
from extractors.values.occupations import names_occupation
from extractors.values.places import find_places

Features = dict[str, float]

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
_FACTS: tuple[str, ...] = (
    "words:1",
    "words:2-3",
    "words:4-6",
    "words:7+",
    "long",
    "proper",
    "all-caps",
    "inner-caps",
    "each-capital",
    "small-start",
    "digits",
    "money",
    "question",
    "sentence",
    "symbols",
    "tool",
    "occupation",
    "place",
    "known:none",
    *(f"cue:{kind}" for kind in _CUES),
    *(f"known:{label}" for _, label in _KINDS),
    *(f"cued:{label}" for _, label in _KINDS),
)
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


def features_of(column: Column, around: Around, language: str | None, page: Mapping[str, float]) -> Features:
    """The features by name, from 0 to 1."""
    found: Features = {"bias": 1.0, **page}
    _content(found, [item.text for item in column.items])
    _form(found, column)
    found["within:none"] = around.order < 0
    found["within:first"] = around.order == 0
    found["within:later"] = around.order > 0
    _around(found, around, language)
    return found


@lru_cache(maxsize=8192)
def _facts(name: str) -> tuple[float, ...]:
    """What one item looks like, in the order of `_FACTS`."""
    words = name.count(" ") + 1
    known, cued = kinds_of(name), cues_of(name)
    return (
        words == 1,
        2 <= words <= 3,
        4 <= words <= 6,
        words >= 7,
        min(words / 8, 1.0),
        is_proper(name),
        name.isupper() and len(name) > 1,
        any(map(str.isupper, name[1:])),
        _each_capital(name),
        name[0].islower(),
        _DIGIT.search(name) is not None,
        _MONEY.search(name) is not None,
        name[-1] == "?",
        _SENTENCE.search(name) is not None,
        any(mark in name for mark in "+#/.&"),
        is_tool(name),
        names_occupation(name),
        words <= 2 and bool(find_places(name)),
        not known,
        *(looks(kind, name) for kind in _CUES),
        *(kind in known for kind, _ in _KINDS),
        *(kind in cued for kind, _ in _KINDS),
    )


def _each_capital(name: str) -> bool:
    words = _WORDY.findall(name)
    return bool(words) and all(any(map(str.isupper, word)) for word in words)


def _content(found: Features, names: Sequence[str]) -> None:
    total = len(names)
    found["n:2"] = total == 2
    found["n:3-5"] = 3 <= total <= 5
    found["n:6-12"] = 6 <= total <= 12
    found["n:13+"] = total > 12
    distinct = list(dict.fromkeys(names))
    found["repeated"] = 1 - len(distinct) / total
    sample = distinct[:_SAMPLE]
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
    found[f"source:{column.source}"] = 1.0
    found[f"form:{column.form}"] = 1.0
    found[f"tag:{column.tag}"] = 1.0
    found["slot:2+" if column.slot >= 2 else f"slot:{column.slot}"] = 1.0
    urls = [item.url for item in items if item.url]
    if urls:
        found["linked"] = len(urls) / total
        found["link:jobs"] = sum(_JOBS.search(url) is not None for url in urls) / len(urls)
        found["link:firm"] = sum(_FIRM.search(url) is not None for url in urls) / len(urls)
        found["link:out"] = sum(url.startswith("http") for url in urls) / len(urls)
    rests = [item.rest for item in items if item.rest]
    if rests:
        found["with-rest"] = sum(len(rest) > 20 for rest in rests) / total
        found["rest-proper"] = sum(len(rest) <= 30 and is_proper(rest) for rest in rests) / total
    found["labelled"] = sum(bool(item.label) for item in items) / total
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


def _around(found: Features, around: Around, language: str | None) -> None:
    heading, parent = around.heading, around.parent
    texts = {
        "heading": heading.text if heading is not None and heading.level > 1 else None,
        "title": heading.text if heading is not None and heading.level == 1 else None,
        "parent": parent.text if parent is not None and parent.level > 1 else None,
        "kicker": around.kicker,
        "head": around.head,
        "caption": around.caption,
        "label": around.label,
        "lead": around.lead,
        "intro": around.intro,
    }
    joint: dict[str, float] = {}
    for name, text in texts.items():
        if not text:
            continue
        found[f"has:{name}"] = 1.0
        weight = _WEIGHT[name]
        for kind, chance in heading_chances(text[:_LONGEST], language).items():
            if chance > _LEAST:
                found[f"{name}~{kind}"] = chance
            joint[kind] = joint.get(kind, 0.0) + weight * math.log(chance + 0.01)
        reading = read_heading(text, language) if name not in ("lead", "intro") else None
        if reading is not None:
            found[f"{name}:{reading.kind}"] = 0.5 if reading.strength == "weak" else 1.0
    if joint:
        _cross(found, joint)
    else:
        found["ctx:none"] = 1.0
    if around.lead:
        found["lead:colon"] = around.lead[-1] == ":"
        found["lead:short"] = len(around.lead) < 80
    if around.intro:
        found["intro:long"] = min(len(around.intro) / 300, 1.0)
    if heading is not None:
        found[f"level:{min(heading.level, 4)}"] = 1.0
        found["furniture"] = is_furniture(heading.text, language) or (
            parent is not None and parent.level > 1 and is_furniture(parent.text, language)
        )
    if around.zone:
        found[f"zone:{around.zone}"] = 1.0
    found["late"] = around.place


def _cross(found: Features, joint: Mapping[str, float]) -> None:
    """What all the words around promise together, and what the items look like under such a promise."""
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
