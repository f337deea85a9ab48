"""The bank: wordings of headings, and small sections with what they list, written by hand in eight languages.

`bank/headings/<language>.tsv` has a kind and a heading a line; `bank/sections/*.jsonl` a section a line (see
`bank/README.md`). Both were written from general knowledge, by people who knew neither the readers nor any corpus.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

from extractors.records import SectionKind
from extractors.scoring import ITEM_KINDS

HERE = Path(__file__).parent / "bank"
KINDS: tuple[str, ...] = get_args(SectionKind)
_INTRO = 160


class Wording(NamedTuple):
    """Words and the kind of section that they head."""

    text: str
    kind: str
    language: str


def headings() -> Iterator[Wording]:
    """All headings of the bank."""
    for path in sorted((HERE / "headings").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            kind, tab, text = line.partition("\t")
            if tab and kind in KINDS:
                yield Wording(text, kind, path.stem)


def sections() -> list[dict[str, Any]]:
    """All sections of the bank, in the order of their files."""
    found = []
    for path in sorted((HERE / "sections").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            section = json.loads(line)
            section["items"] = [item for item in section.get("items") or () if item.get("n")]
            if section.get("heading") and (section["items"] or section.get("prose")):
                found.append(section)
    return found


def wordings(section: dict[str, Any]) -> Iterator[Wording]:
    """What a section says of its kind: heading, line above, lead, column head, prose without names."""
    kind = section["kind"] if section["kind"] != "none" else section.get("section", "other")
    if kind not in KINDS:
        return
    prose = section.get("prose") or ""
    for name in section.get("names") or ():
        prose = prose.replace(name, " ")
    column = section.get("col") if section["kind"] != "none" else None
    for text in (section["heading"], section.get("lead"), section.get("kicker"), column, prose[:_INTRO].strip()):
        if text:
            yield Wording(text, kind, section["lang"])


def items(section: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Names with their kind of item, and what stands beside names, which is none."""
    kind = section["kind"]
    if kind not in ITEM_KINDS:
        return
    for name in [item["n"] for item in section["items"]] or section.get("names") or ():
        yield str(name), kind
    if kind != "none":
        for item in section["items"]:
            for key in ("p", "d", "c"):
                if item.get(key):
                    yield str(item[key])[:80], "none"
        for group in section.get("groups") or ():
            yield str(group), "none"


def digest() -> str:
    """SHA-256 of the bank's files."""
    found = hashlib.sha256()
    for path in sorted(HERE.rglob("*.*")):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()
