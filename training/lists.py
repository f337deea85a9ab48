"""The model of lists: made-up pages from the bank, and labelled pages where they are at hand.

Labelled pages (`--corpora`) are folders with a `labels.jsonl` and pages, as in the development corpora. A model of
words must not have seen the words of the pages from which the model of lists learns how far to trust it: the bank is
cut in two, and each half's pages are read with models of words from the other.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from extractors.document import read
from extractors.document.promote import outline
from extractors.guide.career import alternatives
from extractors.guide.listed import split_qualifier
from extractors.guide.lists.read import Candidate, candidates
from extractors.scoring import ITEM_KINDS, Linear
from extractors.scoring.headings import heading_chances
from extractors.scoring.items import item_chances
from extractors.scoring.linear import trying
from training.bank import sections
from training.fit import fit
from training.render import page
from training.words import heading_model, item_model

FIELDS = {
    "companies": "key_companies",
    "hubs": "hubs",
    "universities": "universities",
    "skills": "skills",
    "tools": "tools",
    "career_path": "career_path",
}
_MOST, _SOME = 0.5, 0.3
"""Shares of a column's names that make it a list of the kind, and that make it too doubtful to learn from."""
_TITLES = Path(__file__).parent / "bank" / "titles.json"
_OF_PARAGRAPHS = tuple("bias zone: level: has: page: page~ within: heading title parent kicker late furniture".split())
POSITIVE = 3.0
STRENGTH = 0.3
WEIGHTS = {"bank": 0.6, "synthetic": 0.3, "none": 0.5}


class Row(NamedTuple):
    """A candidate and what it is; None where it is too doubtful to learn from."""

    candidate: Candidate
    answer: str | None
    weight: float


class Labelled(NamedTuple):
    """A page with its candidates."""

    corpus: str
    template: str
    id: str
    gold: Mapping[str, frozenset[str]]
    rows: tuple[Row, ...]


def key(name: str) -> str:
    """A name as it is compared."""
    return re.sub(r"[^\w+#]+", " ", split_qualifier(name)[0].casefold()).strip()


def labelled(html: bytes, label: Mapping[str, Any], corpus: str) -> Labelled:
    """The page's candidates, each with its answer."""
    document = read(html)
    language = label.get("language")
    gold: dict[str, frozenset[str]] = {}
    for field, kind in FIELDS.items():
        if label.get(field) is not None:
            names = [
                name
                for one in label[field]
                for name in ([one] if isinstance(one, str) else [one["title"], *one.get("alternatives", ())])
            ]
            gold[kind] = frozenset(map(key, names))
    rows = tuple(
        Row(candidate, *_answer(candidate, gold, language))
        for candidate in candidates(document, outline(document), language, every=True)
    )
    return Labelled(corpus, f"{corpus}:{label.get('template', label['id'])}", label["id"], gold, rows)


def _answer(candidate: Candidate, gold: Mapping[str, frozenset[str]], language: str | None) -> tuple[str | None, float]:
    names = {key(item.text) for item in candidate.column.items} - {""}
    if not names:
        return None, 0.0
    best, share = "none", 0.0
    for kind, wanted in gold.items():
        if kind == "career_path":
            hits = sum(
                any(key(part) in wanted for part in alternatives(item.text, language))
                for item in candidate.column.items
            ) / len(candidate.column.items)
        else:
            hits = sum(name in wanted for name in names) / len(names)
        if hits > share:
            best, share = kind, hits
    if share >= _MOST:
        return best, 1.0
    if share >= _SOME:
        return None, 0.0
    return "none", 1.0 if len(gold) >= len(FIELDS) - 1 else _SOME  # what a label leaves out may stand there


def made_up(rounds: int, seed: int = 7) -> Iterator[Labelled]:
    """Pages from the bank, each half read with models of words that the other half made."""
    bank = sections()
    titles = read_titles()
    rng = random.Random(seed)
    for parity in (0, 1):
        others = bank[1 - parity :: 2]
        mine = bank[parity::2]
        with trying({"headings": heading_model(others), "items": item_model(others)}):
            forget()
            for number in range(rounds):
                for language in sorted({section["lang"] for section in mine}):
                    order = [section for section in mine if section["lang"] == language]
                    rng.shuffle(order)
                    while order:
                        size = rng.randint(3, 8)
                        part, order = order[:size], order[size:]
                        yield _page(part, titles[language], rng, f"{parity}-{number}-{language}-{len(order)}")
    forget()


def read_titles() -> dict[str, list[str]]:
    """Titles of made-up pages by language, `{t}` for the trade and `{c}` for the city."""
    found: dict[str, list[str]] = json.loads(_TITLES.read_text(encoding="utf-8"))
    return found


def _page(part: Sequence[dict[str, Any]], titles: Sequence[str], rng: random.Random, name: str) -> Labelled:
    first = dict(part[0])
    first["title"] = rng.choice(titles).format(t=str(first.get("trade") or "").capitalize(), c=first.get("city") or "")
    html, names = page([first, *part[1:]], rng)
    label: dict[str, Any] = {
        "id": name,
        "language": first["lang"],
        **{field: names.get(kind, []) for field, kind in FIELDS.items()},
    }
    return labelled(html.encode(), label, "bank")


def from_folder(folder: Path) -> Iterator[Labelled]:
    """The pages of a labelled corpus."""
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        raw = (folder / label["html_file"]).read_bytes()
        yield labelled(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw, label, folder.name)


def without_lists(paths: Sequence[Path]) -> Iterator[Labelled]:
    """Pages that list nothing of the kinds: articles, shops, services."""
    for path in paths:
        raw = path.read_bytes()
        label: dict[str, Any] = {"id": path.name, "language": "en", **{field: [] for field in FIELDS}}
        yield labelled(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw, label, "none")


def list_model(pages: Sequence[Labelled]) -> Linear:
    """The model of lists from labelled pages."""
    rows = [(row, page) for page in pages for row in page.rows if row.answer is not None]
    weights = [
        row.weight * WEIGHTS.get(page.corpus, 1.0) * (POSITIVE if row.answer != "none" else 1.0) for row, page in rows
    ]
    answers = [row.answer or "none" for row, _ in rows]
    return fit(
        [row.candidate.features for row, _ in rows], answers, ITEM_KINDS, strength=STRENGTH, weights=weights, seldom=3
    )


def worth_model(pages: Sequence[Labelled]) -> Linear:
    """The model of the first look: whether a column may be a list of any kind."""
    rows = [(row, page) for page in pages for row in page.rows if row.answer is not None]
    return fit(
        [row.candidate.first for row, _ in rows],
        ["no" if row.answer == "none" else "yes" for row, _ in rows],
        ("no", "yes"),
        strength=STRENGTH,
        weights=[row.weight * WEIGHTS.get(page.corpus, 1.0) for row, page in rows],
        seldom=3,
    )


def paragraph_model(pages: Sequence[Labelled]) -> Linear:
    """The model of paragraphs: whether one's sentences may list names."""
    rows = [
        (row, page)
        for page in pages
        for row in page.rows
        if row.answer is not None and row.candidate.column.source == "prose"
    ]
    return fit(
        [paragraph_part(row.candidate.first) for row, _ in rows],
        ["no" if row.answer == "none" else "yes" for row, _ in rows],
        ("no", "yes"),
        strength=STRENGTH,
        weights=[row.weight * WEIGHTS.get(page.corpus, 1.0) for row, page in rows],
        seldom=3,
    )


def listing_model(pages: Sequence[Labelled]) -> Linear:
    """The model of pages: whether one may list names at all, by its title and headings."""
    told = [page for page in pages if page.rows]
    features = [
        {name: value for name, value in page.rows[0].candidate.first.items() if name.startswith(("page:", "page~"))}
        for page in told
    ]
    answers = ["yes" if any(row.answer not in (None, "none") for row in page.rows) else "no" for page in told]
    heavy = [WEIGHTS.get(page.corpus, 1.0) for page in told]
    return fit(features, answers, ("no", "yes"), strength=STRENGTH, weights=heavy, seldom=3)


def paragraph_part(features: Mapping[str, float]) -> dict[str, float]:
    """Of the first look's features those that are known before a paragraph is read."""
    return {name: value for name, value in features.items() if name.startswith(_OF_PARAGRAPHS)}


def forget() -> None:
    """Answers of other models of words are not kept."""
    heading_chances.cache_clear()
    item_chances.cache_clear()
